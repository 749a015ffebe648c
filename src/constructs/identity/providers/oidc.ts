import { filledIn, httpsUrl, issuerUrl } from '../../../common/props/checks';
import { Problems } from '../../../common/props/problems';
import { Shape, demand, flag, list, map, optional, text } from '../../../common/props/prop-types';
import { isAuthentikIssuer, knownProvider } from '../../../contract/providers/known-providers';
import {
  OAUTH_METADATA_PATH, OFFLINE_ACCESS_SCOPE, OIDC_METADATA_PATH,
} from '../../../contract/union/flyteadmin';
import { claimName, relativePath, scopes, webScopes } from './checks';
import {
  ProviderDescription, ProviderFeature, ProviderLimit, RefreshTokens, clientIdAsSubject,
} from './provider-description';

/** An OpenID Connect provider that has no factory of its own. */
export interface OidcProviderProps {
  /**
   * The issuer, exactly as tokens name it in `iss`: `https://idp.example.com/oauth2/default`. It has no query
   * and no fragment.
   *
   * Guide: section "Authorization server setup", "Issuer URI".
   */
  readonly issuer: string;

  /**
   * The token endpoint: `https://idp.example.com/oauth2/default/v1/token`. Services present their client
   * credentials here.
   *
   * Guide: section "Authorization server setup", "Token endpoint".
   */
  readonly tokenEndpoint: string;

  /**
   * Whether the token endpoint is rightly on another host than the issuer. A slip (two tenants, two
   * environments) looks just the same, so it has to be said.
   *
   * @default false
   */
  readonly tokenEndpointOnOtherHost?: boolean;

  /**
   * The authorization endpoint: `https://idp.example.com/authorize`. Only the tests and the documentation of
   * a deployment need it: flyteadmin and the clients read it from the provider's metadata.
   *
   * @default - not known
   */
  readonly authorizationEndpoint?: string;

  /**
   * The device authorization endpoint: `https://idp.example.com/device`. See RFC 8628. Those who use it read
   * it from the metadata, likewise.
   *
   * @default - not known
   */
  readonly deviceAuthorizationEndpoint?: string;

  /**
   * Where the provider publishes its metadata, relative to the issuer: `.well-known/openid-configuration`.
   * flyteadmin fetches it when it starts, and does not start without it.
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
   * Whether the audience of each access token is the ID of the client that asked for it (Dex). flyteadmin
   * then accepts the client IDs of the deployment's applications as audiences.
   *
   * @default false
   */
  readonly audienceIsClientId?: boolean;

  /**
   * Whether clients have to name the audience in their request to be given a token for it (Ory Hydra).
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
   * The scopes that SDK, CLI and API keys request, such as `openid`. flyteadmin's public client config offers
   * them, and all three take theirs from it. Give `offline_access` among them only where the provider grants
   * it to client credentials as well: API keys are those.
   *
   * @default - the service scopes
   */
  readonly nativeScopes?: string[];

  /**
   * The scopes that flyteadmin requests at a browser's login, such as `openid`. That one must be among them.
   *
   * @default ["profile", "openid", "offline_access"]
   */
  readonly webScopes?: string[];

  /**
   * Claims by which a token of a service is distinguished from that of a person: name of the claim to the
   * values that mean a service.
   *
   * Source: Union's documentation of self-hosted authentication, "Identity type claim requirements".
   *
   * @default - none: the claim `identitytype` is passed on as the provider wrote it
   */
  readonly identityTypeClaimsForApps?: { [claim: string]: string[] };

  /**
   * The claims that name the caller, such as `sub`. The first that is not empty wins.
   *
   * Source: Union's documentation of self-hosted authentication, "Subject claim requirements".
   *
   * @default ["sub"]
   */
  readonly subjectClaimNames?: string[];

  /**
   * Whether a person has another subject (`sub`) in ID tokens of the web application than in access tokens of
   * the native one. So it is with OpenID Connect's subject type `pairwise`, or where a provider writes an ID
   * into the one and a login into the other.
   *
   * @default false
   */
  readonly pairwiseSubjects?: boolean;
}

const PAIRWISE: ProviderLimit = {
  feature: ProviderFeature.ONE_SUBJECT,
  reason: 'The provider gives a person a subject of their own for each application (pairwiseSubjects); '
    + 'Union\'s roles must know that of the web and that of the native application',
};

const UNKNOWN_REFRESH_TOKENS: ProviderLimit = {
  feature: ProviderFeature.REFRESH_TOKENS_BESIDE_API_KEYS,
  reason: 'It is not known whether the provider grants offline_access to client credentials, as API keys '
    + 'are; SDK and CLI go without that scope. Name it in nativeScopes where it does; preferRefreshTokens of '
    + 'the identity requests it anyway, and gives up API keys',
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
  audience: optional(text(filledIn)),
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

/** Each application is an issuer there, and none stands for all. */
function oneOfMany(issuer: string): string | undefined {
  return isAuthentikIssuer(issuer)
    ? 'is the issuer of one application of authentik, and the others have issuers of their own; use '
      + 'the authentik provider, with the slug of the web application'
    : undefined;
}

/** An issuer of a provider that is known by its host: another server of it, a slash too many. */
function asItsProviderWrites(issuer: string): string | undefined {
  const known = knownProvider(issuer);
  const spelled = known?.issuerAs?.(issuer) ?? issuer;
  const right = known?.tokenIssuerAs?.(spelled) ?? spelled;
  return right === issuer ? undefined : `is not an issuer of ${known!.name} that could serve; write ${right}`;
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

/** What an address and a tenant look like where several are on one host: a realm, a UUID. */
const TENANT = /\/realms\/([^/]+)|\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?=\/|$)/i;

function otherPlace(tokenEndpoint: string, { issuer }: OidcProviderProps): string | undefined {
  if (httpsUrl(issuer) || httpsUrl(tokenEndpoint)) {
    return undefined;
  }
  if (tokenEndpoint.replace(/\/$/, '') === issuer.replace(/\/$/, '')
    || /\/authorize\/?$|\/\.well-known\//.test(tokenEndpoint)) {
    return 'is another address of the provider; write the "token_endpoint" of its metadata';
  }
  const [of, own] = [issuer, tokenEndpoint].map((url) => TENANT.exec(url)?.slice(1).find((name) => name));
  return of === undefined || own === undefined || of.toLowerCase() === own.toLowerCase()
    ? undefined
    : `is of ${own}, and the issuer of ${of}; correct one of them`;
}

/** flyteadmin does not start without the metadata. */
function otherMetadata(
  { issuer, metadataPath = OAUTH_METADATA_PATH }: OidcProviderProps,
): string | undefined {
  const known = knownProvider(issuer);
  const lacksIt = known?.publishesOAuthMetadata === false && metadataPath === OAUTH_METADATA_PATH;
  return lacksIt && !known.cannotServe
    ? `${known.name} publishes ${OIDC_METADATA_PATH} alone, and flyteadmin does not start without metadata; `
      + 'write that, or use the factory of the provider'
    : undefined;
}

function claimNames(problems: Problems, prop: string, value: unknown): boolean {
  if (Array.isArray(value) && value.length === 0) {
    problems.add(prop, value, 'is empty; name a claim, or leave it out for sub');
  }
  return list(text(filledIn, claimName))(problems, prop, value);
}

function twoAudiences(props: OidcProviderProps): string | undefined {
  return props.audience?.trim() && props.audienceIsClientId
    ? 'contradicts audienceIsClientId; a token has the one audience or the other, give one of the two props'
    : undefined;
}
