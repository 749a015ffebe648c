import { installValuesUnread } from '../../../src/verify/rules/planes';
import { manifests, object, secret } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';

const REPOSITORY = 'https://unionai.github.io/helm-charts';
const VALUES = { global: { UNION_HOST: 'union.example.com' } };
const source = (fields: object) => ({ repoURL: REPOSITORY, chart: 'controlplane', targetRevision: '2026.8.3', ...fields });
const application = (spec: object) => manifests(object('argoproj.io/v1alpha1', 'Application', 'cp', { spec: { destination: { namespace: 'union-cp' }, ...spec } }, 'argocd'));
const release = (spec: object, chart: object = {}) => manifests(object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'cp', {
  spec: { interval: '10m', chart: { spec: { chart: 'controlplane', version: '2026.8.3', sourceRef: { kind: 'HelmRepository', name: 'unionai' }, ...chart } }, ...spec },
}, 'flux'));
const argo = { object: 'argoproj.io/v1alpha1/Application argocd/cp' };
const flux = { object: 'helm.toolkit.fluxcd.io/v2/HelmRelease flux/cp' };
const none = (field: string, kind: string) => `${field}, a field that ${kind} does not have`;

const values = object('v1', 'ConfigMap', 'cp-values', { data: { 'values.yaml': 'global: {}\n' } }, 'flux');
const from = (name: string, valuesKey?: string) => `${release({ valuesFrom: [{ kind: 'ConfigMap', name, valuesKey }] })}${manifests(values)}`;

testRule(installValuesUnread, {
  fires: [
    ['a HelmRelease takes values from a key that is not there', from('cp-values', 'prod.yaml'),
      { ...flux, field: 'spec.valuesFrom[0].valuesKey', expected: 'one of the keys of ConfigMap cp-values: values.yaml', found: 'prod.yaml' },
      remedy(['prod.yaml', 'values.yaml'])],
    ['the ConfigMap is misspelt', from('cp-valuse'),
      { ...flux, field: 'spec.valuesFrom[0].name', expected: 'cp-values', found: 'cp-valuse' },
      remedy(['cp-valuse', 'cp-values'])],
    ['the map of an Application is misspelt', application({ source: source({ helm: { valueObject: VALUES } }) }),
      { ...argo, field: 'spec.source.helm.valueObject', expected: 'spec.source.helm.valuesObject', found: none('spec.source.helm.valueObject', 'Application') },
      remedy(['valueObject', 'valuesObject'])],
    ['a short field is misspelt', application({ source: source({ helmm: { valuesObject: VALUES } }) }),
      { ...argo, field: 'spec.source.helmm', expected: 'spec.source.helm', found: none('spec.source.helmm', 'Application') }],
    ['it stands a level too high', application({ source: source({ valuesObject: VALUES }) }),
      { ...argo, field: 'spec.source.valuesObject', expected: 'spec.source.helm.valuesObject', found: none('spec.source.valuesObject', 'Application') }],
    ['helm stands beside several sources',
      application({ sources: [source({}), { repoURL: 'https://git.example.com/values', ref: 'values' }], helm: { valueFiles: ['$values/cp.yaml'] } }),
      { ...argo, field: 'spec.helm', expected: 'spec.sources[0].helm', found: none('spec.helm', 'Application') }],
    ['an Application has a map where a text must stand', application({ source: source({ helm: { values: VALUES } }) }),
      { ...argo, field: 'spec.source.helm.values', expected: 'a text', found: 'a map' }],
    ['an ApplicationSet makes such Applications',
      [object('argoproj.io/v1alpha1', 'ApplicationSet', 'cp', {
        spec: {
          generators: [{ list: { elements: [{ name: 'east' }, { name: 'west' }] } }],
          template: { metadata: { name: 'cp-{{name}}' }, spec: { destination: {}, source: source({ helm: { valuesObjects: VALUES } }) } },
        },
      }, 'argocd')],
      ['argoproj.io/v1alpha1/ApplicationSet argocd/cp', 'spec.template.spec.source.helm.valuesObjects', 'spec.template.spec.source.helm.valuesObject',
        none('spec.template.spec.source.helm.valuesObjects', 'ApplicationSet')]],
    ['the map of a HelmRelease is misspelt', release({ value: VALUES }),
      { ...flux, field: 'spec.value', expected: 'spec.values', found: none('spec.value', 'HelmRelease') }],
    ['it stands beside the chart', release({}, { values: VALUES }),
      { ...flux, field: 'spec.chart.spec.values', expected: 'spec.values', found: none('spec.chart.spec.values', 'HelmRelease') }],
    ['a HelmRelease has a text where a map must stand', release({ values: 'global: {}' }),
      { ...flux, field: 'spec.values', expected: 'a map', found: 'a text' }],
  ],
  passes: [
    ['an Application has a map', application({ source: source({ helm: { valuesObject: VALUES } }) })],
    ['an Application has a text', application({ source: source({ helm: { values: 'global: {}' } }) })],
    ['a HelmRelease has a map', release({ values: VALUES })],
    ['a field is like none that is known', application({ source: source({ helm: { valuesObject: VALUES, newOption: true } }) })],
  ],
  notApplicable: [
    ['other charts are installed', application({ source: { repoURL: 'https://charts.example.com', chart: 'grafana', helm: { valueObject: {} } } })],
    ['nothing is installed', [secret('auth')]],
  ],
});
