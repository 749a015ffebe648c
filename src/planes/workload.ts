import type { ConfigMap, Deployment, Service, ServiceAccount } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { cdk8sPlus } from '../_internal/cdk8s-plus';
import { JsonObject } from '../_internal/json';
import { toYaml } from '../_internal/yaml';
import { WorkloadContract } from '../contract/union/workloads';
import { leaveOut } from './leave-out';
import { secretMounts } from './secret-mounts';

export interface WorkloadProps {
  readonly contract: WorkloadContract;
  readonly namespace: string;
  readonly image: string;
  /** Content of the config files, by file name. */
  readonly configFiles: ReadonlyMap<string, JsonObject>;
  readonly serviceAccount?: ServiceAccount;
  readonly podAnnotations?: Record<string, string>;
}

/** The user that Union's images run as (flyte-core: admin/deployment.yaml). */
const RUN_AS = { user: 1001, group: 65534 };

/** One service of a plane: its ConfigMap, its Deployment with the Secrets mounted, and its Service. */
export class Workload extends Construct {
  public readonly configMap: ConfigMap;
  public readonly deployment: Deployment;
  public readonly service?: Service;

  public constructor(scope: Construct, id: string, private readonly props: WorkloadProps) {
    super(scope, id);
    this.configMap = this.addConfigMap();
    this.deployment = this.addDeployment();
    this.service = this.addService();
  }

  private get labels(): Record<string, string> {
    return { 'app.kubernetes.io/name': this.props.contract.name };
  }

  private addConfigMap(): ConfigMap {
    const { contract, namespace, configFiles } = this.props;
    const data = Object.fromEntries([...configFiles].map(([file, content]) => [file, toYaml(content)]));
    return new (cdk8sPlus().ConfigMap)(this, 'config', { metadata: { name: contract.configMap, namespace, labels: this.labels }, data });
  }

  private addDeployment(): Deployment {
    const { Deployment: DeploymentClass, LabelSelector, Probe, Volume } = cdk8sPlus();
    const { contract, namespace, image, serviceAccount } = this.props;
    const deployment = new DeploymentClass(this, 'deployment', {
      metadata: { name: contract.name, namespace, labels: this.labels },
      podMetadata: { labels: this.labels, annotations: this.props.podAnnotations },
      replicas: 1,
      // Upstream's selector: no hash of ours in it.
      select: false,
      serviceAccount,
      automountServiceAccountToken: serviceAccount !== undefined,
      securityContext: { user: RUN_AS.user, group: RUN_AS.group, fsGroup: RUN_AS.group },
    });
    deployment.select(LabelSelector.of({ labels: this.labels }));
    const { health } = contract;
    const container = deployment.addContainer({
      name: contract.container,
      image,
      command: contract.command && [...contract.command],
      args: contract.args && [...contract.args],
      ports: contract.ports.map(({ name, containerPort }) => ({ name, number: containerPort })),
      securityContext: { user: RUN_AS.user, group: RUN_AS.group },
      liveness: health && Probe.fromHttpGet(health.path, { port: health.port }),
      readiness: health && Probe.fromHttpGet(health.path, { port: health.port }),
      resources: {},
    });
    container.mount(contract.configDirectory, Volume.fromConfigMap(this, 'config-volume', this.configMap, { name: 'config-volume' }), { readOnly: true });
    // The root file system is read-only.
    container.mount('/tmp', Volume.fromEmptyDir(this, 'tmp-volume', 'tmp'));
    for (const mount of secretMounts(contract)) {
      mount.addTo(deployment);
    }
    leaveOut(deployment, '/spec/minReadySeconds', '/spec/template/spec/hostNetwork');
    return deployment;
  }

  private addService(): Service | undefined {
    const { contract, namespace } = this.props;
    const ports = contract.ports.flatMap(({ name, containerPort, servicePort }) =>
      servicePort === undefined ? [] : [{ name, port: servicePort, targetPort: containerPort }],
    );
    if (ports.length === 0) {
      return undefined;
    }
    const service = new (cdk8sPlus().Service)(this, 'service', { metadata: { name: contract.name, namespace, labels: this.labels }, ports });
    service.selectLabel('app.kubernetes.io/name', contract.name);
    leaveOut(service, '/spec/externalIPs');
    return service;
  }
}
