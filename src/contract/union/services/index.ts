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
 * The services of the control plane chart, the scheduler aside, which no route leads to: flyteadmin, and the
 * others by name.
 *
 * Source: unionai/helm-charts at controlplane-2026.8.3 and a732c055, `charts/controlplane`: `services` in
 * values.yaml, and what `helm template` makes of templates/deployment.yaml, templates/service.yaml,
 * templates/cacheservice, templates/console and flyte-core.
 */
export const SERVICES: readonly ServiceDescription[] = [
  FLYTEADMIN_DESCRIPTION,
  ...[...RUNS, ...DATA, ...PEOPLE, ...CLUSTERS, ...PAGES].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)),
];

/** All that a plane has only where someone asks for them. */
const FURTHER: readonly ServiceDescription[] = SERVICES.filter((each) => each !== FLYTEADMIN_DESCRIPTION);

function nameOf({ workload }: ServiceDescription): string {
  return workload.name;
}

/** Names of the services of which something is so. */
function namesOf(is: (service: ServiceDescription) => boolean | undefined): readonly string[] {
  return FURTHER.filter(is).map(nameOf);
}

/** The union services that the guide names. */
export const GUIDE_SERVICES: readonly string[] = ['executions', 'cluster', 'usage'];

/** What a plane has where no one says otherwise: those, and what people look at. */
export const DEFAULT_SERVICES: readonly string[] = [...GUIDE_SERVICES, DEFAULT_CONSOLE];

export const NEEDS_SCYLLA: readonly string[] = namesOf(({ needsScylla }) => needsScylla);

/** Names of all that can be set up from what is public. */
export const KNOWN_SERVICES: readonly string[] = namesOf(({ needsScylla, inChart }) =>
  !needsScylla && inChart !== 'never');

/**
 * Those that take callers for whom the identity headers say, flyteadmin aside: all but the pages of the
 * consoles, and the keeper of roles, which has secrets of its own for its callers. Charts label their pods
 * with these names.
 */
export const TRUSTING_SERVICES: readonly string[] = namesOf(({ trustsHeaders }) => trustsHeaders);

/** The Services of the pages that people open. */
export const CONSOLES: readonly string[] = namesOf(({ isConsole }) => isConsole);

/** Services that open-source Flyte has, too, where no edge guards them: flyteadmin checks callers itself. */
export const SERVICES_OF_FLYTE: readonly string[] = SERVICES.filter(({ isOfFlyte }) => isOfFlyte).map(nameOf);

/** A service of the chart by its name; any name that is not known runs a binary of that name. */
function described(name: string): ServiceDescription {
  return FURTHER.find((service) => nameOf(service) === name) ?? unionService(name);
}

export function workloadOf(name: string): WorkloadContract {
  return described(name).workload;
}

/** All services of the control plane of a release: flyteadmin, its scheduler, and the others. */
export function controlPlaneWorkloads({ controlPlane }: ReleaseContract): WorkloadContract[] {
  const { flyteadmin, scheduler } = controlPlane;
  return [flyteadmin, scheduler, ...[...KNOWN_SERVICES, ...NEEDS_SCYLLA].map(workloadOf)];
}

/** Whether it reads the configuration that union services share, and mounts their Secret. */
export function isUnionService(name: string): boolean {
  return described(name).isUnionService === true;
}

/** The image that a service runs, after the registry. */
export function serviceImage(name: string): string {
  return described(name).image ?? CONTROL_PLANE_IMAGE;
}

/** What a service is told of the organization of its plane. */
export function settingsOfOrganization(name: string, organization: string): JsonObject {
  return described(name).ofOrganization?.(organization) ?? {};
}

/**
 * The number of a Service's named port. Ingresses may name a port; the Gateway API wants its number.
 *
 * Source: unionai/helm-charts, `charts/controlplane/templates/<service>/service.yaml`.
 */
export function servicePortNumber(service: string, port: string): number {
  const { workload, otherPorts = {} } = SERVICES.find((each) => nameOf(each) === service)
    ?? unionService(service);
  const number = Object.entries(otherPorts).find(([name]) => name === port)?.[1]
    ?? workload.ports.find(({ name }) => name === port)?.servicePort;
  if (number === undefined) {
    throw new Error(`The contract knows no port ${port} of the Service ${service}.`);
  }
  return number;
}

/**
 * The ports that a Service has in Union's charts, by their names; none where no one knows it.
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

/** Ports that some releases give to Services of the chart besides. */
export const FURTHER_PORTS: Readonly<Record<string, number>> =
  { 'connect': 83, 'grpc-native': 8080, 'http-metrics': 10254 };
