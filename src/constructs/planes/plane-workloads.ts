// Tests: test/constructs/pods/pods.test.ts
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
  /** The container images of the services. */
  readonly images: Images;

  /**
   * Settings of single services, by service name (in a data plane the name of the Deployment): replicas,
   * image, resources, probes, security, configuration.
   *
   * @default - those of Union's charts, with probes and the restrictions of the Pod Security Standard
   * `restricted`
   */
  readonly settings?: { [service: string]: ServiceSettings };

  /**
   * The nodes on which the pods of all services and of the auth gate run.
   *
   * @default - any, with the pods of a service on different nodes if possible
   */
  readonly scheduling?: Scheduling;

  /**
   * Settings of the NetworkPolicies: who may connect to the pods, and where pods may connect.
   *
   * @default - the edge and the plane's own pods; DNS, HTTPS and the database
   */
  readonly networkPolicies?: NetworkPolicies;

  /**
   * Additional labels and annotations of all objects, including pods.
   *
   * @default - only the recommended labels of Kubernetes
   */
  readonly metadata?: ApiObjectMetadata;

  /** The object storage of the services, and their identity for it. */
  readonly storage: ObjectStorage;
}

/** Labels that selectors and policies use; the plane sets them itself. */
const OWN_LABELS: readonly string[] = [LABELS.name, LABELS.instance, LABELS.component, LABELS.partOf];

const label = labels((name) => (OWN_LABELS.includes(name)
  ? 'is a label that selectors and policies use, and the plane sets it; leave it out'
  : undefined));

const LABELS_AND_ANNOTATIONS = openStruct<Pick<ApiObjectMetadata, 'labels' | 'annotations'>>({
  labels: optional(label),
  annotations: optional(ANNOTATIONS),
});

/** Other metadata belongs to a single object. */
const metadata: PropType = (problems, prop, value) => {
  const isMetadata = LABELS_AND_ANNOTATIONS(problems, prop, value);
  for (const name of isMetadata ? Object.keys(value as object) : []) {
    if (name !== 'labels' && name !== 'annotations') {
      problems.addUnshown(`${prop}.${name}`, 'belongs to a single object; give only labels and annotations');
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

/** Settings of single services. */
export interface ServiceOptions extends ServicesProps {
  readonly secrets: SecretDelivery;
  /** The Secrets of the plane. */
  readonly secretPlan: SecretPlan;
}

/** Config files are read in the order of their names; the last one wins. */
const EXTRA_CONFIG_FILE = 'zz-extra.yaml';

/** The services of one plane, by name. */
export class PlaneWorkloads {
  private readonly byName = new Map<string, Workload>();
  /** The config file that each service reads last. */
  private readonly extra = new Map<string, JsonObject>();

  /** The options were checked by `checkServices`. */
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
      podAnnotations: secrets._rotation?._podAnnotations(mounted, referencesOf(secretPlan)) ?? {},
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

  /** Called once all containers exist. */
  public finish(namespace: string): void {
    const { settings, scheduling } = this.options;
    for (const [name, workload] of this.byName) {
      finishWorkload(workload, namespace, { ...settingsOf(settings, name), scheduling });
    }
  }

  public get all(): Workload[] {
    return [...this.byName.values()];
  }

  /** Adds to the config file that a service reads last. */
  public addConfig(service: string, config: JsonObject, options: MergeOptions): void {
    const subject = `${this.subject}.addConfig`;
    const shape = { service: text(serviceIn(this.names)), config: jsonMap };
    demand(subject, { service, config }, shape, (problems) => {
      if (this.byName.get(service)?.configMap === undefined) {
        problems.add('service', service, 'reads no config file; give a service of your own one in settings');
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

/** Checks the settings of single services against the existing services. */
export function checkServices(
  problems: Problems,
  contracts: readonly WorkloadContract[],
  props: ServicesProps & Pick<ServiceOptions, 'secrets'>,
): void {
  const names = contracts.map(({ name }) => name);
  problems.eachOnce(names, () => 'services',
    'is given twice, or always exists; list each additional service once');
  checkStorageSecrets(problems, props.storage, props.secrets);
  for (const [service, { replicas = 1 }] of Object.entries(props.settings ?? {})) {
    problems.check(`settings.${service}`, service, serviceIn(names));
    const why = contracts.find(({ name }) => name === service)?.runsOnce;
    if (why !== undefined && replicas > 1) {
      problems.add(`settings.${service}.replicas`, replicas, `runs once: it ${why}; leave it out`);
    }
  }
}

/** Two, so that one can stop: for a drained node, or an update. */
function defaultReplicas({ runsOnce }: WorkloadContract): number {
  return runsOnce === undefined ? 2 : 1;
}

function serviceIn(names: readonly string[]): Check {
  return among(names, `is not a service of this plane; it has ${names.join(', ')}`);
}
