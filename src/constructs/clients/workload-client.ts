import { ApiObject } from 'cdk8s';
import type { AbstractPod } from 'cdk8s-plus-28';
import { Construct, IConstruct } from 'constructs';
import { namespaceName } from '../../common/props/checks';
import { whole } from '../../common/props/construct-props';
import { Problems } from '../../common/props/problems';
import { flag, instanceOf, optional, Shape, text } from '../../common/props/prop-types';
import { CLIENT_SECRET_KEY } from '../../contract/union/secrets';
import { ClientIdentity } from '../identity';
import { SeveralObjects, cdk8sPlus } from '../objects/api-objects';
import { UNWRITTEN } from '../output/output-folder';
import { TextFile, YamlFile } from '../output/text-file';
import { ClientRegistration } from '../registrations/registrations';
import { apiKeyTemplate } from '../secrets/plane-secrets';
import { SecretDelivery } from '../secrets/secret-delivery';
import { append, asList, containersOf, MOUNT_PATH, SecretMount } from '../secrets/secret-mount';
import {
  _requiredSecrets, clientSecretOf, ownTarget, RequiredSecret, SecretPlan, serviceSecret, toTheLetter,
} from '../secrets/secret-target';
import { demandInChart } from '../settings/chart-namespace';
import { CLIENT, ClientConfig } from './client-config';
import { ClientEnvironment } from './client-environment';

/** The variables of one container, and how to add one. */
interface Container {
  readonly name: string;
  valueOf(variable: string): string | undefined;
  add(variable: string, value: string): void;
}

/**
 * Adds variables to containers of a workload that `SecretMount.addTo` accepts; by default to the first
 * container. Adding the same variables again changes nothing.
 */
function addVariables(
  workload: IConstruct, variables: Readonly<Record<string, string>>, names: readonly string[],
): void {
  const all = ApiObject.isApiObject(workload) ? ofApiObject(workload) : ofPod(workload as AbstractPod);
  const chosen = names.length === 0 ? all.slice(0, 1) : all.filter(({ name }) => names.includes(name));
  const problems = new Problems(`WorkloadClient on ${workload.node.path}`);
  for (const [variable, value] of Object.entries(variables)) {
    for (const container of chosen) {
      const before = container.valueOf(variable) ?? value;
      if (before !== value) {
        problems.add(variable, before, `is already set in container ${container.name}; remove it there`);
      }
    }
  }
  problems.throwIfAny();
  for (const [variable, value] of Object.entries(variables)) {
    chosen.filter((container) => container.valueOf(variable) === undefined)
      .forEach((container) => container.add(variable, value));
  }
}

function ofPod({ containers, initContainers }: AbstractPod): Container[] {
  const { EnvValue } = cdk8sPlus();
  return [...containers, ...initContainers].map(({ name, env }) => ({
    name,
    valueOf: (variable) => env.variables[variable] && String(env.variables[variable].value ?? 'a reference'),
    add: (variable, value) => env.addVariable(variable, EnvValue.fromValue(value)),
  }));
}

function ofApiObject(workload: ApiObject): Container[] {
  const envOf = (i: number) => containersOf(workload)[i].fields.env;
  return containersOf(workload).map(({ name, pointer }, i) => ({
    name,
    valueOf: (variable) => {
      const found = asList(envOf(i)).find((entry) => entry.name === variable);
      return found && String(found.value ?? 'a reference');
    },
    add: (variable, value) => append(workload, `${pointer}/env`, envOf(i), { name: variable, value }),
  }));
}

/** A workload in the cluster that signs in to the control plane with client credentials. */
export interface WorkloadClientProps {
  /** The client with which the workload signs in: `identity.client('release')`. */
  readonly client: ClientIdentity;

  /** How the client secret gets into the cluster. */
  readonly secrets: SecretDelivery;

  /**
   * Namespace of the workload's pods.
   *
   * @default - that of the chart, which must have one
   */
  readonly namespace?: string;

  /**
   * Directory where the pods mount the Secret.
   *
   * @default "/var/run/secrets/union"
   */
  readonly mountPath?: string;

  /**
   * Whether the Secret also contains an API key of the client (`FLYTE_API_KEY`), for workloads that cannot
   * read a file. External Secrets Operator encodes it in the cluster, so it needs
   * `SecretDelivery.externalSecrets()`. With other deliveries, encode it in the workload:
   * `ClientEnvironment.apiKey`.
   *
   * @default false
   */
  readonly apiKey?: boolean;
}

const CONFIG_KEY = 'config.yaml';
const API_KEY_KEY = 'api_key';

/**
 * Everything that a workload in the cluster needs to sign in: registration, delivery of its secret, config
 * file and environment.
 *
 * Guide: section "Client credentials for CI/CD".
 *
 * @example
 * const client = new WorkloadClient(chart, 'ci', { client: identity.client('release'), secrets, namespace:
 * 'ci' }); client.addTo(runner);
 */
export class WorkloadClient extends SeveralObjects {
  /** The client, as it must be registered at the identity provider. */
  public readonly registration: ClientRegistration;
  /** Mounts the Secret as files into the workload's pods. */
  public readonly secretMount: SecretMount;
  /** Namespace of the workload and its Secret. */
  public readonly namespace: string;
  /** Name of the Secret. */
  public readonly secretName: string;
  /** Key of the client secret in the Secret. */
  public readonly secretKey: string = CLIENT_SECRET_KEY;
  /**
   * The config file, which refers to the mounted secret. It is in the same Secret, so one mount provides
   * both.
   */
  public readonly config: YamlFile;
  /** Key of the API key in the Secret; only with `apiKey`. */
  public readonly apiKeyKey?: string;
  /** The environment for flytekit (v1), for a pipeline that mounts nothing. */
  public readonly flytekitEnvironment: ClientEnvironment;
  /** The environment for flyte-sdk (v2), for a pipeline that mounts nothing. */
  public readonly flyteSdkEnvironment: ClientEnvironment;
  /** The environment with the API key, for flyte-sdk (v2); only with `apiKey`. */
  public readonly apiKeyEnvironment?: ClientEnvironment;
  /** The script that delivers the client secret; only with `SecretDelivery.kubernetesSecrets()`. */
  public readonly secretScript?: TextFile;

  private readonly required: readonly RequiredSecret[];
  private readonly variables: Readonly<Record<string, string>>;

  /**
   * @throws when a namespace or the path is invalid, or the secret is read from a store and has no location
   *   in it. The error lists all problems.
   */
  public constructor(scope: Construct, id: string, props: WorkloadClientProps) {
    super(scope, id);
    const parts = whole(this, () => {
      const made = partsOf(checked(this, props));
      const script = props.secrets._deliver(this, made.plan);
      return { ...made, secretScript: script?._expectedOf(this, UNWRITTEN.script) };
    });
    this.registration = parts.registration;
    this.namespace = parts.plan.namespace;
    this.secretName = parts.secretMount.secretName;
    this.secretMount = parts.secretMount;
    this.config = parts.config;
    this.variables = parts.variables;
    this.flytekitEnvironment = parts.flytekitEnvironment;
    this.flyteSdkEnvironment = parts.flyteSdkEnvironment;
    this.apiKeyKey = props.apiKey ? API_KEY_KEY : undefined;
    this.apiKeyEnvironment = parts.apiKeyEnvironment;
    this.required = _requiredSecrets(parts.plan);
    this.secretScript = parts.secretScript;
  }

  /**
   * The `env` of a container that has the mount. It points `uctl`, `flytectl` and both SDKs to the config
   * file.
   */
  public get podEnvironment(): { [key: string]: unknown }[] {
    return Object.entries(this.variables).map(([name, value]) => ({ name, value }));
  }

  /** The Secrets and keys that the workload needs. With `SecretDelivery.provisioned()` you provide them. */
  public get requiredSecrets(): RequiredSecret[] {
    return [...this.required];
  }

  /**
   * Mounts the secret and the config file into a workload, and sets the variables that point to them.
   *
   * @param workload a cdk8s-plus workload, or any `ApiObject` with pods, such as those of `Include` and
   * `Helm`
   * @param containers names of the containers to change; by default the first one
   * @throws when the workload has no pods, a named container does not exist, another volume has the mount
   * path, or a variable has another value
   */
  public addTo(workload: IConstruct, ...containers: string[]): void {
    this.secretMount.addTo(workload, ...containers);
    addVariables(workload, this.variables, containers);
  }
}

const DEFAULT_MOUNT_PATH = '/var/run/secrets/union';

/** The props, with the chart's namespace as the default. */
type Checked = WorkloadClientProps & { readonly namespace: string };

function partsOf(props: Checked) {
  const { client, namespace, mountPath = DEFAULT_MOUNT_PATH } = props;
  const secretMount = new SecretMount({ secretName: `union-${client.name}-client`, mountPath, namespace });
  const config = ClientConfig.clientCredentials(client, {
    secretPath: `${secretMount.mountPath}/${CLIENT_SECRET_KEY}`,
  });
  const path = `${secretMount.mountPath}/${CONFIG_KEY}`;
  return {
    registration: ClientRegistration._of(client.identity, client._application),
    secretMount,
    config,
    variables: { UCTL_CONFIG: path, FLYTECTL_CONFIG: path },
    flytekitEnvironment: ClientEnvironment.flytekit(client),
    flyteSdkEnvironment: ClientEnvironment.flyteSdk(client),
    apiKeyEnvironment: props.apiKey ? ClientEnvironment.apiKey(client) : undefined,
    plan: secretPlan(props, config, secretMount.secretName),
  };
}

function secretPlan(
  { client, namespace, apiKey }: Checked, config: YamlFile, secretName: string,
): SecretPlan {
  const { identity, name, clientId, _application } = client;
  const key = {
    host: identity.domain,
    clientId,
    organization: identity.organization ?? '',
    secretKey: CLIENT_SECRET_KEY,
  };
  return {
    plane: `the client ${name}`,
    namespace,
    toTheLetter: toTheLetter(identity),
    targets: [ownTarget(secretName, {
      // The config file is not secret, but it shares the Secret so that one mount provides both.
      literals: { [CONFIG_KEY]: config.toString() },
      apiKeys: apiKey ? { [API_KEY_KEY]: apiKeyTemplate(key) } : undefined,
      entries: [serviceSecret(clientSecretOf(_application))],
    })],
  };
}

const WORKLOAD_CLIENT_PROPS: Shape<WorkloadClientProps> = {
  client: CLIENT,
  secrets: instanceOf(SecretDelivery),
  namespace: optional(text(namespaceName)),
  mountPath: optional(MOUNT_PATH),
  apiKey: optional(flag),
};

function checked(scope: IConstruct, props: WorkloadClientProps): Checked {
  return demandInChart(scope, 'WorkloadClient', props, WORKLOAD_CLIENT_PROPS, (problems, given) => {
    const { client: { identity, name, clientId, _application }, apiKey, secrets, namespace } = given;
    if (namespace === undefined) {
      problems.addMissing('namespace', 'give that of the workload, here or at its Chart');
    }
    secrets._checkOwn(problems, `identity.clients.${name}.secret`, _application.secret,
      `give the location of the secret of client ${clientId}`);
    if (apiKey && identity._apiKeysRefused) {
      problems.add('apiKey', apiKey, identity._apiKeysRefused);
    }
    if (apiKey && !secrets._store) {
      problems.add(
        'apiKey',
        apiKey,
        'needs External Secrets Operator, which encodes the key; deliver with '
          + 'SecretDelivery.externalSecrets, or encode it in the workload: ClientEnvironment.apiKey',
      );
    }
  }) as Checked;
}
