import { oncePer, onlyOf } from '../../common/data/collections';
import { enumerated, listText } from '../../common/data/enumerated';
import { either } from '../../common/data/texts';
import { paddingOf, unpadded, unreplacedIn } from '../../common/values/placeholder';
import type { KnownProvider } from '../../contract/providers/known-provider';
import {
  knownProvider, providerByTokenUrl, providerOf, refusesOfflineAccessToServices,
} from '../../contract/providers/known-providers';
import { DEFAULT_NATIVE_SCOPES, OFFLINE_ACCESS_SCOPE } from '../../contract/union/flyteadmin';
import type { AuthClient } from '../credentials/auth-client';
import { belongsTo } from '../credentials/authorization-server';
import type { Flyteadmin } from '../credentials/flyteadmin';
import { staysInside } from '../edge/cluster-name';
import { hostOfUrl, urlAsked } from '../edge/route';
import { asksFlyteadmin } from '../edge/server';
import { rule, Violation } from '../engine/rule';
import { sameHome } from '../kube/home';
import { clientsOnlyOf, flyteadminsFor, trustsProvider } from '../model/counterparts';
import type { Model } from '../model/model';
import { Field, placeOf } from '../read/field';

/** The token that flyteadmin accepts. */

interface Issuer {
  readonly field: Field;
  readonly text: string;
  /** Whether access tokens must be from this issuer, and not only ID tokens. */
  readonly ofTokens: boolean;
}

/** An issuer without common copying mistakes. */
function bare(issuer: string): string {
  return withoutScheme(unpadded(issuer).toLowerCase()).replace(/\/+$/, '');
}

function withoutScheme(issuer: string): string {
  return issuer.replace(/^https?:\/\//i, '');
}

const NO_ISSUER = either(
  /\.well-known\//i,
  /\/(authorize|token|userinfo|keys|jwks|certs|account|protocol\/openid-connect\S*|oauth2\/v2\.0)\/?$/i,
);

/** A URL below an issuer that people copy instead of it. */
function isNoIssuer(issuer: string): boolean {
  return NO_ISSUER.test(issuer);
}

/** Of two issuers, the one without the clients' token endpoint is wrong. */
function disagreement(issuers: readonly Issuer[], tokenUrls: readonly string[]): Violation[] {
  const login = issuers.find(({ ofTokens }) => !ofTokens);
  const tokens = issuers.find(({ ofTokens }) => ofTokens);
  if (login === undefined || tokens === undefined || bare(login.text) === bare(tokens.text)
    || [login, tokens].some(({ text }) => isNoIssuer(unpadded(text)))) {
    return [];
  }
  const provider = providerOf(login.text);
  const own = provider?.issuerAs?.(unpadded(login.text)) ?? unpadded(login.text);
  const spelled = (issuer: string) => bare(provider?.issuerAs?.(unpadded(issuer)) ?? issuer);
  const asTokens = (issuer: string) => bare(provider?.tokenIssuerAs?.(unpadded(issuer)) ?? issuer);
  // Another spelling, and an issuer that the provider never writes into tokens, are separate faults.
  if (spelled(login.text) === spelled(tokens.text) || asTokens(own) === bare(tokens.text)
    || asTokens(tokens.text) !== bare(tokens.text)) {
    return [];
  }
  // Okta's organization issues tokens for people only; the servers for clients are below it.
  const forClients = providerFor(tokens.text, tokenUrls)?.tokenIssuerAs?.(own);
  if (forClients !== undefined && forClients !== own
    && bare(tokens.text).startsWith(`${bare(login.text)}/`)) {
    return [];
  }
  const isForeign = (issuer: Issuer) =>
    tokenUrls.length > 0 && tokenUrls.every((url) => belongsTo(url, unpadded(issuer.text)) === false);
  const [wrong, right] = isForeign(tokens) && !isForeign(login) ? [tokens, login] : [login, tokens];
  return [
    {
      at: wrong.field,
      expected: `one issuer for people and for clients: ${unpadded(right.text)}, as `
        + `${placeOf(right.field)} says`,
      found: unpadded(wrong.text),
      headline: 'two',
      values: { issuer: unpadded(right.text) },
      restsOn: [right.field],
    },
  ];
}

/** The provider of an issuer: by its URL, otherwise by a token endpoint on the same host. */
function providerFor(issuer: string, tokenUrls: readonly string[]): KnownProvider | undefined {
  const besides = tokenUrls.filter((url) => hostOfUrl(url) === hostOfUrl(unpadded(issuer)));
  return providerOf(issuer) ?? besides.map(providerByTokenUrl).find((known) => known !== undefined);
}

/** https, lower case, no trailing slash, unless the provider writes one. */
function likeliest(texts: readonly string[], tokenUrls: readonly string[]): string {
  const hasSlash = tokenUrls.some((url) => providerByTokenUrl(url)?.issuerAs?.('https://x') === 'https://x/');
  const faults = (text: string) =>
    [
      !text.startsWith('https://'),
      text.endsWith('/') !== hasSlash,
      /^[^/]*\/\/[^/]*[A-Z]/.test(text),
      text !== text.toLowerCase(),
    ].filter(Boolean).length;
  return texts.reduce((best, text) => (faults(text) < faults(best) ? text : best));
}

export const issuerMismatch = rule('issuer-mismatch', {
  /** The configured issuers of each flyteadmin, the relying party's first. */
  of: (model) =>
    model.flyteadmins
      .filter(({ authEnabled }) => authEnabled)
      .map(({ issuer, externalIssuer, config }) =>
        [issuer, externalIssuer, config.get('auth.userAuth.openId.issuerUrl')].flatMap((setting, i) => {
          const text = setting?.text;
          return setting === undefined || !text?.trim() || unreplacedIn(text) !== undefined
            ? []
            : [{ field: setting.field, text, ofTokens: i === 1 }];
        }),
      )
      .filter(({ length }) => length > 0),
  *all(subjects, model) {
    const tokenUrls = [...new Set(model.clients.flatMap(({ tokenUrl }) => tokenUrl?.text ?? []))];
    for (const issuers of subjects) {
      yield* disagreement(issuers, tokenUrls);
      for (const issuer of issuers) {
        const expected = expectation(issuer, issuers, tokenUrls);
        const { field: at, text } = issuer;
        const reason = issuer.ofTokens ? providerOf(text)?.cannotServe : undefined;
        if (reason !== undefined) {
          const found = `${text}, which ${reason}`;
          yield { at, expected: 'an issuer of tokens for services, SDK and CLI', found, headline: 'wrong' };
        } else if (paddingOf(text) !== undefined) {
          const found = `${text}, with ${paddingOf(text)} around it`;
          yield { at, expected: unpadded(text), found, headline: 'wrong' };
        } else if (expected !== text) {
          // If only the scheme differs, issuer-insecure may report it at the same place.
          const isScheme = withoutScheme(expected) === withoutScheme(text);
          yield { at, expected, found: text, ...(isScheme ? { restsOn: [at] } : {}) };
        }
      }
    }
  },
});

/** The expected issuer, or its own text. */
function expectation(
  { text, ofTokens }: Issuer, all: readonly Issuer[], tokenUrls: readonly string[],
): string {
  if (isNoIssuer(text)) {
    return 'the issuer alone, without the path of an endpoint or document';
  }
  const spelled = providerOf(text)?.issuerAs?.(text) ?? text;
  const right = ofTokens ? providerFor(text, tokenUrls)?.tokenIssuerAs?.(spelled) ?? spelled : spelled;
  const spellings = all.map((other) => unpadded(other.text)).filter((other) => bare(other) === bare(text));
  return right === text ? likeliest(spellings, tokenUrls) : right;
}

const ALLOWED = 'auth.appAuth.externalAuthServer.allowedAudience';

const OWN = 'auth.appAuth.thirdPartyConfig.flyteClient.audience';

/** The URLs of the guards that query it, without the path. */
function askedUnder(flyteadmin: Flyteadmin, model: Model): string[] {
  return model.unionRoutes.flatMap(({ guard, object }) => {
    const host =
      asksFlyteadmin(guard) && sameHome(object, flyteadmin) ? hostOfUrl(urlAsked(guard)) : undefined;
    return host === undefined || host.startsWith('$') ? [] : [`https://${host}`];
  });
}

export const audienceMissing = rule('audience-missing', {
  /** flyteadmins with known audiences: a list, or the URLs of their guards. */
  of: (model) =>
    model.flyteadmins.filter(trustsProvider).flatMap((flyteadmin) => {
      const authorized = (flyteadmin.authorizedUris?.texts ?? []).filter(Boolean);
      const asked = authorized.length > 0 ? authorized : askedUnder(flyteadmin, model);
      const inside = asked.filter((url) => {
        const host = hostOfUrl(url);
        return host !== undefined && staysInside(host);
      });
      return flyteadmin.audiences.length > 0 || asked.length > 0 ? [{ flyteadmin, inside }] : [];
    }),
  *each({ flyteadmin, inside }, model) {
    yield* requestedFaults(flyteadmin, model);
    yield* unrequestedFault(flyteadmin, model);
    yield* unlistedClients(flyteadmin, model);
    if (flyteadmin.audiences.length === 0 && inside.length > 0) {
      yield {
        at: flyteadmin.config.fieldFor(ALLOWED),
        expected: 'the audience of the provider\'s access tokens in allowedAudience',
        found: 'no allowedAudience; asked inside the cluster it takes only tokens for '
          + `${[...new Set(inside)].join(' or ')}`,
        headline: 'unlisted',
      };
    }
  },
});

/** An audience that SDK, CLI or services request and flyteadmin does not accept. */
function requestedFaults(flyteadmin: Flyteadmin, model: Model): Violation[] {
  const { audiences, config } = flyteadmin;
  const ofClients = clientsOnlyOf(flyteadmin, model).map((client) => client.setting('audience'));
  return [config.get(OWN), ...ofClients].flatMap((setting) =>
    (setting?.text && audiences.length > 0 && !audiences.includes(setting.text) ? [{
      at: setting.field,
      expected: `an audience that flyteadmin accepts: ${enumerated(audiences)}`,
      found: setting.text,
      headline: 'refused',
      comparedWith: audiences,
    }] : []));
}

/** Services must request the audience, and SDK and CLI are not configured to. */
function* unrequestedFault(flyteadmin: Flyteadmin, model: Model): Iterable<Violation> {
  const { config } = flyteadmin;
  const audience = onlyOf(
    clientsOnlyOf(flyteadmin, model).flatMap((client) => client.setting('audience')?.text || []));
  if (audience !== undefined && config.complete && !config.text(OWN)) {
    const found = config.get(OWN) === undefined ? 'none' : 'an empty audience';
    yield {
      at: config.fieldFor(OWN),
      expected: `audience ${audience} in flyteClient, as the services ask for it`,
      found,
      headline: 'not asked',
      values: { audience },
      comparedWith: [audience],
    };
  }
}

/** If the audience is the client ID, every client must be listed. */
function* unlistedClients(flyteadmin: Flyteadmin, model: Model): Iterable<Violation> {
  const { audiences } = flyteadmin;
  const provider = providerOf(flyteadmin.externalIssuer?.text);
  const ids = [
    flyteadmin.nativeClientId, ...clientsOnlyOf(flyteadmin, model).map(({ clientId }) => clientId),
  ];
  const bearers = [...new Set(ids.flatMap((id) => id?.text || []))];
  const listed = [...bearers, flyteadmin.webClientId?.text].filter(
    (id) => id !== undefined && audiences.includes(id),
  );
  const missing = bearers.filter((id) => !audiences.includes(id));
  if (missing.length > 0
    && audiences.length > 0
    && (provider?.audienceIsClientId || (provider === undefined && listed.length > 1))) {
    yield {
      at: flyteadmin.config.fieldFor(ALLOWED),
      expected: `${missing.join(', ')} in allowedAudience, as ${provider?.name ?? 'the provider'} writes a `
        + 'client\'s own ID as audience',
      found: listText(audiences, 'audiences', missing),
      comparedWith: [...missing, ...audiences],
      headline: 'clients',
      values: { missing: missing.join(', ') },
    };
  }
}

interface Requested {
  readonly client: AuthClient;
  readonly provider: KnownProvider | undefined;
  /** Its provider is known to refuse offline_access to client credentials. */
  readonly refusesOfflineAccess: boolean;
  /** The effective scopes of the client. */
  readonly scopes: readonly string[];
  /** The native application's scopes, because the client sets none. */
  readonly borrowed: boolean;
}

function fault({
  provider,
  refusesOfflineAccess,
  scopes,
  borrowed,
}: Requested): { expected: string; found: string } | undefined {
  if (scopes.length === 0) {
    const suffix = provider?.serviceScopeSuffix;
    return provider?.grantsDefaultScopes ? undefined : {
      expected: `scopes, such as ${suffix === undefined ? 'all' : `api://<application>${suffix}`}`,
      found: borrowed ? 'no scopes, and flyteadmin offers none either' : 'no scopes',
    };
  }
  const found = borrowed
    ? `no scopes, so the client requests those of SDK and CLI: ${scopes.join(', ')}`
    : scopes.join(', ');
  if (scopes.some(
    (scope) => provider?.serviceScopeSuffix !== undefined && !scope.endsWith(provider.serviceScopeSuffix),
  )) {
    return {
      expected: `only scopes that end with ${provider?.serviceScopeSuffix}, as ${provider?.name} demands of `
        + 'client credentials',
      found,
    };
  }
  return refusesOfflineAccess && scopes.includes(OFFLINE_ACCESS_SCOPE)
    ? { expected: `no ${OFFLINE_ACCESS_SCOPE}, which the provider refuses to client credentials`, found }
    : undefined;
}

/** All data planes may call the same flyteadmins. */
const trustedAmong = oncePer((flyteadmins: readonly Flyteadmin[]) => {
  const trusting = flyteadmins.filter(trustsProvider);
  return { trusting, issuers: trusting.flatMap(({ externalIssuer }) => externalIssuer?.text ?? []) };
});

export const scopeMissing = rule('scope-missing', {
  /** Clients with a known token endpoint or issuer, and known scopes. */
  of: (model) =>
    model.clients.filter(({ usesClientSecret }) => usesClientSecret).flatMap((client): Requested[] => {
      const { trusting, issuers } = trustedAmong(flyteadminsFor(client.config.container.workload, model));
      const urls = client.tokenUrl?.text ? [client.tokenUrl.text] : issuers;
      const providers = new Set(urls.map(knownProvider));
      if (providers.size !== 1) {
        return [];
      }
      const [provider] = providers;
      const refusesOfflineAccess = urls.some(refusesOfflineAccessToServices);
      const own = (client.scopes?.texts ?? []).filter(Boolean);
      if (own.length > 0 || client.kind === 'union') {
        return [{ client, provider, refusesOfflineAccess, scopes: own, borrowed: false }];
      }
      // The admin client requests its scopes from flyteadmin, and gets those of SDK and CLI.
      const only = onlyOf(trusting);
      if (only === undefined) {
        return [];
      }
      const offered =
        only.config.get('auth.appAuth.thirdPartyConfig.flyteClient.scopes')?.texts ?? DEFAULT_NATIVE_SCOPES;
      return [{ client, provider, refusesOfflineAccess, scopes: offered.filter(Boolean), borrowed: true }];
    }),
  *each(subject, model) {
    const found = fault(subject);
    if (found !== undefined) {
      const { config, section } = subject.client;
      const isToldOfSection = subject.scopes.length === 0 && othersHaveScopes(subject.client, model);
      yield {
        at: config.fieldFor(`${section}.scopes`),
        ...found,
        restsOn: isToldOfSection ? [config.fieldFor(section)] : [],
      };
    }
  },
});

/** client-incomplete reports a client without scopes if all its siblings request some. */
function othersHaveScopes(client: AuthClient, model: Model): boolean {
  const others = model.clients.filter(({ kind, usesClientSecret, config: { container: { workload } } }) =>
    kind === client.kind && usesClientSecret
    && workload !== client.config.container.workload
    && sameHome(workload, client.config.container.workload));
  return others.length > 1 && others.every(({ scopes }) => scopes?.texts.some(Boolean) ?? false);
}
