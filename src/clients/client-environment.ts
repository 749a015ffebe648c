import { clientId, objectName, secretKey as secretKeyName } from '../_internal/checks';
import { demand, instanceOf, optional, Shape, text } from '../_internal/kinds';
import { Problems } from '../_internal/problems';
import { UnionAuth } from '../identity';
import { DEVIATIONS } from '../identity/deviations';
import { _furtherClient } from '../identity/further-client';
import { TextFile } from '../output';

/** Client credentials of a pipeline, as environment variables. */
export interface ClientEnvironmentProps {
  /** Client ID of the pipeline's own service application. */
  readonly clientId: string;

  /**
   * Name of the environment variable in which the pipeline keeps the client secret. Its value is never read here.
   *
   * @default "UNION_CI_CLIENT_SECRET"
   */
  readonly secretVariable?: string;
}

const CLIENT_ENVIRONMENT_PROPS: Shape<ClientEnvironmentProps & { readonly auth: UnionAuth }> = {
  auth: instanceOf(UnionAuth),
  clientId: text(),
  secretVariable: optional(text()),
};

/**
 * The environment variables with which an SDK signs in to the control plane without a browser.
 *
 * The two SDKs read different ones. Source: flytekit `configuration/file.py` (`FLYTE_<SECTION>_<OPTION>`), flyte-sdk
 * `config/_reader.py` (`FLYTE_<path in the config file>`).
 */
export class ClientEnvironment {
  /**
   * For flytekit (v1). Guide: section "Client credentials for CI/CD"; the guide leaves the endpoint out.
   *
   * @throws when the client ID is blank, or the variable's name is none or one that the SDK reads for something else.
   */
  public static flytekit(auth: UnionAuth, props: ClientEnvironmentProps): ClientEnvironment {
    demand('ClientEnvironment.flytekit', { auth, ...props }, CLIENT_ENVIRONMENT_PROPS);
    const endpoint: Record<string, string> = auth._mend(DEVIATIONS.pipelineEnvironment, { FLYTE_PLATFORM_URL: auth.domain }, {});
    return new ClientEnvironment(
      'ClientEnvironment.flytekit',
      auth,
      props,
      { ...endpoint, FLYTE_CREDENTIALS_CLIENT_ID: props.clientId, FLYTE_CREDENTIALS_AUTH_MODE: 'basic' },
      'FLYTE_CREDENTIALS_CLIENT_SECRET',
    );
  }

  /**
   * For flyte-sdk (v2), which reads none of flytekit's variables.
   *
   * @throws when the client ID is blank, or the variable's name is none or one that the SDK reads for something else.
   */
  public static flyteSdk(auth: UnionAuth, props: ClientEnvironmentProps): ClientEnvironment {
    demand('ClientEnvironment.flyteSdk', { auth, ...props }, CLIENT_ENVIRONMENT_PROPS);
    const secretVariable = props.secretVariable ?? DEFAULT_SECRET_VARIABLE;
    return new ClientEnvironment('ClientEnvironment.flyteSdk', auth, props, {
      FLYTE_ADMIN_ENDPOINT: `dns:///${auth.domain}`,
      FLYTE_ADMIN_AUTHTYPE: 'ClientSecret',
      FLYTE_ADMIN_CLIENTID: props.clientId,
      FLYTE_ADMIN_CLIENTSECRETENVVAR: secretVariable,
    });
  }

  /** The variables whose values are no secrets, by name. */
  public readonly variables: Record<string, string>;
  /** The variable that the pipeline keeps the client secret in. */
  public readonly secretVariable: string;
  /** The variable that must carry the client secret under another name; `undefined` where the SDK is told the name. */
  public readonly secretAlias?: string;

  private constructor(subject: string, auth: UnionAuth, props: ClientEnvironmentProps, variables: Record<string, string>, secretAlias?: string) {
    this.secretVariable = props.secretVariable ?? DEFAULT_SECRET_VARIABLE;
    new Problems(subject)
      .check('clientId', props.clientId, clientId, _furtherClient(auth))
      .check('secretVariable', this.secretVariable, variableName, (name) =>
        Object.hasOwn(variables, name) ? 'is read by the SDK for something else; keep the secret in another variable' : undefined,
      )
      .throwIfAny();
    this.variables = variables;
    this.secretAlias = secretAlias;
  }

  /**
   * The variables as the `env` of a container, the secret taken from a Secret in the namespace of the pod.
   *
   * @param secretName name of the Secret
   * @param secretKey key that holds the client secret
   */
  public toPodEnvironment(secretName: string, secretKey: string): { [key: string]: unknown }[] {
    demand('ClientEnvironment.toPodEnvironment', { secretName, secretKey }, { secretName: text(objectName), secretKey: text(secretKeyName) });
    return [
      ...Object.entries(this.variables).map(([name, value]) => ({ name, value })),
      { name: this.secretAlias ?? this.secretVariable, valueFrom: { secretKeyRef: { name: secretName, key: secretKey } } },
    ];
  }

  /** The variables as shell `export` lines, to source in a pipeline. It stops where the secret is empty. */
  public toShell(): TextFile {
    return TextFile._of(
      [
        `: "\${${this.secretVariable}:?is empty; the pipeline must set it to the client secret}"`,
        ...Object.entries(this.variables).map(([name, value]) => `export ${name}=${quote(value)}`),
        `export ${this.secretAlias ? `${this.secretAlias}="$${this.secretVariable}"` : this.secretVariable}`,
        '',
      ].join('\n'),
    );
  }
}

const DEFAULT_SECRET_VARIABLE = 'UNION_CI_CLIENT_SECRET';

function variableName(name: string): string | undefined {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? undefined : 'is no name of an environment variable; use letters, digits and "_"';
}

function quote(value: string): string {
  return `'${value.replace(/'/g, '\'\\\'\'')}'`;
}
