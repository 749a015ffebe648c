import { Problems } from '../_internal/problems';
import { OAuthGrantType } from '../identity/oauth-application';
import { YamlFile } from '../output';
import { ClientRegistration } from './client-registration';
import { RegistrationsProps, allRegistrations } from './registrations';

/** What Dex answers to, whatever is asked of it; any other scope is refused with `invalid_scope` (Dex `server/oauth2.go`). */
const DEX_SCOPES = ['openid', 'email', 'profile', 'groups', 'federated:id', 'offline_access'];

/**
 * The part of Dex's configuration that concerns the clients: `staticClients`, and the grants that they use.
 *
 * Secrets stay out of it: Dex reads each from the environment (`secretEnv`). Client credentials need a release of Dex
 * that has that grant (dexidp/dex#4583, merged in March 2026).
 *
 * Dex writes the client ID into `aud` and knows no scope `all`, so the identity is
 * `IdentityProvider.oidc({ …, audienceIsClientId: true, serviceScopes: ['openid'] })`. That is enough for flyteadmin:
 * Dex writes no `client_id` claim.
 *
 * Source: Dex `storage/storage.go` (`Client`), `server/oauth2.go`, `server/grants/clientcredentials.go`.
 */
export class DexStaticClients {
  private readonly registrations: ClientRegistration[];

  /**
   * @throws when the identity has scopes or an audience that Dex cannot serve, or two clients share an id or a client ID.
   */
  public constructor(props: RegistrationsProps) {
    const { identityProvider } = props.auth;
    const problems = new Problems('DexStaticClients');
    for (const prop of ['serviceScopes', 'webScopes'] as const) {
      for (const scope of identityProvider[prop].filter((candidate) => !DEX_SCOPES.includes(candidate))) {
        problems.add(`auth.identityProvider.${prop}`, scope, `is a scope that Dex refuses; give ${prop} of ${DEX_SCOPES.join(', ')} alone`);
      }
    }
    if (!identityProvider.audienceIsClientId) {
      problems.add('auth.identityProvider.audienceIsClientId', false, 'asks for an audience that Dex cannot issue; set it to true, Dex writes the client ID');
    }
    problems.throwIfAny();
    this.registrations = allRegistrations('DexStaticClients', props);
  }

  /** `oauth2.grantTypes` and `staticClients` of Dex's configuration file. */
  public toObject(): { [key: string]: unknown } {
    const grants = new Set(this.registrations.flatMap((registration) => registration.grantTypes));
    return {
      oauth2: { grantTypes: [...grants] },
      staticClients: this.registrations.map(staticClient),
    };
  }

  /** The same, as a YAML file to merge into Dex's configuration. */
  public get yaml(): YamlFile {
    return YamlFile._document(this.toObject());
  }
}

function staticClient(registration: ClientRegistration): { [key: string]: unknown } {
  const { issuer } = registration.auth.identityProvider;
  // Dex redirects a device login through itself, and checks that redirect against the client's URIs.
  const deviceCallback = `${new URL(issuer).pathname.replace(/\/$/, '')}/device/callback`;
  const redirectURIs = [...registration.redirectUris, ...(registration.uses(OAuthGrantType.DEVICE_CODE) ? [deviceCallback] : [])];
  return {
    id: registration.clientId,
    name: registration.clientName,
    ...(redirectURIs.length > 0 ? { redirectURIs } : {}),
    ...(registration.hasClientSecret ? { secretEnv: registration.clientSecretVariable } : { public: true }),
  };
}
