import { charts } from './_people';

/** Values that what installs a chart has within it. */

export const INSTALLS = [
  charts('an overlay that turns authentication off', (c) => {
    c.files['apps/controlplane.yaml'] = APPLICATION('controlplane', 'flyte: { configmap: { adminServer: { server: { security: { useAuth: false } } } } }');
  },
  'values-missing-key apps/controlplane.yaml Values union-cp/controlplane: global.AUTH_TOKEN_URL ×3',
  'values-recommended-key apps/controlplane.yaml Values union-cp/controlplane: configMap.union.connection.trustedIdentityClaims.externalIdentityClaim ×3',
  'values-wrong-value apps/controlplane.yaml Values union-cp/controlplane: flyte.configmap.adminServer.server.security.useAuth'),
  charts('a HelmRelease that turns authentication off', (c) => {
    c.files['release.yaml'] = RELEASE('controlplane', { flyte: { configmap: { adminServer: { server: { security: { useAuth: false } } } } } });
  },
  'values-missing-key release.yaml Values union-cp/controlplane: global.AUTH_TOKEN_URL ×3',
  'values-recommended-key release.yaml Values union-cp/controlplane: configMap.union.connection.trustedIdentityClaims.externalIdentityClaim ×3',
  'values-wrong-value release.yaml Values union-cp/controlplane: flyte.configmap.adminServer.server.security.useAuth'),
  charts('a HelmRelease of a data plane without a client', (c) => {
    c.files['release.yaml'] = RELEASE('dataplane', { global: { AUTH_CLIENT_ID: '', CONTROLPLANE_HOST: 'union.example.com' } });
  },
  'client-secret-undelivered release.yaml Values north/dataplane: secrets.admin',
  'values-missing-key release.yaml Values north/dataplane: global.AUTH_CLIENT_ID',
  'values-recommended-key release.yaml Values north/dataplane: secrets.admin.create'),
  charts('a parameter of an Application that turns authentication off', (c) => {
    c.files['apps/controlplane.yaml'] = APPLICATION('controlplane', '', [{ name: 'flyte.configmap.adminServer.server.security.useAuth', value: 'false' }]);
  },
  'values-missing-key apps/controlplane.yaml Values union-cp/controlplane: global.AUTH_TOKEN_URL ×3',
  'values-recommended-key apps/controlplane.yaml Values union-cp/controlplane: configMap.union.connection.trustedIdentityClaims.externalIdentityClaim ×3',
  'values-wrong-value apps/controlplane.yaml Values union-cp/controlplane: flyte.configmap.adminServer.server.security.useAuth'),
  charts('values of an Application with the host of staging', (c) => {
    c.files['apps/dp.yaml'] = APPLICATION('dataplane', 'global: { CONTROLPLANE_HOST: union-staging.example.com, AUTH_CLIENT_ID: east-operator-id }\n');
  },
  'client-secret-undelivered apps/dp.yaml Values north/dataplane: secrets.admin',
  'values-planes-disagree apps/dp.yaml Values north/dataplane: global.CONTROLPLANE_HOST',
  'values-recommended-key apps/dp.yaml Values north/dataplane: secrets.admin.create'),
  charts('an Application that installs a data plane into another namespace', (c) => {
    c.files['apps/east.yaml'] = APPLICATION('dataplane', JSON.stringify(c.east));
    c.without.add('east.values.yaml');
  }, 'release-astray spec.destination.namespace'),
  charts('the parameters of an Application misspelled', (c) => {
    c.files['apps/controlplane.yaml'] = APPLICATION('controlplane', '').replace('"parameters"', '"parametres"');
  }, 'install-values-unread spec.source.helm.parametres'),
  charts('an Application that replaces what it syncs', (c) => {
    c.files['apps/controlplane.yaml'] = APPLICATION('controlplane', '', [], { syncOptions: ['Replace=true'] });
  }, 'secret-keys-applied spec.syncPolicy.syncOptions[0]'),
];

function APPLICATION(plane: string, values: string, parameters: readonly object[] = [], syncPolicy: object = {}): string {
  return JSON.stringify({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: plane, namespace: 'argocd' },
    spec: {
      syncPolicy,
      destination: { namespace: plane === 'controlplane' ? 'union-cp' : 'north', server: 'https://kubernetes.default.svc' },
      source: { repoURL: 'https://unionai.github.io/helm-charts', chart: plane, targetRevision: '2026.8.3', helm: { values, parameters } },
    },
  });
}

function RELEASE(plane: string, values: object): string {
  return JSON.stringify({
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    metadata: { name: plane, namespace: plane === 'controlplane' ? 'union-cp' : 'north' },
    spec: { interval: '10m', chart: { spec: { chart: plane, version: '2026.8.3', sourceRef: { kind: 'HelmRepository', name: 'unionai' } } }, values },
  });
}
