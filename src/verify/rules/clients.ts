import { grouped, groupsByKey, oncePer } from '../../common/data/collections';
import { enumerated, listText } from '../../common/data/enumerated';
import { hasSwapped, isNear, nameSlipOf } from '../../common/props/suggestion';
import type { KnownProvider } from '../../contract/providers/known-provider';
import { knownProvider, providerOf } from '../../contract/providers/known-providers';
import {
  AUTHORIZATION_HEADER, DEFAULT_NATIVE_CLIENT_ID,
  DEFAULT_NATIVE_SCOPES, NATIVE_REDIRECT_URI, NATIVE_REDIRECT_URIS,
  OFFLINE_ACCESS_SCOPE, STANDARD_AUTHORIZATION_HEADER,
} from '../../contract/union/flyteadmin';
import type { AuthClient } from '../credentials/auth-client';
import { Flyteadmin, GRPC_HEADER, HTTP_HEADER } from '../credentials/flyteadmin';
import { planeOf } from '../credentials/plane';
import { portOfUrl, routesByGuard } from '../edge/route';
import { asksFlyteadmin } from '../edge/server';
import { rule, Violation } from '../engine/rule';
import { homeKey } from '../kube/home';
import { nearIn } from '../kube/home-index';
import { compared } from '../model/copies';
import { authenticates, clientsOnlyOf, flyteadminsFor, trustsProvider } from '../model/counterparts';
import type { Model } from '../model/model';
import { isStray } from '../model/open-paths';
import { clusterOfBoth, comparedClients, knownIds, trustedClients } from '../model/trusted-clients';
import { isGuardedControlPlane } from '../model/union-auth';
import type { Field } from '../read/field';

/** The clients: their identity and their token header. */

export const clientIdMismatch = rule('client-id-mismatch', {
  /** The clients of data planes, if the input also shows clients of a control plane. */
  of: (model) => comparedClients(model).judged,
  *each(client, model) {
    const { clientId } = client;
    const trusted = trustedClients(model, clusterOfBoth(client, model));
    const ids = knownIds(trusted);
    if (clientId?.text !== undefined && !ids.includes(clientId.text)) {
      const meant = trusted.open ? nameSlipOf(clientId.text, ids) : undefined;
      yield {
        at: clientId.field,
        expected: `a client that the control plane knows: ${meant ?? enumerated(ids)}`,
        found: clientId.text,
        // A rule that knows the right client reports it there.
        restsOn: [clientId.field],
        comparedWith: meant === undefined ? ids : [meant],
      };
    }
  },
});

/** What one client omits and all others of its kind in its namespace set. */
const SHARED = [
  'clientId', 'tokenUrl', 'scopes', 'enable', 'audience', 'authorizationHeader', 'authorizationMetadataKey',
  'endpoint',
];

/** The client that the charts register a cluster with (dataplane: operator/configmap.yaml). */
const APP_ID = 'operator.clusterData.appId';

/** The settings that all other clients have and this one lacks, and the client's ID. */
function lacking(client: AuthClient, others: readonly AuthClient[]): Violation[] {
  const { config, section } = client;
  const isJudged = (key: string) =>
    key !== 'endpoint' || (showsEndpoints(client) && planeOf(config.container.workload) !== 'data');
  // Clients of one kind get their endpoints from one place. Other clients may ask flyteadmin for what they
  // omit, but not for the audience (flyteidl: clients/go/admin/token_source_provider.go).
  const comparedFor = (key: string) =>
    (key === 'endpoint' || (key !== 'audience' && client.setting(key) === undefined)
      ? others.filter(({ kind }) => kind === client.kind)
      : others);
  const shared = SHARED.filter((key) => comparedFor(key).length > 1 && isJudged(key)
    && comparedFor(key).every((other) => isSet(other, key)));
  const missing = [...new Set(['clientId', ...shared])].filter((key) => !isSet(client, key));
  return missing.length === 0 ? [] : [{
    at: config.fieldFor(section),
    expected: `${missing.join(', ')} in ${section}`,
    values: { missing: missing.map((key) => `${section}.${key}`).join(', ') },
    lacks: missing,
    found: 'none',
    // A template that reads nothing omits nothing.
    restsOn: missing.map((key) => config.placeFor(`${section}.${key}`)),
  }];
}

/** Scopes that all others request, except offline_access, which some providers refuse. */
function withFewerScopes(
  { config, section, scopes }: AuthClient, others: readonly AuthClient[],
): Violation[] {
  // An empty list is reported with the other missing settings.
  if (!scopes?.texts.length || others.length < 2) {
    return [];
  }
  const [first, ...rest] = others.map((other) => other.scopes?.texts ?? []);
  const missing = first.filter(
    (scope) => scope !== OFFLINE_ACCESS_SCOPE
      && !scopes.texts.includes(scope) && rest.every((texts) => texts.includes(scope)),
  );
  return missing.length === 0 ? [] : [{
    at: config.fieldFor(`${section}.scopes`),
    expected: `the scope ${missing.join(', ')}, as the other clients request`,
    headline: 'scope',
    values: { missing: missing.join(', ') },
    found: listText(scopes.texts, 'scopes', missing),
    restsOn: others.map((other) => other.config.fieldFor(`${other.section}.scopes`)),
  }];
}

/** Values leave the endpoints to the chart. */
function showsEndpoints({ config, section }: AuthClient): boolean {
  return config.fieldFor(section).object.origin === undefined;
}

/** A client of a data plane calls another cluster or namespace, so there is no default. */
function withoutEndpoint(client: AuthClient): Violation[] {
  const { kind, config, section } = client;
  const path = kind === 'union' ? 'union.connection.host' : `${section}.endpoint`;
  const isJudged = planeOf(config.container.workload) === 'data' && showsEndpoints(client);
  return !isJudged || config.text(path) ? [] : [{
    at: config.fieldFor(path),
    expected: `${path}, the host of the control plane`,
    headline: 'endpoint',
    values: { path },
    found: config.get(path) === undefined ? 'none' : 'an empty text',
  }];
}

/** An operator registers its cluster under its own client ID. */
function otherCluster({ kind, config, clientId }: AuthClient): Violation[] {
  const id = kind === 'union' && config.has('operator.clusterData') ? clientId : undefined;
  return id?.text === undefined || config.text(APP_ID) === id.text ? [] : [{
    at: config.fieldFor(APP_ID),
    expected: `${APP_ID} ${id.text}, as union.auth.clientId says`,
    headline: 'appId',
    values: { client: id.text },
    found: config.text(APP_ID) ?? 'none',
    restsOn: [id.field],
  }];
}

function placeOf({ config: { container: { workload } } }: AuthClient): string {
  return `${planeOf(workload)} ${homeKey(workload)}`;
}

function isSet(client: AuthClient, key: string): boolean {
  return client.setting(key)?.texts.some(Boolean) ?? false;
}

export const clientIncomplete = rule('client-incomplete', {
  comesOf: ['config-unreadable'],
  /** Authenticating clients whose whole configuration is shown, with the clients of their kind and plane. */
  of(model): AuthClient[][] {
    const clients = model.clients.filter(
      (client) => client.config.complete && authenticates(client, model),
    );
    return grouped(clients, (client) => `${client.kind === 'union'} ${placeOf(client)}`);
  },
  *each(siblings) {
    for (const client of siblings) {
      const others = siblings.filter((other) => other !== client);
      yield* [
        ...withoutEndpoint(client), ...otherCluster(client), ...lacking(client, others),
        ...withFewerScopes(client, others),
      ];
    }
  },
});

const CLIENT = 'auth.appAuth.thirdPartyConfig.flyteClient';

/** The addresses where the SDK can listen: plain HTTP on a loopback host with a port. */
const LOOPBACK = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\]):\d+(\/|$)/i;

export const nativeClientMisconfigured = rule('native-client-misconfigured', {
  of: (model) => model.flyteadmins.filter(trustsProvider),
  *each(flyteadmin, model) {
    const provider = knownProvider(flyteadmin.externalIssuer?.text);
    yield* clientIdFaults(flyteadmin, provider, model);
    yield* redirectUriFaults(flyteadmin);
    const scopes = [...scopeFaults(flyteadmin)];
    yield* scopes.length > 0 ? scopes : scopesUnlikeServices(flyteadmin, model);
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
      const fate =
        provider?.generatesClientIds ? `${provider.name} does not know` : 'must be registered by this name';
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

/** The services that call this flyteadmin as that client, with a secret. */
function serviceClients(id: string, flyteadmin: Flyteadmin, model: Model): Field[] {
  return (clientsById(model).get(id) ?? []).flatMap(({ clientId, config: { container: { workload } } }) =>
    (flyteadminsFor(workload, model).includes(flyteadmin) ? clientId?.field ?? [] : []));
}

const clientsById = oncePer(({ clients }: Model) => groupsByKey(
  clients.filter(({ usesClientSecret }) => usesClientSecret), ({ clientId }) => clientId?.text));

function* redirectUriFaults({ config }: Flyteadmin): Iterable<Violation> {
  const uri = config.get(`${CLIENT}.redirectUri`);
  const digits = (text = '') => [.../:(\d+)/.exec(text)?.[1] ?? ''].sort().join('');
  const meant = NATIVE_REDIRECT_URIS.find((each) => digits(each) === digits(uri?.text));
  if (meant !== undefined && uri?.text?.includes(`:${portOfUrl(meant)}/`) === false) {
    yield { at: uri.field, expected: meant, found: uri.text, headline: 'redirect' };
  }
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
 * Entra ID looks a bare scope up in Microsoft Graph, which has neither `all` nor `offline`. Okta and Keycloak
 * refuse unregistered scopes, and offline is Hydra's alone.
 */
function* scopeFaults({ config, externalIssuer }: Flyteadmin): Iterable<Violation> {
  const provider = providerOf(externalIssuer?.text);
  const suffix = knownProvider(externalIssuer?.text)?.serviceScopeSuffix;
  const explicit = config.get(`${CLIENT}.scopes`);
  const [, offline] = DEFAULT_NATIVE_SCOPES;
  const refused = suffix === undefined ? [offline] : DEFAULT_NATIVE_SCOPES;
  const unknown = (explicit?.texts ?? DEFAULT_NATIVE_SCOPES).filter((scope) =>
    refused.some((name) => name === scope));
  if ((suffix !== undefined || provider?.refusesUnknownScopes) && unknown.length > 0) {
    yield {
      at: config.fieldFor(`${CLIENT}.scopes`),
      expected: `scopes that ${provider!.name} knows, such as `
        + (suffix === undefined ? 'all' : `api://<application>${suffix}`),
      found: explicit === undefined ? DEFAULT_SCOPES : unknown.join(', '),
      headline: 'scopes',
    };
  }
}

/** Scopes of a sign-in that grant no permissions. */
const SIGN_IN_SCOPES = ['openid', 'profile', 'email', 'offline', OFFLINE_ACCESS_SCOPE];

/** The scopes of services show the provider's scopes: flyteadmin demands the same of people. */
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
      found: own === undefined ? DEFAULT_SCOPES : listText(own, 'scopes', common),
      headline: 'scopes',
    };
  }
}

/** Whether a scope is an anagram or a near misspelling of another. */
function isSlipOfOne(scope: string, known: readonly string[]): boolean {
  return !known.includes(scope) && !isOfSignIn(scope)
    && known.some((each) => isNear(scope, each) || hasSwapped(scope, each));
}

function isOfSignIn(scope: string): boolean {
  return SIGN_IN_SCOPES.includes(scope);
}

/** A place that sets the token header: its fault, if any. */
type Subject = Violation | undefined;

/** The readers of tokens, and their headers. All data planes may call the same ones. */
const readersOf = oncePer((flyteadmins: readonly Flyteadmin[]) => {
  const readers = flyteadmins.filter(({ authEnabled }) => authEnabled);
  return {
    readers,
    read: [...new Set(readers.flatMap(({ grpcHeader, httpHeader }) => [grpcHeader, httpHeader]))],
  };
});

/** Clients with an explicit header; the others ask flyteadmin for it. */
function ofClients(model: Model): Subject[] {
  return model.clients.filter(({ disabled }) => !disabled).flatMap(({ header, config }) => {
    const { readers, read } = readersOf(flyteadminsFor(config.container.workload, model));
    if (!header?.text || readers.length === 0) {
      return [];
    }
    return isOneOf(header.text, [...read, STANDARD_AUTHORIZATION_HEADER]) ? [undefined] : [{
      at: header.field,
      expected: `${enumerated(read, ' or ')}, which ${enumerated(readers.map(nameOf), ' or ')} reads`,
      found: header.text,
      headline: 'client',
      values: { read: enumerated(read, ' or ') },
      restsOn: readers.flatMap((reader) => read.flatMap((name) => reader.toldOf(name))),
    }];
  });
}

/** The gRPC header carries the token and `/me` reads the HTTP header; the clients' choice is right. */
function ofFlyteadmins(model: Model): Subject[] {
  const guards = model.unionRoutes.filter(({ guard }) => asksFlyteadmin(guard)).map(({ object }) => object);
  const named = model.clients
    .flatMap(({ header, config }) => (header?.text ? [{ config, text: header.text, at: header.field }] : []));
  return model.flyteadmins
    .filter((flyteadmin) => flyteadmin.authEnabled && nearIn(guards, flyteadmin).length > 0)
    .map((flyteadmin) => {
      const { config, grpcHeader, httpHeader } = flyteadmin;
      if (isOneOf(grpcHeader, [httpHeader, STANDARD_AUTHORIZATION_HEADER])) {
        return undefined;
      }
      const byOthers = named.filter((client) => client.config !== config);
      const { usual: [usual] } = compared(byOthers, { text: ({ text }) => text, at: ({ at }) => at });
      const isRight = isOneOf(usual?.text ?? AUTHORIZATION_HEADER, [httpHeader]);
      const [wrong, right] = isRight ? [GRPC_HEADER, HTTP_HEADER] : [HTTP_HEADER, GRPC_HEADER];
      const [found, expected] = isRight ? [grpcHeader, httpHeader] : [httpHeader, grpcHeader];
      return {
        at: config.fieldFor(wrong),
        expected: `${expected}, as ${right.replace('auth.', '')} has it: guards ask /me with what clients `
          + 'send over gRPC',
        found,
        headline: 'flyteadmin',
        values: { right: expected },
        restsOn: flyteadmin.toldOf(expected),
      };
    });
}

/** Guards that forward only some headers of the request. */
function ofGuards(model: Model): Subject[] {
  return routesByGuard(model.unionRoutes).flatMap(({ guard, object }) => {
    const forwarded = asksFlyteadmin(guard) && !isStray(guard, model) && guard.forwardedHeaders;
    const readers = nearIn(model.flyteadmins, object).filter(({ authEnabled }) => authEnabled);
    if (!asksFlyteadmin(guard) || !forwarded || readers.length === 0) {
      return [];
    }
    const read = [...new Set(readers.map(({ grpcHeader }) => grpcHeader))];
    return read.some((header) => isOneOf(header, forwarded)) ? [undefined] : [{
      at: guard.forwardedHeadersAt ?? guard.field,
      expected: `${read.join(' or ')} among the request headers that reach ${guard.url}`,
      found: listText(forwarded, 'headers', read),
      headline: 'guard',
      values: { header: read.join(' or ') },
      restsOn: readers.flatMap((reader) => reader.toldOf(reader.grpcHeader)),
    }];
  });
}

/** Header names are case-insensitive. */
function isOneOf(header: string, names: readonly string[]): boolean {
  return names.some((name) => name.toLowerCase() === header.toLowerCase());
}

function nameOf({ config }: Flyteadmin): string {
  return config.container.workload.object.toString();
}

export const authorizationHeaderMismatch = rule('authorization-header-mismatch', {
  of: (model) => [...ofClients(model), ...ofFlyteadmins(model), ...ofGuards(model)],
  all: (subjects) => subjects.filter((violation) => violation !== undefined),
});
