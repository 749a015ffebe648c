import type { ServicePort } from 'cdk8s-plus-28';
import { groupsByKey } from '../../../common/data/collections';
import { entryOf } from '../../../common/data/json';
import { filledIn, matching, noCredentials, portNumber, serviceName } from '../../../common/props/checks';
import { imageReference } from '../../../common/props/clouds';
import { Problems } from '../../../common/props/problems';
import { list, map, number, optional, Shape, struct, text } from '../../../common/props/prop-types';
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

/** A service of your own beside Union's: it gets no settings and no credentials of Union. */
export interface OwnService {
  /**
   * The whole image reference.
   *
   * @default - that of `settings`, one of the two is required
   */
  readonly image?: string;

  /**
   * Its ports: each with a `name` such as `http`, the `port` of the Service, to which routes lead, and the
   * `targetPort` where the container listens on another one.
   */
  readonly ports: ServicePort[];

  /**
   * Replaces the image's entrypoint.
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
 * Which services a control plane has.
 *
 * @internal
 */
export interface ControlPlaneServicesProps {
  /**
   * Union's services beside flyteadmin and its scheduler, by the names of its chart, such as `executions`.
   * The edge has routes to these and to no others. Where Union's roles decide, `union-authz`, which keeps
   * them, comes with `authorizer`.
   *
   * @default - executions, cluster, usage, and the console
   */
  readonly services?: string[];

  /**
   * Services of your own, by name. One may take the place of one of Union's; then it gets its routes.
   *
   * @default - none
   */
  readonly ownServices?: { [name: string]: OwnService };

  /**
   * Names of Services in the plane's namespace that others provide, such as `actions` by Union's chart: the
   * edge has routes to these as well.
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

/** Which services a plane has, and who may do what there. */
export type ServicesOfPlane = ControlPlaneServicesProps & { readonly authorization?: Authorization };

/** Those that are asked for, and what keeps Union's roles where the authorizer decides by them. */
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

/** All services of a plane by name, flyteadmin first. */
export function serviceNames(
  { controlPlane: { flyteadmin, scheduler } }: ReleaseContract, props: ServicesOfPlane,
): string[] {
  return [flyteadmin.name, scheduler.name, ...servicesOf(props).map(({ name }) => name)];
}

/** What a service runs and offers. */
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
    // One that takes the place of Union's runs as that does.
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
  /** The edge, with the controller that the cluster has. */
  readonly edge: PlaneEdge;

  /** The PostgreSQL server that the services keep their state in. */
  readonly database: Database;
}

export const CONTROL_PLANE_PROPS: Shape<ControlPlaneProps> = {
  ...ANY_CONTROL_PLANE_PROPS,
  ...SERVICES_PROPS,
  ...CONTROL_PLANE_SERVICES_PROPS,
  edge: struct(PLANE_EDGE, '{ controller: EdgeController.traefik() }'),
  database: DATABASE,
};

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
