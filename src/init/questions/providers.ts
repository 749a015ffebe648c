import { filledIn, hostName, httpsUrl, issuerUrl } from '../../common/props/checks';
import { text as textProp } from '../../common/props/prop-types';
import { choice, Field, flag, list, optional, struct, text } from './field';

const host = textProp(filledIn, hostName);
const url = textProp(filledIn, httpsUrl);
const issuer = textProp(filledIn, issuerUrl);
const filled = textProp(filledIn);

const audience = optional(text('The audience that access tokens carry', {
  default: 'the URL of the deployment', example: 'https://union.example.com', propType: filled,
}));

const webScopes = optional(list('The scopes that the browser\'s login asks for', text('A scope', {
  example: 'openid',
  propType: filled,
}), {
  default: 'profile, openid, offline_access',
}));

const OIDC_DETAILS: Readonly<Record<string, Field>> = {
  tokenEndpointOnOtherHost: optional(
    flag('Whether the token endpoint rightly stands on another host than the issuer', { default: 'false' }),
  ),
  authorizationEndpoint: optional(text('The authorization endpoint', {
    propType: url,
    example: 'https://idp.example.com/authorize',
    default: 'not known',
  })),
  deviceAuthorizationEndpoint: optional(text('The device authorization endpoint', {
    propType: url,
    example: 'https://idp.example.com/device',
    default: 'not known',
  })),
  metadataPath: optional(text('Where the metadata is, below the issuer', {
    default: '.well-known/oauth-authorization-server',
    example: '.well-known/openid-configuration',
    propType: filled,
  })),
  audience,
  audienceIsClientId: optional(
    flag('Whether the audience of each token is the ID of the client that asked for it', {
      default: 'false',
    }),
  ),
  audienceMustBeRequested: optional(flag('Whether clients must name the audience to be given it', {
    default: 'false',
  })),
  serviceScopes: optional(
    list('The scopes that services ask for', text('A scope', { example: 'openid', propType: filled }), {
      default: 'all',
    }),
  ),
  nativeScopes: optional(list('The scopes that SDK, CLI and API keys ask for', text('A scope', {
    example: 'openid',
    propType: filled,
  }), {
    default: 'those of services',
  })),
  webScopes,
  pairwiseSubjects: optional(flag('Whether a person has another subject in each application', {
    default: 'false',
  })),
  subjectClaimNames: optional(
    list('The claims that name the caller', text('A claim', { example: 'sub', propType: filled }), {
      default: 'sub',
    }),
  ),
};

/** The provider, by its factory of `IdentityProvider`, with the props of that factory. */
export const PROVIDER = choice('The identity provider that signs people and services in', {
  okta: struct('Okta, with a custom authorization server', {
    orgUrl: text('The URL of the organization, not that of its Admin Console', {
      example: 'https://acme.okta.com',
      propType: url,
    }),
    authorizationServerId: optional(text('The ID of the authorization server (Security, API, Authorization '
      + 'Servers)', {
      default: 'default', example: 'aus1a2b3c4d5', propType: filled,
    })),
    audience: optional(text('The audience of the authorization server, as its page in the Admin Console has '
      + 'it', {
      default: 'api://default of the server "default", else the URL of the deployment',
      example: 'https://union.example.com',
      propType: filled,
    })),
  }),
  entraId: struct('Microsoft Entra ID', {
    tenantId: text('The ID of the tenant, a UUID: az account show --query tenantId', {
      example: '11111111-2222-3333-4444-555555555555', propType: filled,
    }),
    applicationIdUri: optional(text('The Application ID URI under which the API is exposed (Expose an API)', {
      default: 'api://<tenant ID>/union',
      example: 'api://11111111-2222-3333-4444-555555555555/union',
      propType: filled,
    })),
    apiClientId: optional(text('The client ID of an app registration that is nothing but the API', {
      default: 'the web application is the API',
      example: '66666666-7777-8888-9999-aaaaaaaaaaaa',
      propType: filled,
    })),
    authorityHost: optional(text('The sign-in host of a national cloud', {
      default: 'login.microsoftonline.com', example: 'login.microsoftonline.us', propType: host,
    })),
  }),
  keycloak: struct('Keycloak 25 or later', {
    serverUrl: text('The URL under which people reach Keycloak, with its path if it has one', {
      example: 'https://sso.example.com',
      propType: url,
    }),
    realm: text('The name of the realm', { example: 'union', propType: filled }),
    audience,
  }),
  authentik: struct('authentik 2024.4 or later, with an application for each client', {
    serverUrl: text('The URL under which people reach authentik, with its path if it has one', {
      example: 'https://auth.example.com',
      propType: url,
    }),
    webSlug: text('The slug of the web application, which signs browsers in', {
      example: 'union-web',
      propType: filled,
    }),
  }),
  auth0: struct('Auth0, with an API of its own', {
    domain: text('The host name of the tenant, or its custom domain', {
      example: 'acme.eu.auth0.com',
      propType: host,
    }),
    audience: optional(text('The identifier of the API (Applications, APIs)', {
      default: 'the URL of the deployment', example: 'https://union.example.com', propType: filled,
    })),
  }),
  cognito: struct('Amazon Cognito, of the Essentials or Plus plan', {
    userPoolId: text('The ID of the user pool', { example: 'eu-west-1_AbCdEfGhI', propType: filled }),
    domain: text('The host name of the user pool\'s domain', {
      example: 'acme.auth.eu-west-1.amazoncognito.com',
      propType: host,
    }),
    resourceServer: optional(text('The identifier of the resource server that holds the scope "all"', {
      default: 'union', example: 'union', propType: filled,
    })),
  }),
  dex: struct('Dex, with its connectors', {
    issuer: text('The issuer, exactly as in Dex\'s configuration', {
      example: 'https://dex.example.com',
      propType: issuer,
    }),
    webScopes,
  }),
  hydra: struct('Ory Hydra, with JWT access tokens', {
    issuer: text('The issuer as in Hydra\'s configuration, with its slash at the end if it has one', {
      example: 'https://hydra.example.com', propType: issuer,
    }),
    audience,
  }),
  oidc: struct('Another provider of OpenID Connect', {
    issuer: text('The issuer, exactly as tokens name it in "iss"', {
      example: 'https://idp.example.com/oauth2/default',
      propType: issuer,
    }),
    tokenEndpoint: text('The token endpoint', {
      example: 'https://idp.example.com/oauth2/default/v1/token',
      propType: url,
    }),
    ...OIDC_DETAILS,
  }),
});
