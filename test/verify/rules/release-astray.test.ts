import { releaseAstray } from '../../../src/verify/rules/planes';
import { verify } from '../../../src/verify/verify';
import { externalSecret, manifests, object } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';
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
  expected: 'union, where the Secrets of the data plane are',
  found: 'unoin',
};

testRule(releaseAstray, {
  fires: [
    ['an Application goes elsewhere than its Secrets', [application('unoin'), delivered('union')],
      finding,
      remedy(['namespace: unoin', 'namespace: union'])],
    ['another data plane goes where its own are',
      [application('unoin'), application('union-west', 'west'), delivered('union'), delivered('union-west')],
      finding],
    ['a HelmRelease does', [release('unoin'), repository, delivered('union')],
      { ...finding, object: 'helm.toolkit.fluxcd.io/v2/HelmRelease flux/dp', field: 'spec.targetNamespace' },
      remedy(['targetNamespace: unoin', 'targetNamespace: union'])],
    ['its Secrets belong to another release', [named('union-dp'), repository, owned('unionai-dataplane')],
      ['helm.toolkit.fluxcd.io/v2/HelmRelease flux/dp', 'spec.releaseName', 'unionai-dataplane, the release to which its Secrets belong', 'union-dp']],
  ],
  passes: [
    ['its Secrets belong to the release of a HelmRelease', [named('dp'), repository, owned('dp')]],
    ['it leaves the name of its release to Flux', [release('union'), repository, owned('unionai-dataplane')]],
    ['they are where it goes', [application('union'), delivered('union')]],
    ['the input has none of its Secrets', [application('unoin')]],
    ['they are in several namespaces, of which any may be right', [application('unoin'), delivered('union'), delivered('union-east')]],
    ['those elsewhere are of another data plane', [application('union-west', 'west'), application('union', 'east'), delivered('union')]],
    ['some are where it goes', [application('unoin'), delivered('union'), delivered('unoin')]],
  ],
  notApplicable: [
    ['nothing installs a chart', [delivered('union')]],
    ['a HelmRelease names no namespace', [release(undefined), repository, delivered('union')]],
  ],
});

test('what is wrong because of it stands under it', () => {
  const { findings } = verify([{ name: 'in.yaml', text: manifests(application('unoin'), delivered('union')) }]);
  expect(findings.map(({ rule }) => rule)).toEqual(['release-astray']);
  expect(findings[0].consequences?.map(({ rule }) => rule)).toEqual(['secret-namespace-mismatch']);
});
