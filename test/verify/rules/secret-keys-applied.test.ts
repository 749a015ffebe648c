import { secretKeysApplied } from '../../../src/verify/rules/manifests';
import { externalSecret, manifests, secret } from '../_manifests';
import { testRule } from '../_rule-harness';

const RECORD = 'kubectl.kubernetes.io/last-applied-configuration';
const name = 'union-secret-auth';
const reason = 'No Secret in the input was read from a cluster and is shared.';
const applied = (fields: object) => ({ annotations: { [RECORD]: `${JSON.stringify({ kind: 'Secret', ...fields })}\n` } });
const live = (metadata: object, secretName = name, keys: object = { tunnel_token: 'token' }) =>
  secret(secretName, keys as Record<string, string>, 'union', { uid: '0a1b', ...metadata });
const owned = (...owners: [manager: string, ...keys: string[]][]) => ({
  managedFields: owners.map(([manager, ...keys]) =>
    ({ manager, operation: 'Apply', fieldsV1: { 'f:data': Object.fromEntries(keys.map((key) => [`f:${key}`, {}])) } })),
});
const object = `v1/Secret union/${name}`;
const noted = {
  object,
  field: `metadata.annotations["${RECORD}"]`,
  line: 'kubectl.kubernetes.io/last-applied-configuration: |',
  expected: 'no record of kubectl that names keys',
};
const hangs = { object, field: 'metadata.managedFields', line: 'managedFields:', expected: 'a further owner of each key, such as union-auth-keys' };
const owner = (keys: string) => `${keys}, which only kubectl apply or Argo CD owns: their next apply of a manifest without data removes them`;
const names = (keys: string) => `one that names ${keys}: the next apply of a manifest without data removes them`;

const application = ({ namespace = 'union', options, source = { path: 'manifests', repoURL: 'https://git.example.com/a.git' } }: { namespace?: string; options: string[]; source?: object },
  called = 'plane') => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: called, namespace: 'argocd' },
  spec: { source, destination: { namespace }, syncPolicy: { syncOptions: options } },
});
const replaced = { line: 'Replace=true', expected: 'a sync without Replace=true', found: 'Replace=true' };

testRule(secretKeysApplied, {
  fires: [
    {
      when: 'an Application replaces the shared Secret of its namespace',
      input: manifests(secret(name, {}, 'union'), application({ options: ['CreateNamespace=true', 'Replace=true'] })),
      findings: [{ ...replaced, object: 'argoproj.io/v1alpha1/Application argocd/plane', field: 'spec.syncPolicy.syncOptions[1]' }],
      remedy: [['      - Replace=true\n', '']],
    },
    {
      when: 'an Application replaces what the chart of Union makes',
      input: manifests(application({ options: ['Replace=true'], source: { chart: 'dataplane', repoURL: 'https://unionai.github.io/helm-charts' } })),
      findings: [{ ...replaced, object: 'argoproj.io/v1alpha1/Application argocd/plane', field: 'spec.syncPolicy.syncOptions[0]' }],
    },
    {
      when: 'the shared Secret asks for it itself',
      input: manifests(secret(name, {}, 'union', { annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Replace=true' } })),
      findings: [{ ...replaced, object, field: 'metadata.annotations["argocd.argoproj.io/sync-options"]', line: 'argocd.argoproj.io/sync-options: Prune=false,Replace=true' }],
    },
    {
      when: 'kubectl noted data, as after create | apply',
      input: manifests(live(applied({ data: { tunnel_token: 'dG9rZW4=', client_secret: 'eA==' } }))),
      findings: [{ ...noted, found: names('tunnel_token, client_secret') }],
    },
    {
      when: 'kubectl noted stringData',
      input: manifests(live(applied({ stringData: { tunnel_token: 'token' } }))),
      findings: [{ ...noted, found: names('tunnel_token') }],
    },
    {
      when: 'another name, which an ExternalSecret merges into',
      input: manifests(live(applied({ data: { a: 'eA==' } }), 'app'), externalSecret('app', { creationPolicy: 'Merge', namespace: 'union' })),
      findings: [{ ...noted, object: 'v1/Secret union/app', found: names('a') }],
    },
    {
      when: 'only those own keys who apply server-side',
      input: manifests(live(owned(['kubectl', 'tunnel_token', 'a'], ['operator', 'a']), name, { tunnel_token: 'token', a: '1' })),
      findings: [{ ...hangs, found: owner('tunnel_token') }],
    },
    {
      when: 'the annotation is gone, and the fields of a client-side apply wait for the next server-side one',
      input: manifests(live(owned(['kubectl-client-side-apply', 'tunnel_token'], ['argocd-controller', 'tunnel_token']))),
      findings: [{ ...hangs, found: owner('tunnel_token') }],
    },
  ],
  passes: [
    { when: 'Argo CD replaces what is not Union\'s, or nothing', input: manifests(live({}), application({ namespace: 'shop', options: ['Replace=true'] }), application({ options: ['ServerSideApply=true'] }, 'other')) },
    { when: 'kubectl noted a manifest without data', input: manifests(live(applied({}))) },
    { when: 'there is no record, and the dump has no managed fields', input: manifests(live({})) },
    { when: 'the take-over script has run', input: manifests(live(owned(['kubectl-client-side-apply', 'tunnel_token'], ['union-auth-keys', 'tunnel_token']))) },
    { when: 'External Secrets and the operator own the keys', input: manifests(live(owned(['externalsecrets.external-secrets.io/a', 'tunnel_token']))) },
    { when: 'the record cannot be read', input: manifests(live({ annotations: { [RECORD]: '{"data":' } })) },
  ],
  notApplicable: [
    { when: 'the manifests are not a cluster\'s', input: manifests(secret(name, {}, 'union', applied({ data: { a: 'eA==' } }))), reason },
    { when: 'the Secret is of one hand', input: manifests(live(applied({ data: { a: 'eA==' } }), 'grafana')), reason },
    {
      when: 'an ExternalSecret owns it, or merges elsewhere',
      input: manifests(
        live(applied({ data: { a: 'eA==' } }), 'app'),
        externalSecret('app', { namespace: 'union' }),
        externalSecret('other', { target: 'app', creationPolicy: 'Merge', namespace: 'elsewhere' }),
      ),
      reason,
    },
  ],
});
