import type { Remedies } from './remedies';

/** What the remedies of services, clients and authorization say, done to the letter. */
export const SERVICES_REMEDIES: Remedies = {
  'audience-missing': {
    when: 'an empty text is all that is allowed',
    edits: [['- ""', '- api://default']],
  },
  'auth-metadata-guarded': {
    when: 'basic auth stands before /.well-known',
    edits: [['      middlewares:\n        - name: basic\n', '']],
  },
  'auth-metadata-missing': {
    when: 'that of SDKs of version 2 is not routed, on a host that serves them',
    edits: [
      [
        '          - path: /flyteidl.service.AuthMetadataService\n',
        '          - path: /flyteidl2.auth.AuthMetadataService\n'
        + '            pathType: ImplementationSpecific\n'
        + '            backend: { service: { name: flyteadmin, port: { number: 81 } } }\n'
        + '          - path: /flyteidl.service.AuthMetadataService\n',
      ],
    ],
  },
  'authorization-header-mismatch': {
    when: 'flyteadmin reads one header over gRPC and another in /me',
    edits: [
      [
        '      grpcAuthorizationHeader: x-token',
        '      grpcAuthorizationHeader: flyte-authorization',
      ],
    ],
  },
  'authorizer-fails-open': {
    when: 'it lets in whom it could not ask about',
    edits: [['failOpen: true', 'failOpen: false']],
  },
  'authorizer-header-dropped': {
    when: 'a service hands on nothing',
    edits: [['forwardHeaders: []', 'forwardHeaders: [authorization, flyte-authorization, x-user-token]']],
  },
  'authorizer-mode-contradicted': {
    when: 'the authorizer lists accounts, and does not say that it decides by them',
    edits: [['    authorizer:\n      bootstrap', '    authorizer:\n      type: Union\n      bootstrap']],
  },
  'bootstrap-account-missing': {
    when: 'values name its Secret',
    edits: [
      [
        '[{clientId: service-id, role: Admin}]',
        '[{clientId: service-id, role: Admin}, {clientId: eager, role: Admin}]',
      ],
    ],
  },
  'bootstrap-account-unknown': {
    when: 'clusters alone are told of subjects',
    edits: [
      ['- former', '- operator'],
      ['- past', '- operator'],
    ],
  },
  'bootstrap-admin-missing': {
    when: 'there is no administrator',
    edits: [['adminUsers: []', 'adminUsers: [{ name: Ada, subject: 00u-ada }]']],
  },
  'bootstrap-admin-subject': {
    when: 'Okta has an administrator by their login',
    edits: [['ada@example.com', '00u1a2b3c4d5e6f7g8h9']],
  },
  'client-grant-interactive': {
    when: 'union.auth does',
    edits: [['Pkce', 'ClientSecret']],
  },
  'client-incomplete': {
    when: 'a client has neither an ID nor the place of its secret',
    edits: [
      [
        '        enable: true\n',
        '        enable: true\n        clientId: service\n'
        + '        clientSecretLocation: /etc/secrets/union/client_secret\n',
      ],
    ],
  },
  'client-secret-key-missing': {
    when: 'the ExternalSecret writes another key',
    edits: [['secretKey: clientSecret', 'secretKey: client_secret']],
  },
  'client-secret-of-other': {
    when: 'the first of three has another ID, and nothing has a namespace',
    edits: [['theirs', 'ours']],
  },
  'client-secret-undelivered': {
    when: 'nothing sets the variable that the client reads',
    edits: [['CLIENT_SECRETS', 'CLIENT_SECRET']],
  },
  'client-secret-unmounted': {
    when: 'the pod declares no such volume',
    edits: [
      [
        '      volumes:\n',
        '      volumes:\n        - name: auth\n          secret:\n'
        + '            secretName: union-controlplane-secrets\n',
      ],
    ],
  },
  'client-section-missing': {
    when: 'values take the section of cluster resource sync away',
    edits: [['clusterresourcesync: { config: { union: { auth: null } } }\n', '']],
  },
  'cluster-operator-missing': {
    when: 'no cluster is',
    edits: [
      [
        'dataplaneClusters: []',
        'dataplaneClusters: [{ name: east, operators: [operator], viewers: [ours] }]',
      ],
    ],
  },
  'credential-header-dropped': {
    when: 'the session of /callback is hidden from the browser',
    edits: [
      [
        '  annotations:\n'
        + '    nginx.ingress.kubernetes.io/configuration-snippet: proxy_hide_header Set-Cookie;\n',
        '',
      ],
    ],
  },
  'credential-unreadable': {
    when: 'the user of the image is not root',
    edits: [
      [
        '      securityContext:\n        runAsNonRoot: true',
        '      securityContext:\n        fsGroup: 65534\n        runAsNonRoot: true',
      ],
    ],
  },
  'database-password-missing': {
    when: 'the volume lost its Secret',
    edits: [
      [
        '        - name: union-controlplane-secrets\n\n',
        '        - name: union-controlplane-secrets\n          secret:\n'
        + '            secretName: union-controlplane-secrets\n',
      ],
      [
        '        - name: executions\n          configMap:\n            name: executions\n'
        + '        - name: union-controlplane-secrets\n',
        '        - name: executions\n          configMap:\n            name: executions\n'
        + '        - name: union-controlplane-secrets\n          secret:\n'
        + '            secretName: union-controlplane-secrets\n',
      ],
    ],
  },
  'eager-key-shared': {
    when: 'two Secrets hold one client',
    edits: [['stringData:\n  client_id: eager', 'stringData:\n  client_id: eager-west']],
  },
  'eager-key-unfetched': {
    when: 'values leave it off',
    edits: [
      [
        '    create: false\nclusterName: east',
        '    create: false\nconfig: { operator: { apiKey: { enabled: true } } }\nclusterName: east',
      ],
    ],
  },
  'eager-key-uninjected': {
    when: 'values take the section away',
    edits: [['leaseworker: { config: { unionAuth: null } }\n', '']],
  },
  'eager-key-unseeded': {
    when: 'values say so',
    edits: [
      [
        'ingress:\n  host',
        'services: { identity: { apiKeyOverrides: [{ key: EAGER_API_KEY, clusterName: east, '
        + 'existingSecret: { name: eager } }] } }\n'
        + 'ingress:\n  host',
      ],
    ],
  },
  'endpoint-insecure': {
    when: 'the endpoint says http',
    edits: [['http://union.example.com', 'dns:///union.example.com']],
  },
  'endpoint-mismatch': {
    when: 'it speaks TLS, as nothing is said',
    edits: [['endpoint: flyteadmin:81', 'endpoint: flyteadmin:81\n      insecure: true']],
  },
  'identity-claim-mismatch': {
    when: 'a claim is empty and the client leaves its ID out',
    edits: [['externalIdentityClaim: ""', 'externalIdentityClaim: service-id']],
  },
  'identity-type-unresolved': {
    when: 'nothing is said of external identities',
    edits: [['      appAuth:\n', '      appAuth:\n        identityTypeClaimsForApps: { idtyp: [app] }\n']],
  },
  'metadata-url-missing': {
    when: 'the issuer is the relying party\'s, with a slash at its end',
    edits: [
      [
        '        authServerType: External\n',
        '        authServerType: External\n        externalAuthServer:\n'
        + '          metadataUrl: .well-known/openid-configuration\n',
      ],
    ],
  },
  'native-client-misconfigured': {
    when: 'no client is named at a provider that generates IDs',
    edits: [
      [
        '          flyteClient:\n',
        '          flyteClient:\n            clientId: native\n            audience: api://default\n',
      ],
    ],
  },
  'network-policy-cuts': {
    when: 'a client gets out nowhere',
    edits: [
      [
        '    - to:\n        - podSelector: {}',
        '    - ports: [{ port: 443 }]\n    - ports: [{ port: 53, protocol: UDP }]',
      ],
    ],
  },
  'organization-mismatch': {
    when: 'the values of a data plane do',
    edits: [['orgName: other', 'orgName: acme']],
  },
  'scheduler-secret-unmounted': {
    when: 'nothing is mounted',
    edits: [
      [
        '              mountPath: /etc/flyte/config\n',
        '              mountPath: /etc/flyte/config\n            - name: secret\n'
        + '              mountPath: /etc/secrets/\n',
      ],
      [
        '      volumes:\n',
        '      volumes:\n        - name: secret\n          secret:\n'
        + '            secretName: flyte-secret-auth\n',
      ],
    ],
  },
  'scope-missing': {
    when: 'a data plane alone names its token endpoint and no scopes',
    edits: [['scopes: []', 'scopes: [all]']],
  },
  'service-auth-disabled': {
    when: 'helm template leaves namespaces out',
    edits: [['enable: false', 'enable: true']],
  },
  'service-without-pods': {
    when: 'targetPort is a name, and the pods declare no port',
    edits: [['targetPort: web', 'targetPort: 8088']],
  },
  'token-url-foreign': {
    when: 'it has the path of another provider',
    edits: [['auth0.com/oauth2/token', 'auth0.com/oauth/token']],
  },
};
