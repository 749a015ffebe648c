// Tests: test/verify/rules/routes.test.ts
import { grouped, oncePer } from '../../common/data/collections';
import { SERVED_ELSEWHERE_ANNOTATION } from '../../contract/own-annotations';
import { ChartVersion } from '../../contract/union/releases/chart-version';
import { chartPorts, FURTHER_PORTS, servicePortNumber } from '../../contract/union/services';
import type { Flyteadmin } from '../credentials/flyteadmin';
import { GUARDED_SERVICES } from '../edge/guarded-requests';
import { hostOfUrl, RouteBackend } from '../edge/route';
import { beside, Home, homeKey, sameCluster, sameHome } from '../kube/home';
import type { KubeObject } from '../kube/kube-object';
import type { Service } from '../kube/service';
import type { Field } from '../read/field';
import { ChartObject } from '../values/chart-object';
import type { Model } from './model';

/** A Service of a Union route, in a namespace whose Services are in the input. */
export interface NamedBackend {
  readonly backend: RouteBackend;
  readonly home: Home;
  readonly field: Field;
  readonly service?: Service;
  /**
   * The one with that name next to the flyteadmin of the route's host, if there is none next to the route.
   */
  readonly elsewhere?: Service;
  /** With values: the ports that the chart gives it, none of which the route has. */
  readonly ofChart?: Readonly<Record<string, number>>;
}

/** Source: RFC 8555, section 8.3. */
const CHALLENGE = '/.well-known/acme-challenge/';

/** Source: AWS Load Balancer Controller, "Actions". */
const ALB_ACTION = 'use-annotation';

/** A single one may belong to anyone; with two of those in routes, all should exist. */
const SHOWN = 2;

/** Each object and port once; without those that run elsewhere, or that the chart never has. */
export const namedBackends = oncePer((model: Model): NamedBackend[] => {
  const all: NamedBackend[] = [];
  const namesOf = oncePer((_: KubeObject) => new Set<string>());
  for (const { object, field, host, path, backends, named = backends } of model.unionRoutes) {
    // A challenge is temporary, with its Service; actions of an ALB have none.
    const leading = path.startsWith(CHALLENGE) ? [] : named;
    for (const backend of leading.filter(({ kind, port }) => kind === undefined && port !== ALB_ACTION)) {
      const { namespace = object.namespace, service, port } = backend;
      const home = beside(object, namespace);
      const name = `${namespace} ${service}:${port}`;
      if (!namesOf(object).has(name)) {
        namesOf(object).add(name);
        const found = model.services.named(service, home);
        const elsewhere = found === undefined ? besideFlyteadmin(model, { service, home, host }) : undefined;
        all.push({ backend, home, field, service: found, elsewhere });
      }
    }
  }
  return grouped(all, ({ home }) => homeKey(home)).flatMap((group) => {
    const shown = new Set(group.flatMap(({ service }) => service?.name ?? []));
    const excused = excusedIn(group);
    // For an object in the wrong namespace, one route is reported.
    return shown.size < SHOWN ? [...oncePerObject(group), ...besideValues(group, model)] : [
      ...oncePerObject(group.filter(({ backend }) => backend.refused !== undefined)),
      ...group.filter(({ service, backend }) => backend.refused === undefined
        && !excused.has(service === undefined ? backend.service : `${backend.service}:${backend.port}`)),
    ];
  });
});

function oncePerObject(group: readonly NamedBackend[]): NamedBackend[] {
  const told = group.filter(({ backend, elsewhere }) => (backend.refused ?? elsewhere) !== undefined);
  return grouped(told, ({ field, backend }) => `${field.object} ${backend.refused}`).map(([first]) => first);
}

/** The user's routes to ports that the chart's Service does not have. */
function besideValues(group: readonly NamedBackend[], { valueSets }: Model): NamedBackend[] {
  const sets = valueSets.filter(({ chart }) => chart === 'controlplane');
  // Values rarely contain their namespace.
  const isInstalledIn = (home: Home) => sets.some((set) =>
    (set.namespace === undefined ? sets.length === 1 && sameCluster(set, home) : sameHome(set, home)));
  return group.flatMap((each) => {
    const { backend: { service, port }, home, field: { object } } = each;
    const isOwn = !(object instanceof ChartObject) && each.service === undefined && isInstalledIn(home);
    const ports = isOwn && port !== undefined ? chartPorts(service) : {};
    const isThere = Object.entries({ ...FURTHER_PORTS, ...ports })
      .some(([name, number]) => port === name || port === `${number}`);
    return isThere || Object.keys(ports).length === 0 ? [] : [{ ...each, ofChart: ports }];
  });
}

/** The Service next to the flyteadmin of a host, for routes to a missing Service. */
function besideFlyteadmin(
  model: Model, { service, home, host }: Pick<NamedBackend, 'home'> & { service: string; host?: string },
): Service | undefined {
  const isShown = home.namespace === undefined || host === undefined || !GUARDED_SERVICES.has(service)
    || model.flyteadmins.some((flyteadmin) => sameHome(flyteadmin, home));
  return isShown ? undefined : model.flyteadmins
    .filter((flyteadmin) => sameCluster(flyteadmin, home) && hostsOf(flyteadmin).includes(host))
    .flatMap((flyteadmin) => model.services.named(service, flyteadmin) ?? [])[0];
}

function hostsOf({ authorizedUris }: Flyteadmin): (string | undefined)[] {
  return (authorizedUris?.texts ?? []).map(hostOfUrl);
}

function excusedIn(group: readonly NamedBackend[]): Set<string> {
  const services = group.flatMap(({ service }) => service ?? []);
  const elsewhere = services.flatMap(
    ({ object }) => object.annotations[SERVED_ELSEWHERE_ANNOTATION]?.split(',') ?? [],
  );
  const byChart = services.some(({ object }) =>
    (object.textAt('metadata', 'labels', 'helm.sh/chart') ?? '').startsWith('controlplane-'),
  );
  return new Set([...elsewhere, ...byChart ? CHART_LACKS : []]);
}

/** Backends of a chart release's routes that it does not render: values cannot fix it. */
const CHART_LACKS = ChartVersion._all
  .flatMap(({ _contract }) => _contract.controlPlane.routes.missingBackends)
  .flatMap((backend) => {
    const [service, port] = backend.split(':');
    return port === undefined ? [service] : [backend, `${service}:${servicePortNumber(service, port)}`];
  });
