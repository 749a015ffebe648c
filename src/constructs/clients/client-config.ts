import { withoutUndefined } from '../../common/data/json';
import { absolutePath, clientId, filledIn, variableName } from '../../common/props/checks';
import { Problems } from '../../common/props/problems';
import { checkProps, demand, instanceOf, optional, Shape, text } from '../../common/props/prop-types';
import { ProviderFeature, UnionAuth } from '../identity';
import { DEVIATIONS } from '../identity/deviations';
import { _pipelineClient } from '../identity/further-client';
import { YamlFile } from '../output';

/**
 * Client credentials of a pipeline. The secret stays where the pipeline keeps it: in a file, or in a
 * variable.
 */
export interface ClientCredentialsConfigProps {
  /** Client ID of the pipeline's own service application. */
  readonly clientId: string;

  /**
   * Absolute path of the file that holds the client secret.
   *
   * @default - the secret is in a variable: `clientSecretVariable`
   */
  readonly clientSecretLocation?: string;

  /**
   * Name of the environment variable that holds the client secret.
   *
   * @default - the secret is in a file: `clientSecretLocation`
   */
  readonly clientSecretVariable?: string;
}

const CLIENT_CREDENTIALS_CONFIG_PROPS: Shape<ClientCredentialsConfigProps & { readonly auth: UnionAuth }> = {
  auth: instanceOf(UnionAuth),
  clientId: text(clientId),
  clientSecretLocation: optional(text(filledIn, absolutePath)),
  clientSecretVariable: optional(text(variableName)),
};

/**
 * The config file of the command lines and both SDKs.
 *
 * `uctl` and flyte-sdk (v2) look for it at `~/.union/config.yaml` or where `UCTL_CONFIG` says, `flytectl` and
 * flytekit (v1) at `~/.flyte/config.yaml` or where `FLYTECTL_CONFIG` says.
 *
 * Source: flyte-sdk 2.12.1 `config/_reader.py`, flytekit 1.16.31 `configuration/file.py`.
 */
export class ClientConfig {
  /**
   * For people: sign-in through the browser, with PKCE. Guide: section "SDK and CLI authentication".
   *
   * @example
   * ClientConfig.pkce(auth).writeTo('clients/config.yaml');
   */
  public static pkce(auth: UnionAuth): YamlFile {
    demand('ClientConfig.pkce', { auth }, { auth: instanceOf(UnionAuth) });
    return YamlFile._document({ admin: { endpoint: endpoint(auth), authType: 'Pkce', insecure: false } });
  }

  /**
   * For people on a machine without a browser: the client prints a code, which they confirm in a browser
   * elsewhere.
   *
   * Source: flyte-sdk 2.12.1 `config/_internal.py`, flytekit 1.16.31 `configuration/__init__.py`
   * (`DeviceFlow`).
   *
   * @throws when the identity provider serves no device code.
   *
   * @example
   * ClientConfig.deviceCode(auth).writeTo('clients/remote.yaml');
   */
  public static deviceCode(auth: UnionAuth): YamlFile {
    demand('ClientConfig.deviceCode', { auth }, { auth: instanceOf(UnionAuth) });
    auth.identityProvider.require(ProviderFeature.DEVICE_CODE);
    return YamlFile._document(
      { admin: { endpoint: endpoint(auth), authType: 'DeviceFlow', insecure: false } },
    );
  }

  /**
   * For pipelines. Guide: section "Client credentials for CI/CD".
   *
   * The scopes are spelled out: left out, the SDK requests those of the native application, which a provider
   * may refuse to client credentials.
   *
   * @throws when the client ID is blank, a placeholder or that of another application, the path is not
   * absolute, the variable has no valid name, or not exactly one of the two is given.
   *
   * @example
   * ClientConfig.clientCredentials(auth, {
   *   clientId: 'ci-release',
   *   clientSecretLocation: '/var/run/secrets/union/client_secret',
   * }).writeTo('clients/ci.yaml');
   */
  public static clientCredentials(auth: UnionAuth, props: ClientCredentialsConfigProps): YamlFile {
    const problems = new Problems('ClientConfig.clientCredentials');
    if (checkProps(problems, { auth, ...props }, CLIENT_CREDENTIALS_CONFIG_PROPS)) {
      problems.check('clientId', props.clientId, _pipelineClient(auth));
      if ((props.clientSecretLocation === undefined) === (props.clientSecretVariable === undefined)) {
        problems.add(
          'clientSecretLocation',
          props.clientSecretLocation,
          'is needed, or clientSecretVariable, and not both; say where the pipeline keeps its client secret',
        );
      }
    }
    problems.throwIfAny();
    return YamlFile._document({
      admin: withoutUndefined({
        endpoint: endpoint(auth),
        authType: 'ClientSecret',
        clientId: props.clientId,
        clientSecretLocation: props.clientSecretLocation,
        clientSecretEnvVar: props.clientSecretVariable,
        ...auth._mend(
          DEVIATIONS.pipelineScopes, { insecure: false, scopes: auth.identityProvider.serviceScopes }, {},
        ),
        ...auth._mend(DEVIATIONS.requestedAudience, audience(auth), {}),
      }),
    });
  }

  private constructor() {}
}

/**
 * Where the provider writes only audiences that are asked for. flyteadmin names the same
 * (`useAudienceFromAdmin`), one request later.
 */
function audience({ requestedAudience }: UnionAuth) {
  return requestedAudience === undefined ? {} : { audience: requestedAudience };
}

/** How gRPC clients name the control plane. */
function endpoint(auth: UnionAuth): string {
  return `dns:///${auth.domain}`;
}
