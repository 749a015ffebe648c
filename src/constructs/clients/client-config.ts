import { withoutUndefined } from '../../common/data/json';
import { Check, absolutePath, filledIn, variableName } from '../../common/props/checks';
import { Problems } from '../../common/props/problems';
import {
  PropType, Shape, checkProps, demand, instanceOf, optional, text,
} from '../../common/props/prop-types';
import { ClientIdentity, UnionIdentity } from '../identity';
import { DEVIATIONS } from '../identity/deviations';
import { ProviderFeature } from '../identity/providers/provider-description';
import { YamlFile } from '../output/text-file';

/** Where a workload or pipeline has its client secret. */
export interface ClientCredentialsOptions {
  /**
   * Absolute path of the file with the client secret, for `ClientConfig`.
   *
   * @default - `secretVariable` has it
   */
  readonly secretPath?: string;

  /**
   * Name of the environment variable with the client secret. Its value is never read here.
   *
   * @default - of `ClientConfig` the file `secretPath` has it; of `ClientEnvironment`
   * "UNION_<NAME>_CLIENT_SECRET"
   */
  readonly secretVariable?: string;

  /**
   * Absolute path of the config file which flyte-sdk (v2) also needs: `ClientEnvironment.flyteSdk` alone
   * takes it. The shell lines write it; in a pod it has to be mounted.
   *
   * @default "/tmp/union-client.yaml"
   */
  readonly configPath?: string;
}

/** What the identity hands out of a client. */
export const CLIENT = instanceOf(
  ClientIdentity, 'write identity.client(\'…\') with its name in clients of UnionIdentity',
);

/** Both are shown by no error: what is no place may be the secret itself. */
const OPTIONS: Shape<ClientCredentialsOptions> = {
  secretPath: optional(unshown(absolutePath)),
  secretVariable: optional(unshown(variableName)),
  configPath: optional(text(() => 'is for ClientEnvironment.flyteSdk, whose file this is; leave it out')),
};

export function unshown(check: Check): PropType {
  const shape = text();
  return (problems, prop, value) => {
    const fault = typeof value === 'string' ? filledIn(value) ?? check(value) : undefined;
    if (fault !== undefined) {
      problems.addUnshown(prop, value === '' ? fault : `(hidden) ${fault}`);
      return false;
    }
    return shape(problems, prop, value);
  };
}

function checkPlace(problems: Problems, { secretPath, secretVariable }: ClientCredentialsOptions): void {
  if (secretPath === undefined && secretVariable === undefined) {
    problems.addMissing('secretPath',
      'name the file with the client secret, or its variable in secretVariable');
  } else if (secretPath !== undefined && secretVariable !== undefined) {
    problems.addUnshown(
      'secretVariable', 'secretPath says where the secret is already; leave out one of the two',
    );
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
   * ClientConfig.pkce(identity).writeTo(app, 'clients/config.yaml');
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
   * ClientConfig.deviceCode(identity).writeTo(app, 'clients/remote.yaml');
   */
  public static deviceCode(identity: UnionIdentity): YamlFile {
    demand('ClientConfig.deviceCode', { identity }, { identity: instanceOf(UnionIdentity) });
    identity.identityProvider._require(ProviderFeature.DEVICE_CODE);
    return YamlFile._document(
      { admin: { endpoint: endpoint(identity), authType: 'DeviceFlow', insecure: false } },
    );
  }

  /**
   * For workloads and pipelines. Guide: section "Client credentials for CI/CD".
   *
   * The scopes are spelled out: left out, the SDK requests those of the native application, which a provider
   * may refuse to client credentials.
   *
   * @param client `identity.client('ci')`
   * @param options where its secret is
   * @throws when the secret is neither at an absolute path nor in a variable.
   *
   * @example
   * ClientConfig.clientCredentials(identity.client('ci'), {
   *   secretPath: '/var/run/secrets/union/client_secret',
   * }).writeTo(app, 'clients/ci.yaml');
   */
  public static clientCredentials(client: ClientIdentity, options: ClientCredentialsOptions): YamlFile {
    const problems = new Problems('ClientConfig.clientCredentials');
    const isClient = checkProps(problems, { client }, { client: CLIENT });
    if (checkProps(problems, options ?? {}, OPTIONS) && isClient) {
      checkPlace(problems, options ?? {});
    }
    problems.throwIfAny();
    const { clientId, identity } = client;
    const { secretPath, secretVariable } = options;
    return YamlFile._document({
      admin: {
        endpoint: endpoint(identity),
        authType: 'ClientSecret',
        clientId,
        ...withoutUndefined({ clientSecretLocation: secretPath, clientSecretEnvVar: secretVariable }),
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
