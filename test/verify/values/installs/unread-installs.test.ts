import { stringify } from 'yaml';
import { parseReadable } from '../../../../src/verify/parse';
import { unreadPrograms } from '../../../../src/verify/values/installs/unread-installs';
import { CONTROL_PLANE_VALUES } from '../../_values';

const release = (rest: string, chart = 'controlplane') => `terraform {
  required_version = ">= 1"
}

resource "helm_release" "cp" {
  name       = "union"
  repository = "https://unionai.github.io/helm-charts"
  chart      = "${chart}"
${rest}
}

resource "helm_release" "ingress" {
  chart = "ingress-nginx"
  set { name = "a" }
}
`;
const VALUES = { name: 'tf/values/cp.yaml', text: '' };
const missing = (name: string, text: string, told?: string) => unreadPrograms({ name, text }, [VALUES], (chart) => chart === told).map((question) => {
  expect(question).toMatchObject({ asked: true, question: 'its values' });
  return question.missing;
});

test.each([
  ['set blocks', '  set {\n    name = "a"\n  }'],
  ['a list of set', '  set = [{ name = "a", value = "b" }]'],
  ['values that it encodes', '  values = [yamlencode({ a = 1 })]'],
  ['a template', '  values = [templatefile("cp.yaml", {})]'],
  ['a text', '  values = [<<-EOT\n    a: 1\n  EOT\n  ]'],
  ['a file that the input does not hold', '  values = [file("${path.module}/values/other.yaml")]'],
  ['a file and set', '  values = [file("values/cp.yaml")]\n  set { name = "a" }'],
  ['no values', ''],
])('of a helm_release with %s nobody knows the values', (_, rest) => {
  expect(missing('tf/main.tf', release(rest))).toEqual(['helm_release cp of tf/main.tf installs controlplane, but verify does not read Terraform']);
  expect(missing('tf/main.tf', release(rest), 'controlplane')).toEqual([]);
});

test.each(['"values/cp.yaml"', '"./values/cp.yaml"', '"${path.module}/values/cp.yaml"'])('a helm_release whose values are the file %s is no question', (path) => {
  expect(missing('tf/main.tf', release(`  values = [file(${path})]`))).toEqual([]);
});

test('nor is a helm_release of another chart', () => {
  expect(missing('tf/main.tf', release('', 'airflow'))).toEqual([]);
  expect(missing('main.tofu', 'resource "helm_release" "x" {\n  chart = "controlplane"\n}\n')).toEqual([]);
});

test('of a helmfile with templates nobody knows the values', () => {
  const text = 'releases:\n- name: cp\n  chart: unionai/controlplane\n  values: [{{ .Values.x }}]\n- { name: dp, chart: unionai/dataplane }\n';
  expect(missing('helmfile.yaml.gotmpl', text)).toEqual(['controlplane', 'dataplane'].map((chart) => `helmfile.yaml.gotmpl installs ${chart}, and only helmfile evaluates the file`));
  expect(missing('helmfile.yaml.gotmpl', text, 'controlplane')).toHaveLength(1);
  expect(missing('values/cp.yaml.gotmpl', text)).toEqual([]);
});

describe('an object or a document of a tool whose values are not read', () => {
  const REPOSITORY = 'https://unionai.github.io/helm-charts';
  const object = (apiVersion: string, kind: string, spec: object) => stringify({ apiVersion, kind, metadata: { name: 'cp', namespace: 'infra' }, spec });
  const CHART = { chart: 'controlplane', repo: REPOSITORY };

  const CASES: readonly (readonly [file: string, text: string, name: string])[] = [
    ['k3s.yaml', object('helm.cattle.io/v1', 'HelmChart', { ...CHART, valuesContent: CONTROL_PLANE_VALUES }), 'HelmChart infra/cp'],
    ['release.yaml', object('helm.crossplane.io/v1beta1', 'Release', { forProvider: { chart: { name: 'controlplane', repository: REPOSITORY } } }), 'Release infra/cp'],
    ['package.yaml', object('helm.m.crossplane.io/v1beta1', 'Release', { forProvider: { chart: { url: `${REPOSITORY}/controlplane-2026.3.8.tgz` } } }), 'Release infra/cp'],
    ['proxy.yaml', object('addons.cluster.x-k8s.io/v1alpha1', 'HelmChartProxy', { chartName: 'controlplane', repoURL: REPOSITORY }), 'HelmChartProxy infra/cp'],
    ['profile.yaml', object('config.projectsveltos.io/v1beta1', 'ClusterProfile', { helmCharts: [{ repositoryURL: REPOSITORY, chartName: 'unionai/controlplane' }] }),
      'ClusterProfile infra/cp'],
    ['fleet.yaml', stringify({ helm: { ...CHART, values: {} } }), 'fleet.yaml'],
    ['site.yml', stringify([{ hosts: 'localhost', tasks: [{ block: [{ 'kubernetes.core.helm': { chart_ref: 'unionai/controlplane' } }] }] }]), 'site.yml'],
    ['Pulumi.yaml', stringify({ resources: { cp: { type: 'kubernetes:helm.sh/v3:Release', properties: { ...CHART, values: {} } } } }), 'Pulumi.yaml'],
    ['main.tf.json', JSON.stringify({ resource: { helm_release: { cp: { chart: 'controlplane', repository: REPOSITORY, values: [CONTROL_PLANE_VALUES] } } } }), 'main.tf.json'],
  ];
  const asked = (texts: readonly (readonly [string, string])[], values: readonly { name: string; text: string }[] = []) => {
    const parsed = parseReadable(texts.map(([name, text]) => ({ name, text })), values);
    return [parsed.valueSets.length, parsed.withoutObjects, parsed.unread.map((question) => question.missing)];
  };

  test.each(CASES)('%s is asked for its values, unless they are given', (file, text, name) => {
    expect(asked([[file, text]])).toEqual([0, [], [`${name} installs controlplane, but verify does not read its values`]]);
    expect(asked([[file, text]], [{ name: 'cp.yaml', text: CONTROL_PLANE_VALUES }])).toEqual([1, [], []]);
  });

  test.each(CASES)('%s with another chart is not', (file, text) => {
    expect(asked([[file, text.replaceAll('controlplane', 'airflow')]])[2]).toEqual([]);
    expect(asked([[file, text.replace(/union/gi, 'other')]])[2]).toEqual([]);
  });

  test('a program of Terraform with its plan is not', () => {
    const plan = JSON.stringify({ terraform_version: '1.9.0', values: { root_module: {} } });
    expect(asked([CASES.at(-1)!.slice(0, 2) as [string, string], ['plan.json', plan]])[2]).toEqual([]);
  });
});
