// Tests: test/constructs/planes/plane.test.ts
import { PlaneConfig } from '../config/plane-config';
import { SeveralObjects } from '../objects/api-objects';
import { UNWRITTEN } from '../output/output-folder';
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
 * The authentication of one plane: the delivery of its client secrets, and the settings of its services as
 * override values for Union's Helm chart. `ControlPlane` and `DataPlane` contain one; with the chart it is
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

  /** The authentication config of the plane's services, for workloads and values of your own. */
  public get config(): PlaneConfig {
    return this.design.config;
  }

  /** Override values for the chart of the plane. */
  public get helmValues(): HelmValues {
    return this.design.helmValues;
  }

  /**
   * The Secrets and keys that the pods need with any delivery. With `SecretDelivery.provisioned()` you
   * provide them.
   */
  public get requiredSecrets(): RequiredSecret[] {
    return [...this.required];
  }

  /** The script that delivers the client secrets; only with `SecretDelivery.kubernetesSecrets()`. */
  public get secretScript(): TextFile | undefined {
    return this.script;
  }

  /**
   * The script that keeps the keys of every Secret that this plane shares with other tools. Run it before you
   * apply manifests of the plane to Secrets that were created with `kubectl apply`, which would remove their
   * keys, and before the first upgrade of a running Helm release with these values, as Helm and Argo CD would
   * remove the Secrets that the chart rendered before. It changes no value, and you can run it at any time.
   * Undefined if the plane shares no Secret.
   */
  public get takeOverScript(): TextFile | undefined {
    return takeOverScript(this.design.secretPlan);
  }

  /**
   * The Secret mounts of a service, to add to a workload that is not in the chart.
   *
   * @param service `flyteadmin`, `flytescheduler` or a union service in a control plane; the name of a
   * Deployment, such as `union-operator`, in a data plane
   * @throws when the plane has no such service.
   */
  public secretMounts(service: string): SecretMount[] {
    return secretMounts(this.design.config._workload(service, this), this.namespace);
  }

  /**
   * The values of the chart; undefined for a plane without one.
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
   * Labels the objects, also Secrets: for planes without a chart, as Helm sets its own labels on Secrets that
   * it renders or adopts.
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
