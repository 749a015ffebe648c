import { filledIn, httpsUrl } from '../../../../common/props/checks';
import { Problems } from '../../../../common/props/problems';
import { Shape, checkProps, optional, text } from '../../../../common/props/prop-types';
import { HYDRA } from '../../../../contract/providers/hydra';
import { OIDC_METADATA_PATH } from '../../../../contract/union/flyteadmin';
import { ProviderDescription, RefreshTokens, clientIdAsSubject } from '../provider-description';
import { hydraClient, hydraOAuth2Client } from './oauth2-client';

/** An Ory Hydra server. */
export interface HydraProviderProps {
  /**
   * The issuer, exactly as in Hydra's configuration (`urls.self.issuer`), with the slash at its end if it has
   * one there: `https://hydra.example.com`.
   */
  readonly issuer: string;

  /**
   * The audience that clients ask for, and that their registrations allow them to ask for.
   *
   * @default - the deployment's own URL, `https://<domain>`
   */
  readonly audience?: string;
}

const PROPS: Shape<HydraProviderProps> = {
  issuer: text(filledIn, httpsUrl),
  audience: optional(text(filledIn)),
};

export function describeHydra(props: HydraProviderProps): ProviderDescription {
  const problems = new Problems('IdentityProvider.hydra');
  checkProps(problems, props, PROPS);
  problems.throwIfAny();
  const endpoints = `${props.issuer.replace(/\/$/, '')}/oauth2`;
  return {
    name: HYDRA.name,
    issuer: props.issuer,
    tokenEndpoint: `${endpoints}/token`,
    authorizationEndpoint: `${endpoints}/auth`,
    deviceAuthorizationEndpoint: `${endpoints}/device/auth`,
    metadataPath: OIDC_METADATA_PATH,
    audience: props.audience,
    // Hydra writes only audiences that are asked for.
    audienceMustBeRequested: true,
    // Ory Hydra 26.2, tried: none without offline_access, which client credentials are granted as well.
    refreshTokens: RefreshTokens.WITH_SCOPE,
    pkceSetting: 'oauth2.pkce.enforced_for_public_clients: true',
    steps: [
      '`strategies.access_token: jwt`',
      '`oauth2.allowed_top_level_claims: [identitytype, preferred_username]`; the consent app writes the '
        + 'claims into the session of access and ID token, for services a token hook does',
      'where a consent request names no audience, the consent app grants `client.audience`: `uctl` and '
        + '`flytectl` ask for none when a person signs in',
    ],
    serviceSubject: clientIdAsSubject,
    registrar: { hydraOAuth2Client, hydraClients: ({ clients }) => clients.map(hydraClient) },
    takesClientIds: true,
  };
}
