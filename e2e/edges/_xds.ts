import { Translation, Xds } from './_egctl';

/** A route of Envoy, and its Gateway API object. */
export interface XdsRoute {
  readonly name: string;
  readonly from: { readonly kind: string; readonly name: string };
  readonly domain: string;
  /** The SecurityPolicy that guards it. */
  readonly policy?: string;
  readonly listener: string;
  /** Whether it redirects to https. */
  readonly redirects: boolean;
  /** The status of its fixed answer, which means that a reference could not be resolved. */
  readonly answers?: number;
}

const FILTER = /^envoy\.filters\.http\.ext_authz\/securitypolicy\/[^/]+\/(.+)$/;

export function xdsRoutes({ routes }: Translation): XdsRoute[] {
  // A listener without routes has no virtual host.
  return routes.flatMap(({ name: listener, virtualHosts = [] }) =>
    virtualHosts.flatMap(({ domains, routes: all }: Xds) => all.map((route: Xds) => xdsRoute(listener, domains.join(), route))));
}

function xdsRoute(listener: string, domain: string, { name, metadata, redirect, directResponse, typedPerFilterConfig = {} }: Xds): XdsRoute {
  const [from] = metadata.filterMetadata['envoy-gateway'].resources;
  const switchedOn = Object.entries(typedPerFilterConfig as Record<string, Xds>).filter(([, { disabled }]) => disabled !== true);
  const [policy] = switchedOn.map(([filter]) => FILTER.exec(filter)?.[1]).filter((found) => found !== undefined);
  return {
    name,
    listener,
    domain,
    policy,
    from: { kind: from.kind, name: from.name },
    redirects: redirect?.schemeRedirect === 'https',
    answers: directResponse?.status,
  };
}

/** The answer to callers if `/me` cannot be reached. Envoy's default is "denied". */
export type Unanswered = 'try again' | 'denied';

/** Problems of the auth filters: each policy needs one, which calls the gate and refuses callers if the gate does not answer. */
export function filterProblems(translation: Translation, routes: readonly XdsRoute[], unanswered: Unanswered): string[] {
  const managers = connectionManagers(translation);
  const served = managers.map(({ rds }) => rds.routeConfigName);
  return [
    ...new Set(routes.filter(({ listener }) => !served.includes(listener)).map(({ listener }) => `nothing serves the routes of ${listener}`)),
    ...managers.flatMap(({ httpFilters, rds: { routeConfigName: listener } }) =>
      policiesBehind(listener, routes).flatMap((policy) => problemsOf(translation, { listener, policy, httpFilters, unanswered }))),
  ];
}

interface Judged {
  readonly listener: string;
  readonly policy: string;
  readonly httpFilters: readonly Xds[];
  readonly unanswered: Unanswered;
}

function problemsOf(translation: Translation, { listener, policy, httpFilters, unanswered }: Judged): string[] {
  const filter = httpFilters.find(({ name }) => FILTER.exec(name)?.[1] === policy);
  if (!filter) {
    return [`${listener} has no filter for ${policy}`];
  }
  const { failureModeAllow, statusOnError, httpService } = filter.typedConfig as Xds;
  const asked = servicesOf(translation, httpService.serverUri.cluster);
  return [
    failureModeAllow ? `${policy} allows requests if the gate does not answer` : undefined,
    statusOnError?.code === (unanswered === 'denied' ? undefined : 'ServiceUnavailable') ? undefined : `${policy} answers ${JSON.stringify(statusOnError)} if the gate does not answer`,
    /^union-auth-gate:808[01]$/.test(asked) ? undefined : `${policy} calls ${asked}`,
  ].filter((problem) => problem !== undefined);
}

function policiesBehind(listener: string, routes: readonly XdsRoute[]): string[] {
  const policies = routes.filter((route) => route.listener === listener).map(({ policy }) => policy);
  return [...new Set(policies.filter((policy) => policy !== undefined))];
}

/** The ALPN protocols of each TLS listener, by its host names. */
export function alpnProtocols({ listeners }: Translation): Record<string, string[]> {
  const chains = listeners.flatMap(({ filterChains = [] }) => filterChains as Xds[]).filter(({ transportSocket }) => transportSocket !== undefined);
  return Object.fromEntries(chains.map(({ filterChainMatch, transportSocket }) =>
    [filterChainMatch.serverNames.join(), transportSocket.typedConfig.commonTlsContext.alpnProtocols ?? []]));
}

/** Objects that the controller does not accept. */
export function statusProblems({ objects }: Translation): string[] {
  return objects.flatMap(({ kind, metadata, status }) => {
    const parts: Xds[] = [status ?? {}, ...(status?.parents ?? []), ...(status?.ancestors ?? []), ...(status?.listeners ?? [])];
    const conditions: Xds[] = parts.flatMap((part) => part.conditions ?? []);
    // OverlappingTLSConfig says that listeners share a certificate; `alpnProtocols` shows its effect.
    const bad = conditions.filter(({ type, status: value }) => type !== 'OverlappingTLSConfig' && value !== (GOOD.includes(type) ? 'True' : 'False'));
    const silent = conditions.some(({ type }) => type === 'Accepted') ? [] : [`no controller accepts ${kind} ${metadata.name}`];
    return [...silent, ...bad.map(({ type, status: value, message }) => `${kind} ${metadata.name}: ${type} is ${value}: ${message}`)];
  });
}

const GOOD = ['Accepted', 'ResolvedRefs', 'Programmed'];

function connectionManagers({ listeners }: Translation): Xds[] {
  return listeners.flatMap(({ filterChains = [] }) => filterChains as Xds[])
    .filter(({ transportSocket }) => transportSocket !== undefined)
    .map(({ filters }) => filters.find(({ name }: Xds) => name === 'envoy.filters.network.http_connection_manager').typedConfig);
}

function servicesOf({ endpoints }: Translation, cluster: string): string {
  const assignments = endpoints.filter(({ clusterName }) => clusterName === cluster);
  return assignments.flatMap(({ endpoints: localities }) => localities as Xds[])
    .map(({ metadata }) => metadata.filterMetadata['envoy-gateway'].resources[0] as Xds)
    .map(({ name, sectionName }) => `${name}:${sectionName}`).join();
}
