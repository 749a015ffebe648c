import { clientId as validClientId, filledIn } from '../../common/props/checks';
import { Shape, optional, text } from '../../common/props/prop-types';
import { REMOTE_REF, RemoteRef } from '../../contract/upstream/remote-ref';
import { OAuthApplication } from './oauth-application';

/** A service application that does one duty: of a data plane, or of a pipeline. */
export interface ServiceApplicationProps {
  /** Its client ID: one that no other application has. */
  readonly clientId: string;

  /**
   * Where its client secret lies. A reference, never the value.
   *
   * @default - not read from a store: `SecretDelivery.externalSecrets()` demands it where it delivers the
   *   secret
   */
  readonly secret?: RemoteRef;

  /**
   * The subject (`sub`) of its tokens. Providers whose ids nobody can know before need it (Entra ID: the
   * object ID of the service principal), and so does a Keycloak realm that was made by hand instead of from
   * `Registrations.files()`.
   *
   * @default - what the provider writes for the client ID, `IdentityProvider.serviceSubject`
   */
  readonly subject?: string;
}

export const SERVICE_APPLICATION_PROPS: Shape<ServiceApplicationProps> = {
  clientId: text(validClientId),
  secret: optional(REMOTE_REF),
  subject: optional(text(filledIn)),
};

/** What people read about a service application, and its short name. */
export type Description = Pick<OAuthApplication, 'id' | 'name' | 'purpose'>;
