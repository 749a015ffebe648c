import { clientId as validClientId, filledIn, matching } from '../../common/props/checks';
import { Shape, optional, text } from '../../common/props/prop-types';
import { REMOTE_REF, RemoteRef } from '../../contract/upstream/remote-ref';
import { OAuthApplication } from './oauth-application';

/** An OAuth application: its client ID, and where its secret is. */
export interface OAuthClient {
  /** Its client ID, such as `0oa-web-1111`. No other application has the same. */
  readonly clientId: string;

  /**
   * Where its client secret is in the store. A reference, never the value. A public client (`native`) has
   * none.
   *
   * @default - not read from a store: a plane whose `SecretDelivery.externalSecrets()` delivers the secret
   *   requires it
   */
  readonly secret?: RemoteRef;

  /**
   * The subject (`sub`) of its tokens, where the provider chooses it, such as
   * `aaaaaaaa-1111-2222-3333-444444444444`. Of the application `service` other services trust the identity
   * headers of the caller that presents it. Required where the provider chooses the subject (Entra ID: the
   * object ID of the service principal), and in a Keycloak realm that was made by hand instead of from
   * `Registrations.files()`: the ID of the service account's user. `IdentityProvider.serviceSubject` has the
   * default.
   *
   * @default - what the provider writes for the client ID
   */
  readonly subject?: string;
}

export const OAUTH_CLIENT: Shape<OAuthClient> = {
  clientId: text(validClientId),
  secret: optional(REMOTE_REF),
  subject: optional(text(filledIn)),
};

/** What people read about a service application, and its short name. */
export type Description = Pick<OAuthApplication, 'id' | 'name' | 'purpose'>;

/** @internal */
export const _shortName = matching(
  /^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$/,
  'is not a short name; use lower-case letters, digits and "-", at most 40 characters, starting with a '
    + 'letter',
);

/**
 * A client that the identity lists in `clients`.
 *
 * @internal
 */
export function _describeClient(name: string): Description {
  return { id: name, name: `Union client (${name})`, purpose: 'Pipelines and workloads' };
}
