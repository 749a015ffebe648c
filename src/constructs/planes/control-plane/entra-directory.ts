import { JsonObject, nestUnder, withoutUndefined } from '../../../common/data/json';
import { clientId as validClientId, filledIn } from '../../../common/props/checks';
import { Problems } from '../../../common/props/problems';
import { optional, struct, text } from '../../../common/props/prop-types';
import { isUuid } from '../../../contract/providers/known-provider';
import { SecretContent } from '../../../contract/union/secrets';
import { REMOTE_REF, RemoteRef } from '../../../contract/upstream/remote-ref';
import { checkOwnEntry, OtherSecrets } from '../../secrets/own-entry';
import { SecretEntry } from '../../secrets/secret-target';

/**
 * A tenant of Microsoft Entra ID whose people the console lists, by an application that reads Microsoft
 * Graph.
 *
 * It needs the application permissions `User.Read.All`, `GroupMember.Read.All` and
 * `Application.ReadWrite.All`, with admin consent; the last lets it register clients for API keys, and so
 * can anyone with its secret.
 *
 * Source: controlplane `values.yaml`, `services.identity.configMap.identity.app.identityProviderConfig`.
 */
export interface EntraDirectory {
  /** The ID of the tenant, a UUID. */
  readonly tenantId: string;

  /** Client ID of the application that reads Microsoft Graph: one of its own. */
  readonly clientId: string;

  /**
   * Where its client secret is. A reference, never the value.
   *
   * @default - not read from a store: `SecretDelivery.externalSecrets()` demands it
   */
  readonly clientSecret?: RemoteRef;

  /**
   * The object ID of the group whose members are listed.
   *
   * @default - everyone of the tenant
   */
  readonly groupId?: string;
}

const uuid = (value: string) => (isUuid(value) ? undefined : 'is not a UUID; copy it from the admin center');

export const ENTRA_DIRECTORY = struct<EntraDirectory>({
  tenantId: text(filledIn, uuid),
  clientId: text(validClientId, uuid),
  clientSecret: optional(REMOTE_REF),
  groupId: optional(text(filledIn, uuid)),
});

/** The key of `union-controlplane-secrets`, and the file that the identity service reads. */
const SECRET_KEY = 'azure_client_secret';

/** The variable in which the script finds the secret. */
const VARIABLE = 'UNION_ENTRA_DIRECTORY_CLIENT_SECRET';

/** What the identity service is told of the tenant, below `identity`. */
export function entraDirectoryConfig({ tenantId, clientId, groupId }: EntraDirectory): JsonObject {
  return nestUnder('app.identityProviderConfig', {
    provider: 'azure',
    azure: withoutUndefined({ tenantId, clientId, clientSecretName: SECRET_KEY, groupId }),
  });
}

/** Its client secret, beside those that all services mount. */
export function entraDirectoryEntry({ clientSecret }: EntraDirectory): SecretEntry {
  return {
    key: SECRET_KEY,
    content: SecretContent.SERVICE_CLIENT_SECRET,
    remote: clientSecret,
    variable: VARIABLE,
    whose: 'the application that reads Microsoft Graph',
  };
}

/** The application may register others, so that it is no one else. */
export function checkEntraDirectory(
  problems: Problems, others: OtherSecrets, { clientId, clientSecret }: EntraDirectory,
): void {
  const owner = others.identity._applications.all.find((application) => application.clientId === clientId);
  if (owner) {
    problems.add('entraDirectory.clientId', clientId, `is the client ID of "${owner.name}", and the `
      + 'application may register others; register one of its own');
  }
  const prop = 'entraDirectory.clientSecret';
  const missing = `give the place of the secret of client ${clientId} in the secret store`;
  others.secrets._checkOwn(problems, prop, clientSecret, missing);
  checkOwnEntry(problems, others, prop, { clientId, remote: clientSecret });
}
