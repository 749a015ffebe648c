import { groupsByKey } from '../../../common/data/grouped';
import { entryOf } from '../../../common/data/json';
import { Problems } from '../../../common/props/problems';
import { ReleaseContract } from '../../../contract/union/release-contract';
import { servicePortNumber, KNOWN_SERVICES, NEEDS_SCYLLA } from '../../../contract/union/services';
import { PlaneEdge } from '../../edge';
import { ServicesProps } from '../plane-workloads';
import { ControlPlaneService, ServicesOfPlane, serviceContract, servicesOf } from './services';

/** What a plane is given besides. */
type Given = ServicesOfPlane & Pick<ServicesProps, 'images' | 'extraConfig'> & {
  readonly edge: PlaneEdge;
};

/** Checks which services there are, and that every route leads to one of them. */
export function checkControlPlaneServices(problems: Problems, props: Given, release: ReleaseContract): void {
  const { extraConfig = {} } = props;
  servicesOf(props).forEach((service, i) => {
    problems.nest(`services[${i}]`, (nested) => checkService(nested, service, release, props));
    if (Object.hasOwn(extraConfig, service.name) && serviceContract(service, true).configMap === undefined) {
      problems.add(`extraConfig.${service.name}`, service.name, 'reads no config files; leave it out');
    }
  });
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
        'is no service of this plane, so the route leads nowhere; add it to services with own: true, or to '
          + 'servedElsewhere',
      );
    } else if (ports && !ports.includes(port)) {
      problems.add(
        `edge.extraRoutes[${i}].port`, port, `is no port of ${service}; it offers ${ports.join(', ')}`,
      );
    }
  });
}

function checkService(
  problems: Problems, service: ControlPlaneService, release: ReleaseContract, given: Given,
): void {
  const { images: { overrides = {} } } = given;
  const { name, own, image } = service;
  const override = entryOf(overrides, name);
  if (name in Object.prototype) {
    problems.add('name', name, 'is a name that no construct can have; use another one');
  }
  if (image !== undefined && override !== undefined) {
    problems.add('image', image, `is given in images.overrides.${name} as well; leave one of the two out`);
  }
  if (own && image === undefined && override === undefined) {
    problems.add('image', undefined, 'name the image of a service of your own');
  }
  if (own) {
    checkPorts(problems, service, release);
    return;
  }
  problems.check('name', name, (value) => unknown(value, release));
  for (const field of ['ports', 'command', 'args'] as const) {
    if (service[field] !== undefined) {
      problems.add(field, service[field], 'is what Union\'s chart says of one of Union\'s services; leave it '
        + 'out, or declare the service as your own');
    }
  }
}

function checkPorts(
  problems: Problems, { name, ports }: ControlPlaneService, release: ReleaseContract,
): void {
  if (ports === undefined || ports.length === 0) {
    problems.add('ports', ports, 'name the ports that a service of your own listens on');
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
      + `lead; add { name: '${portName}', port: ${port}, containerPort: … }`);
  }
}

/** flyteadmin and its scheduler are always there, which is another problem. */
function unknown(name: string, { version, controlPlane }: ReleaseContract): string | undefined {
  if (NEEDS_SCYLLA.includes(name)) {
    return 'keeps its state in ScyllaDB, which is not set up here; run it by Union\'s chart and name it in '
      + 'servedElsewhere, or declare it as your own with own: true';
  }
  if ([controlPlane.flyteadmin.name, controlPlane.scheduler.name].includes(name)) {
    return undefined;
  }
  const known = KNOWN_SERVICES.filter((candidate) =>
    !controlPlane.routes.missingBackends.includes(candidate));
  return known.includes(name)
    ? undefined
    : `is no service of chart release ${version} that is set up here (${known.join(', ')}); declare one of `
      + 'your own with own: true, image and ports';
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
