import {
  absolutePath, Check, clientId as validClientId, filledIn, variableName,
} from '../../common/props/checks';
import { Problems } from '../../common/props/problems';
import { demand, instanceOf, text } from '../../common/props/prop-types';
import { UnionIdentity } from '../identity';
import { DEVIATIONS } from '../identity/deviations';
import { _pipelineClient } from '../identity/further-client';
import { ProviderFeature } from '../identity/provider-feature';
import { YamlFile } from '../output';

const pathOrVariable: Check = (secret) =>
  filledIn(secret) ?? (secret.includes('/') ? absolutePath(secret) : variableName(secret));

/** What is no place may be the secret itself. */
function checkPlace(problems: Problems, secret: string): void {
  const fault = pathOrVariable(secret);
  if (secret.trim() === '') {
    problems.check('secret', secret, filledIn);
  } else if (fault !== undefined) {
    problems.addUnshown('secret', `a text, not shown in case it is the secret itself, ${fault}`);
  }
}

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
   * ClientConfig.pkce(identity).writeTo('clients/config.yaml');
   */
  public static pkce(identity: UnionIdentity): YamlFile {
    demand('ClientConfig.pkce', { identity }, { identity: instanceOf(UnionIdentity) });
    return YamlFile._document({ admin: { endpoint: endpoint(identity), authType: 'Pkce', insecure: false } });
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
   * ClientConfig.deviceCode(identity).writeTo('clients/remote.yaml');
   */
  public static deviceCode(identity: UnionIdentity): YamlFile {
    demand('ClientConfig.deviceCode', { identity }, { identity: instanceOf(UnionIdentity) });
    identity.identityProvider._require(ProviderFeature.DEVICE_CODE);
    return YamlFile._document(
      { admin: { endpoint: endpoint(identity), authType: 'DeviceFlow', insecure: false } },
    );
  }

  /**
   * For pipelines. Guide: section "Client credentials for CI/CD".
   *
   * The scopes are spelled out: left out, the SDK requests those of the native application, which a provider
   * may refuse to client credentials.
   *
   * @param identity the identity of the deployment
   * @param clientId client ID of the pipeline's own service application
   * @param secret where the pipeline keeps its client secret: the absolute path of a file, or the name of an
   * environment variable
   *
   * @throws when the client ID is blank, a placeholder or that of another application, or the secret is
   *   neither an absolute path nor the name of a variable.
   *
   * @example
   * ClientConfig.clientCredentials(identity, 'ci-release', '/var/run/secrets/union/client_secret')
   *   .writeTo('clients/ci.yaml');
   */
  public static clientCredentials(identity: UnionIdentity, clientId: string, secret: string): YamlFile {
    demand('ClientConfig.clientCredentials', { identity, clientId, secret }, {
      identity: instanceOf(UnionIdentity),
      clientId: text(validClientId),
      secret: text(),
    }, (problems) => {
      checkPlace(problems, secret);
      problems.check('clientId', clientId, _pipelineClient(identity));
    });
    return YamlFile._document({
      admin: {
        endpoint: endpoint(identity),
        authType: 'ClientSecret',
        clientId,
        ...(secret.startsWith('/') ? { clientSecretLocation: secret } : { clientSecretEnvVar: secret }),
        ...identity._mend(
          DEVIATIONS.pipelineScopes, { insecure: false, scopes: identity.identityProvider.serviceScopes }, {},
        ),
        ...identity._mend(DEVIATIONS.requestedAudience, audience(identity), {}),
      },
    });
  }

  private constructor() {}
}

/**
 * Where the provider writes only audiences that are asked for. flyteadmin names the same
 * (`useAudienceFromAdmin`), one request later.
 */
function audience({ requestedAudience }: UnionIdentity) {
  return requestedAudience === undefined ? {} : { audience: requestedAudience };
}

/** How gRPC clients name the control plane. */
function endpoint(identity: UnionIdentity): string {
  return `dns:///${identity.domain}`;
}
