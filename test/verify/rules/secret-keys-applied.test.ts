import { secretKeysApplied } from '../../../src/verify/rules/manifests';
import { externalSecret, secret } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';

const RECORD = 'kubectl.kubernetes.io/last-applied-configuration';
const name = 'union-secret-auth';
const applied = (fields: object) => ({ annotations: { [RECORD]: `${JSON.stringify({ kind: 'Secret', ...fields })}\n` } });
const live = (metadata: object, secretName = name, keys: object = { tunnel_token: 'token' }) =>
  secret(secretName, keys as Record<string, string>, 'union', { uid: '0a1b', ...metadata });
const owned = (...owners: [manager: string, ...keys: string[]][]) => ({
  managedFields: owners.map(([manager, ...keys]) =>
    ({ manager, operation: 'Apply', fieldsV1: { 'f:data': Object.fromEntries(keys.map((key) => [`f:${key}`, {}])) } })),
});
const object = `v1/Secret union/${name}`;
const noted = { object, field: `metadata.annotations["${RECORD}"]`, expected: 'no record of kubectl that names keys' };
const hangs = { object, field: 'metadata.managedFields', expected: 'a further owner of each key, such as union-auth-keys' };
const owner = (keys: string) => `${keys}, which only kubectl apply or Argo CD owns: their next apply of a manifest without data removes them`;
const names = (keys: string) => `one that names ${keys}: the next apply of a manifest without data removes them`;

const application = ({ namespace = 'union', options, source = { path: 'manifests', repoURL: 'https://git.example.com/a.git' } }: { namespace?: string; options: string[]; source?: object },
  called = 'plane') => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: called, namespace: 'argocd' },
  spec: { source, destination: { namespace }, syncPolicy: { syncOptions: options } },
});
const replaced = { expected: 'a sync without Replace=true', found: 'Replace=true' };

testRule(secretKeysApplied, {
  fires: [
    ['an Application replaces the shared Secret of its namespace',
      [secret(name, {}, 'union'), application({ options: ['CreateNamespace=true', 'Replace=true'] })],
      { ...replaced, object: 'argoproj.io/v1alpha1/Application argocd/plane', field: 'spec.syncPolicy.syncOptions[1]' },
      remedy(['      - Replace=true\n', ''])],
    ['an Application replaces what the chart of Union makes',
      [application({ options: ['Replace=true'], source: { chart: 'dataplane', repoURL: 'https://unionai.github.io/helm-charts' } })],
      { ...replaced, object: 'argoproj.io/v1alpha1/Application argocd/plane', field: 'spec.syncPolicy.syncOptions[0]' }],
    ['the shared Secret asks for it itself',
      [secret(name, {}, 'union', { annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Replace=true' } })],
      { ...replaced, object, field: 'metadata.annotations["argocd.argoproj.io/sync-options"]' }],
    ['kubectl noted data, as after create | apply', [live(applied({ data: { tunnel_token: 'dG9rZW4=', client_secret: 'eA==' } }))],
      { ...noted, found: names('tunnel_token, client_secret') }],
    ['kubectl noted stringData', [live(applied({ stringData: { tunnel_token: 'token' } }))], { ...noted, found: names('tunnel_token') }],
    ['another name, which an ExternalSecret merges into',
      [live(applied({ data: { a: 'eA==' } }), 'app'), externalSecret('app', { creationPolicy: 'Merge', namespace: 'union' })],
      { ...noted, object: 'v1/Secret union/app', found: names('a') }],
    ['only those own keys who apply server-side',
      [live(owned(['kubectl', 'tunnel_token', 'a'], ['operator', 'a']), name, { tunnel_token: 'token', a: '1' })],
      { ...hangs, found: owner('tunnel_token') }],
    ['the annotation is gone, and the fields of a client-side apply wait for the next server-side one',
      [live(owned(['kubectl-client-side-apply', 'tunnel_token'], ['argocd-controller', 'tunnel_token']))],
      { ...hangs, found: owner('tunnel_token') }],
  ],
  passes: [
    ['Argo CD replaces what is not Union\'s, or nothing',
      [live({}), application({ namespace: 'shop', options: ['Replace=true'] }), application({ options: ['ServerSideApply=true'] }, 'other')]],
    ['kubectl noted a manifest without data', [live(applied({}))]],
    ['there is no record, and the dump has no managed fields', [live({})]],
    ['the take-over script has run', [live(owned(['kubectl-client-side-apply', 'tunnel_token'], ['union-auth-keys', 'tunnel_token']))]],
    ['External Secrets and the operator own the keys', [live(owned(['externalsecrets.external-secrets.io/a', 'tunnel_token']))]],
    ['the record cannot be read', [live({ annotations: { [RECORD]: '{"data":' } })]],
  ],
  notApplicable: [
    ['the manifests are not a cluster\'s', [secret(name, {}, 'union', applied({ data: { a: 'eA==' } }))]],
    ['the Secret is of one hand', [live(applied({ data: { a: 'eA==' } }), 'grafana')]],
    ['an ExternalSecret owns it, or merges elsewhere', [
      live(applied({ data: { a: 'eA==' } }), 'app'),
      externalSecret('app', { namespace: 'union' }),
      externalSecret('other', { target: 'app', creationPolicy: 'Merge', namespace: 'elsewhere' }),
    ]],
  ],
});
