import { filledIn, httpsUrl, issuerUrl } from '../../../common/props/checks';
import { Problems } from '../../../common/props/problems';
import { Shape, demand, flag, list, map, optional, text } from '../../../common/props/prop-types';
import { isAuthentikIssuer, knownProvider } from '../../../contract/providers/known-providers';
import {
  OAUTH_METADATA_PATH, OFFLINE_ACCESS_SCOPE, OIDC_METADATA_PATH,
} from '../../../contract/union/flyteadmin';
import { audienceText, claimName, relativePath, scopes, webScopes } from './checks';
import {
  ProviderDescription, ProviderFeature, ProviderLimit, RefreshTokens, clientIdAsSubject,
} from './provider-description';

/** An OpenID Connect provider without its own factory. */
export interface OidcProviderProps {
  /**
   * The issuer, exactly as in the claim `iss` of tokens: `https://idp.example.com/oauth2/default`. It has no
   * query and no fragment.
   *
   * Guide: section "Authorization server setup", "Issuer URI".
   */
  readonly issuer: string;

  /**
   * The token endpoint: `https://idp.example.com/oauth2/default/v1/token`. Services send their client
   * credentials to it.
   *
   * Guide: section "Authorization server setup", "Token endpoint".
   */
  readonly tokenEndpoint: string;

  /**
   * Whether the token endpoint is intentionally on another host than the issuer. Without it, this is an
   * error, as it is usually a mix of two tenants or environments.
   *
   * @default false
   */
  readonly tokenEndpointOnOtherHost?: boolean;

  /**
   * The authorization endpoint: `https://idp.example.com/authorize`. It is used only for the checklist:
   * flyteadmin and the clients read it from the provider's metadata.
   *
   * @default - not known
   */
  readonly authorizationEndpoint?: string;

  /**
   * The device authorization endpoint: `https://idp.example.com/device`. See RFC 8628. Clients also read it
   * from the metadata.
   *
   * @default - not known
   */
  readonly deviceAuthorizationEndpoint?: string;

  /**
   * Path of the provider's metadata, relative to the issuer: `.well-known/openid-configuration`. flyteadmin
   * fetches it at start, and does not start without it.
   *
   * Source: flyteadmin `auth/authzserver/resource_server.go`.
   *
   * @default ".well-known/oauth-authorization-server" (RFC 8414)
   */
  readonly metadataPath?: string;

  /**
   * The audience of the access tokens that the provider issues (`aud`): `https://union.example.com`.
   *
   * @default - the deployment's own URL, `https://<domain>`
   */
  readonly audience?: string;

  /**
   * Whether the audience of each access token is the ID of the requesting client (Dex). flyteadmin then
   * accepts the client IDs of the deployment's applications as audiences.
   *
   * @default false
   */
  readonly audienceIsClientId?: boolean;

  /**
   * Whether clients must request the audience to get a token for it (Ory Hydra).
   *
   * @default false
   */
  readonly audienceMustBeRequested?: boolean;

  /**
   * The scopes that services request with their client credentials, such as `openid`.
   *
   * @default ["all"]
   */
  readonly serviceScopes?: string[];

  /**
   * The scopes that SDK, CLI and API keys request, such as `openid`. All three get them from flyteadmin's
   * public client config. Include `offline_access` only if the provider also grants it to client credentials,
   * which API keys use.
   *
   * @default - the service scopes
   */
  readonly nativeScopes?: string[];

  /**
   * The scopes that flyteadmin requests for a browser login, such as `openid`. They must include that one.
   *
   * @default ["profile", "openid", "offline_access"]
   */
  readonly webScopes?: string[];

  /**
   * Claims that identify a token of a service: name of the claim to the values that mean a service.
   *
   * Source: Union's documentation of self-hosted authentication, "Identity type claim requirements".
   *
   * @default - none; the claim `identitytype` is used as the provider writes it
   */
  readonly identityTypeClaimsForApps?: { [claim: string]: string[] };

  /**
   * The claims with the caller's subject, such as `sub`. The first that is not empty applies.
   *
   * Source: Union's documentation of self-hosted authentication, "Subject claim requirements".
   *
   * @default ["sub"]
   */
  readonly subjectClaimNames?: string[];

  /**
   * Whether a person has different subjects (`sub`) in ID tokens of the web application and in access tokens
   * of the native one. This is so with the subject type `pairwise` of OpenID Connect, or if a provider writes
   * an ID into one and a login into the other.
   *
   * @default false
   */
  readonly pairwiseSubjects?: boolean;
}

const PAIRWISE: ProviderLimit = {
  feature: ProviderFeature.ONE_SUBJECT,
  reason: 'The provider writes one subject per person and application (pairwiseSubjects); '
    + 'Union\'s roles must list those of the web and the native application',
};

const UNKNOWN_REFRESH_TOKENS: ProviderLimit = {
  feature: ProviderFeature.REFRESH_TOKENS_BESIDE_API_KEYS,
  reason: 'It is unknown whether the provider grants offline_access to client credentials, which API keys '
    + 'use; SDK and CLI do not request it. If it does, add it to nativeScopes; preferRefreshTokens of '
    + 'the identity requests it in any case, and disables API keys',
};

const PROPS: Shape<OidcProviderProps> = {
  issuer: text(
    filledIn, issuerUrl, (issuer) => knownProvider(issuer)?.cannotServe, asItsProviderWrites, oneOfMany,
  ),
  tokenEndpoint: text(filledIn, httpsUrl),
  tokenEndpointOnOtherHost: optional(flag),
  authorizationEndpoint: optional(text(filledIn, httpsUrl)),
  deviceAuthorizationEndpoint: optional(text(filledIn, httpsUrl)),
  metadataPath: optional(text(filledIn, relativePath)),
  audience: audienceText(),
  audienceIsClientId: optional(flag),
  audienceMustBeRequested: optional(flag),
  serviceScopes: optional(scopes()),
  nativeScopes: optional(scopes()),
  webScopes: optional(webScopes()),
  identityTypeClaimsForApps: optional(map(list(text(filledIn)))),
  subjectClaimNames: optional(claimNames),
  pairwiseSubjects: optional(flag),
};

export function describeOidc(props: OidcProviderProps): ProviderDescription {
  demand('IdentityProvider.oidc', props, PROPS, (problems) => {
    problems.check(
      'tokenEndpoint',
      props.tokenEndpoint,
      (value) => otherHost(value, props),
      (value) => otherPlace(value, props),
    );
    const other = otherMetadata(props);
    if (other !== undefined) {
      problems.addMissing('metadataPath', other);
    }
    problems.check('audience', props.audience, () => twoAudiences(props));
    for (const [claim, values] of Object.entries(props.identityTypeClaimsForApps ?? {})) {
      problems.check('identityTypeClaimsForApps', claim, filledIn, claimName, () =>
        values.length === 0 ? 'has no value that means a service; list at least one' : undefined);
    }
  });

  return {
    ...props,
    name: 'OpenID Connect provider',
    metadataPath: props.metadataPath ?? OAUTH_METADATA_PATH,
    serviceSubject: clientIdAsSubject,
    serviceSubjectIsAssumed: true,
    policy: (grants) =>
      'Whatever decides who gets which token allows all clients below, and no others, the grant types '
        + `${grants.join(', ')}`,
    refreshTokens: props.nativeScopes?.includes(OFFLINE_ACCESS_SCOPE)
      ? RefreshTokens.WITH_SCOPE
      : RefreshTokens.WITH_SCOPE_REFUSED_TO_SERVICES,
    limits: [
      ...(props.nativeScopes?.includes(OFFLINE_ACCESS_SCOPE) ? [] : [UNKNOWN_REFRESH_TOKENS]),
      ...(props.pairwiseSubjects ? [PAIRWISE] : []),
    ],
  };
}

/** Each application of authentik is an issuer, and none represents all of them. */
function oneOfMany(issuer: string): string | undefined {
  return isAuthentikIssuer(issuer)
    ? 'is the issuer of one application of authentik, but each application has its own; use '
      + 'the authentik provider, with the slug of the web application'
    : undefined;
}

/** Corrects an issuer of a provider with a known host: another server of it, an extra slash. */
function asItsProviderWrites(issuer: string): string | undefined {
  const known = knownProvider(issuer);
  const spelled = known?.issuerAs?.(issuer) ?? issuer;
  const right = known?.tokenIssuerAs?.(spelled) ?? spelled;
  return right === issuer ? undefined : `is not a usable issuer of ${known!.name}; write ${right}`;
}

function otherHost(tokenEndpoint: string, props: OidcProviderProps): string | undefined {
  if (props.tokenEndpointOnOtherHost || httpsUrl(props.issuer) || httpsUrl(tokenEndpoint)) {
    return undefined;
  }
  const { host } = new URL(props.issuer);
  return new URL(tokenEndpoint).host === host
    ? undefined
    : `is on another host than the issuer (${host}); correct one of them, or set tokenEndpointOnOtherHost if `
      + 'the provider\'s metadata says so';
}

/** The tenant in URLs of hosts with several tenants: a realm, a UUID. */
const TENANT = /\/realms\/([^/]+)|\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?=\/|$)/i;

function otherPlace(tokenEndpoint: string, { issuer }: OidcProviderProps): string | undefined {
  if (httpsUrl(issuer) || httpsUrl(tokenEndpoint)) {
    return undefined;
  }
  if (tokenEndpoint.replace(/\/$/, '') === issuer.replace(/\/$/, '')
    || /\/authorize\/?$|\/\.well-known\//.test(tokenEndpoint)) {
    return 'is another URL of the provider; write the "token_endpoint" of its metadata';
  }
  const [of, own] = [issuer, tokenEndpoint].map((url) => TENANT.exec(url)?.slice(1).find((name) => name));
  return of === undefined || own === undefined || of.toLowerCase() === own.toLowerCase()
    ? undefined
    : `belongs to ${own}, but the issuer to ${of}; correct one of them`;
}

/** flyteadmin does not start without the metadata. */
function otherMetadata(
  { issuer, metadataPath = OAUTH_METADATA_PATH }: OidcProviderProps,
): string | undefined {
  const known = knownProvider(issuer);
  const lacksIt = known?.publishesOAuthMetadata === false && metadataPath === OAUTH_METADATA_PATH;
  return lacksIt && !known.cannotServe
    ? `${known.name} publishes only ${OIDC_METADATA_PATH}, and flyteadmin does not start without metadata; `
      + 'write that path, or use the factory of the provider'
    : undefined;
}

function claimNames(problems: Problems, prop: string, value: unknown): boolean {
  if (Array.isArray(value) && value.length === 0) {
    problems.add(prop, value, 'must not be empty; give a claim, or leave it out for sub');
  }
  return list(text(filledIn, claimName))(problems, prop, value);
}

function twoAudiences(props: OidcProviderProps): string | undefined {
  return props.audience?.trim() && props.audienceIsClientId
    ? 'conflicts with audienceIsClientId; give only one of the two'
    : undefined;
}
