import type { Remedies } from './remedies';

/** What the remedies of the edge and the browser login say, done to the letter. */
export const EDGE_REMEDIES: Remedies = {
  'auth-annotation-ignored': {
    when: 'auth-url is empty',
    edits: [['auth-url: ""', 'auth-url: http://flyteadmin.union-cp.svc.cluster.local/me']],
  },
  'auth-cache-key-incomplete': {
    when: 'the key is the cookie alone',
    edits: [
      [
        'auth-cache-key: $http_cookie',
        'auth-cache-key: $http_authorization$http_flyte_authorization$http_cookie',
      ],
    ],
  },
  'auth-fails-open': {
    when: 'ingress-nginx is satisfied with any rule',
    edits: [['    nginx.ingress.kubernetes.io/satisfy: any\n', '']],
  },
  'auth-host-spoofable': {
    when: 'the guide\'s URL stands on rules without host, once for all its paths',
    edits: [['https://$host/me', 'https://union.example.com/me']],
  },
  'auth-not-enforced': {
    when: 'HTTP goes unauthenticated',
    edits: [['      disableForHttp: true\n', '']],
  },
  'browser-secret-undelivered': {
    when: 'nothing mounts the Secret',
    edits: [
      [
        '              mountPath: /etc/flyte/config\n',
        '              mountPath: /etc/flyte/config\n            - name: secrets\n'
        + '              mountPath: /etc/secrets/\n',
      ],
      [
        '      volumes:\n',
        '      volumes:\n        - name: secrets\n          secret:\n'
        + '            secretName: flyte-admin-secrets\n',
      ],
    ],
  },
  'browser-sign-in-missing': {
    when: 'the console has the guard of gRPC',
    edits: [
      [
        '    nginx.ingress.kubernetes.io/auth-signin-redirect-param',
        '    nginx.ingress.kubernetes.io/auth-signin: '
        + 'https://union.example.com/login?redirect_url=$escaped_request_uri\n'
        + '    nginx.ingress.kubernetes.io/auth-signin-redirect-param',
      ],
    ],
  },
  'gateway-route-unguarded': {
    when: 'useAuth is true and hand-written routes have no guard',
    edits: [
      [
        'apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata:\n  name: union\n',
        'apiVersion: gateway.envoyproxy.io/v1alpha1\nkind: SecurityPolicy\nmetadata:\n  name: guard\n'
        + '  namespace: union-cp\nspec:\n'
        + '  targetRefs: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, name: union }]\n  extAuth:\n'
        + '    failOpen: false\n    http: { backendRefs: [{ name: union-auth-gate, port: 8080 }] }\n---\n'
        + 'apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata:\n  name: union\n',
      ],
    ],
  },
  'grpc-served-as-http': {
    when: 'a router of Traefik names no scheme',
    edits: [
      [
        '        - name: executions\n          port: 80',
        '        - name: executions\n          scheme: h2c\n          port: 80',
      ],
    ],
  },
  'grpc-sign-in-redirect': {
    when: 'Traefik answers 401 with the login page before an h2c service',
    edits: [['        - name: login\n', '']],
  },
  'guard-asks-other': {
    when: 'the middleware that guards is not there beside others',
    edits: [['kind: Middleware\nmetadata:\n  name: other', 'kind: Middleware\nmetadata:\n  name: guard']],
  },
  'guard-bypassed': {
    when: 'a middleware replaces an open path',
    edits: [['      middlewares:\n        - name: change\n', '']],
  },
  'identity-chosen-by-caller': {
    when: 'Traefik shows all headers',
    edits: [
      ['local/me\n', 'local/me\n    authRequestHeaders: [Cookie, Authorization, Flyte-Authorization]\n'],
    ],
  },
  'identity-header-dropped': {
    when: 'Envoy takes the headers from callers, and its guard sets none',
    edits: [['headersToBackend: []', 'headersToBackend: [X-User-Subject, X-User-Claim-Identitytype, X-User-Claim-Preferred-Username, X-User-Token]']],
  },
  'identity-header-spoofable': {
    when: 'ForwardAuth lists none',
    edits: [
      [
        'local/me\n',
        'local/me\n'
        + '    authResponseHeaders: [X-User-Subject, X-User-Claim-Identitytype, '
        + 'X-User-Claim-Preferred-Username, X-User-Token]\n',
      ],
    ],
  },
  'metadata-header-spoofable': {
    when: 'ForwardAuth lists what /me answers alone',
    edits: [
      [
        '    authResponseHeaders:\n',
        '    authResponseHeadersRegex: ^(Grpc-Metadata-|Userinfo-Bin$|From_http$)\n'
        + '    authResponseHeaders:\n',
      ],
    ],
  },
  'openid-scope-missing': {
    when: 'what is requested is []',
    edits: [['scopes: []', 'scopes: [openid, profile]']],
  },
  'public-url-unauthorized': {
    when: 'the only URI has no scheme',
    edits: [['- union.example.com', '- https://union.example.com']],
  },
  'redirect-url-elsewhere': {
    when: 'it leads to no authorized host',
    edits: [['union.example.org', 'union.example.com']],
  },
  'relying-party-incomplete': {
    when: 'nothing is said of people',
    edits: [
      [
        '        authServerType: External\n',
        '        authServerType: External\n      userAuth:\n        openId:\n'
        + '          baseUrl: https://idp.example.com/oauth2/default\n          clientId: web\n',
      ],
    ],
  },
  'route-backend-missing': {
    when: 'an HTTPRoute names a port that is not there',
    edits: [['        - name: usage\n          port: 80', '        - name: usage\n          port: 81']],
  },
  'route-unattached': {
    when: 'the Gateway is not there beside others',
    edits: [['    - name: controlplane', '    - name: public']],
  },
  'route-unguarded': {
    when: 'one route of an IngressRoute has no middleware',
    edits: [['`/app`)\n      middlewares: []', '`/app`)\n      middlewares:\n        - name: guard']],
  },
  'service-exposed': {
    when: 'a service is on every node',
    edits: [['NodePort', 'ClusterIP']],
  },
  'session-cookie-strict': {
    when: 'the provider is another site',
    edits: [['StrictMode', 'LaxMode']],
  },
  'sign-in-route-guarded': {
    when: 'a SecurityPolicy guards the route of /callback',
    edits: [['      name: callback\n  extAuth', '      name: api\n  extAuth']],
  },
  'sign-in-route-missing': {
    when: 'the guard asks /me of the public host, which the console catches',
    edits: [['https://$host/me', 'http://flyteadmin.union-cp.svc.cluster.local/me']],
  },
  'snippet-rejected': {
    when: 'version 1.9 allows them no more by default',
    edits: [['data: {}', 'data:\n  allow-snippet-annotations: "true"']],
  },
};
