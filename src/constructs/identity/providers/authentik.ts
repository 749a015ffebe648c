import { filledIn, httpsUrl, matching } from '../../../common/props/checks';
import { Shape, demand, text } from '../../../common/props/prop-types';
import { AUTHENTIK } from '../../../contract/providers/known-providers';
import { OIDC_METADATA_PATH } from '../../../contract/union/flyteadmin';
import { endingBefore } from './checks';
import { ProviderDescription, RefreshTokens } from './provider-description';

/**
 * An authentik server, 2024.4 or later, with a provider and an application for each of the deployment's
 * applications.
 */
export interface AuthentikProviderProps {
  /** The URL of authentik for browsers, with its path if it has one: `https://auth.example.com`. */
  readonly serverUrl: string;

  /**
   * The slug of the web application for browser logins: `union-web`. Each application of authentik is its own
   * issuer, but flyteadmin accepts only one and gets the keys of tokens from it. So all providers of the
   * deployment must sign with one key.
   */
  readonly webSlug: string;
}

const PROPS: Shape<AuthentikProviderProps> = {
  serverUrl: text(filledIn, endingBefore({
    '/application/o/': 'is the URL of an application', '/if/': 'is a web page',
  }), httpsUrl),
  webSlug: text(
    filledIn, matching(/^[-\w]+$/, 'is not a slug; copy it from the application, such as union-web'),
  ),
};

/**
 * The expression of the scope mapping `all` of each provider. Source: authentik, "Property mappings",
 * expressions.
 */
const MAPPING = '`return {"scp": ["all"], "identitytype": "app" if request.user.type in ("service_account", '
  + '"internal_service_account") else "user", "preferred_username": request.user.username}`';

export function describeAuthentik(props: AuthentikProviderProps): ProviderDescription {
  demand('IdentityProvider.authentik', props, PROPS);
  const shared = `${props.serverUrl.replace(/\/+$/, '')}/application/o`;
  return {
    name: AUTHENTIK.name,
    // The slash is part of the issuer.
    issuer: `${shared}/${props.webSlug}/`,
    tokenEndpoint: `${shared}/token/`,
    authorizationEndpoint: `${shared}/authorize/`,
    deviceAuthorizationEndpoint: `${shared}/device/`,
    metadataPath: OIDC_METADATA_PATH,
    audienceIsClientId: AUTHENTIK.audienceIsClientId,
    webScopes: ['profile', 'openid', 'all', 'offline_access'],
    // Since 2024.2, according to its documentation, which does not mention client credentials. Not tried.
    refreshTokens: RefreshTokens.WITH_SCOPE_REFUSED_TO_SERVICES,
    subjectRemedy:
      'give the "sub" of its tokens: the ID of the user that authentik creates with its first token; '
        + 'decode one',
    subjectOfPerson: AUTHENTIK.subjectOfPerson,
    policy: () => 'Bindings of each application: who may use it. Without bindings, everyone may',
    steps: [
      'An OAuth2/OpenID provider and an application for each client below; the application of the web client '
        + `has the slug \`${props.webSlug}\``,
      'Each provider: issuer mode *Each provider has a different issuer*, one and the same *Signing Key*, '
        + 'one and the same *Subject mode*, *Include claims in id_token* on, no *Encryption Key*',
      `Scope mapping with the scope name \`all\`, selected in each provider: ${MAPPING}`,
      'Device code: a flow for it in the brand (*Device code flow*)',
    ],
    takesClientIds: true,
  };
}
