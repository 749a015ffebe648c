import { oncePerName } from '../../../common/data/collections';
import { JsonObject } from '../../../common/data/json';
import { ReleaseContract } from '../release-contract';
import { CONTROL_PLANE_IMAGE, WorkloadContract } from '../workloads';
import { CLUSTERS } from './clusters';
import { DATA } from './data';
import { FLYTEADMIN_DESCRIPTION } from './flyteadmin';
import { DEFAULT_CONSOLE, PAGES, PEOPLE } from './people';
import { RUNS } from './runs';
import { ServiceDescription, unionService } from './service';

export { CACHE_SERVICE_NAME } from './data';
export { API_KEY_SERVICE } from './people';

/**
 * The services of the control plane chart except the scheduler, which has no route: flyteadmin, and the
 * others by name.
 *
 * Source: unionai/helm-charts at controlplane-2026.8.3 and a732c055, `charts/controlplane`: `services` in
 * values.yaml, and `helm template` of templates/deployment.yaml, templates/service.yaml,
 * templates/cacheservice, templates/console and flyte-core.
 */
export const SERVICES: readonly ServiceDescription[] = [
  FLYTEADMIN_DESCRIPTION,
  ...[...RUNS, ...DATA, ...PEOPLE, ...CLUSTERS, ...PAGES].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)),
];

/** Services that a plane has only on request. */
const FURTHER: readonly ServiceDescription[] = SERVICES.filter((each) => each !== FLYTEADMIN_DESCRIPTION);

function nameOf({ workload }: ServiceDescription): string {
  return workload.name;
}

/** Names of the services with a property. */
function namesOf(is: (service: ServiceDescription) => boolean | undefined): readonly string[] {
  return FURTHER.filter(is).map(nameOf);
}

/** The union services that the guide names. */
export const GUIDE_SERVICES: readonly string[] = ['executions', 'cluster', 'usage'];

/** The default services of a plane: those, and those for people. */
export const DEFAULT_SERVICES: readonly string[] = [...GUIDE_SERVICES, DEFAULT_CONSOLE];

export const NEEDS_SCYLLA: readonly string[] = namesOf(({ needsScylla }) => needsScylla);

/** Names of all services that can be configured from public sources. */
export const KNOWN_SERVICES: readonly string[] = namesOf(({ needsScylla, inChart }) =>
  !needsScylla && inChart !== 'never');

/**
 * Services that trust identity headers, besides flyteadmin: all except the consoles, and union-authz, which
 * has its own secrets for callers. Charts use these names as pod labels.
 */
export const TRUSTING_SERVICES: readonly string[] = namesOf(({ trustsHeaders }) => trustsHeaders);

/** The Services of the consoles. */
export const CONSOLES: readonly string[] = namesOf(({ isConsole }) => isConsole);

/** Services of open-source Flyte, where no edge guards them: flyteadmin checks callers itself. */
export const SERVICES_OF_FLYTE: readonly string[] = SERVICES.filter(({ isOfFlyte }) => isOfFlyte).map(nameOf);

/** A service of the chart by name; an unknown name runs a binary with that name. */
const described = oncePerName((name): ServiceDescription =>
  FURTHER.find((service) => nameOf(service) === name) ?? unionService(name));

export function workloadOf(name: string): WorkloadContract {
  return described(name).workload;
}

/** All services of the control plane of a release: flyteadmin, its scheduler, and the others. */
export function controlPlaneWorkloads({ controlPlane }: ReleaseContract): WorkloadContract[] {
  const { flyteadmin, scheduler } = controlPlane;
  return [flyteadmin, scheduler, ...[...KNOWN_SERVICES, ...NEEDS_SCYLLA].map(workloadOf)];
}

/** Whether it reads the shared configuration of union services, and mounts their Secret. */
export function isUnionService(name: string): boolean {
  return described(name).isUnionService === true;
}

/** The image of a service, without the registry. */
export function serviceImage(name: string): string {
  return described(name).image ?? CONTROL_PLANE_IMAGE;
}

/** A service's settings of its plane's organization. */
export function settingsOfOrganization(name: string, organization: string): JsonObject {
  return described(name).ofOrganization?.(organization) ?? {};
}

/**
 * The number of a Service's named port. Ingresses can refer to a port by name; the Gateway API requires its
 * number.
 *
 * Source: unionai/helm-charts, `charts/controlplane/templates/<service>/service.yaml`.
 */
export function servicePortNumber(service: string, port: string): number {
  const { workload, otherPorts = {} } = SERVICES.find((each) => nameOf(each) === service)
    ?? unionService(service);
  const number = Object.entries(otherPorts).find(([name]) => name === port)?.[1]
    ?? workload.ports.find(({ name }) => name === port)?.servicePort;
  if (number === undefined) {
    throw new Error(`The contract has no port ${port} of the Service ${service}.`);
  }
  return number;
}

/**
 * The ports of a Service in Union's charts by name; empty for an unknown Service.
 *
 * Source: unionai/helm-charts 2026.8, `charts/controlplane`: templates/service.yaml with the values of each
 * service; flyte-core 1.16.1, admin/service.yaml.
 */
export function chartPorts(service: string): Readonly<Record<string, number>> {
  const found = SERVICES.find((each) => nameOf(each) === service);
  return found === undefined ? {} : {
    ...Object.fromEntries(found.workload.ports.flatMap(({ name, servicePort }) =>
      servicePort === undefined ? [] : [[name, servicePort]])),
    ...found.otherPorts,
  };
}

/** Additional ports of Services in some releases. */
export const FURTHER_PORTS: Readonly<Record<string, number>> =
  { 'connect': 83, 'grpc-native': 8080, 'http-metrics': 10254 };
