import type { Remedies } from './remedies';

/** What the remedies of secrets, config and values files say, done to the letter. */
export const DELIVERY_REMEDIES: Remedies = {
  'auth-server-type-contradicted': {
    when: 'it is left out',
    edits: [['      appAuth:\n', '      appAuth:\n        authServerType: External\n']],
  },
  'auth-value-empty': {
    when: 'a volume leaves the name out',
    edits: [['secret: {}', 'secret: { secretName: union-controlplane-secrets }']],
  },
  'client-secret-inconsistent': {
    when: 'one of three reads another entry',
    edits: [['union/servce', 'union/service']],
  },
  'config-file-missing': {
    when: 'the volume is not declared',
    edits: [['name: d\n', 'name: c\n']],
  },
  'config-unreadable': {
    when: 'only an init container reads it',
    edits: [['    a: 1\n', '']],
  },
  'duration-unitless': {
    when: 'a ClusterExternalSecret stamps it out',
    edits: [['refreshInterval: "60"', 'refreshInterval: 1h']],
  },
  'enum-invalid': {
    when: 'a key is written in another case, which viper accepts',
    edits: [['AuthServerType: external', 'AuthServerType: External']],
  },
  'external-secret-api-unserved': {
    when: 'it is v1alpha1',
    edits: [['v1alpha1', 'v1']],
  },
  'external-secret-incomplete': {
    when: 'it has no entries',
    edits: [['  data: []', '  data: [{ secretKey: client_secret, remoteRef: { key: union/service } }]']],
  },
  'external-secret-policy-invalid': {
    when: 'a ClusterExternalSecret stamps it out',
    edits: [['deletionPolicy: Delete', 'deletionPolicy: Retain']],
  },
  'issuer-insecure': {
    when: 'it has another scheme',
    edits: [['ftp://localhost', 'https://idp.example.com']],
  },
  'key-duplicated': {
    when: 'a key of JSON stands twice',
    edits: [['"x": "1",\n', '']],
  },
  'object-duplicated': {
    when: 'versions of the API differ',
    edits: [
      [
        '---\napiVersion: networking.k8s.io/v1beta1\nkind: Ingress\nmetadata:\n  name: a\n'
        + '  namespace: union-cp\nspec: {}\n',
        '',
      ],
    ],
  },
  'placeholder-secret': {
    when: 'an empty text stands in a variable',
    edits: [['value: ""', 'valueFrom: { secretKeyRef: { name: union-secret-auth, key: client_secret } }']],
  },
  'secret-in-manifest': {
    when: 'it is merely encoded',
    edits: [['data:\n  client_secret: bm90LWEtcmVhbC1zZWNyZXQ=\n', '']],
  },
  'secret-merge-deadlock': {
    when: 'the workloads have no namespace, as helm template leaves it',
    edits: [
      [
        '---\napiVersion: external-secrets.io/v1\nkind: ExternalSecret\n',
        '---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: union-secret-auth\n  namespace: union\n---\n'
        + 'apiVersion: external-secrets.io/v1\nkind: ExternalSecret\n',
      ],
    ],
  },
  'secret-namespace-mismatch': {
    when: 'the SecretStore lies in the other plane\'s namespace',
    edits: [['  name: default\n  namespace: union-cp', '  name: default\n  namespace: union']],
  },
  'secret-owner-wipes-keys': {
    when: 'it owns the Secret and writes nothing',
    edits: [['target: {}', 'target: { creationPolicy: Merge }']],
  },
  'secret-store-missing': {
    when: 'a ClusterSecretStore is taken for a SecretStore',
    edits: [
      [
        '  secretStoreRef:\n    name: default\n',
        '  secretStoreRef:\n    kind: ClusterSecretStore\n    name: default\n',
      ],
    ],
  },
  'secret-value-padded': {
    when: 'it starts with a blank',
    edits: [['IHNoaA==', 'c2ho']],
  },
  'secret-writers-collide': {
    when: 'nothing in the file has a namespace, as helm template leaves it',
    edits: [['stringData:\n  client_secret: placeholder\n', '']],
  },
  'value-unreplaced': {
    when: 'an HTTPRoute names the guide\'s host',
    edits: [['<your-domain>', 'union.example.com']],
  },
  'values-connection-cut': {
    when: 'the controller is off whose Service flyteadmin calls',
    edits: [['ingress-nginx: { enabled: false }\n', '']],
  },
  'values-contradiction': {
    when: 'the edge serves another host',
    edits: [['other.example.com', 'union.example.com']],
  },
  'values-dead-key': {
    when: 'a whole service is gone',
    edits: [['executor:\n  replicas: 2\n', '']],
  },
  'values-dotted-key': {
    when: 'every key of the file is one',
    edits: [
      [
        'global.INTERNAL_CLIENT_ID: service-id\nglobal.AUTH_TOKEN_URL:',
        'global:\n  INTERNAL_CLIENT_ID: service-id\n  AUTH_TOKEN_URL:',
      ],
    ],
  },
  'values-list-incomplete': {
    when: 'a list leaves out what the chart has in it',
    edits: [['authorizedUris: [', 'authorizedUris: ["https://{{ .Values.global.UNION_HOST }}", ']],
  },
  'values-missing-key': {
    when: 'the data plane is told no control plane',
    edits: [['global:\n', 'global:\n  CONTROLPLANE_HOST: union.example.com\n']],
  },
  'values-planes-disagree': {
    when: 'the data plane calls another host',
    edits: [['CONTROLPLANE_HOST: other.example.com', 'CONTROLPLANE_HOST: union.example.com']],
  },
  'values-apps-unguarded': {
    when: 'the values for a cloud switch it off',
    edits: [['  auth:\n    enabled: false\n', '  auth:\n    enabled: true\n']],
  },
  'values-recommended-key': {
    when: 'the chart is left to make the Secret',
    edits: [['    enable: true\n', '    enable: true\n    create: false\n']],
  },
  'values-unknown-key': {
    when: 'UNION_HOSTS stands for UNION_HOST',
    edits: [['  UNION_HOSTS: a-text\n', '']],
  },
  'values-wrong-value': {
    when: 'flyte.configmap.adminServer.auth.userAuth.openId.baseUrl is "idp.example.com"',
    edits: [['baseUrl: idp.example.com', 'baseUrl: https://idp.example.com']],
  },
};
