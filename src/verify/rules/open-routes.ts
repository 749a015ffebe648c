import { isNear } from '../../common/props/suggestion';
import type { KnownProvider } from '../../contract/providers/known-provider';
import { knownProvider } from '../../contract/providers/known-providers';
import {
  AUTH_METADATA_SERVICES, FLYTEADMIN_PATHS, OAUTH_METADATA_PATH, OIDC_METADATA_PATH,
} from '../../contract/union/flyteadmin';
import type { Flyteadmin } from '../credentials/flyteadmin';
import { domainMatches } from '../edge/certificate-names';
import { isClusterName } from '../edge/cluster-name';
import { rawRoutes } from '../edge/edges';
import { leadsToConsole, servesUnion } from '../edge/guarded-paths';
import { GUARDED_SERVICES } from '../edge/guarded-requests';
import { hostOfUrl, hostPlaces, namesPort, pathOfUrl, portOfUrl, subrequests, urlAsked } from '../edge/route';
import { asksFlyteadmin, EdgeServer } from '../edge/server';
import { rule } from '../engine/rule';
import { beside } from '../kube/home';
import type { Service } from '../kube/service';
import { flyteadminsBehind, isHostVariable } from '../model/asked-flyteadmin';
import { trustsProvider } from '../model/counterparts';
import type { Model } from '../model/model';
import { behindGuards, openPaths, SIGN_IN_PATHS } from '../model/open-paths';
import { COOKIE_DOMAIN } from '../model/sign-in-hosts';
import { isGuardedControlPlane } from '../model/union-auth';
import { missedRoutes, missesFlyteadmin } from '../model/way-to-flyteadmin';
import type { Field } from '../read/field';

/** Routes that need no token: sign-in, metadata, and nothing else. */

export const signInRouteGuarded = rule('sign-in-route-guarded', {
  of: (model) => openPaths(model, SIGN_IN_PATHS),
  all: (paths) => behindGuards(paths),
});

const { login, callback, me, logout } = FLYTEADMIN_PATHS;

/** The target of a sign-in URL that starts no sign-in on the host, as a phrase. */
function whereAstray(
  url: string, server: EdgeServer, flyteadmins: readonly Flyteadmin[],
): string | undefined {
  if (leadsNowhere(url)) {
    return `${url}, which no browser reaches`;
  }
  if (server.host !== undefined && leadsToStranger(url, server.host, flyteadmins)) {
    return `${url}, whose session ${server.host} never gets`;
  }
  if (leadsToOtherPort(url, server.host, flyteadmins)) {
    return `${url}, a port that flyteadmin does not go by`;
  }
  return leadsBack(url, server) && pathOfUrl(url) !== login
    ? `${pathOfUrl(url)}, which begins no sign-in`
    : undefined;
}

function leadsBack(url: string, server: EdgeServer): boolean {
  const host = hostOfUrl(url);
  return host === undefined || host === server.host || isHostVariable(host);
}

/** Without a host, or only reachable in the cluster or on one machine. */
function leadsNowhere(url: string): boolean {
  const host = hostOfUrl(url);
  if (host === undefined) {
    return /^https?:\/\/(\/|$)/i.test(url);
  }
  return isHostVariable(host)
    ? !['80', '443'].includes(portOfUrl(url) ?? '443')
    : /^[a-z0-9.-]+$/i.test(host) && (isClusterName(host) || /^(127\.|localhost$)/.test(host));
}

/** Shares neither the name nor a cookie domain with the requested host. */
function leadsToStranger(url: string, asked: string, flyteadmins: readonly Flyteadmin[]): boolean {
  const host = hostOfUrl(url);
  return flyteadmins.length > 0 && host !== undefined && host !== asked
    && /^[a-z0-9.-]+$/i.test(`${host}${asked}`)
    && flyteadmins.every(({ config }) => {
      const domain = config.text(COOKIE_DOMAIN);
      return !domain || ![host, asked].every((name) => domainMatches(name, domain));
    });
}

/** Whether a URL has a port of the host, while each flyteadmin authorizes that host without one. */
function leadsToOtherPort(url: string, asked: string | undefined, all: readonly Flyteadmin[]): boolean {
  return asked !== undefined && hostOfUrl(url)?.toLowerCase() === asked && namesPort(url)
    && all.length > 0
    && all.every(({ authorizedUris }) => {
      const own = (authorizedUris?.texts ?? []).filter((text) => hostOfUrl(text) === asked);
      return own.length > 0 && !own.some(namesPort);
    });
}

/** Guarded routes alone may be one file of many: the input must show flyteadmin or the sign-in. */
function isShownWhole(model: Model, server: EdgeServer): boolean {
  return (server.routes.some(servesUnion) && flyteadminsBehind(server, model.flyteadmins).length > 0)
    || [login, callback, me].some((path) => missesFlyteadmin(server, path, model) === undefined);
}

export const signInRouteMissing = rule('sign-in-route-missing', {
  /** Sign-in paths of guards whose server is in the input. */
  of: (model) =>
    model.unionServers.flatMap((server) => {
      const guards = subrequests(server.routes).map(({ guard }) => guard).filter(asksFlyteadmin);
      const flyteadmins = flyteadminsBehind(server, model.flyteadmins);
      const targets = guards.flatMap(({ signIn }) => signIn ?? []);
      const signIn = targets.find(({ url }) => leadsBack(url, server) && pathOfUrl(url) === login);
      const astray = targets.flatMap(({ url, field }) => {
        const found = whereAstray(url, server, flyteadmins);
        return found === undefined ? [] : [{ at: field, found }];
      })[0];
      // The refusal of anonymous requests: it redirects browsers to the sign-in, or the console does.
      const ofStranger = subrequests(server.routes.filter(leadsToConsole))
        .find(({ guard }) => guard.unread !== undefined)?.guard.field;
      const needed = signIn?.field ?? ofStranger;
      const asked = guards.find((guard) => {
        const url = urlAsked(guard);
        return hostOfUrl(url) !== undefined && leadsBack(url, server);
      });
      // The console requests /me for the current user, and links to /logout.
      const ofConsole = flyteadmins.length > 0 ? [logout, me] : [];
      const forSignIn = needed === undefined ? [] : [login, callback, ...ofConsole];
      const forGuard = forSignIn.includes(me) ? [] : [me];
      const paths = [
        ...forSignIn.map((path) => ({ path, at: needed! })),
        ...(asked === undefined ? [] : forGuard.map((path) => ({ path, at: asked.field }))),
      ];
      const isJudged = (paths.length > 0 || astray !== undefined) && isShownWhole(model, server);
      return isJudged ? [{ server, needed: paths, astray }] : [];
    }),
  *each({ server, needed, astray }, model) {
    if (astray !== undefined) {
      const expected = `browsers sent to ${login} on ${server.host ?? 'every host'}`;
      yield { ...astray, expected, headline: 'astray', restsOn: hostPlaces(server.routes) };
    }
    yield* missedRoutes(server, needed, model);
  },
});

/** What clients request before they have a token. */
const METADATA = [
  ...AUTH_METADATA_SERVICES.flatMap((service) =>
    ['GetPublicClientConfig', 'GetOAuth2Metadata'].map((method) => `/${service}/${method}`)),
  `/${OAUTH_METADATA_PATH}`,
];

export const authMetadataGuarded = rule('auth-metadata-guarded', {
  of: (model) => openPaths(model, METADATA),
  // The service of a gRPC method, otherwise the path itself.
  all: (paths) => behindGuards(paths, (path) => /^\/([^/]+AuthMetadataService)\//.exec(path)?.[1] ?? path),
});

/** What clients request before they have a token, and SDKs of version 2. */
const [SERVICE, SERVICE_2] = AUTH_METADATA_SERVICES.map((service) => `/${service}/GetPublicClientConfig`);

const METADATA_PATH = `/${OAUTH_METADATA_PATH}`;

export const authMetadataMissing = rule('auth-metadata-missing', {
  /** Hosts with guarded gRPC routes whose flyteadmin and sign-in are in the input. */
  of: (model) => model.controlPlanes
    .filter((server) => flyteadminsBehind(server, model.flyteadmins).length > 0
      && missesFlyteadmin(server, FLYTEADMIN_PATHS.callback, model) === undefined)
    .flatMap((server) => {
      const at = server.routes.find(({ protocol, guard }) =>
        protocol === 'GRPC' && asksFlyteadmin(guard))?.field;
      const hasSecond = server.routes.some(({ path }) => path.includes('flyteidl2'));
      const paths = [SERVICE, ...hasSecond ? [SERVICE_2] : [], METADATA_PATH];
      return at === undefined ? [] : [{ server, needed: paths.map((path) => ({ path, at })) }];
    }),
  each: ({ server, needed }, model) => missedRoutes(server, needed, model),
});

const DOCUMENTS = [OAUTH_METADATA_PATH, OIDC_METADATA_PATH];

const METADATA_URL = 'auth.appAuth.externalAuthServer.metadataUrl';

export const metadataUrlMissing = rule('metadata-url-missing', {
  /** flyteadmins with a provider of known metadata, and those that are configured with a place of it. */
  of: (model) =>
    model.flyteadmins.filter(trustsProvider).flatMap((flyteadmin) => {
      const issuer = flyteadmin.externalIssuer?.text ?? '';
      const known = knownProvider(issuer);
      const provider = known?.publishesOAuthMetadata === undefined ? undefined : known;
      const told = flyteadmin.config.text(METADATA_URL);
      return issuer === '' || (provider === undefined && !told)
        ? []
        : [{ flyteadmin, issuer, provider, path: told || OAUTH_METADATA_PATH }];
    }),
  each({ flyteadmin: { config }, issuer, provider, path }) {
    const fault = faultOf(path, issuer, provider);
    return fault !== undefined && { at: config.fieldFor(METADATA_URL), ...fault };
  },
});

type Fault = { readonly expected: string; readonly found: string } | undefined;

function faultOf(path: string, issuer: string, provider: KnownProvider | undefined): Fault {
  const isDocument = DOCUMENTS.some((known) => path.includes(known));
  if (provider?.publishesOAuthMetadata === false && (path.includes(OAUTH_METADATA_PATH) || !isDocument)) {
    return {
      expected: `metadataUrl ${OIDC_METADATA_PATH}, as ${provider.name} publishes nothing else`,
      found: /^https?:/i.test(path) ? path : `${issuer.replace(/\/$/, '')}/${path.replace(/^\//, '')}`,
    };
  }
  const isMisspelt = DOCUMENTS.some((known) => isNear(known, path));
  return !isDocument && (provider !== undefined || isMisspelt)
    ? { expected: `metadataUrl ${OAUTH_METADATA_PATH}, or none`, found: path }
    : faultOfPlace(path, issuer);
}

/** The metadata at the root of the host is another issuer's; RFC 8414 appends the issuer's path. */
function faultOfPlace(path: string, issuer: string): Fault {
  const own = /^https?:\/\/[^/]+(\/.*?)\/?$/i.exec(issuer)?.[1] ?? '';
  const isOfHost = path.startsWith('/') || hostOfUrl(path) === hostOfUrl(issuer);
  return !isOfHost || own === '' || path.includes(own) ? undefined : {
    expected: `metadataUrl ${path.replace(/^\/+/, '')}, which is looked for below the issuer`,
    found: `${path}, which leads to the root of its host`,
  };
}

/** A route to a service that no guard can precede. */
interface Way {
  /** What opens it; absent if nothing does. */
  readonly open?: { readonly at: Field; readonly found: string; readonly expected?: string };
  readonly service: string;
}

function byServices(model: Model): Way[] {
  const hasPods = model.workloads.some(({ name }) => GUARDED_SERVICES.has(name));
  return model.services.all.flatMap((service): Way[] => {
    const name = [service, ...(hasPods ? model.services.podsOf(service) : [])]
      .find((each) => GUARDED_SERVICES.has(each.name))?.name;
    const isJudged = name !== undefined && isGuardedControlPlane(service, model);
    return isJudged ? [{ service: name, open: openOf(service) }] : [];
  });
}

function openOf(service: Service): Way['open'] {
  if (service.type === 'LoadBalancer' || service.type === 'NodePort') {
    return { at: service.field('type'), expected: 'type ClusterIP', found: `type ${service.type}` };
  }
  return service.object.listAt('spec', 'externalIPs').length > 0
    ? { at: service.field('externalIPs'), expected: 'no external IPs', found: 'external IPs' }
    : undefined;
}

function byPods(model: Model): Way[] {
  const pods = model.workloads.filter((workload) =>
    GUARDED_SERVICES.has(workload.name) && isGuardedControlPlane(workload, model));
  return pods.map((workload) => {
    const [port] = workload.containers.flatMap(({ hostPorts }) => hostPorts);
    const open = workload.onHostNetwork
      ? { at: workload.pod.child('hostNetwork'), expected: 'hostNetwork: false', found: 'hostNetwork: true' }
      : port && { at: port, expected: 'no hostPort', found: 'a port of the node' };
    return { service: workload.name, open };
  });
}

/** Routes below HTTP cannot have a guard. */
function byRawRoutes(model: Model): Way[] {
  return rawRoutes(model).flatMap(({ object, field, backends }) => backends
    .filter(({ service, namespace = object.namespace }) =>
      GUARDED_SERVICES.has(service) && isGuardedControlPlane(beside(object, namespace), model))
    .map(({ service }) => ({
      service,
      open: { at: field, found: `${object.kind === 'UDPRoute' ? 'a' : 'a raw'} ${object.kind}` },
    })));
}

export const serviceExposed = rule('service-exposed', {
  of: (model) => [...byServices(model), ...byPods(model), ...byRawRoutes(model)],
  each: ({ open, service }) =>
    open && { expected: `${service} reached through guarded routes only`, ...open },
});
