import type { Deployment } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { DATA_PLANE_IMAGE } from '../../contract/union/images';
import { DATA_PLANE_NAMESPACE } from '../../contract/union/namespaces';
import { ChartRelease } from '../../contract/union/releases/chart-release';
import { WorkloadContract } from '../../contract/union/workloads';
import { UnionAuth } from '../../identity';
import { TextFile } from '../../output';
import { RequiredSecret, SecretDelivery } from '../../secrets';
import { dataPlaneSecrets } from '../../secrets/data-plane-secrets';
import { _requiredSecrets } from '../../secrets/required-secret';
import { dataPlaneBlocks } from '../../settings/data-plane';
import { toConfigFiles } from '../../settings/render';
import { controlPlaneConnection, withConnections } from '../connections';
import { ImageProps, _imageOf } from '../images';
import { PlaneContext, planeContext } from '../plane-context';
import { PlaneWorkloads } from '../plane-workloads';
import { DataPlaneIdentity, DataPlaneIdentityProps, checkDataPlaneIdentity, dataPlaneIdentity, secretContents } from './data-plane-identity';

/** A data plane in plain YAML. */
export interface DataPlaneProps extends ImageProps, DataPlaneIdentityProps {
  /** The identity, shared with the control plane. */
  readonly auth: UnionAuth;

  /** How client secrets come into the cluster. */
  readonly secrets: SecretDelivery;

  /**
   * Namespace of the data plane.
   *
   * @default "union"
   */
  readonly namespace?: string;

  /**
   * Release of the charts whose layout is followed.
   *
   * @default - the current one; under `AuthProfile.GUIDE` the one that the guide describes
   */
  readonly chartRelease?: ChartRelease;

  /**
   * Further configuration of a service, by the name of its Deployment: storage, plugins. It is read last and wins.
   *
   * @default - none
   */
  readonly extraConfig?: { [service: string]: { [key: string]: unknown } };
}

/** A whole data plane with authentication, without Union's chart: Deployments, ConfigMaps, and what delivers the secret. */
export class DataPlane extends Construct {
  /** Namespace of the data plane. */
  public readonly namespace: string;

  /** Client ID with which the data plane signs in. */
  public readonly clientId: string;

  /** The Secrets and keys that the pods need, whoever delivers them: with `SecretDelivery.provisioned()`, what to provide. */
  public readonly requiredSecrets: RequiredSecret[];

  /** The script that delivers the client secret; only with `SecretDelivery.kubernetesSecrets()`. */
  public readonly secretScript?: TextFile;

  private readonly workloads: PlaneWorkloads;

  /**
   * @throws when the namespace, a name or an image is invalid, the secret of a client of its own is not located, extra configuration is for a service that is not there, or profile
   * and chart release do not go together.
   */
  public constructor(scope: Construct, id: string, props: DataPlaneProps) {
    super(scope, id);
    const context = planeContext('DataPlane', props.auth, props.namespace ?? DATA_PLANE_NAMESPACE, props.chartRelease, (problems, release) =>
      checkDataPlaneIdentity(problems, props, release));
    const identity = dataPlaneIdentity(props.auth, props);
    const contracts = context.release.dataPlane.workloads;
    this.namespace = context.namespace;
    this.clientId = identity.clientId;
    this.workloads = new PlaneWorkloads('DataPlane', contracts.map(({ name }) => name), props);
    const plan = dataPlaneSecrets(props.auth, this.namespace, secretContents(props.auth, identity));
    this.requiredSecrets = _requiredSecrets(plan);
    this.secretScript = props.secrets._deliver(this, plan);
    for (const contract of contracts) {
      this.workloads.add(this, {
        contract,
        namespace: this.namespace,
        image: _imageOf(props, DATA_PLANE_IMAGE, contract.name),
        configFiles: configFiles(context, contract, identity),
      });
    }
  }

  /**
   * The Deployment of a service, to change it.
   *
   * @throws when there is no such service.
   */
  public deployment(service: string): Deployment {
    return this.workloads.deployment(service);
  }
}

function configFiles(context: PlaneContext, { name }: WorkloadContract, { clientId }: DataPlaneIdentity) {
  const blocks = dataPlaneBlocks(context, clientId);
  return withConnections(toConfigFiles(blocks, name, false), controlPlaneConnection(context));
}
