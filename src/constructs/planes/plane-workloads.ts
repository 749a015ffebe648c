import { ApiObject, ApiObjectMetadata } from 'cdk8s';
import type { Deployment } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { JsonObject } from '../../common/data/json';
import { Check, among } from '../../common/props/checks';
import { Problems } from '../../common/props/problems';
import {
  PropType, Shape, demand, instanceOf, jsonMap, openStruct, optional, struct, text,
} from '../../common/props/prop-types';
import { toYaml } from '../../common/yaml/yaml';
import { WorkloadContract } from '../../contract/union/workloads';
import { LABELS } from '../../contract/upstream/kubernetes';
import { ANNOTATIONS, labels, put } from '../objects/api-objects';
import { MERGE_OPTIONS, MergeOptions, mergeEdits, withEdits } from '../output/merge-over';
import { SCHEDULING, Scheduling } from '../pods/scheduling';
import { SecretDelivery } from '../secrets/secret-delivery';
import { referencesOf, SecretPlan } from '../secrets/secret-target';
import { withFiles } from '../settings/context';
import { NETWORK_POLICIES, NetworkPolicies } from './network-policies';
import { ObjectStorage } from './object-storage';
import {
  _pullImagesWith, IMAGES, Images, ServiceSettings, SETTINGS_BY_SERVICE, settingsOf,
} from './per-service';
import {
  checkStorageSecrets, giveStorageAccess, mountedStorageSecrets, storageAccount,
} from './storage-access';
import { finishWorkload, Workload, WorkloadProps } from './workload';

/**
 * The services of a plane in plain YAML.
 *
 * @internal
 */
export interface ServicesProps {
  /** Where the container images come from. */
  readonly images: Images;

  /**
   * What single services have of their own, by the service's name (of a data plane: the name of its
   * Deployment): pods, image, resources, probes, security, configuration.
   *
   * @default - as Union's charts run them, with probes, and as the Pod Security Standard `restricted`
   * requires
   */
  readonly settings?: { [service: string]: ServiceSettings };

  /**
   * On which nodes the pods run: those of every service, and those of the auth gate.
   *
   * @default - any, the pods of a service on different ones where that can be had
   */
  readonly scheduling?: Scheduling;

  /**
   * Who may talk to the pods, and to whom they may talk.
   *
   * @default - the edge and the plane's own pods; DNS, HTTPS and the database
   */
  readonly networkPolicies?: NetworkPolicies;

  /**
   * Further labels and annotations of every object, pods included.
   *
   * @default - none but the recommended labels of Kubernetes
   */
  readonly metadata?: ApiObjectMetadata;

  /** Where services keep what is too large for a database. And as whom they read and write it. */
  readonly storage: ObjectStorage;
}

/** What selectors and policies go by; the plane sets them itself. */
const OWN_LABELS: readonly string[] = [LABELS.name, LABELS.instance, LABELS.component, LABELS.partOf];

const label = labels((name) => (OWN_LABELS.includes(name)
  ? 'is what selectors and policies go by, and the plane sets it; leave it out'
  : undefined));

const LABELS_AND_ANNOTATIONS = openStruct<Pick<ApiObjectMetadata, 'labels' | 'annotations'>>({
  labels: optional(label),
  annotations: optional(ANNOTATIONS),
});

/** What else an object has by itself is none for all of them. */
const metadata: PropType = (problems, prop, value) => {
  const isMetadata = LABELS_AND_ANNOTATIONS(problems, prop, value);
  for (const name of isMetadata ? Object.keys(value as object) : []) {
    if (name !== 'labels' && name !== 'annotations') {
      problems.addUnshown(`${prop}.${name}`, 'is each object\'s own; give labels and annotations alone');
    }
  }
  return isMetadata;
};

export const SERVICES_PROPS: Shape<ServicesProps> = {
  images: struct(IMAGES, '{ registry: "registry.example.com/union", tag: "2026.8.3" }'),
  settings: optional(SETTINGS_BY_SERVICE),
  scheduling: optional(SCHEDULING),
  networkPolicies: optional(NETWORK_POLICIES),
  metadata: optional(metadata),
  storage: instanceOf(ObjectStorage),
};

/** What decides about single services. */
export interface ServiceOptions extends ServicesProps {
  readonly secrets: SecretDelivery;
  /** The Secrets of the plane. */
  readonly secretPlan: SecretPlan;
}

/** Config files are read in the order of their names; the last wins. */
const EXTRA_CONFIG_FILE = 'zz-extra.yaml';

/** The services of one plane, by name. */
export class PlaneWorkloads {
  private readonly byName = new Map<string, Workload>();
  /** What each service reads last. */
  private readonly extra = new Map<string, JsonObject>();

  /** The options are checked by `checkServices`. */
  public constructor(
    private readonly subject: string,
    private readonly names: readonly string[],
    private readonly options: ServiceOptions,
  ) {}

  public add(scope: Construct, props: Omit<WorkloadProps, 'replicas'>): Workload {
    const { contract, serviceAccount } = props;
    const { name } = contract;
    const { storage, secrets, secretPlan, images, settings } = this.options;
    const { config: extra, replicas = defaultReplicas(contract) } = settingsOf(settings, name);
    const mounted = [
      ...contract.secretMounts.map(({ secret }) => secret),
      ...(contract.storage ? mountedStorageSecrets(storage) : []),
    ];
    const workload = new Workload(scope, name, {
      ...props,
      configFiles: withFiles(
        props.configFiles,
        storage._config(contract),
        extra ? new Map([[EXTRA_CONFIG_FILE, extra]]) : new Map(),
      ),
      // Departs from the guide: DEVIATIONS.rotation.
      podAnnotations: secrets._podAnnotations(mounted, referencesOf(secretPlan)),
      serviceAccount: contract.storage
        ? storageAccount(scope, { name, namespace: props.namespace }, storage, serviceAccount)
        : serviceAccount,
      replicas,
    });
    if (contract.storage) {
      giveStorageAccess(workload.deployment, storage, contract);
    }
    _pullImagesWith(workload.deployment, images.pullSecrets);
    this.byName.set(name, workload);
    this.extra.set(name, extra as JsonObject ?? {});
    return workload;
  }

  /** Once every container is there. */
  public finish(namespace: string): void {
    const { settings, scheduling } = this.options;
    for (const [name, workload] of this.byName) {
      finishWorkload(workload, namespace, { ...settingsOf(settings, name), scheduling });
    }
  }

  public get all(): Workload[] {
    return [...this.byName.values()];
  }

  /** Adds to what a service reads last. */
  public addConfig(service: string, config: JsonObject, options: MergeOptions): void {
    const subject = `${this.subject}.addConfig`;
    const shape = { service: text(serviceIn(this.names)), config: jsonMap };
    demand(subject, { service, config }, shape, (problems) => {
      if (this.byName.get(service)?.configMap === undefined) {
        problems.add('service', service, 'reads no config file; give an own service one by settings');
      }
    });
    demand(subject, options, MERGE_OPTIONS);
    const there = this.extra.get(service) ?? {};
    const merged = withEdits(there, mergeEdits(there, config, options, subject));
    this.extra.set(service, merged);
    ApiObject.of(this.byName.get(service)!.configMap!)
      .addJsonPatch(put(`/data/${EXTRA_CONFIG_FILE}`, toYaml(merged)));
  }

  public deployment(service: string): Deployment {
    new Problems(this.subject).check('service', service, serviceIn(this.names)).throwIfAny();
    return this.byName.get(service)!.deployment;
  }
}

/** Checks what is said of single services, against all that there are. */
export function checkServices(
  problems: Problems,
  contracts: readonly WorkloadContract[],
  props: ServicesProps & Pick<ServiceOptions, 'secrets'>,
): void {
  const names = contracts.map(({ name }) => name);
  problems.eachOnce(names, () => 'services',
    'is named twice, or is always there; name each further service once');
  checkStorageSecrets(problems, props.storage, props.secrets);
  for (const [service, { replicas = 1 }] of Object.entries(props.settings ?? {})) {
    problems.check(`settings.${service}`, service, serviceIn(names));
    const why = contracts.find(({ name }) => name === service)?.runsOnce;
    if (why !== undefined && replicas > 1) {
      problems.add(`settings.${service}.replicas`, replicas, `runs once: it ${why}; leave it out`);
    }
  }
}

/** Two, so that one may go: a node, or the one that a new version replaces. */
function defaultReplicas({ runsOnce }: WorkloadContract): number {
  return runsOnce === undefined ? 2 : 1;
}

function serviceIn(names: readonly string[]): Check {
  return among(names, `is not a service of this plane; it has ${names.join(', ')}`);
}
