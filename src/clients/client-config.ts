import { absolutePath, clientId, filledIn } from '../_internal/checks';
import { checkProps, demand, instanceOf, Shape, text } from '../_internal/kinds';
import { Problems } from '../_internal/problems';
import { UnionAuth } from '../identity';
import { DEVIATIONS } from '../identity/deviations';
import { _furtherClient } from '../identity/further-client';
import { YamlFile } from '../output';

/** Client credentials of a pipeline. The secret is a file that the pipeline mounts. */
export interface ClientCredentialsConfigProps {
  /** Client ID of the pipeline's own service application. */
  readonly clientId: string;
  /** Absolute path of the file that holds the client secret. */
  readonly clientSecretLocation: string;
}

const CLIENT_CREDENTIALS_CONFIG_PROPS: Shape<ClientCredentialsConfigProps & { readonly auth: UnionAuth }> = {
  auth: instanceOf(UnionAuth),
  clientId: text(clientId),
  clientSecretLocation: text(filledIn, absolutePath),
};

/** The config file of `uctl`, `flytectl` and both SDKs (`~/.union/config.yaml`, or `UCTL_CONFIG`). */
export class ClientConfig {
  /** For people: sign-in through the browser, with PKCE. Guide: section "SDK and CLI authentication". */
  public static pkce(auth: UnionAuth): YamlFile {
    demand('ClientConfig.pkce', { auth }, { auth: instanceOf(UnionAuth) });
    return YamlFile._document({ admin: { endpoint: endpoint(auth), authType: 'Pkce', insecure: false } });
  }

  /**
   * For pipelines. Guide: section "Client credentials for CI/CD".
   *
   * The scopes are spelled out: left out, the SDK requests those of the native application, `offline_access` among them,
   * which providers refuse to client credentials.
   *
   * @throws when the client ID is blank or a placeholder, or the path is not absolute.
   */
  public static clientCredentials(auth: UnionAuth, props: ClientCredentialsConfigProps): YamlFile {
    const problems = new Problems('ClientConfig.clientCredentials');
    if (checkProps(problems, { auth, ...props }, CLIENT_CREDENTIALS_CONFIG_PROPS)) {
      problems.check('clientId', props.clientId, _furtherClient(auth));
    }
    problems.throwIfAny();
    return YamlFile._document({
      admin: {
        endpoint: endpoint(auth),
        authType: 'ClientSecret',
        clientId: props.clientId,
        clientSecretLocation: props.clientSecretLocation,
        ...auth._mend(DEVIATIONS.pipelineScopes, { insecure: false, scopes: auth.identityProvider.serviceScopes }, {}),
        ...auth._mend(DEVIATIONS.requestedAudience, audience(auth), {}),
      },
    });
  }

  private constructor() {}
}

/** Where the provider writes only audiences that are asked for. flyteadmin names the same (`useAudienceFromAdmin`), one request later. */
function audience({ requestedAudience }: UnionAuth) {
  return requestedAudience === undefined ? {} : { audience: requestedAudience };
}

/** How gRPC clients name the control plane. */
function endpoint(auth: UnionAuth): string {
  return `dns:///${auth.domain}`;
}
