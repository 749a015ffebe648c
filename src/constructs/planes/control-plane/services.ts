import { filledIn, matching, noCredentials, portNumber, serviceName } from '../../../common/props/checks';
import { imageReference } from '../../../common/props/image';
import { Shape, flag, list, number, optional, struct, text } from '../../../common/props/prop-types';
import { AUTHORIZER, UNION_AUTHZ } from '../../../contract/union/authorizer';
import { ReleaseContract } from '../../../contract/union/release-contract';
import { DEFAULT_SERVICES, serviceImage, workloadOf } from '../../../contract/union/services';
import { WorkloadContract } from '../../../contract/union/workloads';
import { Authorization } from '../../authorization';
import { Images, _imageOf } from '../images';

/** A port of a service, and of the Service in front of it. */
export interface ServicePort {
  /** Name of the port: `http`, `grpc`. */
  readonly name: string;

  /** Number of the port on the Service, 1 to 65535. Routes lead to it. */
  readonly port: number;

  /**
   * Number of the port that the container listens on, 1 to 65535.
   *
   * @default - the number on the Service
   */
  readonly containerPort?: number;
}

/** A service of a control plane besides flyteadmin and its scheduler: one of Union's, or one of your own. */
export interface ControlPlaneService {
  /**
   * Name of the service, of its Deployment and its Service: of Union's that of its chart, such as
   * `executions` or `authorizer`. The error of an unknown name lists all that the release has.
   */
  readonly name: string;

  /**
   * Whether it is a service of your own: it needs `image` and `ports`, is told nothing of Union and gets no
   * credentials. It may take the place of one of Union's; then it gets its routes.
   *
   * @default false: one of Union's
   */
  readonly own?: boolean;

  /**
   * The whole image reference.
   *
   * @default - the image of the plane, or of the console
   */
  readonly image?: string;

  /**
   * Its ports. Only of a service of your own.
   *
   * @default - those of Union's chart
   */
  readonly ports?: ServicePort[];

  /**
   * Replaces the image's entrypoint. Only of a service of your own.
   *
   * @default - that of Union's chart; of your own, the image's
   */
  readonly command?: string[];

  /**
   * Arguments of the entrypoint. Only of a service of your own.
   *
   * @default - those of Union's chart; of your own, none
   */
  readonly args?: string[];
}

/**
 * Which services a control plane has.
 *
 * @internal
 */
export interface ControlPlaneServicesProps {
  /**
   * The services besides flyteadmin and its scheduler. The edge has routes to these and to no others. Where
   * Union's roles decide, `union-authz`, which keeps them, comes with `authorizer`.
   *
   * @default - executions, cluster, usage, and the console
   */
  readonly services?: ControlPlaneService[];

  /**
   * Names of Services in the plane's namespace that others provide, such as `actions` by Union's chart: the
   * edge has routes to these as well.
   *
   * @default - none
   */
  readonly servedElsewhere?: string[];
}

/** Source: Kubernetes, `IsValidPortName`. */
const portName = matching(
  /^(?=.*[a-z])[a-z0-9]([a-z0-9]|-(?!-)){0,13}[a-z0-9]$|^[a-z]$/,
  'is no name of a port; use at most 15 lower-case letters, digits and "-"',
);

const SERVICE = struct<ControlPlaneService>({
  name: text(filledIn, serviceName),
  own: optional(flag),
  image: optional(text(filledIn, noCredentials, imageReference)),
  ports: optional(list(struct<ServicePort>({
    name: text(portName),
    port: number(portNumber),
    containerPort: optional(number(portNumber)),
  }))),
  command: optional(list(text())),
  args: optional(list(text())),
});

export const CONTROL_PLANE_SERVICES_PROPS: Shape<ControlPlaneServicesProps> = {
  services: optional(list(SERVICE)),
  servedElsewhere: optional(list(text(filledIn, serviceName))),
};

/** Which services a plane has, and who may do what there. */
export type ServicesOfPlane = ControlPlaneServicesProps & { readonly authorization?: Authorization };

/** Those that are asked for, and what keeps Union's roles where the authorizer decides by them. */
export function servicesOf(
  { services = DEFAULT_SERVICES.map((name) => ({ name })), authorization }: ServicesOfPlane,
): readonly ControlPlaneService[] {
  const named = (name: string) => services.some((service) => service.name === name && !service.own);
  const keepsRoles = authorization?._mode === 'Union' && named(AUTHORIZER)
    && !services.some(({ name }) => name === UNION_AUTHZ.name);
  return keepsRoles ? [...services, { name: UNION_AUTHZ.name }] : services;
}

/** All services of a plane by name, flyteadmin first. */
export function serviceNames(
  { controlPlane: { flyteadmin, scheduler } }: ReleaseContract, props: ServicesOfPlane,
): string[] {
  return [flyteadmin.name, scheduler.name, ...servicesOf(props).map(({ name }) => name)];
}

/** What a service runs and offers. */
export function serviceContract(service: ControlPlaneService, readsConfig: boolean): WorkloadContract {
  const { name, own = false, ports = [], command, args } = service;
  const known = workloadOf(name);
  if (!own) {
    return known;
  }
  const { resources, runAs, runsOnce } = known;
  return {
    name,
    container: name,
    ...(readsConfig ? { configMap: name, configDirectory: '/etc/config' } : {}),
    command,
    args,
    ports: ports.map(({ name: portOf, port, containerPort = port }) => (
      { name: portOf, containerPort, servicePort: port }
    )),
    secretMounts: [],
    // One that takes the place of Union's runs as that does.
    resources,
    runAs,
    runsOnce,
  };
}

export function serviceImageOf(images: Images, { name, image }: ControlPlaneService): string {
  return image ?? _imageOf(images, serviceImage(name), name);
}
