import { ALL_SCOPE, OFFLINE_ACCESS_SCOPE } from '../../contract/union/flyteadmin';
import { ProviderLimit } from '../provider-feature';
import { Registrar } from './registrar';

/** What a factory knows about its provider. Internal: `IdentityProvider` shows it to users. */
export interface ProviderDescription {
  readonly name: string;
  readonly issuer: string;
  readonly tokenEndpoint: string;
  readonly authorizationEndpoint?: string;
  readonly deviceAuthorizationEndpoint?: string;
  readonly metadataPath: string;
  readonly audience?: string;
  readonly furtherAudiences?: string[];
  readonly audienceIsClientId?: boolean;
  readonly audienceMustBeRequested?: boolean;
  readonly serviceScopes?: string[];
  readonly nativeScopes?: string[];
  readonly webScopes?: string[];
  readonly identityTypeClaimsForApps?: { [claim: string]: string[] };
  readonly subjectClaimNames?: string[];
  /** The `sub` of a service's token; absent where it is an id of the provider's. */
  readonly serviceSubject?: (clientId: string) => string;
  readonly limits?: ProviderLimit[];
  /** How it takes its clients, where there is more than the checklist. */
  readonly registrar?: Registrar;
}

/** What clients request where the provider has no ways of its own. */
export const SERVICE_SCOPES = [ALL_SCOPE];
export const WEB_SCOPES = ['profile', 'openid', OFFLINE_ACCESS_SCOPE];

/** The same scopes, and refresh tokens. */
export function withRefreshTokens(scopes: string[]): string[] {
  return [...scopes, OFFLINE_ACCESS_SCOPE];
}

/** The subject that RFC 9068, section 2.2, recommends for client credentials. */
export function clientIdAsSubject(clientId: string): string {
  return clientId;
}
