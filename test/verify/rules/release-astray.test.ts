import { releaseAstray } from '../../../src/verify/rules/planes';
import { verify } from '../../../src/verify/verify';
import { externalSecret, manifests, object } from '../_manifests';
import { testRule } from '../_rule-harness';
import { DATA_PLANE_VALUES } from '../_values';

const source = { repoURL: 'https://unionai.github.io/helm-charts', chart: 'dataplane', targetRevision: '2026.8.3', helm: { values: DATA_PLANE_VALUES } };
const application = (namespace: string, name = 'dp', server = 'https://kubernetes.default.svc') =>
  object('argoproj.io/v1alpha1', 'Application', name, { spec: { destination: { namespace, server }, source } }, 'argocd');
const release = (targetNamespace: string | undefined) => object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'dp', {
  spec: { interval: '10m', targetNamespace, chart: { spec: { chart: 'dataplane', version: '2026.8.3', sourceRef: { kind: 'HelmRepository', name: 'unionai' } } }, values: { clusterName: 'east' } },
}, 'flux');
const repository = object('source.toolkit.fluxcd.io/v1', 'HelmRepository', 'unionai', { spec: { url: 'https://unionai.github.io/helm-charts' } }, 'flux');
const delivered = (namespace: string, data = ['client_secret']) => externalSecret('union-secret-auth', {
  namespace, spec: { secretStoreRef: { name: 'default', kind: 'ClusterSecretStore' }, target: { name: 'union-secret-auth' }, data: data.map((secretKey) => ({ secretKey, remoteRef: { key: 'union/east' } })) },
});
const named = (releaseName: string) => { const each = release('union'); return { ...each, spec: { ...each.spec as object, releaseName } }; };
const owned = (by: string) => object('v1', 'Secret', 'union-secret-auth', {}, 'union', { annotations: { 'meta.helm.sh/release-name': by } });
const finding = {
  object: 'argoproj.io/v1alpha1/Application argocd/dp',
  field: 'spec.destination.namespace',
  line: 'namespace: unoin',
  expected: 'union, where the Secrets of the data plane are',
  found: 'unoin',
};

const reason = 'No Application or HelmRelease in the input says into which namespace it installs a chart of Union.';

testRule(releaseAstray, {
  fires: [
    { when: 'an Application goes elsewhere than its Secrets', input: manifests(application('unoin'), delivered('union')), findings: [finding], remedy: [['namespace: unoin', 'namespace: union']] },
    { when: 'another data plane goes where its own are', input: manifests(application('unoin'), application('union-west', 'west'), delivered('union'), delivered('union-west')), findings: [finding] },
    {
      when: 'a HelmRelease does',
      input: manifests(release('unoin'), repository, delivered('union')),
      findings: [{ ...finding, object: 'helm.toolkit.fluxcd.io/v2/HelmRelease flux/dp', field: 'spec.targetNamespace', line: 'targetNamespace: unoin' }],
      remedy: [['targetNamespace: unoin', 'targetNamespace: union']],
    },
    {
      when: 'its Secrets belong to another release',
      input: manifests(named('union-dp'), repository, owned('unionai-dataplane')),
      findings: [{
        object: 'helm.toolkit.fluxcd.io/v2/HelmRelease flux/dp',
        field: 'spec.releaseName',
        line: 'releaseName: union-dp',
        expected: 'unionai-dataplane, the release to which its Secrets belong',
        found: 'union-dp',
      }],
    },
  ],
  passes: [
    { when: 'its Secrets belong to the release of a HelmRelease', input: manifests(named('dp'), repository, owned('dp')) },
    { when: 'it leaves the name of its release to Flux', input: manifests(release('union'), repository, owned('unionai-dataplane')) },
    { when: 'they are where it goes', input: manifests(application('union'), delivered('union')) },
    { when: 'the input has none of its Secrets', input: manifests(application('unoin')) },
    { when: 'they are in several namespaces, of which any may be right', input: manifests(application('unoin'), delivered('union'), delivered('union-east')) },
    { when: 'those elsewhere are of another data plane', input: manifests(application('union-west', 'west'), application('union', 'east'), delivered('union')) },
    { when: 'some are where it goes', input: manifests(application('unoin'), delivered('union'), delivered('unoin')) },
  ],
  notApplicable: [
    { when: 'nothing installs a chart', input: manifests(delivered('union')), reason },
    { when: 'a HelmRelease names no namespace', input: manifests(release(undefined), repository, delivered('union')), reason },
  ],
});

test('what is wrong because of it stands under it', () => {
  const { findings } = verify([{ name: 'in.yaml', text: manifests(application('unoin'), delivered('union')) }]);
  expect(findings.map(({ rule }) => rule)).toEqual(['release-astray']);
  expect(findings[0].consequences?.map(({ rule }) => rule)).toEqual(['secret-namespace-mismatch']);
});
