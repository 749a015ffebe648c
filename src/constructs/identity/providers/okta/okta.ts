import { filledIn, httpsUrl, matching } from '../../../../common/props/checks';
import { Shape, demand, optional, text } from '../../../../common/props/prop-types';
import { knownProvider, OKTA } from '../../../../contract/providers/known-providers';
import { OAUTH_METADATA_PATH } from '../../../../contract/union/flyteadmin';
import { OAuthGrantType } from '../../oauth-application';
import { onlyOrigin } from '../checks';
import { ProviderDescription, RefreshTokens, clientIdAsSubject } from '../provider-description';
import { oktaTerraform } from './terraform';

/** An Okta organization. */
export interface OktaProviderProps {
  /** The URL of the organization, not that of its Admin Console: `https://acme.okta.com`. */
  readonly orgUrl: string;

  /**
   * The ID of the custom authorization server (Security, API, Authorization Servers): `aus1a2b3c4d5`. The
   * organization's own authorization server cannot issue a custom scope.
   *
   * @default "default"
   */
  readonly authorizationServerId?: string;

  /**
   * The audience of the authorization server, as its page in the Admin Console has it:
   * `https://union.example.com`.
   *
   * @default "api://default" for the authorization server `default`, else `https://<domain>`
   */
  readonly audience?: string;
}

const DEFAULT_SERVER = 'default';

/**
 * Okta, "Authorization servers": the server `default` comes with an access policy and a rule for everyone.
 */
const DEFAULT_POLICY = 'Access Policies of the server `default`: deactivate *Default Policy*, which lets '
  + 'every client of the organization ask for every scope, `all` among them. With it the tokens of any other '
  + 'application are accepted. Or take an authorization server of your own (`authorizationServerId`)';

const PROPS: Shape<OktaProviderProps> = {
  orgUrl: text(filledIn, httpsUrl, onlyOrigin('https://acme.okta.com'), noAdminConsole),
  authorizationServerId: optional(text(filledIn, matching(
    /^[\w-]+$/, 'is not an authorization server id; copy it from the issuer URI, after /oauth2/',
  ))),
  audience: optional(text(filledIn)),
};

export function describeOkta(props: OktaProviderProps): ProviderDescription {
  demand('IdentityProvider.okta', props, PROPS);
  const server = props.authorizationServerId ?? DEFAULT_SERVER;
  const issuer = `${new URL(props.orgUrl).origin}/oauth2/${server}`;
  return {
    name: OKTA.name,
    issuer,
    tokenEndpoint: `${issuer}/v1/token`,
    authorizationEndpoint: `${issuer}/v1/authorize`,
    deviceAuthorizationEndpoint: `${issuer}/v1/device/authorize`,
    metadataPath: OAUTH_METADATA_PATH,
    audience: props.audience ?? (server === DEFAULT_SERVER ? 'api://default' : undefined),
    // Okta, "OpenID Connect & OAuth 2.0 API", scope values: refresh tokens need offline_access, which client
    // credentials may not request. Not tried.
    refreshTokens: RefreshTokens.WITH_SCOPE_REFUSED_TO_SERVICES,
    pkceSetting: 'Require PKCE as additional verification',
    steps: [
      ...(server === DEFAULT_SERVER ? [DEFAULT_POLICY] : []),
      'Default claim `sub` of the access token: `(appuser != null) ? user.getInternalProperty("id") : '
        + 'app.clientId`, so that a person has one subject in the browser, in SDK and in CLI. By default it '
        + 'is their login there, and their user ID in ID tokens',
      'API Services applications, General, *Proof of possession*: not required. New ones demand DPoP, which '
        + 'no service sends (`invalid_dpop_proof`)',
      'Claims of the access token, for the scope `all`: `identitytype` with the value `(appuser != null) ? '
        + '"user" : "app"`, and `preferred_username` with `(appuser != null) ? appuser.userName : '
        + 'app.clientId`',
      'Claim of the ID token, always, for any scope: `identitytype` with the value `"user"`',
    ],
    policy: (grants) => 'Access policy of the authorization server for all clients below and no others, with '
      + 'a rule for the grant types '
      + `${grants.filter((grant) => !grant.includes(OAuthGrantType.REFRESH_TOKEN)).join(', ')}`,
    // Okta writes no client_id claim (it is `cid`) and `scp` as a list, just as flyteadmin reads them.
    serviceSubject: clientIdAsSubject,
    subjectOfPerson: OKTA.subjectOfPerson,
    registrar: { terraform: oktaTerraform(server) },
    takesClientIds: true,
  };
}

/** What the browser shows while one works in the Admin Console: it issues no tokens. */
function noAdminConsole(orgUrl: string): string | undefined {
  const [, name, domain] = /^https:\/\/([\w-]+)-admin(\.[^/:]+)/.exec(orgUrl) ?? [];
  return name !== undefined && knownProvider(orgUrl) === OKTA
    ? 'is the Admin Console, which issues no tokens; write the organization\'s own URL, '
      + `https://${name}${domain}`
    : undefined;
}
