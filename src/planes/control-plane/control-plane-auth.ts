import { Construct } from 'constructs';
import { helmReleaseName } from '../../_internal/checks';
import { JsonObject, mergeValues } from '../../_internal/json';
import { CONTROL_PLANE_NAMESPACE } from '../../contract/union/namespaces';
import { ChartRelease } from '../../contract/union/releases/chart-release';
import { HELM_RELEASE_NAMES } from '../../contract/upstream/helm';
import { UnionAuth } from '../../identity';
import { TextFile } from '../../output';
import { RequiredSecret, SecretDelivery, SecretMount } from '../../secrets';
import { controlPlaneSecrets } from '../../secrets/control-plane-secrets';
import { _requiredSecrets } from '../../secrets/required-secret';
import { HelmValues } from '../../values';
import { DataPlaneClient, _checkDataPlaneClients, _warnOfSharedClients } from '../data-plane-client';
import { FurtherChecks, PlaneContext, planeContext, unsupported } from '../plane-context';
import { controlPlaneRotation } from '../rotation';
import { secretMounts } from '../secret-mounts';
import { ApiKeyOverride, checkApiKeyOverrides } from './api-key-override';
import { apiKeySeed, checkSeeds, seededOverride } from './api-key-seeds';
import { controlPlaneValues } from './control-plane-values';
import { controlPlaneWorkload } from './control-plane-workloads';
import { checkServiceSubject } from './service-subject';

/** The authentication of the control plane, beside Union's Helm chart. */
export interface ControlPlaneAuthProps {
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
   * Release of the chart that the values are for.
   *
   * @default - the current one; under `AuthProfile.GUIDE` the one that the guide describes
   */
  readonly chartRelease?: ChartRelease;

  /**
   * Name of the Helm release of the chart. The release takes over Secrets that the chart renders and that are delivered before it.
   *
   * @default "unionai-controlplane"
   */
  readonly helmRelease?: string;

  /**
   * Subject (`sub`) of the service application's tokens. Services trust the identity headers of whoever presents it.
   * Providers that do not write the client ID there (Entra ID: the object ID of the service principal) need it.
   *
   * Source: controlplane `values.yaml`, `configMap.union.connection.trustedIdentityClaims`.
   *
   * @default - what the provider writes for a service application's client ID
   */
  readonly serviceSubject?: string;

  /**
   * The data planes that have a service client of their own. The control plane trusts these clients, and manifests say so.
   * Each must be registered with the identity provider: `ClientRegistration.service`.
   *
   * @default - none: every data plane uses the service application of the control plane
   */
  readonly dataPlanes?: DataPlaneClient[];

  /**
   * Whether the identity service makes the API key of eager tasks for each of `dataPlanes` from its client credentials
   * (`services.identity.apiKeyOverrides`). The credentials are delivered into one Secret a cluster.
   *
   * @default false
   */
  readonly seedApiKeys?: boolean;

  /**
   * Client credentials from which the identity service makes system API keys, one for all data planes or one a cluster.
   *
   * @default - none
   */
  readonly apiKeyOverrides?: ApiKeyOverride[];

  /**
   * Further values, merged over the emitted ones as Helm merges: maps by key, lists as a whole.
   *
   * @default - none
   */
  readonly extraValues?: { [key: string]: unknown };
}

/**
 * The authentication of the control plane, for use beside Union's Helm chart: emits what delivers the client secrets, and
 * hands out the chart's override values.
 */
export class ControlPlaneAuth extends Construct {
  /** Override values for the control plane chart. */
  public readonly helmValues: HelmValues;

  /** The Secrets and keys that the pods need, whoever delivers them: with `SecretDelivery.provisioned()`, what to provide. */
  public readonly requiredSecrets: RequiredSecret[];

  /** The script that delivers the client secrets; only with `SecretDelivery.kubernetesSecrets()`. */
  public readonly secretScript?: TextFile;

  /** Namespace of the control plane. */
  public readonly namespace: string;

  private readonly context: PlaneContext;

  /**
   * @throws when the namespace is no namespace name, profile and chart release do not go together, an API key override
   * is invalid, or the release does not read a prop. The error lists all problems.
   */
  public constructor(scope: Construct, id: string, props: ControlPlaneAuthProps) {
    super(scope, id);
    const clients = props.dataPlanes ?? [];
    this.context = {
      ...planeContext('ControlPlaneAuth', props.auth, props.namespace ?? CONTROL_PLANE_NAMESPACE, props.chartRelease, furtherChecks(props)),
      serviceSubject: props.serviceSubject,
      dataPlaneClientIds: clients.map(({ clientId }) => clientId),
    };
    this.namespace = this.context.namespace;
    _warnOfSharedClients(this, props.auth, clients);
    const seeded = props.seedApiKeys ? clients : [];
    const helmRelease = props.helmRelease ?? HELM_RELEASE_NAMES.controlplane;
    const plan = controlPlaneSecrets(this.context, helmRelease, seeded.map(apiKeySeed));
    this.requiredSecrets = _requiredSecrets(plan);
    this.secretScript = props.secrets._deliver(this, plan);
    this.helmValues = HelmValues._forChart({
      contract: this.context.release.controlPlane.values,
      release: this.context.chartRelease,
      target: { helmRelease, namespace: this.namespace },
      heading: [`Authentication of the Union control plane, chart release ${this.context.chartRelease}.`],
      values: mergeValues(
        controlPlaneValues(this.context, [...seeded.map(seededOverride), ...props.apiKeyOverrides ?? []]),
        controlPlaneRotation(this.context.release.controlPlane, props.secrets),
      ),
      extraValues: props.extraValues as JsonObject,
    });
  }

  /**
   * The Secret mounts of a service, to add to a workload that the chart does not know.
   *
   * @param service `flyteadmin`, `flytescheduler`, or the name of any union service
   */
  public secretMounts(service: string): SecretMount[] {
    return secretMounts(controlPlaneWorkload(this.context.release, service));
  }
}

function furtherChecks(props: ControlPlaneAuthProps): FurtherChecks {
  const { auth, secrets, serviceSubject, apiKeyOverrides, dataPlanes = [], seedApiKeys = false } = props;
  return (problems, { controlPlane }, chosen) => {
    problems.check('helmRelease', props.helmRelease ?? HELM_RELEASE_NAMES.controlplane, helmReleaseName);
    checkServiceSubject(problems, auth, serviceSubject, controlPlane, chosen);
    if (apiKeyOverrides && !controlPlane.apiKeyOverrides) {
      unsupported(problems, 'apiKeyOverrides', apiKeyOverrides, chosen);
    }
    checkApiKeyOverrides(problems, apiKeyOverrides ?? []);
    _checkDataPlaneClients(problems, dataPlanes);
    if (seedApiKeys) {
      checkSeeds(problems, dataPlanes, controlPlane, secrets._readsStore);
    }
  };
}
