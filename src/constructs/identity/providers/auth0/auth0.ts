import { filledIn, hostName } from '../../../../common/props/checks';
import { Shape, demand, optional, text } from '../../../../common/props/prop-types';
import { AUTH0, auth0Subject } from '../../../../contract/providers/known-providers';
import { OIDC_METADATA_PATH } from '../../../../contract/union/flyteadmin';
import { ProviderDescription, RefreshTokens } from '../provider-description';
import { auth0Terraform } from './terraform';

/** An Auth0 tenant. */
export interface Auth0ProviderProps {
  /** The host name of the tenant, or its custom domain: `acme.eu.auth0.com`. */
  readonly domain: string;

  /**
   * The identifier of the API that represents the deployment (Applications, APIs):
   * `https://union.example.com`. Auth0 issues a JWT for this audience only to clients that ask for it; to
   * others it gives an opaque token that flyteadmin cannot read.
   *
   * @default - the deployment's own URL, `https://<domain>`
   */
  readonly audience?: string;
}

const PROPS: Shape<Auth0ProviderProps> = {
  domain: text(filledIn, hostName, tenantHost),
  audience: optional(text(filledIn, ownApi)),
};

export function describeAuth0(props: Auth0ProviderProps): ProviderDescription {
  demand('IdentityProvider.auth0', props, PROPS);
  // The trailing slash belongs to the issuer: Auth0 writes it into `iss` and into its metadata.
  const issuer = `https://${props.domain}/`;
  return {
    name: AUTH0.name,
    issuer,
    tokenEndpoint: `${issuer}oauth/token`,
    authorizationEndpoint: `${issuer}authorize`,
    deviceAuthorizationEndpoint: `${issuer}oauth/device/code`,
    metadataPath: OIDC_METADATA_PATH,
    audience: props.audience,
    audienceMustBeRequested: true,
    // Auth0, "Get refresh tokens"; "Client credentials flow": a scope that was not granted for the API is
    // refused. Not tried.
    refreshTokens: RefreshTokens.WITH_SCOPE_REFUSED_TO_SERVICES,
    policy: () => 'Applications, APIs, the API: the Machine to Machine applications below are authorized for '
      + 'it, with the permission `all`, and no others',
    steps: [
      "Default Audience of the tenant: the identifier of the API, for flyteadmin's browser login and "
        + 'any client that names no audience',
      'API, Application Access: *Allow via client-grant* for user access (`require_client_grant`), with a '
        + 'grant of the scope `all` for each application below. By default every application of the tenant '
        + 'gets tokens for the API, and flyteadmin accepts them',
      'Actions of the triggers *Post Login* and *Machine to Machine* that set the claim `preferred_username` '
        + 'of access tokens',
    ],
    // "Auth0 token profile": no client_id claim, so flyteadmin grants `all` without an `scp` claim; services
    // carry `gty`.
    identityTypeClaimsForApps: { gty: ['client-credentials'] },
    serviceSubject: auth0Subject,
    subjectOfPerson: AUTH0.subjectOfPerson,
    registrar: { terraform: auth0Terraform },
  };
}

function tenantHost(domain: string): string | undefined {
  return domain === 'manage.auth0.com'
    ? 'is the dashboard of all tenants; write the domain of yours, such as acme.eu.auth0.com'
    : undefined;
}

/** Auth0 keeps the audiences of its own APIs to itself. */
function ownApi(audience: string): string | undefined {
  return /\/(userinfo|api\/v2\/?)$/.test(audience)
    ? 'is an API of Auth0 itself, for which your tenant issues no tokens with the scope all; create an API '
      + 'and give its identifier'
    : undefined;
}
