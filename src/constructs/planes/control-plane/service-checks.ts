import { groupsByKey } from '../../../common/data/collections';
import { entryOf } from '../../../common/data/json';
import { serviceName } from '../../../common/props/checks';
import { Problems } from '../../../common/props/problems';
import { ReleaseContract } from '../../../contract/union/release-contract';
import { servicePortNumber, KNOWN_SERVICES, NEEDS_SCYLLA } from '../../../contract/union/services';
import { PlaneEdge } from '../../edge';
import { settingsOf } from '../per-service';
import { ServicesProps } from '../plane-workloads';
import { OwnService, ServicesOfPlane, serviceContract, servicesOf } from './services';

/** What a plane is given besides. */
type Given = ServicesOfPlane & Pick<ServicesProps, 'settings'> & {
  readonly edge: PlaneEdge;
};

/** Checks which services there are, and that every route leads to one of them. */
export function checkControlPlaneServices(problems: Problems, props: Given, release: ReleaseContract): void {
  const { services = [], ownServices = {} } = props;
  services.forEach((name, i) =>
    problems.check(`services[${i}]`, name, (value) => nameless(value) ?? unknown(value, release)));
  Object.entries(ownServices).forEach(([name, own]) => {
    problems.check(`ownServices.${name}`, name, serviceName, nameless);
    problems.nest(`ownServices.${name}`, (nested) => checkOwnService(nested, name, { own, release, props }));
  });
  servicesOf(props).forEach((service) => {
    const { config } = settingsOf(props.settings, service.name);
    if (config !== undefined && serviceContract(service, true).configMap === undefined) {
      problems.add(`settings.${service.name}.config`, service.name, 'reads no config files; leave it out');
    }
  });
  checkServedElsewhere(problems, props, release);
}

function checkServedElsewhere(problems: Problems, props: Given, release: ReleaseContract): void {
  const emitted = emittedBackends(props, release);
  const { servedElsewhere = [], edge: { extraRoutes = [] } } = props;
  const wanted = new Set([
    ...routesOf(release).map(({ service }) => service),
    ...extraRoutes.map(({ service }) => service),
  ]);
  servedElsewhere.forEach((name, i) => problems.check(`servedElsewhere[${i}]`, name, (value) => {
    if (Object.hasOwn(emitted, value)) {
      return 'is a service of this plane already; leave it out here, or in services';
    }
    return wanted.has(value)
      ? undefined
      : `is where no route leads; routes of this release lead to ${[...wanted].sort().join(', ')}`;
  }));
  problems.eachOnce(servedElsewhere, (i) => `servedElsewhere[${i}]`,
    'is named twice; name each Service once');
  extraRoutes.forEach(({ service, port }, i) => {
    const ports = entryOf(emitted, service);
    if (!ports && !servedElsewhere.includes(service)) {
      problems.add(
        `edge.extraRoutes[${i}].service`,
        service,
        'is not a service of this plane, so the route leads nowhere; add it to ownServices, or to '
          + 'servedElsewhere',
      );
    } else if (ports && !ports.includes(port)) {
      problems.add(
        `edge.extraRoutes[${i}].port`, port, `is not a port of ${service}; it offers ${ports.join(', ')}`,
      );
    }
  });
}

function nameless(name: string): string | undefined {
  return name in Object.prototype ? 'is a name that no construct can have; use another one' : undefined;
}

interface Owned {
  readonly own: OwnService;
  readonly release: ReleaseContract;
  readonly props: Given;
}

function checkOwnService(problems: Problems, name: string, { own, release, props }: Owned): void {
  const { image } = own;
  const { image: override } = settingsOf(props.settings, name);
  if (image !== undefined && override !== undefined) {
    problems.add('image', image, `is given in settings.${name} as well; leave one of the two out`);
  }
  if (image === undefined && override === undefined) {
    problems.addMissing('image', 'name the image of a service of your own');
  }
  checkPorts(problems, name, own, release);
}

function checkPorts(
  problems: Problems, name: string, { ports }: OwnService, release: ReleaseContract,
): void {
  if (ports.length === 0) {
    problems.add('ports', ports, 'is empty; name the ports that a service of your own listens on');
    return;
  }
  for (const field of ['name', 'port'] as const) {
    problems.eachOnce(ports.map((port) => port[field]), (i) => `ports[${i}].${field}`,
      'is given twice; each port has its own');
  }
  const lacking = routesOf(release).filter((route) =>
    route.service === name && !ports.some(({ port }) => port === route.port));
  const missing = new Map(lacking.map((route) => [route.port, route]));
  for (const { port, portName } of missing.values()) {
    problems.add('ports', ports.map((entry) => entry.port), `has no ${port}, where routes of this release `
      + `lead; add { name: '${portName}', port: ${port}, targetPort: … }`);
  }
}

/** flyteadmin and its scheduler are always there, which is another problem. */
function unknown(name: string, { version, controlPlane }: ReleaseContract): string | undefined {
  if (NEEDS_SCYLLA.includes(name)) {
    return 'keeps its state in ScyllaDB, which is not set up here; run it by Union\'s chart and name it in '
      + 'servedElsewhere, or declare your own in ownServices';
  }
  if ([controlPlane.flyteadmin.name, controlPlane.scheduler.name].includes(name)) {
    return undefined;
  }
  const known = KNOWN_SERVICES.filter((candidate) =>
    !controlPlane.routes.missingBackends.includes(candidate));
  return known.includes(name)
    ? undefined
    : `is not a service of chart release ${version} that is set up here (${known.join(', ')}); declare `
      + 'one of '
      + 'your own in ownServices';
}

/** Where routes of a release lead. */
function routesOf(
  { controlPlane }: ReleaseContract,
): { readonly service: string; readonly port: number; readonly portName: string }[] {
  return controlPlane.routes.groups.flatMap(({ routes }) => routes)
    .map(({ service, port }) => ({ service, port: servicePortNumber(service, port), portName: port }));
}

/** The Services that a plane emits, and their ports. */
function emittedBackends(
  props: ServicesOfPlane, { controlPlane: { flyteadmin } }: ReleaseContract,
): Record<string, number[]> {
  const contracts = [flyteadmin, ...servicesOf(props).map((service) => serviceContract(service, false))];
  return Object.fromEntries(contracts.map(({ name, ports }) =>
    [name, ports.flatMap(({ servicePort }) => servicePort ?? [])]));
}

/** All Services that the edge of a plane may lead to. */
export function backendsOf(props: Given, release: ReleaseContract): Record<string, number[]> {
  const { servedElsewhere = [], edge: { extraRoutes = [] } } = props;
  const routed = groupsByKey([...routesOf(release), ...extraRoutes], ({ service }) => service);
  return {
    ...emittedBackends(props, release),
    ...Object.fromEntries(servedElsewhere.map((service) =>
      [service, [...new Set(routed.get(service)?.map(({ port }) => port))]])),
  };
}
