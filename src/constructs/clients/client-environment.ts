import {
  Check, absolutePath, objectName, secretKey as secretKeyName, variableName,
} from '../../common/props/checks';
import { Problems } from '../../common/props/problems';
import { checkProps, demand, optional, Shape, text } from '../../common/props/prop-types';
import { shellQuoted } from '../../common/system/environment';
import { ClientIdentity } from '../identity';
import { DEVIATIONS } from '../identity/deviations';
import { clientSecretVariable } from '../objects/api-objects';
import { TextFile, YamlFile } from '../output/text-file';
import { CLIENT, ClientConfig, ClientCredentialsOptions, unshown } from './client-config';

const DEFAULT_CONFIG_PATH = '/tmp/union-client.yaml';

/** What the SDKs read for something else. Source: see `ClientEnvironment`. */
const READ_BY_SDKS = new RegExp(String.raw`^(FLYTE_(PLATFORM|ADMIN|AUTH)_.*|FLYTE_CREDENTIALS_`
  + String.raw`(?!CLIENT_SECRET$).*|FLYTE_API_KEY|UCTL_CONFIG|FLYTECTL_CONFIG)$`);

const unused: Check = (name) => (READ_BY_SDKS.test(name)
  ? 'is read by the SDK for something else; keep the secret in another variable'
  : undefined);

const plainPath: Check = (path) =>
  (/[\s'"$`]/.test(path) ? 'has a blank or a quote in it; name a plain path' : undefined);

const PLAIN_OPTIONS: Shape<ClientCredentialsOptions> = {
  secretPath: optional(unshown(() => 'is for ClientConfig: here a variable has the secret; leave it out')),
  secretVariable: optional(text(variableName, unused)),
  configPath: optional(text(() => 'is for flyteSdk, and this SDK reads no file; leave it out')),
};

const FLYTE_SDK_OPTIONS: Shape<ClientCredentialsOptions> = {
  ...PLAIN_OPTIONS,
  configPath: optional(text(absolutePath, plainPath)),
};

/** Throws what is wrong with the client of a pipeline, all of it at once. */
function demandClient(
  subject: string,
  { client, options }: { readonly client: ClientIdentity; readonly options: ClientCredentialsOptions },
  shape = PLAIN_OPTIONS,
  further?: (problems: Problems) => void,
): void {
  const problems = new Problems(subject);
  const isClient = checkProps(problems, { client }, { client: CLIENT });
  if (checkProps(problems, options, shape) && isClient) {
    further?.(problems);
  }
  problems.throwIfAny();
}

function variableOf({ name }: ClientIdentity, { secretVariable }: ClientCredentialsOptions): string {
  return secretVariable ?? clientSecretVariable(name);
}

/** What distinguishes one way of signing in from another. */
interface Recipe {
  readonly variables: Readonly<Record<string, string>>;
  readonly secretAlias?: string;
  readonly configFile?: YamlFile;
  readonly configPath?: string;
  /** The fields of an API key before and after the client secret. */
  readonly apiKey?: readonly [before: string, after: string];
}

/**
 * The environment variables with which an SDK signs in to the control plane without a browser.
 *
 * Source: flytekit 1.16.31 `configuration/file.py` (`FLYTE_<SECTION>_<OPTION>`), flyte-sdk 2.12.1
 * `config/_config.py` (without a config file no variable is looked at) and `_initialize.py`
 * (`FLYTE_API_KEY`).
 */
export class ClientEnvironment {
  /**
   * For flytekit (v1). Guide: section "Client credentials for CI/CD"; the guide leaves endpoint and scopes
   * out.
   *
   * @throws when the variable's name is not valid or one that the SDK reads for something else.
   *
   * @example
   * ClientEnvironment.flytekit(identity.client('ci')).toShell();
   */
  public static flytekit(client: ClientIdentity, options: ClientCredentialsOptions = {}): ClientEnvironment {
    demandClient('ClientEnvironment.flytekit', { client, options });
    const { identity, clientId } = client;
    const { serviceScopes } = identity.identityProvider;
    return new ClientEnvironment(client, options, {
      variables: {
        ...identity._mend(DEVIATIONS.pipelineEnvironment, { FLYTE_PLATFORM_URL: identity.domain }, {}),
        FLYTE_CREDENTIALS_CLIENT_ID: clientId,
        FLYTE_CREDENTIALS_AUTH_MODE: 'basic',
        // Left out, flytekit requests the scopes of the native application. The list is separated by commas.
        ...identity._mend(
          DEVIATIONS.pipelineEnvironment, { FLYTE_CREDENTIALS_SCOPES: serviceScopes.join(',') }, {},
        ),
        ...(identity.requestedAudience === undefined
          ? {}
          : identity._mend(
            DEVIATIONS.requestedAudience, { FLYTE_CREDENTIALS_AUDIENCE: identity.requestedAudience }, {},
          )),
      },
      secretAlias: 'FLYTE_CREDENTIALS_CLIENT_SECRET',
    });
  }

  /**
   * For flyte-sdk (v2), which reads none of flytekit's variables, and its own only beside a config file: this
   * one, at `configPath`, and `UCTL_CONFIG` that names it. A `config.yaml` in the working directory wins over
   * it.
   *
   * @throws when the path is not absolute, or the variable's name is not valid or one that the SDK reads for
   * something else.
   *
   * @example
   * ClientEnvironment.flyteSdk(identity.client('ci')).toShell();
   */
  public static flyteSdk(client: ClientIdentity, options: ClientCredentialsOptions = {}): ClientEnvironment {
    demandClient('ClientEnvironment.flyteSdk', { client, options }, FLYTE_SDK_OPTIONS);
    const { configPath = DEFAULT_CONFIG_PATH } = options;
    const secretVariable = variableOf(client, options);
    return new ClientEnvironment(client, options, {
      variables: { UCTL_CONFIG: configPath },
      configPath,
      configFile: ClientConfig.clientCredentials(client, { secretVariable }),
    });
  }

  /**
   * As one API key, which flyte-sdk (v2) takes in place of everything else: the base64 of
   * `host:clientId:clientSecret:organization`. The shell encodes it in the pipeline; a client secret with a
   * colon stops it. In a pod the variable comes from a Secret with the encoded key.
   *
   * Source: flyte-sdk 2.12.1 `remote/_client/auth/_auth_utils.py`.
   *
   * @throws when the provider gives no scopes to API keys as configured, or the variable's name is not valid
   * or one that the SDK reads for something else.
   *
   * @example
   * ClientEnvironment.apiKey(identity.client('ci')).toShell();
   */
  public static apiKey(client: ClientIdentity, options: ClientCredentialsOptions = {}): ClientEnvironment {
    demandClient('ClientEnvironment.apiKey', { client, options }, PLAIN_OPTIONS, (problems) => {
      problems.check('client', client.name, () => client.identity._apiKeysRefused);
    });
    const { clientId, identity: { domain, organization = '' } } = client;
    return new ClientEnvironment(client, options, {
      variables: {},
      secretAlias: 'FLYTE_API_KEY',
      apiKey: [`${domain}:${clientId}:`, `:${organization}`],
    });
  }

  /** The variables whose values are not secret, by name. */
  public readonly variables: Record<string, string>;
  /** The variable that the pipeline keeps the client secret in. */
  public readonly secretVariable: string;
  /**
   * The variable that must carry the secret under another name, or encoded; `undefined` where the SDK gets
   * the name.
   */
  public readonly secretAlias?: string;
  /** The config file that the variables name; flyte-sdk (v2) only. */
  public readonly configFile?: YamlFile;

  private constructor(
    client: ClientIdentity, options: ClientCredentialsOptions, private readonly recipe: Recipe,
  ) {
    this.secretVariable = variableOf(client, options);
    this.variables = { ...recipe.variables };
    this.secretAlias = recipe.secretAlias;
    this.configFile = recipe.configFile;
  }

  /**
   * The variables as the `env` of a container, the secret taken from a Secret in the namespace of the pod.
   *
   * @param secretName name of the Secret
   * @param secretKey key with the client secret; for an API key, the encoded key
   */
  public toPodEnvironment(secretName: string, secretKey: string): { [key: string]: unknown }[] {
    demand('ClientEnvironment.toPodEnvironment', { secretName, secretKey }, {
      secretName: text(objectName),
      secretKey: text(secretKeyName),
    });
    return [
      ...Object.entries(this.variables).map(([name, value]) => ({ name, value })),
      {
        name: this.secretAlias ?? this.secretVariable,
        valueFrom: { secretKeyRef: { name: secretName, key: secretKey } },
      },
    ];
  }

  /** The variables as shell lines, to source in a pipeline. They stop it where the secret is empty. */
  public toShell(): TextFile {
    return TextFile._of(
      [
        `: "\${${this.secretVariable}:?is empty; the pipeline must set it to the client secret}"`,
        ...this.configLines(),
        ...Object.entries(this.variables).map(([name, value]) => `export ${name}=${shellQuoted(value)}`),
        ...this.secretLines(),
        '',
      ].join('\n'),
    );
  }

  private configLines(): string[] {
    const { configFile, configPath } = this.recipe;
    return configFile && configPath
      ? [
        `cat > ${shellQuoted(configPath)} <<'END_OF_CONFIG'`,
        configFile.toString().trimEnd(),
        'END_OF_CONFIG',
      ]
      : [];
  }

  private secretLines(): string[] {
    const { apiKey } = this.recipe;
    if (!apiKey) {
      return [
        `export ${this.secretAlias ? `${this.secretAlias}="$${this.secretVariable}"` : this.secretVariable}`,
      ];
    }
    const [before, after] = apiKey.map(shellQuoted);
    return [
      `case "$${this.secretVariable}" in`,
      `  *:*) echo "${this.secretVariable}: has a colon, which ends a field of the API key; issue a client `
        + 'secret without one" >&2; exit 1 ;;',
      'esac',
      `FLYTE_API_KEY="$(printf '%s%s%s' ${before} "$${this.secretVariable}" ${after} | base64 | tr -d `
        + '\'\\n\')"',
      'export FLYTE_API_KEY',
    ];
  }
}
