import {
  apiKeyField, clientId, filledIn, helmReleaseName, hostName, namespaceName, objectName,
} from '../../common/props/checks';
import { text as textProp } from '../../common/props/prop-types';
import { REMOTE_REF } from '../../contract/upstream/remote-ref';
import { choice, Field, FieldOptions, flag, list, optional, struct, text, values, word } from './field';

/** Where a secret lies in a store. Never the secret. */
export function remoteSecret(help: string, key: string, options: FieldOptions = {}): Field {
  return struct(help, {
    key: text('Name of the entry in the store', { example: key }),
    property: optional(text('Field of the entry, where it holds a JSON object', {
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

function service(help: string, example: string, key: string): Field {
  return struct(help, {
    clientId: text('Its client ID', { example, propType: id }),
    secret: optional(remoteSecret('Where its client secret lies in the store', key, {
      default: 'not read from a store',
    })),
    subject,
  });
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
    default: 'none; services take the host of a request for it',
  })),
  applications: optional(struct('The client IDs of the three applications at the provider', {
    webClientId: text('Client ID of the web application: browser login', {
      example: '0oa-web-1111',
      propType: id,
    }),
    nativeClientId: text('Client ID of the native application: SDK and CLI', {
      example: '0oa-native-2222',
      propType: id,
    }),
    serviceClientId: text('Client ID of the service application: services among each other', {
      example: '0oa-service-3333',
      propType: id,
    }),
    serviceSubject: optional(text('The "sub" of the service application\'s tokens, where the provider '
      + 'chooses it', {
      default: 'what the provider writes for the client ID',
      example: 'aaaaaaaa-1111-2222-3333-444444444444',
      propType: textProp(filledIn),
    })),
  }, { default: 'they are to be made: names are chosen, and the files to register them are written first' })),
  clients: optional(list('Further clients that sign in by themselves, such as pipelines', struct('A client', {
    name: text('A short name for it', { example: 'release' }),
    clientId: text('Its client ID', { example: '0oa-release-6666', propType: id }),
    secret: optional(remoteSecret('Where its client secret lies in the store', 'union/release', {
      default: 'not read from a store',
    })),
    subject,
  }), { default: 'none' })),
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
  destination: optional(choice('The cluster that its chart is installed into, as what installs it says it', {
    cluster: text('Name of the cluster in Argo CD', { example: 'east', propType: textProp(filledIn) }),
    server: text('Address of its API server, as Argo CD knows it', {
      example: 'https://east.k8s.example.com', propType: textProp(filledIn),
    }),
    kubeConfig: text('Name of the Secret with its kubeconfig, in the plane\'s namespace where Flux runs', {
      example: 'east-kubeconfig', propType: textProp(filledIn, objectName),
    }),
  }, { default: 'the one that Argo CD or Flux runs in' })),
  extraValues: optional(values('Further Helm values, merged over those that are made', { default: 'none' })),
};

const DATA_PLANE = struct('A data plane', {
  clusterName: optional(text('Name of the cluster under which it registers', {
    example: 'east',
    propType: textProp(filledIn, objectName),
  })),
  namespace: optional(text('Namespace of the data plane', {
    default: 'union',
    example: 'union',
    propType: textProp(namespaceName),
  })),
  operator: optional(
    service('The application of its own with which it signs in', '0oa-east-4444', 'union/east/operator'),
  ),
  eager: optional(
    service('The application with which its eager tasks call back', '0oa-east-5555', 'union/east/eager'),
  ),
  eagerApiKey: optional(word('Who makes the API key of eager tasks: its operator, or whoever delivers it', [
    'fromOperator', 'provisioned',
  ], {
    default: 'the control plane, from the eager application; without one nobody, and eager tasks fail',
  })),
  ...PLANE,
});

export const DATA_PLANES = optional(list('The data planes, each in its cluster or namespace', DATA_PLANE, {
  default: 'one, in namespace "union", that shares the service application',
}));

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
  noop: struct('Everybody may do everything', {}),
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
