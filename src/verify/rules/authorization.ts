import { onlyOf } from '../../common/data/collections';
import { listText } from '../../common/data/enumerated';
import { slipOf } from '../../common/props/suggestion';
import { ASKS_AUTHORIZER, AUTHORIZATION_MODES } from '../../contract/union/authorizer';
import { AUTH_SERVER_TYPES, AUTHORIZATION_HEADER, enumValue } from '../../contract/union/flyteadmin';
import type { Flyteadmin } from '../credentials/flyteadmin';
import type { ServiceConfig } from '../credentials/service-config';
import { isClusterName } from '../edge/cluster-name';
import { hostOfUrl, namesPort } from '../edge/route';
import { rule, Violation } from '../engine/rule';
import {
  Authorization, authorizationsOf, decidingAuthorizations, servicesWithoutAuthorizer, subjectProvider,
} from '../model/authorization';
import { clientsOnlyOf, flyteadminsFor } from '../model/counterparts';
import type { Model } from '../model/model';
import { signInServers } from '../model/sign-in-hosts';
import { isGuardedControlPlane } from '../model/union-auth';
import type { Field } from '../read/field';

/** Settings of the authorization mode, and of the tokens that flyteadmin accepts. */

const SETTING = 'auth.appAuth.authServerType';

const [SELF, EXTERNAL] = AUTH_SERVER_TYPES;

interface ServerType {
  readonly config: ServiceConfig;
  /** The places where all of `auth` is missing. */
  readonly missingAuth: readonly Field[];
  /** The sign of another authorization server, as a phrase. */
  readonly because: string;
}

/** The token endpoint of a client that calls only this flyteadmin, if it is at another host. */
function foreignTokenUrl(flyteadmin: Flyteadmin, model: Model): string | undefined {
  const authorized = (flyteadmin.authorizedUris?.texts ?? []).map(hostOfUrl);
  const own = new Set(
    [...authorized, ...model.unionServers.map(({ host }) => host)].filter((host) => host !== undefined),
  );
  const urls = clientsOnlyOf(flyteadmin, model).flatMap(({ tokenUrl }) => tokenUrl?.text ?? []);
  return own.size === 0 ? undefined : urls.find((url) => {
    const host = hostOfUrl(url);
    return host !== undefined && !own.has(host) && !isClusterName(host);
  });
}

export const authServerTypeContradicted = rule('auth-server-type-contradicted', {
  /** flyteadmins next to a second authorization server, with a known type. */
  of(model): ServerType[] {
    const typed = model.flyteadmins.filter(
      ({ authEnabled, config }) => authEnabled && (config.get(SETTING) !== undefined || config.complete),
    );
    return typed.flatMap((flyteadmin) => {
      const { config, audiences, missingAuth } = flyteadmin;
      if (config.text('auth.appAuth.externalAuthServer.baseUrl') || audiences.length > 0) {
        return [{ config, missingAuth, because: 'externalAuthServer names another server' }];
      }
      const tokenUrl = foreignTokenUrl(flyteadmin, model);
      const because = `its clients get their tokens at ${tokenUrl}`;
      return tokenUrl === undefined ? [] : [{ config, missingAuth, because }];
    });
  },
  each({ config, missingAuth, because }) {
    const type = config.get(SETTING);
    return (type === undefined || enumValue(AUTH_SERVER_TYPES, type.text ?? '') === SELF) && {
      at: config.fieldFor(SETTING),
      restsOn: missingAuth,
      expected: `${EXTERNAL}, as ${because}`,
      found: type?.text ?? `nothing, which means ${SELF}`,
      values: { type: type?.text ?? SELF, because },
    };
  },
});

const TYPE = 'authorizer.type';

const EXTERNAL_IDENTITY = 'authorizer.useExternalIdentity';

const HOST = 'authorizer.externalClient.grpcConfig.host';

export const authorizerModeContradicted = rule('authorizer-mode-contradicted', {
  of: (model) => [
    ...authorizationsOf(model).filter(
      ({ authorizer, hasDecider }) => authorizer.text(TYPE) !== undefined || hasDecider,
    ),
    ...servicesWithoutAuthorizer(model),
  ],
  *each(authorization) {
    if (!(authorization instanceof Authorization)) {
      yield* unlikeTheRest(authorization);
      return;
    }
    yield* ownFaults(authorization);
    for (const service of authorization.services) {
      yield* authorization.decides ? faultsOf(service, authorization) : misspeltType(service);
    }
  },
});

/** No authorization in this input, but one service queries an authorizer; or the reverse. */
function* unlikeTheRest(services: readonly ServiceConfig[]): Iterable<Violation> {
  const types = services.map((service) => service.text(TYPE));
  for (const [i, service] of services.entries()) {
    const usual = onlyOf(types.filter((_, other) => other !== i));
    const found = types[i];
    if (usual !== undefined && found !== undefined
      && found.toLowerCase() !== usual.toLowerCase()) {
      const expected = `${usual}, as all other services of the plane have it`;
      yield { at: service.fieldFor(TYPE), expected, found, values: { usual }, comparedWith: [usual] };
    }
  }
}

/** A misspelt type is reported even if it has no effect. */
function misspeltType(service: ServiceConfig): Violation[] {
  const type = service.get(TYPE);
  const known = [ASKS_AUTHORIZER, ...Object.keys(AUTHORIZATION_MODES)];
  const isKnown = known.some((each) => each.toLowerCase() === type?.text?.toLowerCase());
  const meant = isKnown || !type?.text ? undefined : slipOf(type.text, known);
  return meant === undefined ? []
    : [{ at: type!.field, expected: meant, found: type!.text!, headline: 'spelling' }];
}

function* ownFaults({ authorizer, mode, hasDecider }: Authorization): Iterable<Violation> {
  const type = authorizer.text(TYPE);
  if (mode === 'Noop' && hasDecider) {
    yield {
      at: authorizer.fieldFor(TYPE),
      expected:
        'Union, which reads the bootstrap lists beside it, or External, which asks the server that is named',
      found: 'Noop, which allows every caller everything',
      headline: 'lists',
    };
  }
  if (mode === undefined) {
    yield {
      at: authorizer.fieldFor(TYPE),
      expected: `one of ${Object.keys(AUTHORIZATION_MODES).join(', ')}`,
      found: type === '' ? 'an empty text' : (type ?? 'none'),
      headline: 'spelling',
    };
  }
  if (mode === 'External' && !authorizer.text(HOST)?.trim()) {
    yield {
      at: authorizer.fieldFor(HOST),
      expected: 'the host of the server that decides, such as dns:///authz.example.com:443',
      found: authorizer.get(HOST) === undefined ? 'none' : 'an empty text',
      headline: 'host',
    };
  }
}

function* faultsOf(service: ServiceConfig, { authorizer, mode }: Authorization): Iterable<Violation> {
  const type = service.get(TYPE);
  if (type?.text !== ASKS_AUTHORIZER) {
    yield {
      at: service.fieldFor(TYPE),
      expected: `${ASKS_AUTHORIZER}: the authorizer decides by ${mode}`,
      found: type === undefined ? 'none' : (type.text ?? 'no text'),
      headline: 'service',
    };
  }
  const [own, usual] = [service, authorizer].map((config) => config.get(EXTERNAL_IDENTITY)?.flag ?? false);
  if (own !== usual) {
    yield {
      at: service.fieldFor(EXTERNAL_IDENTITY),
      expected: `${usual}, as the authorizer has it`,
      found: `${own}`,
      headline: 'identity',
      values: { usual: `${usual}` },
    };
  }
}

const CLIENT = 'authorizer.authorizerClient.forwardHeaders';

const FORWARDED_TO_EXTERNAL = 'authorizer.externalClient.forwardHeaders';

export const authorizerHeaderDropped = rule('authorizer-header-dropped', {
  /** The lists of headers for authorization, if set: a list replaces the chart's. */
  of: (model) =>
    decidingAuthorizations(model).flatMap((authorization) => {
      const headers = headersOf(model, authorization);
      const clients = authorization.services.map((config) => ({ config, path: CLIENT, headers }));
      const external =
        authorization.mode === 'External'
          ? [{ config: authorization.authorizer, path: FORWARDED_TO_EXTERNAL, headers }]
          : [];
      return [...clients, ...external].filter(({ config, path }) => Array.isArray(config.get(path)?.value));
    }),
  each({ config, path, headers }) {
    const forwarded = config.get(path)!;
    const names = forwarded.texts.map((name) => name.trim().toLowerCase());
    return [...headers].filter(([name]) => !names.includes(name)).map(([header, restsOn]) => ({
      at: forwarded.field,
      expected: `${header} among the headers`,
      found: listText(names, 'headers', [header]),
      values: { header },
      restsOn,
    }));
  },
});

/** The token headers of flyteadmin, in lower case as in gRPC. */
function headersOf(model: Model, { authorizer }: Authorization): Map<string, readonly Field[]> {
  const told = flyteadminsFor(authorizer.container.workload, model).map((flyteadmin): [string, Field[]] =>
    [flyteadmin.grpcHeader.toLowerCase(), flyteadmin.toldOf(flyteadmin.grpcHeader)]);
  return new Map(told.length > 0 ? told : [[AUTHORIZATION_HEADER, []]]);
}

const TYPE_CLAIMS = 'auth.appAuth.identityTypeClaimsForApps';

export const identityTypeUnresolved = rule('identity-type-unresolved', {
  // If the provider's claim is known; otherwise an administrator may have added one.
  of: (model) => decidingAuthorizations(model, 'Union').flatMap(({ authorizer, home }) => {
    const { known } = subjectProvider(model, home);
    return known?.identityTypeClaim === undefined ? [] : flyteadminsFor(authorizer.container.workload, model)
      .map(({ config }) => ({ authorizer, config, known, claim: known.identityTypeClaim! }));
  }),
  each: ({ authorizer, config, known, claim }) =>
    authorizer.get('authorizer.useExternalIdentity')?.flag !== true
    && config.get(`${TYPE_CLAIMS}.${claim}`) === undefined
    && {
      at: config.fieldFor(TYPE_CLAIMS),
      expected: `${claim}: [app], the claim of ${known.name}`,
      found: config.has(TYPE_CLAIMS) ? 'other claims' : 'none',
      values: { provider: known.name, claim },
    },
});

interface PublicUrl {
  /** Absent if the rules of the edge serve every host. */
  readonly host?: string;
  /** The places of the host in the edge. */
  readonly hostAt: readonly Field[];
  /** Whether guards redirect browsers to the https port there. */
  readonly withoutPort: boolean;
  /** The lists of the flyteadmins behind it. */
  readonly authorized: readonly AuthorizedUris[];
}

interface AuthorizedUris {
  readonly field: Field;
  readonly texts: readonly string[];
  /** Whether empty means the URL of the request; Union's console sends the full URL, so it must be listed. */
  readonly mayBeEmpty: boolean;
  /** The places where all of `auth` is missing. */
  readonly missingAuth: readonly Field[];
}

/** Undefined if the input does not show whether there is a list, or it may be absent. */
function listOf(flyteadmin: Flyteadmin, model: Model): AuthorizedUris | undefined {
  const { config, authorizedUris } = flyteadmin;
  const mayBeEmpty = !isGuardedControlPlane(flyteadmin, model);
  return authorizedUris === undefined && (mayBeEmpty || !config.complete) ? undefined : {
    field: config.fieldFor('auth.authorizedUris'),
    texts: authorizedUris?.texts.filter(Boolean) ?? [],
    mayBeEmpty,
    missingAuth: flyteadmin.missingAuth,
  };
}

/** value-unreplaced reports templates. */
function isTemplate(uri: string): boolean {
  return /[<>]|\{\{|\$\{/.test(uri);
}

/** Only hosts are compared; the provider refuses a URL that browsers cannot reach. */
function allows(
  { texts, mayBeEmpty }: AuthorizedUris, { host, withoutPort }: Pick<PublicUrl, 'host' | 'withoutPort'>,
): boolean {
  const hosts = texts
    .filter((text) => !withoutPort || !namesPort(text) || isClusterName(hostOfUrl(text) ?? ''))
    .filter((text) => !/^http:\/\/(?!localhost|127\.)/i.test(text) || isClusterName(hostOfUrl(text) ?? ''))
    .map(hostOfUrl)
    .filter((name) => name !== undefined);
  return texts.length === 0
    ? mayBeEmpty
    : hosts.some((name) => (host === undefined ? !isClusterName(name) : name === host));
}

export const publicUrlUnauthorized = rule('public-url-unauthorized', {
  /** Each host that leads to a flyteadmin, otherwise an unknown host. */
  of(model): PublicUrl[] {
    const routed = signInServers(model);
    const unrouted = model.flyteadmins
      .filter((flyteadmin) => !routed.some(({ flyteadmins }) => flyteadmins.includes(flyteadmin)))
      .map((flyteadmin) => ({ host: undefined, hostAt: [], flyteadmins: [flyteadmin], signInUrls: [] }));
    return [...routed, ...unrouted].flatMap(({ host, hostAt, flyteadmins, signInUrls }) => {
      const authorized = flyteadmins.flatMap((flyteadmin) => listOf(flyteadmin, model) ?? []);
      const judged = authorized.length > 0 && authorized.length === flyteadmins.length
        && flyteadmins.every(({ authEnabled }) => authEnabled)
        && !authorized.some(({ texts }) => texts.some(isTemplate));
      const withoutPort = signInUrls.length > 0 && !signInUrls.some(namesPort);
      return judged ? [{ host, hostAt, withoutPort, authorized }] : [];
    });
  },
  each: ({ host, hostAt, withoutPort, authorized }) =>
    !authorized.some((setting) => allows(setting, { host, withoutPort }))
    && authorized.map(({ field, texts, missingAuth }) => ({
      at: field,
      expected: `${host === undefined ? 'the public URL' : `https://${host}`} among authorizedUris`,
      found: listText(texts, 'authorizedUris', [host ?? 'the public URL']),
      values: { host: host ?? 'it' },
      comparedWith: [host],
      restsOn: missingAuth.length > 0 ? missingAuth : hostAt,
    })),
});
