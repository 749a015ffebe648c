import { hasSwapped, isNear } from '../../common/props/suggestion';
import type { KnownProvider } from '../../contract/providers/known-provider';
import { knownProvider, providerOf } from '../../contract/providers/known-providers';
import {
  DEFAULT_NATIVE_CLIENT_ID, DEFAULT_NATIVE_SCOPES, NATIVE_REDIRECT_URI, OFFLINE_ACCESS_SCOPE,
} from '../../contract/union/flyteadmin';
import type { Flyteadmin } from '../credentials/flyteadmin';
import { defineRule, Violation } from '../engine/rule';
import { clientsOnlyOf, flyteadminsFor, trustsProvider } from '../model/counterparts';
import type { Model } from '../model/model';
import { isGuardedControlPlane } from '../model/union-auth';
import type { Field } from '../read/field';

const CLIENT = 'auth.appAuth.thirdPartyConfig.flyteClient';

/** Where the SDK can listen: plain HTTP on a loopback host with a port. */
const LOOPBACK = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\]):\d+(\/|$)/i;

export const nativeClientMisconfigured = defineRule('native-client-misconfigured', {
  subjects: (model) => model.flyteadmins.filter(trustsProvider),
  notApplicable: 'No flyteadmin in the input has useAuth: true and authServerType: External.',
  *check(subjects, model) {
    for (const flyteadmin of subjects) {
      const provider = knownProvider(flyteadmin.externalIssuer?.text);
      yield* clientIdFaults(flyteadmin, provider, model);
      yield* redirectUriFaults(flyteadmin);
      const scopes = [...scopeFaults(flyteadmin, provider), ...unknownScopeFaults(flyteadmin)];
      yield* scopes.length > 0 ? scopes : scopesUnlikeServices(flyteadmin, model);
    }
  },
});

function* clientIdFaults(
  flyteadmin: Flyteadmin, provider: KnownProvider | undefined, model: Model,
): Iterable<Violation> {
  const { nativeClientId, config } = flyteadmin;
  const at = config.fieldFor(`${CLIENT}.clientId`);
  const expected = 'clientId of a public client of its own';
  const id = nativeClientId?.text;
  if (nativeClientId !== undefined && !id) {
    yield { at, expected, found: 'an empty client ID', headline: 'client' };
  } else if (id === undefined) {
    if (provider?.generatesClientIds || (config.complete && isGuardedControlPlane(flyteadmin, model))) {
      const fate = provider?.generatesClientIds
        ? `${provider.name} does not know`
        : 'must be registered by this name';
      yield {
        at,
        expected,
        found: `no clientId, so clients present ${DEFAULT_NATIVE_CLIENT_ID}, which ${fate}`,
        headline: 'default',
        values: { id: DEFAULT_NATIVE_CLIENT_ID, fate },
      };
    }
  } else if (!provider?.mixedClients) {
    const services = serviceClients(id, flyteadmin, model);
    const service = services.length > 0 ? 'a service application' : undefined;
    const owner = id === flyteadmin.webClientId?.text ? 'the web application' : service;
    if (owner !== undefined) {
      const found = `${id}, the client of ${owner}, which has a secret`;
      yield { at, expected, found, headline: 'client', restsOn: owner === service ? services : [] };
    }
  }
}

/** Where services that call this flyteadmin name that client, with a secret. */
function serviceClients(id: string, flyteadmin: Flyteadmin, model: Model): Field[] {
  return model.clients.flatMap(({ clientId, usesClientSecret, config }) =>
    clientId?.text === id
      && usesClientSecret
      && flyteadminsFor(config.container.workload, model).includes(flyteadmin)
      ? [clientId.field]
      : [],
  );
}

function* redirectUriFaults({ config }: Flyteadmin): Iterable<Violation> {
  const uri = config.get(`${CLIENT}.redirectUri`);
  if (uri !== undefined && !LOOPBACK.test(uri.text ?? '')) {
    yield {
      at: uri.field,
      expected: `a loopback URI with a port, such as ${NATIVE_REDIRECT_URI}`,
      found: uri.text || 'an empty redirect URI',
      headline: 'redirect',
    };
  }
}

const DEFAULT_SCOPES = `no scopes, so clients request ${DEFAULT_NATIVE_SCOPES.join(' and ')}`;

/**
 * Okta and Keycloak refuse a sign-in over a scope that nobody has registered, and offline is one of Hydra's
 * alone.
 */
function* unknownScopeFaults({ config, externalIssuer }: Flyteadmin): Iterable<Violation> {
  const provider = providerOf(externalIssuer?.text);
  const explicit = config.get(`${CLIENT}.scopes`);
  const [, offline] = DEFAULT_NATIVE_SCOPES;
  if (provider?.refusesUnknownScopes && (explicit?.texts ?? DEFAULT_NATIVE_SCOPES).includes(offline)) {
    yield {
      at: config.fieldFor(`${CLIENT}.scopes`),
      expected: `scopes that ${provider.name} knows, such as all`,
      found: explicit === undefined ? DEFAULT_SCOPES : offline,
      headline: 'scopes',
    };
  }
}

/** Entra ID looks a bare scope up in Microsoft Graph, which has neither `all` nor `offline`. */
function* scopeFaults({ config }: Flyteadmin, provider: KnownProvider | undefined): Iterable<Violation> {
  const explicit = config.get(`${CLIENT}.scopes`);
  const scopes = explicit?.texts ?? DEFAULT_NATIVE_SCOPES;
  const unknown = scopes.filter((scope) => DEFAULT_NATIVE_SCOPES.some((name) => name === scope));
  if (provider?.serviceScopeSuffix !== undefined && unknown.length > 0) {
    yield {
      at: config.fieldFor(`${CLIENT}.scopes`),
      expected: `scopes that ${provider.name} knows, such as `
        + `api://<application>${provider.serviceScopeSuffix}`,
      found: explicit === undefined ? DEFAULT_SCOPES : unknown.join(', '),
      headline: 'scopes',
    };
  }
}

/** What a sign-in asks for besides what it may do. */
const SIGN_IN_SCOPES = ['openid', 'profile', 'email', 'offline', OFFLINE_ACCESS_SCOPE];

/**
 * What every service asks the provider for tells what scopes it has: flyteadmin demands the same of people's
 * tokens.
 */
function* scopesUnlikeServices(flyteadmin: Flyteadmin, model: Model): Iterable<Violation> {
  const { config } = flyteadmin;
  const requested = clientsOnlyOf(flyteadmin, model).map(({ scopes }) => scopes?.texts.filter(Boolean) ?? []);
  const common = (requested[0] ?? []).filter((scope) => requested.every((scopes) => scopes.includes(scope)));
  const explicit = config.get(`${CLIENT}.scopes`);
  const own = explicit?.texts.filter(Boolean);
  const [all] = DEFAULT_NATIVE_SCOPES;
  const isUnlike = own === undefined ? config.complete && !common.includes(all)
    : own.some((scope) => isSlipOfOne(scope, common))
      || (own.every(isOfSignIn) && (own.length === 0 || !common.every(isOfSignIn)));
  if (common.length > 0 && isUnlike) {
    yield {
      at: config.fieldFor(`${CLIENT}.scopes`),
      expected: `${common.join(', ')} among the scopes, as the services request`,
      found: own === undefined ? DEFAULT_SCOPES : own.join(', ') || 'an empty list',
      headline: 'scopes',
    };
  }
}

/** Whether a scope has the letters of another in another order, or nearly its name. */
function isSlipOfOne(scope: string, known: readonly string[]): boolean {
  return !known.includes(scope) && !isOfSignIn(scope)
    && known.some((each) => isNear(scope, each) || hasSwapped(scope, each));
}

function isOfSignIn(scope: string): boolean {
  return SIGN_IN_SCOPES.includes(scope);
}
