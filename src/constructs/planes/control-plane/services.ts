// Tests: test/constructs/planes/control-plane/routes.test.ts, test/constructs/planes/per-service.test.ts
import type { ServicePort } from 'cdk8s-plus-28';
import { groupsByKey } from '../../../common/data/collections';
import { entryOf } from '../../../common/data/json';
import { filledIn, matching, noCredentials, portNumber, serviceName } from '../../../common/props/checks';
import { imageReference } from '../../../common/props/clouds';
import { Problems } from '../../../common/props/problems';
import { list, map, number, optional, Shape, struct, text } from '../../../common/props/prop-types';
import { suggestion } from '../../../common/props/suggestion';
import { AUTHORIZER, UNION_AUTHZ } from '../../../contract/union/authorizer';
import { ReleaseContract } from '../../../contract/union/release-contract';
import {
  DEFAULT_SERVICES, KNOWN_SERVICES, NEEDS_SCYLLA, serviceImage, servicePortNumber, workloadOf,
} from '../../../contract/union/services';
import { WorkloadContract } from '../../../contract/union/workloads';
import { Authorization } from '../../authorization/authorization';
import { PLANE_EDGE, PlaneEdge } from '../../edge/control-plane-edge';
import { _imageOf, Images, SettingsByService, settingsOf } from '../per-service';
import { SERVICES_PROPS, ServicesProps } from '../plane-workloads';
import { ANY_CONTROL_PLANE_PROPS, AnyControlPlaneProps } from './control-plane-auth-props';
import { DATABASE, Database } from './database';

/** A service of your own beside Union's. It gets no settings or credentials of Union. */
export interface OwnService {
  /**
   * The whole image reference.
   *
   * @default - that of `settings`; one of the two is required
   */
  readonly image?: string;

  /**
   * Its ports: each with a `name` such as `http`, the `port` of the Service, which routes refer to, and the
   * `targetPort` if the container listens on another port.
   */
  readonly ports: ServicePort[];

  /**
   * Replaces that of the image entrypoint.
   *
   * @default - the image's
   */
  readonly command?: string[];

  /**
   * Arguments of the entrypoint.
   *
   * @default - none
   */
  readonly args?: string[];
}

/** A service of a plane: one of Union's by its name, or one of your own. */
export interface ControlPlaneService {
  readonly name: string;
  readonly own?: OwnService;
}

/**
 * The services of a control plane.
 *
 * @internal
 */
export interface ControlPlaneServicesProps {
  /**
   * Union's services besides flyteadmin and its scheduler, by their names in the chart, such as `executions`.
   * The edge has routes only to these. With Union's roles, `authorizer` includes `union-authz`, which stores
   * them.
   *
   * @default - executions, cluster, usage, and the console
   */
  readonly services?: string[];

  /**
   * Services of your own, by name. One with the name of a Union service replaces it, and gets its routes.
   *
   * @default - none
   */
  readonly ownServices?: { [name: string]: OwnService };

  /**
   * Names of Services in the plane's namespace that run outside of this app, such as `actions` of Union's
   * chart. The edge has routes to these too.
   *
   * @default - none
   */
  readonly servedElsewhere?: string[];
}

/** Source: Kubernetes, `IsValidPortName`. */
const ownPortName = matching(
  /^(?=.*[a-z])[a-z0-9]([a-z0-9]|-(?!-)){0,13}[a-z0-9]$|^[a-z]$/,
  'is not a port name; use at most 15 lower-case letters, digits and "-"',
);

const OWN_SERVICE = struct<OwnService>({
  image: optional(text(filledIn, noCredentials, imageReference)),
  ports: list(struct<Pick<ServicePort, 'name' | 'port' | 'targetPort'>>({
    name: text(ownPortName),
    port: number(portNumber),
    targetPort: optional(number(portNumber)),
  })),
  command: optional(list(text())),
  args: optional(list(text())),
});

const CONTROL_PLANE_SERVICES_PROPS: Shape<ControlPlaneServicesProps> = {
  services: optional(list(text(filledIn, serviceName))),
  ownServices: optional(map(OWN_SERVICE)),
  servedElsewhere: optional(list(text(filledIn, serviceName))),
};

/** The services of a plane, and its authorization. */
export type ServicesOfPlane = ControlPlaneServicesProps & { readonly authorization?: Authorization };

/** The requested services, with union-authz if Union's roles decide. */
export function servicesOf(
  { services, ownServices = {}, authorization }: ServicesOfPlane,
): readonly ControlPlaneService[] {
  const own = Object.entries(ownServices).map(([name, service]) => ({ name, own: service }));
  const unions = services ?? DEFAULT_SERVICES.filter((name) => !Object.hasOwn(ownServices, name));
  const keepsRoles = authorization?._mode === 'Union' && unions.includes(AUTHORIZER)
    && ![...unions, ...Object.keys(ownServices)].includes(UNION_AUTHZ.name);
  const all = [...unions, ...keepsRoles ? [UNION_AUTHZ.name] : []];
  return [...all.map((name) => ({ name })), ...own];
}

/** Names of all services of a plane, flyteadmin first. */
export function serviceNames(
  { controlPlane: { flyteadmin, scheduler } }: ReleaseContract, props: ServicesOfPlane,
): string[] {
  return [flyteadmin.name, scheduler.name, ...servicesOf(props).map(({ name }) => name)];
}

/** Image, ports and settings of a service. */
export function serviceContract(service: ControlPlaneService, readsConfig: boolean): WorkloadContract {
  const { name, own } = service;
  const known = workloadOf(name);
  if (!own) {
    return known;
  }
  const { ports, command, args } = own;
  const { resources, runAs, runsOnce } = known;
  return {
    name,
    container: name,
    ...(readsConfig ? { configMap: name, configDirectory: '/etc/config' } : {}),
    command,
    args,
    ports: ports.map(({ name: portOf, port, targetPort: containerPort = port }) => (
      { name: portOf!, containerPort, servicePort: port }
    )),
    secretMounts: [],
    // A replacement of a Union service runs as that one does.
    resources,
    runAs,
    runsOnce,
  };
}

export function serviceImageOf(
  { images, settings }: { readonly images: Images; readonly settings?: SettingsByService },
  { name, own }: ControlPlaneService,
): string {
  return own?.image ?? _imageOf(images, serviceImage(name), settingsOf(settings, name));
}

/** A control plane in plain YAML. */
export interface ControlPlaneProps
  extends AnyControlPlaneProps, ControlPlaneServicesProps, ServicesProps {
  /** The edge, with the controller of the cluster. */
  readonly edge: PlaneEdge;

  /** The PostgreSQL server of the services. */
  readonly database: Database;
}

export const CONTROL_PLANE_PROPS: Shape<ControlPlaneProps> = {
  ...ANY_CONTROL_PLANE_PROPS,
  ...SERVICES_PROPS,
  ...CONTROL_PLANE_SERVICES_PROPS,
  edge: struct(PLANE_EDGE, '{ controller: EdgeController.traefik() }'),
  database: DATABASE,
};

type Given = ServicesOfPlane & Pick<ServicesProps, 'settings'> & {
  readonly edge: PlaneEdge;
};

/** Checks the services, and that every route leads to one of them. */
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
      return 'is already a service of this plane; leave it out here, or in services';
    }
    return wanted.has(value)
      ? undefined
      : `is the backend of no route; routes of this release lead to ${[...wanted].sort().join(', ')}`;
  }));
  problems.eachOnce(servedElsewhere, (i) => `servedElsewhere[${i}]`,
    'is given twice; list each Service once');
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
        `edge.extraRoutes[${i}].port`, port, `is not a port of ${service}; it has ${ports.join(', ')}`,
      );
    }
  });
}

function nameless(name: string): string | undefined {
  return name in Object.prototype ? 'is not a valid construct ID; use another name' : undefined;
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
    problems.add('image', image, `conflicts with settings.${name}; leave one of the two out`);
  }
  if (image === undefined && override === undefined) {
    problems.addMissing('image', 'give the image of a service of your own');
  }
  checkPorts(problems, name, own, release);
}

function checkPorts(
  problems: Problems, name: string, { ports }: OwnService, release: ReleaseContract,
): void {
  if (ports.length === 0) {
    problems.add('ports', ports, 'must not be empty; give the ports of the service');
    return;
  }
  for (const field of ['name', 'port'] as const) {
    problems.eachOnce(ports.map((port) => port[field]), (i) => `ports[${i}].${field}`,
      'is given twice; give each port another one');
  }
  const lacking = routesOf(release).filter((route) =>
    route.service === name && !ports.some(({ port }) => port === route.port));
  const missing = new Map(lacking.map((route) => [route.port, route]));
  for (const { port, portName } of missing.values()) {
    problems.add('ports', ports.map((entry) => entry.port), `has no ${port}, to which routes of this release `
      + `lead; add { name: '${portName}', port: ${port}, targetPort: … }`);
  }
}

/** flyteadmin and its scheduler always exist; that has another error. */
function unknown(name: string, { version, controlPlane }: ReleaseContract): string | undefined {
  if (NEEDS_SCYLLA.includes(name)) {
    return 'needs ScyllaDB, which the library does not set up; run it with Union\'s chart (in an app, list '
      + 'it in servedElsewhere, or declare your own in ownServices)';
  }
  if ([controlPlane.flyteadmin.name, controlPlane.scheduler.name].includes(name)) {
    return undefined;
  }
  const known = KNOWN_SERVICES.filter((candidate) =>
    !controlPlane.routes.missingBackends.includes(candidate));
  return known.includes(name)
    ? undefined
    : `is not a supported service of chart release ${version}; ${suggestion(name, known)}`
      + ' (in an app, ownServices has others)';
}

/** The backends of a release's routes. */
function routesOf(
  { controlPlane }: ReleaseContract,
): { readonly service: string; readonly port: number; readonly portName: string }[] {
  return controlPlane.routes.groups.flatMap(({ routes }) => routes)
    .map(({ service, port }) => ({ service, port: servicePortNumber(service, port), portName: port }));
}

/** The Services that a plane emits, with their ports. */
function emittedBackends(
  props: ServicesOfPlane, { controlPlane: { flyteadmin } }: ReleaseContract,
): Record<string, number[]> {
  const contracts = [flyteadmin, ...servicesOf(props).map((service) => serviceContract(service, false))];
  return Object.fromEntries(contracts.map(({ name, ports }) =>
    [name, ports.flatMap(({ servicePort }) => servicePort ?? [])]));
}

/** All Services to which the edge of a plane can route. */
export function backendsOf(props: Given, release: ReleaseContract): Record<string, number[]> {
  const { servedElsewhere = [], edge: { extraRoutes = [] } } = props;
  const routed = groupsByKey([...routesOf(release), ...extraRoutes], ({ service }) => service);
  return {
    ...emittedBackends(props, release),
    ...Object.fromEntries(servedElsewhere.map((service) =>
      [service, [...new Set(routed.get(service)?.map(({ port }) => port))]])),
  };
}
