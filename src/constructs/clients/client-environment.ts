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

/** Variables that the SDKs read for another purpose. Source: see `ClientEnvironment`. */
const READ_BY_SDKS = new RegExp(String.raw`^(FLYTE_(PLATFORM|ADMIN|AUTH)_.*|FLYTE_CREDENTIALS_`
  + String.raw`(?!CLIENT_SECRET$).*|FLYTE_API_KEY|UCTL_CONFIG|FLYTECTL_CONFIG)$`);

const unused: Check = (name) => (READ_BY_SDKS.test(name)
  ? 'is a variable that the SDK reads for another purpose; keep the secret in another one'
  : undefined);

const plainPath: Check = (path) =>
  (/[\s'"$`]/.test(path) ? 'contains a space or a quote; use a path without them' : undefined);

const PLAIN_OPTIONS: Shape<ClientCredentialsOptions> = {
  secretPath: optional(unshown(() => 'applies to ClientConfig only, as the secret is in a variable here; '
    + 'leave it out')),
  secretVariable: optional(text(variableName, unused)),
  configPath: optional(text(() => 'applies to flyteSdk only, as this SDK reads no file; leave it out')),
};

const FLYTE_SDK_OPTIONS: Shape<ClientCredentialsOptions> = {
  ...PLAIN_OPTIONS,
  configPath: optional(text(absolutePath, plainPath)),
};

/** Throws all problems of a pipeline's client at once. */
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

/** The differences between the ways of signing in. */
interface Recipe {
  readonly variables: Readonly<Record<string, string>>;
  readonly secretAlias?: string;
  readonly configFile?: YamlFile;
  readonly configPath?: string;
  /** The fields of an API key before and after the client secret. */
  readonly apiKey?: readonly [before: string, after: string];
}

/**
 * Environment variables for an SDK that signs in to the control plane without a browser.
 *
 * Source: flytekit 1.16.31 `configuration/file.py` (`FLYTE_<SECTION>_<OPTION>`), flyte-sdk 2.12.1
 * `config/_config.py` (it ignores the variables unless there is a config file) and `_initialize.py`
 * (`FLYTE_API_KEY`).
 */
export class ClientEnvironment {
  /**
   * For flytekit (v1). Guide: section "Client credentials for CI/CD"; the guide leaves endpoint and scopes
   * out.
   *
   * @throws when the variable's name is invalid, or the SDK reads that variable for another purpose.
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
        // Without scopes, flytekit requests those of the native application. The list is separated by commas.
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
   * For flyte-sdk (v2). It does not read flytekit's variables, and reads its own only together with a config
   * file, so this adds one at `configPath` and sets `UCTL_CONFIG` to it. A `config.yaml` in the working
   * directory takes precedence.
   *
   * @throws when the path is not absolute, the variable's name is invalid, or the SDK reads that variable for
   * another purpose.
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
   * For flyte-sdk (v2), with one API key instead of all other settings: the base64 of
   * `host:clientId:clientSecret:organization`. The shell lines encode it in the pipeline, and stop on a
   * client secret with a colon. In a pod, the variable comes from a Secret with the encoded key.
   *
   * Source: flyte-sdk 2.12.1 `remote/_client/auth/_auth_utils.py`.
   *
   * @throws when the provider, as configured, grants API keys no scopes, the variable's name is invalid, or
   * the SDK reads that variable for another purpose.
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
  /** The variable in which the pipeline keeps the client secret. */
  public readonly secretVariable: string;
  /**
   * The variable in which the SDK expects the secret, if it is another one or the secret must be encoded;
   * `undefined` if the SDK is given the name.
   */
  public readonly secretAlias?: string;
  /** The config file to which the variables refer; flyte-sdk (v2) only. */
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
   * The variables as the `env` of a container. The secret comes from a Secret in the pod's namespace.
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

  /** The variables as shell lines, to source in a pipeline. They stop the pipeline if the secret is empty. */
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
      `  *:*) echo "${this.secretVariable}: contains a colon, which separates fields of an API key; issue a `
        + 'client secret without one" >&2; exit 1 ;;',
      'esac',
      `FLYTE_API_KEY="$(printf '%s%s%s' ${before} "$${this.secretVariable}" ${after} | base64 | tr -d `
        + '\'\\n\')"',
      'export FLYTE_API_KEY',
    ];
  }
}
