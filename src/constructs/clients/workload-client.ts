import { Construct } from 'constructs';
import {
  absolutePath, clientId as validClientId, namespaceName,
} from '../../common/props/checks';
import { demand, flag, instanceOf, optional, Shape, text } from '../../common/props/prop-types';
import { whole } from '../../common/props/whole';
import { CLIENT_SECRET_KEY } from '../../contract/union/secrets';
import { REMOTE_REF } from '../../contract/upstream/remote-ref';
import { UnionIdentity } from '../identity';
import { _shortName } from '../identity/pipeline-application';
import { TextFile, YamlFile } from '../output';
import { ClientRegistration } from '../registrations';
import { RemoteRef, RequiredSecret, SecretDelivery, SecretMount } from '../secrets';
import { apiKeyTemplate } from '../secrets/api-key-template';
import { _requiredSecrets } from '../secrets/required-secret';
import { ownTarget, SecretPlan, serviceSecret, toTheLetter } from '../secrets/secret-target';
import { CiPipeline, checkCiPipeline, ciPipeline } from './ci-pipeline';
import { ClientConfig } from './client-config';
import { ClientEnvironment } from './client-environment';

/** A pipeline that signs in to the control plane with client credentials. */
export interface WorkloadClientProps {
  /** The identity of the deployment. */
  readonly identity: UnionIdentity;

  /**
   * Client ID of the pipeline's own service application.
   *
   * @default - that of the pipeline which `UnionIdentity` lists as `name`
   */
  readonly clientId?: string;

  /** How its client secret comes into the cluster. */
  readonly secrets: SecretDelivery;

  /**
   * Where its client secret lies. `SecretDelivery.externalSecrets()` needs it.
   *
   * @default - as `UnionIdentity` says of the pipeline; otherwise it is delivered by the script, or by others
   */
  readonly clientSecret?: RemoteRef;

  /** Namespace that the runner's pods are in. */
  readonly namespace: string;

  /**
   * A short name for the client: its registration and its Secret are named after it. A pipeline that
   * `UnionIdentity` lists under this name takes its client from there.
   *
   * @default - as `UnionIdentity` lists the client; otherwise "ci"
   */
  readonly name?: string;

  /**
   * Directory at which the runner's pods mount the Secret.
   *
   * @default "/var/run/secrets/union"
   */
  readonly mountPath?: string;

  /**
   * Whether the Secret holds the client as an API key, too (`FLYTE_API_KEY`), for pipelines that take no
   * file. External Secrets Operator encodes it in the cluster: needs `SecretDelivery.externalSecrets()`.
   * Elsewhere encode it in the pipeline: `ClientEnvironment.apiKey`.
   *
   * @default false
   */
  readonly apiKey?: boolean;
}

const CONFIG_KEY = 'config.yaml';
const API_KEY_KEY = 'api_key';

/**
 * Everything that a pipeline in the cluster needs to sign in: its registration, the delivery of its secret
 * into the namespace of the runner, its config file and its environment.
 *
 * Guide: section "Client credentials for CI/CD".
 *
 * @example
 * const ci = new WorkloadClient(chart, 'ci', {
 *   identity,
 *   clientId: 'ci-release',
 *   secrets,
 *   clientSecret: { key: 'union/ci-release' },
 *   namespace: 'ci',
 * });
 * ci.secretMount.addTo(runner);
 */
export class WorkloadClient extends Construct {
  /** The client, as it must be registered with the identity provider. */
  public readonly registration: ClientRegistration;
  /** The Secret, as files for the runner's pods. */
  public readonly secretMount: SecretMount;
  /** Name of the Secret, in the namespace of the runner. */
  public readonly secretName: string;
  /** Key of the Secret that holds the client secret. */
  public readonly secretKey: string = CLIENT_SECRET_KEY;
  /**
   * The config file, which names the mounted secret. It lies beside it in the Secret, since one mount then
   * carries both.
   */
  public readonly config: YamlFile;
  /**
   * The `env` of a container that has the mount: it names the config file to `uctl`, `flytectl` and both
   * SDKs.
   */
  public readonly podEnvironment: { [key: string]: unknown }[];
  /** Key of the Secret that holds the API key; only with `apiKey`. */
  public readonly apiKeyKey?: string;
  /** The environment for flytekit (v1), for a pipeline that mounts nothing. */
  public readonly flytekitEnvironment: ClientEnvironment;
  /** The environment for flyte-sdk (v2), for a pipeline that mounts nothing. */
  public readonly flyteSdkEnvironment: ClientEnvironment;
  /** The environment with the API key, for flyte-sdk (v2); only with `apiKey`. */
  public readonly apiKeyEnvironment?: ClientEnvironment;
  /**
   * The Secrets and keys that the pipeline needs, whoever delivers them: with `SecretDelivery.provisioned()`,
   * what to provide.
   */
  public readonly requiredSecrets: RequiredSecret[];
  /** The script that delivers the client secret; only with `SecretDelivery.kubernetesSecrets()`. */
  public readonly secretScript?: TextFile;

  /**
   * @throws when a name, the client ID or the path is invalid, the client ID is that of another application,
   *   client or secret are others than `UnionIdentity` says, or the secret is not located. The error lists
   *   all problems.
   */
  public constructor(scope: Construct, id: string, props: WorkloadClientProps) {
    super(scope, id);
    const parts = whole(this, () => {
      check(props);
      const made = partsOf(props);
      return { ...made, secretScript: props.secrets._deliver(this, made.plan)?._belongsTo(this) };
    });
    this.registration = parts.registration;
    this.secretName = parts.secretMount.secretName;
    this.secretMount = parts.secretMount;
    this.config = parts.config._belongsTo(this);
    this.podEnvironment = parts.podEnvironment;
    this.flytekitEnvironment = parts.flytekitEnvironment;
    this.flyteSdkEnvironment = parts.flyteSdkEnvironment;
    this.apiKeyKey = props.apiKey ? API_KEY_KEY : undefined;
    this.apiKeyEnvironment = parts.apiKeyEnvironment;
    this.requiredSecrets = _requiredSecrets(parts.plan);
    this.secretScript = parts.secretScript;
  }
}

const DEFAULT_MOUNT_PATH = '/var/run/secrets/union';

function partsOf(props: WorkloadClientProps) {
  const { identity, mountPath = DEFAULT_MOUNT_PATH } = props;
  const pipeline = ciPipeline(props);
  const { name, clientId, registration } = pipeline;
  const secretMount = new SecretMount(`union-${name}-client`, mountPath);
  const config = ClientConfig.clientCredentials(
    identity, clientId, `${secretMount.mountPath}/${CLIENT_SECRET_KEY}`,
  );
  const variables = { clientId, secretVariable: registration.clientSecretVariable };
  return {
    registration,
    secretMount,
    config,
    podEnvironment: ['UCTL_CONFIG', 'FLYTECTL_CONFIG'].map((variable) => ({
      name: variable,
      value: `${secretMount.mountPath}/${CONFIG_KEY}`,
    })),
    flytekitEnvironment: ClientEnvironment.flytekit(identity, variables),
    flyteSdkEnvironment: ClientEnvironment.flyteSdk(identity, variables),
    apiKeyEnvironment: props.apiKey ? ClientEnvironment.apiKey(identity, variables) : undefined,
    plan: secretPlan(props, pipeline, config, secretMount.secretName),
  };
}

function secretPlan(
  { identity, namespace, apiKey }: WorkloadClientProps,
  pipeline: CiPipeline,
  config: YamlFile,
  secretName: string,
): SecretPlan {
  const { name, clientId, client } = pipeline;
  const key = {
    host: identity.domain, clientId, organization: identity.organization ?? '', secretKey: CLIENT_SECRET_KEY,
  };
  return {
    plane: `the pipeline ${name}`,
    namespace,
    toTheLetter: toTheLetter(identity),
    targets: [ownTarget(secretName, {
      // No secret, but one mount carries both.
      literals: { [CONFIG_KEY]: config.toString() },
      apiKeys: apiKey ? { [API_KEY_KEY]: apiKeyTemplate(key) } : undefined,
      entries: [serviceSecret(client)],
    })],
  };
}

const WORKLOAD_CLIENT_PROPS: Shape<WorkloadClientProps> = {
  identity: instanceOf(UnionIdentity),
  clientId: optional(text(validClientId)),
  secrets: instanceOf(SecretDelivery),
  clientSecret: optional(REMOTE_REF),
  namespace: text(namespaceName),
  name: optional(text(_shortName)),
  mountPath: optional(text(absolutePath)),
  apiKey: optional(flag),
};

function check(props: WorkloadClientProps): void {
  demand('WorkloadClient', props, WORKLOAD_CLIENT_PROPS, (problems) => {
    const { identity, apiKey, secrets } = props;
    checkCiPipeline(problems, props);
    if (apiKey && identity._apiKeysRefused) {
      problems.add('apiKey', apiKey, identity._apiKeysRefused);
    }
    if (apiKey && !secrets._readsStore) {
      problems.add(
        'apiKey',
        apiKey,
        'is encoded by External Secrets Operator; deliver with SecretDelivery.externalSecrets, or encode it '
          + 'in the pipeline: ClientEnvironment.apiKey',
      );
    }
  });
}
