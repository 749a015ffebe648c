import { filledIn, httpsUrl, matching } from '../../../../common/props/checks';
import { Shape, demand, optional, text } from '../../../../common/props/prop-types';
import { KEYCLOAK } from '../../../../contract/providers/known-providers';
import { OIDC_METADATA_PATH } from '../../../../contract/union/flyteadmin';
import { endingBefore } from '../checks';
import { ProviderDescription, RefreshTokens } from '../provider-description';
import { uuidOf } from '../uuid';
import { keycloakRealm } from './realm';

/** A realm of a Keycloak server. */
export interface KeycloakProviderProps {
  /** The URL under which people reach Keycloak, with its path if it has one: `https://sso.example.com`. */
  readonly serverUrl: string;

  /** The name of the realm: `union`. */
  readonly realm: string;

  /**
   * The audience that the realm's audience mapper writes: `https://union.example.com`. The realm of
   * `Registrations.files()` has that mapper.
   *
   * @default - the deployment's own URL, `https://<domain>`
   */
  readonly audience?: string;
}

const PROPS: Shape<KeycloakProviderProps> = {
  serverUrl: text(filledIn, endingBefore({
    '/.well-known/': 'is the address of metadata',
    '/realms/': 'names a realm already',
    '/admin/': 'is a page of the Admin Console',
  }), httpsUrl),
  realm: text(filledIn, matching(
    /^[\w.~-]+$/,
    'is not a realm name; use letters, digits, "-", "_", "." and "~" (a "/" would end the name in every URL)',
  ), notMaster),
  audience: optional(text(filledIn)),
};

/** Source: Keycloak, Server Administration Guide, "The master realm". */
function notMaster(realm: string): string | undefined {
  return realm === 'master'
    ? 'administers Keycloak itself, and its clients and people would share it; make a realm of its own'
    : undefined;
}

export function describeKeycloak(props: KeycloakProviderProps): ProviderDescription {
  demand('IdentityProvider.keycloak', props, PROPS);
  const issuer = `${props.serverUrl.replace(/\/+$/, '')}/realms/${props.realm}`;
  // The id of the service account's user, which the emitted realm fixes.
  const subjectOf = (clientId: string) => uuidOf(`${issuer}/service-account/${clientId}`);
  const endpoints = `${issuer}/protocol/openid-connect`;
  return {
    name: KEYCLOAK.name,
    subjectOfPerson: KEYCLOAK.subjectOfPerson,
    issuer,
    tokenEndpoint: `${endpoints}/token`,
    authorizationEndpoint: `${endpoints}/auth`,
    deviceAuthorizationEndpoint: `${endpoints}/auth/device`,
    metadataPath: OIDC_METADATA_PATH,
    audience: props.audience,
    // Keycloak 26.7.3, tried: without offline_access as well. With it client credentials are refused
    // (invalid_scope), and a browser's login loses single sign-on.
    refreshTokens: RefreshTokens.ALWAYS,
    pkceSetting:
      "a client policy for public clients with the executor pkce-enforcer; the client's own setting would "
        + 'refuse device code',
    steps: [
      'Client scope `all`, which writes the claim `scp` as the list `["all"]`, and the audience',
      'Claim `identitytype` in access and ID tokens: `user` for the web and the native client, `app` for '
        + 'services',
    ],
    serviceSubject: subjectOf,
    registrar: { keycloakRealm: keycloakRealm(props.realm, subjectOf) },
    takesClientIds: true,
  };
}
