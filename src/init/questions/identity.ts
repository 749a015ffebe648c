import {
  apiKeyField, clientId, filledIn, helmReleaseName, hostName, httpsUrl, issuerUrl, namespaceName,
  objectName,
} from '../../common/props/checks';
import { text as textProp } from '../../common/props/prop-types';
import { REMOTE_REF } from '../../contract/upstream/remote-ref';
import { Field, FieldOptions, choice, flag, list, map, optional, struct, text, values, word } from './field';

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
    flag('Whether the token endpoint is meant to be on another host than the issuer', { default: 'false' }),
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
    resourceServer: optional(text('The identifier of the resource server with the scope "all"', {
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

/** Where a secret lies in a store. Never the secret. */
export function remoteSecret(help: string, key: string, options: FieldOptions = {}): Field {
  return struct(help, {
    key: text('Name of the entry in the store', { example: key }),
    property: optional(text('Field of the entry, if it is a JSON object', {
      default: 'the whole entry',
      example: 'client-secret',
    })),
    version: optional(text('Version of the entry', { default: 'the latest', example: '3' })),
  }, { propType: REMOTE_REF, ...options });
}

const id = textProp(clientId);
const subject = optional(text('The "sub" of its tokens, where the provider chooses it (Entra ID: the object '
  + 'ID of the service principal)', {
  default: 'what the provider writes for the client ID',
  example: 'aaaaaaaa-1111-2222-3333-444444444444',
  propType: textProp(filledIn),
}));

function service(help: string, example: string, key: string, options: FieldOptions = {}): Field {
  return struct(help, {
    clientId: text('Its client ID', { example, propType: id }),
    secret: secretIn(key),
    subject,
  }, options);
}

function secretIn(key: string): Field {
  return optional(remoteSecret('Where its client secret is in the store', key, {
    default: 'not read from a store',
  }));
}

/** One of the three applications, whose client ID may be chosen, or not known yet. */
function application(whose: string, example: string, further: Readonly<Record<string, Field>> = {}): Field {
  return optional(struct(whose, {
    clientId: optional(text(`Client ID of ${whose[0].toLowerCase()}${whose.slice(1)}`, {
      example, propType: id, default: 'a name is chosen, and the application is to be registered',
    })),
    ...further,
  }));
}

/** Who there is: `UnionIdentityProps` without the provider. */
export const IDENTITY: Readonly<Record<string, Field>> = {
  domain: text('The host name under which people reach the control plane, without https://', {
    example: 'union.example.com', propType: textProp(filledIn, hostName),
  }),
  additionalDomains: optional(list('Further host names of the same control plane', text('A host name', {
    propType: textProp(filledIn, hostName), example: 'union.corp.example.com',
  }), { default: 'none' })),
  organization: optional(text('The name of your organization, as Union gave it to you', {
    example: 'acme',
    propType: textProp(filledIn, apiKeyField),
    default: 'the request\'s host name',
  })),
  applications: optional(struct('The three applications at the provider', {
    web: application('The web application: browser login', '0oa-web-1111', {
      secret: secretIn('union/web-client-secret'),
    }),
    native: application('The native application: SDK and CLI', '0oa-native-2222'),
    service: application('The service application: services among each other', '0oa-service-3333', {
      secret: secretIn('union/service-client-secret'), subject,
    }),
  }, {
    default: 'they are to be made: names are chosen, and the files to register them are written first',
    meant: {
      webClientId: 'web.clientId',
      nativeClientId: 'native.clientId',
      serviceClientId: 'service.clientId',
      serviceSubject: 'service.subject',
    },
  })),
  clients: optional(map(
    'Further clients that sign in by themselves, such as pipelines, each by a short name',
    service('A client', '0oa-release-6666', 'union/release', {
      meant: { name: 'the key above, such as "release:"' },
    }),
    { default: 'none', example: { release: { clientId: '0oa-release-6666' } } },
  )),
  preferRefreshTokens: optional(flag('Whether SDK and CLI get refresh tokens at the price of API keys, where '
    + 'the provider ties the two', {
    default: 'false',
  })),
};

/** What both planes are asked. */
export const PLANE: Readonly<Record<string, Field>> = {
  releaseName: optional(text('Name of the Helm release of the chart', {
    default: 'unionai-controlplane, unionai-dataplane', example: 'union', propType: textProp(helmReleaseName),
  })),
  destination: optional(choice('The cluster that its chart is installed into, by the name that the '
    + 'installing tool uses', {
    cluster: text('Name of the cluster in Argo CD', { example: 'east', propType: textProp(filledIn) }),
    server: text('Address of its API server, as Argo CD knows it', {
      example: 'https://east.k8s.example.com', propType: textProp(filledIn),
    }),
    kubeConfig: text('Name of the Secret with its kubeconfig, in the plane\'s namespace where Flux runs', {
      example: 'east-kubeconfig', propType: textProp(filledIn, objectName),
    }),
  }, { default: 'the one of its name in Argo CD; without a name, and in Flux, the one that they run in' })),
  extraValues: optional(values('Further Helm values, merged over those that are made', { default: 'none' })),
};

const EAGER_API_KEY = optional(word('What creates the API key of eager tasks: the operator, or another tool '
  + 'that delivers it', ['fromOperator', 'provisioned'], {
  default: 'the control plane, from the eager application; without one, eager tasks fail',
}));

const namespace = optional(text('Namespace of the data plane', {
  default: 'union',
  example: 'union',
  propType: textProp(namespaceName),
}));

const DATA_PLANE = struct('A data plane', {
  namespace,
  operator: optional(
    service('The application of its own with which it signs in', '0oa-east-4444', 'union/east/operator'),
  ),
  eager: optional(
    service('The application with which its eager tasks call back', '0oa-east-5555', 'union/east/eager'),
  ),
  eagerApiKey: EAGER_API_KEY,
  ...PLANE,
}, { meant: { clusterName: 'the key above, such as "east:"' } });

/** Those that are registered under names, and the one that is not. */
export const DATA_PLANES: Readonly<Record<string, Field>> = {
  dataPlanes: optional(map(
    'The data planes, by the names of the clusters under which they register',
    DATA_PLANE, {
      default: 'one without a name, in namespace "union", that shares the service application',
      example: { east: {} },
    },
  )),
  dataPlane: optional(struct('The data plane, where it has no name and shares the service application', {
    namespace, eagerApiKey: EAGER_API_KEY, ...PLANE,
  }, {
    default: 'in namespace "union"',
    meant: {
      clusterName: 'dataPlanes, with the name as a key', operator: 'operator of an entry in dataPlanes',
    },
  })),
};

const subjects = struct('An administrator', {
  name: text('A name for people', { example: 'Ada' }),
  subject: text('The "sub" of their tokens, which /me shows', {
    example: '00u-ada-1111',
    propType: textProp(filledIn),
  }),
  accessTokenSubject: optional(text('The "sub" of their access tokens, where the provider writes another one '
    + 'there (Entra ID with an API of its own)', {
    default: 'the same',
    example: '00u-ada-2222',
    propType: textProp(filledIn),
  })),
});

export const AUTHORIZATION = optional(choice('Who may do what, once signed in', {
  noop: struct('Everyone may do everything', {}),
  union: struct('Union\'s own roles', {
    admins: list('The first administrators', subjects),
    domains: optional(
      list('Domains that roles know at first', text('A domain', { example: 'development' }), {
        default: 'development, staging, production',
      }),
    ),
    projects: optional(
      list('Projects that roles know at first', text('A project', { example: 'flytesnacks' }), {
        default: 'none',
      }),
    ),
    externalIdentity: optional(flag('Whether every caller counts as an external identity', {
      default: 'false',
    })),
  }),
  external: struct('A server of yours decides', {
    host: text('The server as a gRPC target', { example: 'dns:///authz.example.com:443' }),
    insecure: optional(flag('Whether it is asked without TLS', { default: 'false' })),
    failOpen: optional(flag('Whether everything is allowed while it does not answer', { default: 'false' })),
    externalIdentity: optional(flag('Whether every caller counts as an external identity')),
  }),
}, { default: 'noop' }));
