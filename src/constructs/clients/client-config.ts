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

/** Where a workload or pipeline finds its client secret. */
export interface ClientCredentialsOptions {
  /**
   * Absolute path of the file with the client secret, for `ClientConfig`.
   *
   * @default - none; the secret is in `secretVariable`
   */
  readonly secretPath?: string;

  /**
   * Name of the environment variable with the client secret. The library never reads its value.
   *
   * @default - none for `ClientConfig` with `secretPath`; "UNION_<NAME>_CLIENT_SECRET" for
   * `ClientEnvironment`
   */
  readonly secretVariable?: string;

  /**
   * Absolute path of the config file that flyte-sdk (v2) also needs; only for `ClientEnvironment.flyteSdk`.
   * The shell lines write the file; a pod must mount it.
   *
   * @default "/tmp/union-client.yaml"
   */
  readonly configPath?: string;
}

export const CLIENT = instanceOf(
  ClientIdentity, 'write identity.client(\'…\') with its name in clients of UnionIdentity',
);

/** Errors show neither value: a misplaced value may be the secret itself. */
const OPTIONS: Shape<ClientCredentialsOptions> = {
  secretPath: optional(unshown(absolutePath)),
  secretVariable: optional(unshown(variableName)),
  configPath: optional(text(() => 'applies to ClientEnvironment.flyteSdk only; leave it out')),
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
      'give the file with the client secret, or its variable in secretVariable');
  } else if (secretPath !== undefined && secretVariable !== undefined) {
    problems.addUnshown(
      'secretVariable', 'conflicts with secretPath; leave out one of the two',
    );
  }
}

/**
 * The config file of the command-line tools and both SDKs.
 *
 * `uctl` and flyte-sdk (v2) read `UCTL_CONFIG`, by default `~/.union/config.yaml`; `flytectl` and flytekit
 * (v1) read `FLYTECTL_CONFIG`, by default `~/.flyte/config.yaml`.
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
    return ofPeople(identity, 'Pkce');
  }

  /**
   * For people on a machine without a browser: the client prints a code, which the person confirms in a
   * browser elsewhere.
   *
   * Source: flyte-sdk 2.12.1 `config/_internal.py`, flytekit 1.16.31 `configuration/__init__.py`
   * (`DeviceFlow`).
   *
   * @throws when the identity provider does not support the device code flow.
   *
   * @example
   * ClientConfig.deviceCode(identity).writeTo(app, 'clients/remote.yaml');
   */
  public static deviceCode(identity: UnionIdentity): YamlFile {
    demand('ClientConfig.deviceCode', { identity }, { identity: instanceOf(UnionIdentity) });
    identity.identityProvider._require(ProviderFeature.DEVICE_CODE);
    return ofPeople(identity, 'DeviceFlow');
  }

  /**
   * For workloads and pipelines. Guide: section "Client credentials for CI/CD".
   *
   * The config lists the scopes. Without them the SDK requests those of the native application, which a
   * provider may refuse for client credentials.
   *
   * @param client `identity.client('ci')`
   * @param options where the client finds its secret
   * @throws when neither an absolute path nor a variable is given.
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

function ofPeople(identity: UnionIdentity, authType: string): YamlFile {
  return YamlFile._document({ admin: { endpoint: endpoint(identity), authType, insecure: false } });
}

/**
 * For providers that write an audience only on request. flyteadmin announces the same one
 * (`useAudienceFromAdmin`), but only after a further request.
 */
function audience({ requestedAudience }: UnionIdentity) {
  return requestedAudience === undefined ? {} : { audience: requestedAudience };
}

/** The address of the control plane, as gRPC clients expect it. */
function endpoint(identity: UnionIdentity): string {
  return `dns:///${identity.domain}`;
}
