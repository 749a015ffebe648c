import { charts } from './_people';

/** Values that what installs a chart has within it. */

export const INSTALLS = [
  charts('an overlay that turns authentication off', (c) => {
    c.files['apps/controlplane.yaml'] = APPLICATION('controlplane', 'flyte: { configmap: { adminServer: { server: { security: { useAuth: false } } } } }');
  }, 'auth-not-enabled', 'values-wrong-value'),
  charts('a HelmRelease that turns authentication off', (c) => {
    c.files['release.yaml'] = RELEASE('controlplane', { flyte: { configmap: { adminServer: { server: { security: { useAuth: false } } } } } });
  }, 'auth-not-enabled', 'values-wrong-value'),
  charts('a HelmRelease of a data plane without a client', (c) => {
    c.files['release.yaml'] = RELEASE('dataplane', { global: { AUTH_CLIENT_ID: '', CONTROLPLANE_HOST: 'union.example.com' } });
  }, 'client-incomplete', 'auth-value-empty', 'values-missing-key', 'values-wrong-value'),
  charts('a parameter of an Application that turns authentication off', (c) => {
    c.files['apps/controlplane.yaml'] = APPLICATION('controlplane', '', [{ name: 'flyte.configmap.adminServer.server.security.useAuth', value: 'false' }]);
  }, 'auth-not-enabled', 'values-wrong-value'),
  charts('values of an Application with the host of staging', (c) => {
    c.files['apps/dp.yaml'] = APPLICATION('dataplane', 'global: { CONTROLPLANE_HOST: union-staging.example.com, AUTH_CLIENT_ID: east-operator-id }\n');
  }, 'endpoint-mismatch', 'values-planes-disagree'),
  charts('an Application that installs a data plane into another namespace', (c) => {
    c.files['apps/east.yaml'] = APPLICATION('dataplane', JSON.stringify(c.east));
    c.without.add('east.values.yaml');
  }, 'release-astray'),
  charts('the parameters of an Application misspelled', (c) => {
    c.files['apps/controlplane.yaml'] = APPLICATION('controlplane', '').replace('"parameters"', '"parametres"');
  }, 'install-values-unread'),
  charts('an Application that replaces what it syncs', (c) => {
    c.files['apps/controlplane.yaml'] = APPLICATION('controlplane', '', [], { syncOptions: ['Replace=true'] });
  }, 'secret-keys-applied'),
];

function APPLICATION(plane: string, values: string, parameters: readonly object[] = [], syncPolicy: object = {}): string {
  return JSON.stringify({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: plane, namespace: 'argocd' },
    spec: {
      destination: { namespace: plane === 'controlplane' ? 'union-cp' : 'north', server: 'https://kubernetes.default.svc' },
      source: { repoURL: 'https://unionai.github.io/helm-charts', chart: plane, targetRevision: '2026.8.3', helm: { values, parameters } },
      syncPolicy,
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
