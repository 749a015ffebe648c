import type { Deployment, ServiceAccount } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { JsonObject } from '../../_internal/json';
import { UNION_SERVICES, unionService } from '../../contract/union/control-plane-workloads';
import { CONTROL_PLANE_IMAGE } from '../../contract/union/images';
import { CONTROL_PLANE_NAMESPACE } from '../../contract/union/namespaces';
import { ChartRelease } from '../../contract/union/releases/chart-release';
import { WorkloadContract } from '../../contract/union/workloads';
import { ControlPlaneEdge, EdgeOptions } from '../../edge';
import { UnionAuth } from '../../identity';
import { TextFile } from '../../output';
import { RequiredSecret, SecretDelivery } from '../../secrets';
import { controlPlaneSecrets } from '../../secrets/control-plane-secrets';
import { _requiredSecrets } from '../../secrets/required-secret';
import { controlPlaneBlocks } from '../../settings/control-plane';
import { toConfigFiles } from '../../settings/render';
import { adminConnection, unionServiceConnections, withConnections } from '../connections';
import { DataPlaneClient, _checkDataPlaneClients, _warnOfSharedClients } from '../data-plane-client';
import { ImageProps, _imageOf } from '../images';
import { FurtherChecks, PlaneContext, planeContext } from '../plane-context';
import { PlaneWorkloads } from '../plane-workloads';
import { Workload } from '../workload';
import { addGenerateSecrets, flyteadminServiceAccount } from './generate-secrets';
import { checkServiceSubject } from './service-subject';

/** A control plane in plain YAML. */
export interface ControlPlaneProps extends ImageProps, EdgeOptions {
  /** The identity, shared with the data planes. */
  readonly auth: UnionAuth;

  /** How client secrets come into the cluster. */
  readonly secrets: SecretDelivery;

  /**
   * Namespace of the control plane.
   *
   * @default "union-cp"
   */
  readonly namespace?: string;

  /**
   * Release of the charts whose layout is followed.
   *
   * @default - the current one; under `AuthProfile.GUIDE` the one that the guide describes
   */
  readonly chartRelease?: ChartRelease;

  /**
   * Subject (`sub`) of the service application's tokens. Services trust the identity headers of whoever presents it.
   * Providers that do not write the client ID there (Entra ID: the object ID of the service principal) need it.
   *
   * Source: controlplane `values.yaml`, `configMap.union.connection.trustedIdentityClaims`.
   *
   * @default - the service application's client ID
   */
  readonly serviceSubject?: string;

  /**
   * Union services besides flyteadmin and flyte-scheduler, by name.
   *
   * @default ["executions", "cluster", "usage"]
   */
  readonly services?: string[];

  /**
   * The data planes that have a service client of their own. The control plane trusts these clients, and manifests say so.
   * Each must be registered with the identity provider: `ClientRegistration.service`.
   *
   * @default - none: every data plane uses the service application of the control plane
   */
  readonly dataPlanes?: DataPlaneClient[];

  /**
   * Further configuration of a service, by the service's name: databases, storage. It is read last and wins.
   *
   * @default - none
   */
  readonly extraConfig?: { [service: string]: { [key: string]: unknown } };
}

/**
 * A whole control plane with authentication, without Union's charts: Deployments, Services, ConfigMaps, the edge, and what
 * delivers the secrets.
 */
export class ControlPlane extends Construct {
  /** Namespace of the control plane. */
  public readonly namespace: string;

  /** The Secrets and keys that the pods need, whoever delivers them: with `SecretDelivery.provisioned()`, what to provide. */
  public readonly requiredSecrets: RequiredSecret[];

  /** The script that delivers the client secrets; only with `SecretDelivery.kubernetesSecrets()`. */
  public readonly secretScript?: TextFile;

  private readonly workloads: PlaneWorkloads;

  /**
   * @throws when the namespace, a data plane or an image is invalid, a service is named twice, extra configuration is for a service that
   * is not there, or profile and chart release do not go together.
   */
  public constructor(scope: Construct, id: string, props: ControlPlaneProps) {
    super(scope, id);
    const clients = props.dataPlanes ?? [];
    const furtherChecks: FurtherChecks = (problems, release, chosen) => {
      checkServiceSubject(problems, props.auth, props.serviceSubject, release.controlPlane, chosen);
      _checkDataPlaneClients(problems, clients);
    };
    const context: PlaneContext = {
      ...planeContext('ControlPlane', props.auth, props.namespace ?? CONTROL_PLANE_NAMESPACE, props.chartRelease, furtherChecks),
      serviceSubject: props.serviceSubject,
      dataPlaneClientIds: clients.map(({ clientId }) => clientId),
    };
    const { flyteadmin, scheduler } = context.release.controlPlane;
    const services = props.services ?? Object.keys(UNION_SERVICES);
    this.namespace = context.namespace;
    this.workloads = new PlaneWorkloads('ControlPlane', [flyteadmin.name, scheduler.name, ...services], props);
    _warnOfSharedClients(this, props.auth, clients);
    const plan = controlPlaneSecrets(context);
    this.requiredSecrets = _requiredSecrets(plan);
    this.secretScript = props.secrets._deliver(this, plan);
    this.addFlyteadmin(context, props);
    this.addWorkload(context, props, scheduler, adminConnection(context));
    for (const service of services) {
      this.addWorkload(context, props, unionService(service), unionServiceConnections(context, service));
    }
    const { auth, edge, hosts, tls, extraRoutes } = props;
    new ControlPlaneEdge(this, 'edge', { auth, namespace: this.namespace, chartRelease: context.chartRelease, edge, hosts, tls, extraRoutes });
  }

  /**
   * The Deployment of a service, to change it.
   *
   * @throws when there is no such service.
   */
  public deployment(service: string): Deployment {
    return this.workloads.deployment(service);
  }

  private addFlyteadmin(context: PlaneContext, props: ControlPlaneProps): void {
    const { flyteadmin } = context.release.controlPlane;
    const account = flyteadminServiceAccount(new Construct(this, 'flyteadmin-access'), this.namespace);
    const { deployment } = this.addWorkload(context, props, flyteadmin, adminConnection(context), account);
    addGenerateSecrets(deployment, _imageOf(props, CONTROL_PLANE_IMAGE, flyteadmin.name), flyteadmin.configDirectory);
  }

  private addWorkload(
    context: PlaneContext,
    props: ControlPlaneProps,
    contract: WorkloadContract,
    connections: JsonObject,
    serviceAccount?: ServiceAccount,
  ): Workload {
    const { flyteadmin, scheduler } = context.release.controlPlane;
    const isUnionService = contract !== flyteadmin && contract !== scheduler;
    return this.workloads.add(this, {
      contract,
      namespace: this.namespace,
      image: _imageOf(props, CONTROL_PLANE_IMAGE, contract.name),
      configFiles: withConnections(toConfigFiles(controlPlaneBlocks(context), contract.name, isUnionService), connections),
      serviceAccount,
    });
  }
}
