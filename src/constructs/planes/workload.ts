// Tests: test/constructs/pods/pods.test.ts
import { ApiObject } from 'cdk8s';
import type { ConfigMap, Deployment, Service, ServiceAccount } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { toYaml } from '../../common/yaml/yaml';
import { DEFAULT_RESOURCES, DEFAULT_RUN_AS, WorkloadContract } from '../../contract/union/workloads';
import { LABELS } from '../../contract/upstream/kubernetes';
import { cdk8sPlus, leaveOut, put } from '../objects/api-objects';
import {
  ServiceResources, ServiceSecurity, containerSecurityContext, podSecurityContext, resourceRequirements,
} from '../pods/container-resources';
import { imageVersion } from '../pods/labels';
import { Health, probedPort, probesOf, ServiceProbes } from '../pods/probes';
import {
  addDisruptionBudget, OWN_NODE_WEIGHT, prefersOwnNode, Scheduling, schedulingOf,
} from '../pods/scheduling';
import { secretMounts } from '../secrets/secret-mount';
import { ConfigFiles } from '../settings/context';

export interface WorkloadProps {
  readonly contract: WorkloadContract;
  readonly namespace: string;
  readonly image: string;
  /** Content of the config files, by file name. */
  readonly configFiles: ConfigFiles;
  readonly serviceAccount?: ServiceAccount;
  readonly podAnnotations?: Record<string, string>;
  readonly replicas: number;
}

/** The volume of the config files. */
export const CONFIG_VOLUME = 'config-volume';

/**
 * One service of a plane: its ConfigMap, its Deployment with the mounted Secrets, and its Service.
 * `finishWorkload` adds security, resources and probes.
 */
export class Workload extends Construct {
  public readonly contract: WorkloadContract;
  public readonly replicas: number;
  public readonly configMap?: ConfigMap;
  public readonly deployment: Deployment;
  public readonly service?: Service;
  /** Whether its pods get a token for the Kubernetes API. */
  public readonly callsApi: boolean;

  private readonly namespace: string;
  private readonly image: string;

  public constructor(scope: Construct, id: string, props: WorkloadProps) {
    super(scope, id);
    this.contract = props.contract;
    this.replicas = props.replicas;
    this.namespace = props.namespace;
    this.image = props.image;
    this.callsApi = props.serviceAccount?.automountToken ?? false;
    this.configMap = this.addConfigMap(props.configFiles);
    this.deployment = this.addDeployment(props);
    this.service = this.addService();
  }

  /** The selector of its Deployment and Service: upstream's name, without a hash. */
  public get selector(): Record<string, string> {
    return { [LABELS.name]: this.contract.name };
  }

  private get labels(): Record<string, string> {
    const version = imageVersion(this.image);
    return version === undefined ? this.selector : { ...this.selector, [LABELS.version]: version };
  }

  private addConfigMap(configFiles: ConfigFiles): ConfigMap | undefined {
    const { contract, namespace } = this;
    if (contract.configMap === undefined) {
      return undefined;
    }
    const data = Object.fromEntries([...configFiles].map(([file, content]) => [file, toYaml(content)]));
    return new (cdk8sPlus().ConfigMap)(this, 'config', {
      metadata: { name: contract.configMap, namespace, labels: this.labels },
      data,
    });
  }

  private addDeployment({ serviceAccount, podAnnotations }: WorkloadProps): Deployment {
    const { Deployment: DeploymentClass, DeploymentStrategy, EnvValue, LabelSelector, Pod, Volume } =
      cdk8sPlus();
    const { contract, namespace, image, replicas } = this;
    const deployment = new DeploymentClass(this, 'deployment', {
      metadata: { name: contract.name, namespace, labels: this.labels },
      podMetadata: { labels: this.labels, annotations: podAnnotations },
      replicas,
      // The old pod stops before the new one starts.
      strategy: contract.runsOnce === undefined ? undefined : DeploymentStrategy.recreate(),
      select: false,
      serviceAccount,
      automountServiceAccountToken: this.callsApi,
    });
    deployment.select(LabelSelector.of({ labels: this.selector }));
    // cdk8s-plus selects the pods by it (`connections`, `scheduling`); its default is a hash of the
    // construct's path.
    deployment.podMetadata.addLabel(Pod.ADDRESS_LABEL, contract.name);
    const container = deployment.addContainer({
      name: contract.container,
      image,
      command: contract.command && [...contract.command],
      args: contract.args && [...contract.args],
      ports: contract.ports.map(({ name, containerPort }) => ({ name, number: containerPort })),
      resources: {},
    });
    if (this.configMap && contract.configDirectory !== undefined) {
      const config = Volume.fromConfigMap(this, 'config-volume', this.configMap, { name: CONFIG_VOLUME });
      container.mount(contract.configDirectory, config, { readOnly: true });
    }
    Object.entries(contract.environment ?? {})
      .forEach(([variable, value]) => container.env.addVariable(variable, EnvValue.fromValue(value)));
    // The root file system is read-only.
    container.mount('/tmp', Volume.fromEmptyDir(this, 'tmp-volume', 'tmp'));
    addInitContainers(deployment, contract, image);
    const containers = [...contract.inits ?? [], { name: contract.container }].map(({ name }) => name);
    secretMounts(contract).forEach((mount) => mount.addTo(deployment, ...containers));
    leaveOut(deployment, '/spec/minReadySeconds', '/spec/template/spec/hostNetwork');
    return deployment;
  }

  private addService(): Service | undefined {
    const { contract, namespace } = this;
    const ports = contract.ports.flatMap(({ name, containerPort, servicePort, targetPort = containerPort }) =>
      servicePort === undefined ? [] : [{ name, port: servicePort, targetPort }],
    );
    if (ports.length === 0) {
      return undefined;
    }
    const service = new (cdk8sPlus().Service)(this, 'service', {
      metadata: { name: contract.name, namespace, labels: this.labels },
      ports,
    });
    Object.entries(this.selector).forEach(([label, value]) => service.selectLabel(label, value));
    leaveOut(service, '/spec/externalIPs');
    return service;
  }
}

/**
 * Adds init containers with the image, configuration and writable directory of the workload. Its Secrets are
 * mounted later, together with the workload's own.
 */
function addInitContainers(
  deployment: Deployment, { inits = [] }: WorkloadContract, image: string,
): void {
  const [main] = deployment.containers;
  for (const { name, command, args } of inits) {
    const init = deployment.addInitContainer({
      name,
      image,
      command: command && [...command],
      args: args && [...args],
      resources: {},
    });
    main.mounts.forEach(({ path, volume, readOnly }) => init.mount(path, volume, { readOnly }));
  }
}

/** How the pods of one service run. */
export interface PodSettings {
  readonly resources?: ServiceResources;
  readonly probes?: ServiceProbes;
  readonly security?: ServiceSecurity;
  readonly scheduling?: Scheduling;
}

/**
 * Sets the security, resources and probes of a service's pods, in the one place that sees all containers,
 * also those added to the Deployment later.
 */
export function finishWorkload(
  workload: Workload, namespace: string, { resources, probes = {}, security = {}, scheduling }: PodSettings,
): void {
  const { deployment, contract, replicas, selector } = workload;
  const pod = '/spec/template/spec';
  const { user, group } = contract.runAs ?? DEFAULT_RUN_AS;
  const runAs = { user: security.user ?? user, group: security.group ?? group };
  // A patch of a cdk8s-plus object uses the types of its imports.
  const { Topology, k8s: { IntOrString, Quantity } } = cdk8sPlus();
  const requirements = resourceRequirements(contract.resources ?? DEFAULT_RESOURCES, resources, (quantity) =>
    Quantity.fromString(quantity));
  const context = containerSecurityContext(runAs, security.writableRootFilesystem);
  const eachContainer = (field: string, count: number) => Array.from({ length: count }, (_, i) => [
    put(`${pod}/${field}/${i}/securityContext`, context),
    put(`${pod}/${field}/${i}/resources`, requirements),
  ]).flat();
  const health = healthOf(workload);
  const asked = probedPort(health, probes);
  if (asked !== undefined && !contract.ports.some(({ containerPort }) => containerPort === asked)) {
    deployment.containers[0].addPort({ name: 'health', number: asked });
  }
  const setting = (path: string, fields: object) =>
    Object.entries(fields).map(([field, value]) => put(`${path}/${field}`, value));

  ApiObject.of(deployment).addJsonPatch(
    ...setting(`${pod}/securityContext`, { ...podSecurityContext(runAs), fsGroup: runAs.group }),
    ...eachContainer('containers', deployment.containers.length),
    ...eachContainer('initContainers', deployment.initContainers.length),
    // The first container is the service; others are sidecars.
    ...setting(`${pod}/containers/0`, probesOf(health, probes, (port) => IntOrString.fromNumber(port))),
    ...setting(pod, schedulingOf(selector, replicas, scheduling)),
  );
  if (prefersOwnNode(replicas, scheduling)) {
    deployment.scheduling.spread({ topology: Topology.HOSTNAME, weight: OWN_NODE_WEIGHT });
  }
  if (replicas > 1) {
    addDisruptionBudget(workload, contract.name, namespace, selector);
  }
}

/** An open port if the path is unknown. */
function healthOf({ contract: { health, ports } }: Workload): Health | undefined {
  return health
    ?? (ports.some(({ servicePort }) => servicePort !== undefined)
      ? { port: ports[0].containerPort }
      : undefined);
}
