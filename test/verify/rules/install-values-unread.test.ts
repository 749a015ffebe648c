import { installValuesUnread } from '../../../src/verify/rules/planes';
import { manifests, object, secret } from '../_manifests';
import { testRule } from '../_rule-harness';

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
    {
      when: 'a HelmRelease takes values from a key that is not there',
      input: from('cp-values', 'prod.yaml'),
      findings: [{ ...flux, field: 'spec.valuesFrom[0].valuesKey', line: 'valuesKey: prod.yaml', expected: 'one of the keys of ConfigMap cp-values: values.yaml', found: 'prod.yaml' }],
      remedy: [['prod.yaml', 'values.yaml']],
    },
    {
      when: 'the ConfigMap is misspelt',
      input: from('cp-valuse'),
      findings: [{ ...flux, field: 'spec.valuesFrom[0].name', line: 'name: cp-valuse', expected: 'cp-values', found: 'cp-valuse' }],
      remedy: [['cp-valuse', 'cp-values']],
    },
    {
      when: 'the map of an Application is misspelt',
      input: application({ source: source({ helm: { valueObject: VALUES } }) }),
      findings: [{
        ...argo,
        field: 'spec.source.helm.valueObject',
        line: 'valueObject:',
        expected: 'spec.source.helm.valuesObject',
        found: none('spec.source.helm.valueObject', 'Application'),
      }],
      remedy: [['valueObject', 'valuesObject']],
    },
    {
      when: 'a short field is misspelt',
      input: application({ source: source({ helmm: { valuesObject: VALUES } }) }),
      findings: [{ ...argo, field: 'spec.source.helmm', line: 'helmm:', expected: 'spec.source.helm', found: none('spec.source.helmm', 'Application') }],
    },
    {
      when: 'it stands a level too high',
      input: application({ source: source({ valuesObject: VALUES }) }),
      findings: [{
        ...argo,
        field: 'spec.source.valuesObject',
        line: 'valuesObject:',
        expected: 'spec.source.helm.valuesObject',
        found: none('spec.source.valuesObject', 'Application'),
      }],
    },
    {
      when: 'helm stands beside several sources',
      input: application({ sources: [source({}), { repoURL: 'https://git.example.com/values', ref: 'values' }], helm: { valueFiles: ['$values/cp.yaml'] } }),
      findings: [{ ...argo, field: 'spec.helm', line: 'helm:', expected: 'spec.sources[0].helm', found: none('spec.helm', 'Application') }],
    },
    {
      when: 'an Application has a map where a text must stand',
      input: application({ source: source({ helm: { values: VALUES } }) }),
      findings: [{ ...argo, field: 'spec.source.helm.values', line: 'values:', expected: 'a text', found: 'a map' }],
    },
    {
      when: 'an ApplicationSet makes such Applications',
      input: manifests(object('argoproj.io/v1alpha1', 'ApplicationSet', 'cp', {
        spec: {
          generators: [{ list: { elements: [{ name: 'east' }, { name: 'west' }] } }],
          template: { metadata: { name: 'cp-{{name}}' }, spec: { destination: {}, source: source({ helm: { valuesObjects: VALUES } }) } },
        },
      }, 'argocd')),
      findings: [{
        object: 'argoproj.io/v1alpha1/ApplicationSet argocd/cp',
        field: 'spec.template.spec.source.helm.valuesObjects',
        line: 'valuesObjects:',
        expected: 'spec.template.spec.source.helm.valuesObject',
        found: none('spec.template.spec.source.helm.valuesObjects', 'ApplicationSet'),
      }],
    },
    {
      when: 'the map of a HelmRelease is misspelt',
      input: release({ value: VALUES }),
      findings: [{ ...flux, field: 'spec.value', line: 'value:', expected: 'spec.values', found: none('spec.value', 'HelmRelease') }],
    },
    {
      when: 'it stands beside the chart',
      input: release({}, { values: VALUES }),
      findings: [{ ...flux, field: 'spec.chart.spec.values', line: 'values:', expected: 'spec.values', found: none('spec.chart.spec.values', 'HelmRelease') }],
    },
    {
      when: 'a HelmRelease has a text where a map must stand',
      input: release({ values: 'global: {}' }),
      findings: [{ ...flux, field: 'spec.values', line: 'values: "global: {}"', expected: 'a map', found: 'a text' }],
    },
  ],
  passes: [
    { when: 'an Application has a map', input: application({ source: source({ helm: { valuesObject: VALUES } }) }) },
    { when: 'an Application has a text', input: application({ source: source({ helm: { values: 'global: {}' } }) }) },
    { when: 'a HelmRelease has a map', input: release({ values: VALUES }) },
    { when: 'a field is like none that is known', input: application({ source: source({ helm: { valuesObject: VALUES, newOption: true } }) }) },
  ],
  notApplicable: [
    {
      when: 'other charts are installed',
      input: application({ source: { repoURL: 'https://charts.example.com', chart: 'grafana', helm: { valueObject: {} } } }),
      reason: 'No Application, ApplicationSet or HelmRelease in the input installs a chart of Union.',
    },
    { when: 'nothing is installed', input: manifests(secret('auth')), reason: 'No Application, ApplicationSet or HelmRelease in the input installs a chart of Union.' },
  ],
});
