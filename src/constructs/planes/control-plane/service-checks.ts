import { Problems } from '../../../common/props/problems';
import { ReleaseContract } from '../../../contract/union/release-contract';
import { servicePortNumber } from '../../../contract/union/service-ports';
import { KNOWN_SERVICES, NEEDS_SCYLLA } from '../../../contract/union/union-services';
import { EdgeBackend, ExtraRoute } from '../../edge';
import { ServicesProps } from '../plane-workloads';
import { ControlPlaneService, ServicesOfPlane, serviceContract, servicesOf } from './services';

/** What a plane is given besides. */
type Given = ServicesOfPlane & Pick<ServicesProps, 'images' | 'extraConfig'> & {
  readonly extraRoutes?: ExtraRoute[];
};

/** Checks which services there are, and that every route leads to one of them. */
export function checkControlPlaneServices(problems: Problems, props: Given, release: ReleaseContract): void {
  servicesOf(props).forEach((service, i) =>
    checkService(problems, `services[${i}]`, service, release, props));
  const emitted = emittedBackends(props, release);
  const { servedElsewhere = [], extraRoutes = [] } = props;
  const wanted = new Set([
    ...routesOf(release).map(({ service }) => service),
    ...extraRoutes.map(({ service }) => service),
  ]);
  servedElsewhere.forEach((name, i) => problems.check(`servedElsewhere[${i}]`, name, (value) => {
    if (emitted.some(({ service }) => service === value)) {
      return 'is a service of this plane already; leave it out here, or in services';
    }
    if (!wanted.has(value)) {
      return `is where no route leads; routes of this release lead to ${[...wanted].sort().join(', ')}`;
    }
    return servedElsewhere.indexOf(value) < i ? 'is named twice; name each Service once' : undefined;
  }));
  extraRoutes.forEach(({ service, port }, i) => {
    const backend = emitted.find((candidate) => candidate.service === service);
    if (!backend && !servedElsewhere.includes(service)) {
      problems.add(
        `extraRoutes[${i}].service`,
        service,
        'is no service of this plane, so the route leads nowhere; add it to services with own: true, or to '
          + 'servedElsewhere',
      );
    } else if (backend && !backend.ports.includes(port)) {
      problems.add(
        `extraRoutes[${i}].port`, port, `is no port of ${service}; it offers ${backend.ports.join(', ')}`,
      );
    }
  });
}

function checkService(
  problems: Problems, prop: string, service: ControlPlaneService, release: ReleaseContract, given: Given,
): void {
  const { images: { overrides = {} }, extraConfig = {} } = given;
  const { name, own, image, ports } = service;
  if (image !== undefined && overrides[name] !== undefined) {
    problems.add(
      `${prop}.image`, image, `is given in images.overrides.${name} as well; leave one of the two out`,
    );
  }
  if (name in extraConfig && serviceContract(service, true).configMap === undefined) {
    problems.add(`extraConfig.${name}`, name, 'reads no config files; leave it out');
  }
  if (!own) {
    problems.check(`${prop}.name`, name, (value) => unknown(value, release));
    for (const field of ['ports', 'command', 'args'] as const) {
      if (service[field] !== undefined) {
        problems.add(
          `${prop}.${field}`,
          service[field],
          'is what Union\'s chart says of one of Union\'s services; leave it out, or declare the service as '
            + 'your own',
        );
      }
    }
    return;
  }
  if (image === undefined && overrides[name] === undefined) {
    problems.add(`${prop}.image`, undefined, 'name the image of a service of your own');
  }
  if (ports === undefined || ports.length === 0) {
    problems.add(`${prop}.ports`, ports, 'name the ports that a service of your own listens on');
    return;
  }
  for (const field of ['name', 'port'] as const) {
    ports.forEach((entry, i) => problems.check(`${prop}.ports[${i}].${field}`, entry[field], (value) =>
      ports.findIndex((other) => other[field] === value) < i
        ? 'is given twice; each port has its own'
        : undefined));
  }
  const lacking = routesOf(release).filter((route) =>
    route.service === name && !ports.some(({ port }) => port === route.port));
  const missing = new Map(lacking.map((route) => [route.port, route]));
  for (const { port, portName } of missing.values()) {
    problems.add(
      `${prop}.ports`,
      ports.map((entry) => entry.port),
      `has no ${port}, where routes of this release lead; add { name: '${portName}', port: ${port}, `
        + 'containerPort: … }',
    );
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

/** The Services that a plane emits. */
function emittedBackends(
  props: ServicesOfPlane, { controlPlane: { flyteadmin } }: ReleaseContract,
): EdgeBackend[] {
  return [flyteadmin, ...servicesOf(props).map((service) => serviceContract(service, false))].map(
    ({ name, ports }) => ({
      service: name,
      ports: ports.flatMap(({ servicePort }) => servicePort ?? []),
    }),
  );
}

/** All Services that the edge of a plane may lead to. */
export function backendsOf(props: Given, release: ReleaseContract): EdgeBackend[] {
  const { servedElsewhere = [], extraRoutes = [] } = props;
  return [
    ...emittedBackends(props, release),
    ...servedElsewhere.map((service) => ({
      service,
      ports: [
        ...new Set(
          [...routesOf(release), ...extraRoutes].filter((route) => route.service === service)
            .map(({ port }) => port),
        ),
      ],
    })),
  ];
}
