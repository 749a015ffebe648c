import { PlaneConfig } from '../config/plane-config';
import { SeveralObjects } from '../objects/api-objects';
import { mustHaveOwnFiles, UNWRITTEN } from '../output/output-folder';
import { TextFile } from '../output/text-file';
import { labelObjects, PlaneComponent, SECRETS_NAME } from '../pods/labels';
import { SecretDelivery } from '../secrets/secret-delivery';
import { SecretMount, secretMounts } from '../secrets/secret-mount';
import { _requiredSecrets, RequiredSecret } from '../secrets/secret-target';
import { mustLiveBesideStore } from '../settings/chart-namespace';
import { warnOfAssumedRelease } from '../settings/context';
import { HelmValues, IChartPlane } from '../values/helm-values';
import { takeOverScript } from './plane-design';
import type { PlaneDesign } from './plane-design';

/**
 * The authentication of one plane: what delivers its client secrets, and what its services are told, as
 * override values for Union's Helm chart. `ControlPlane` and `DataPlane` contain one; beside the chart it is
 * used alone.
 *
 * @internal
 */
export abstract class PlaneAuth extends SeveralObjects implements IChartPlane {
  private design!: PlaneDesign;
  private required!: RequiredSecret[];
  private script?: TextFile;

  /** Namespace of the plane. */
  public get namespace(): string {
    return this.design.context.namespace;
  }

  /** What the services of the plane read about authentication, for workloads and values of your own. */
  public get config(): PlaneConfig {
    return this.design.config;
  }

  /** Override values for the chart of the plane. */
  public get helmValues(): HelmValues {
    return this.design.helmValues;
  }

  /**
   * The Secrets and keys that the pods need, however they are delivered: with
   * `SecretDelivery.provisioned()`, what to provide.
   */
  public get requiredSecrets(): RequiredSecret[] {
    return [...this.required];
  }

  /** The script that delivers the client secrets; only with `SecretDelivery.kubernetesSecrets()`. */
  public get secretScript(): TextFile | undefined {
    return this.script;
  }

  /**
   * The script that keeps the keys of every Secret that this plane shares with others. Run it before
   * manifests of the plane are applied to Secrets that were made with `kubectl apply`, which would
   * remove their keys, and before the first upgrade of a running release with these values: Helm and Argo CD
   * would remove the Secrets that the chart rendered and now leaves to others. It changes no value and may be
   * run at any time. None where the plane shares no Secret.
   */
  public get takeOverScript(): TextFile | undefined {
    return takeOverScript(this.design.secretPlan);
  }

  /**
   * The Secret mounts of a service, to add to a workload that the chart does not know.
   *
   * @param service of a control plane `flyteadmin`, `flytescheduler` or the name of any union service; of a
   * data plane the name of a Deployment, such as `union-operator`
   * @throws when the plane has no such service.
   */
  public secretMounts(service: string): SecretMount[] {
    return secretMounts(this.design.config._workload(service, this), this.namespace);
  }

  /**
   * The values with which a chart is installed; none where the plane goes without.
   *
   * @internal
   */
  public get _chartValues(): HelmValues | undefined {
    return this.helmValues;
  }

  /** @internal */
  public get _design(): PlaneDesign {
    return this.design;
  }

  /**
   * Labels the objects, Secrets too: where no chart renders or adopts them, and Helm has no labels of its own
   * on them.
   *
   * @internal
   */
  public _labelAll(component: PlaneComponent): void {
    this.label(component, []);
  }

  /** @internal */
  protected _emit(design: PlaneDesign, secrets: SecretDelivery, component: PlaneComponent): void {
    this.design = design;
    this.required = _requiredSecrets(design.secretPlan);
    this.script = secrets._deliver(this, design.secretPlan)?._expectedOf(this, UNWRITTEN.script);
    if (this._chartValues !== undefined) {
      design.helmValues._expectedOf(this, UNWRITTEN.values);
    }
    warnOfAssumedRelease(this, design.context.chartVersion);
    mustHaveOwnFiles(this);
    if (secrets._store?.kind === 'SecretStore') {
      mustLiveBesideStore(this, design.context.namespace, secrets._store.name);
    }
    this.label(component, ['Secret']);
  }

  private label(component: PlaneComponent, leftOut: readonly string[]): void {
    labelObjects(
      this,
      {
        name: SECRETS_NAME,
        instance: this.namespace,
        component,
        version: `${this.design.context.chartVersion}`,
      },
      { leftOut },
    );
  }
}
