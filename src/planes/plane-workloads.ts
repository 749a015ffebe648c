import type { Deployment } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Shape, jsonMap, map, optional } from '../_internal/kinds';
import { Problems } from '../_internal/problems';
import { runsOnce } from '../contract/union/runs-once';
import { RemoteSecret, SecretDelivery } from '../secrets';
import { finishWorkload } from './finish-workload';
import { IMAGE_PROPS, ImageProps } from './images';
import { PodsProps, PODS_PROPS } from './pods-props';
import { rotationAnnotations } from './rotation';
import { Workload, WorkloadProps } from './workload';

/** The services of a plane in plain YAML. */
export interface ServicesProps extends ImageProps, PodsProps {
  /**
   * Further configuration of a service, by the service's name (of a data plane: the name of its Deployment): databases,
   * storage, plugins. It is read last and wins.
   *
   * @default - none
   */
  readonly extraConfig?: { [service: string]: { [key: string]: unknown } };
}

export const SERVICES_PROPS: Shape<ServicesProps> = { ...IMAGE_PROPS, ...PODS_PROPS, extraConfig: optional(map(jsonMap)) };

/** What decides about single services. */
export interface ServiceOptions extends ServicesProps {
  readonly secrets: SecretDelivery;
  /** Where a data plane's own client secret lies. */
  readonly clientSecret?: RemoteSecret;
}

/** Config files are read in the order of their names; the last wins. */
const EXTRA_CONFIG_FILE = 'zz-extra.yaml';

/** The services of one plane, by name. */
export class PlaneWorkloads {
  private readonly byName = new Map<string, Workload>();

  /** The options are checked by `checkServices`. */
  public constructor(private readonly subject: string, private readonly names: readonly string[], private readonly options: ServiceOptions) {}

  public add(scope: Construct, props: Omit<WorkloadProps, 'replicas'>): Workload {
    const { name } = props.contract;
    const extra = this.options.extraConfig?.[name];
    const configFiles = extra ? new Map([...props.configFiles, [EXTRA_CONFIG_FILE, extra]]) : props.configFiles;
    const podAnnotations = rotationAnnotations(props.contract, this.options.secrets, this.options.clientSecret && [this.options.clientSecret]);
    const replicas = this.options.replicas?.[name] ?? defaultReplicas(name);
    const workload = new Workload(scope, name, { ...props, configFiles, podAnnotations, replicas });
    this.byName.set(name, workload);
    return workload;
  }

  /** Once every container is there. */
  public finish(namespace: string): void {
    const { resources = {}, probes = {}, scheduling } = this.options;
    for (const [name, workload] of this.byName) {
      finishWorkload(workload, namespace, { resources: resources[name], probes: probes[name], scheduling });
    }
  }

  public get all(): Workload[] {
    return [...this.byName.values()];
  }

  public deployment(service: string): Deployment {
    new Problems(this.subject).check('service', service, (name) => (this.names.includes(name) ? undefined : unknownService(this.names))).throwIfAny();
    return this.byName.get(service)!.deployment;
  }
}

/** Checks what is said of single services, against the names of all. */
export function checkServices(problems: Problems, names: readonly string[], props: ServicesProps): void {
  names.forEach((name, i) => {
    problems.check('services', name, (value) => (names.indexOf(value) < i ? 'is named twice, or is always there; name each further service once' : undefined));
  });
  for (const prop of ['extraConfig', 'images', 'replicas', 'resources', 'probes'] as const) {
    for (const service of Object.keys(props[prop] ?? {})) {
      problems.check(`${prop}.${service}`, service, (name) => (names.includes(name) ? undefined : unknownService(names)));
    }
  }
  for (const [service, count] of Object.entries(props.replicas ?? {})) {
    const why = runsOnce(service);
    if (why !== undefined && count > 1) {
      problems.add(`replicas.${service}`, count, `runs once: it ${why}; leave it out`);
    }
  }
}

/** Two, so that one may go: a node, or the one that a new version replaces. */
function defaultReplicas(service: string): number {
  return runsOnce(service) === undefined ? 2 : 1;
}

function unknownService(names: readonly string[]): string {
  return `is no service of this plane; it has ${names.join(', ')}`;
}
