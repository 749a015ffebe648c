import type { ServicePort } from 'cdk8s-plus-28';
import { filledIn, matching, noCredentials, portNumber, serviceName } from '../../../common/props/checks';
import { imageReference } from '../../../common/props/clouds';
import { Shape, list, map, number, optional, struct, text } from '../../../common/props/prop-types';
import { AUTHORIZER, UNION_AUTHZ } from '../../../contract/union/authorizer';
import { ReleaseContract } from '../../../contract/union/release-contract';
import { DEFAULT_SERVICES, serviceImage, workloadOf } from '../../../contract/union/services';
import { WorkloadContract } from '../../../contract/union/workloads';
import { Authorization } from '../../authorization';
import { Images, _imageOf } from '../images';
import { SettingsByService, settingsOf } from '../per-service';

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
const portName = matching(
  /^(?=.*[a-z])[a-z0-9]([a-z0-9]|-(?!-)){0,13}[a-z0-9]$|^[a-z]$/,
  'is not a port name; use at most 15 lower-case letters, digits and "-"',
);

const OWN_SERVICE = struct<OwnService>({
  image: optional(text(filledIn, noCredentials, imageReference)),
  ports: list(struct<Pick<ServicePort, 'name' | 'port' | 'targetPort'>>({
    name: text(portName),
    port: number(portNumber),
    targetPort: optional(number(portNumber)),
  })),
  command: optional(list(text())),
  args: optional(list(text())),
});

export const CONTROL_PLANE_SERVICES_PROPS: Shape<ControlPlaneServicesProps> = {
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
