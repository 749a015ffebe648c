import { stringify } from 'yaml';
import { parseReadable } from '../../../../src/verify/parse';
import { unreadPrograms } from '../../../../src/verify/values/installs/unread-installs';
import { CONTROL_PLANE_VALUES } from '../../_values';

const missing = (name: string, text: string, told?: string) => unreadPrograms({ name, text }, (chart) => chart === told).map((question) => {
  expect(question).toMatchObject({ asked: true, question: 'its values' });
  return question.missing;
});

test('a program of Terraform does not show the values of what it installs', () => {
  const release = (chart: string) => `resource "helm_release" "cp" {
  repository = "https://unionai.github.io/helm-charts"
  chart      = "${chart}"
  values     = [yamlencode({ a = 1 })]
}
`;
  expect(missing('tf/main.tf', release('controlplane'))).toEqual(['tf/main.tf installs controlplane, but verify does not read its values']);
  expect(missing('main.tofu', release('controlplane'))).toEqual(['main.tofu installs controlplane, but verify does not read its values']);
  expect(missing('tf/main.tf', release('controlplane'), 'controlplane')).toEqual([]);
  expect(missing('tf/main.tf', release('airflow'))).toEqual([]);
  expect(missing('main.tofu', 'resource "helm_release" "x" {\n  chart = "controlplane"\n}\n')).toEqual([]);
});

test('values that Terraform sets beside the given files are named, of the chart of their resource', () => {
  const release = (chart: string, settings: string) => `resource "helm_release" "${chart}" {
  name       = "union"
  repository = "https://unionai.github.io/helm-charts"
  chart      = "${chart}"
  values     = [file("values.yaml")]
  ${settings}
}
`;
  const asked = (text: string) => unreadPrograms({ name: 'main.tf', text }, () => true);
  const blocks = 'set {\n    name  = "global.UNION_HOST"\n    value = "${var.name}.example.com"\n  }\n  set_sensitive {\n    value = var.pass\n    name  = "dbPass"\n  }';
  const list = 'set = [{ name = "host", value = var.host }, { name = "orgName", value = "acme", type = "string" }]\n  set_list { name = each.key\n values = ["a"] }';
  expect(asked(release('controlplane', blocks) + release('dataplane', list))).toEqual([
    ['controlplane', 'global.UNION_HOST, dbPass'], ['dataplane', 'host, orgName, each.key'],
  ].map(([chart, paths]) => ({
    missing: `main.tf sets values of ${chart}, which are not read: ${paths}`,
    question: 'these values',
    add: 'the output of "helm get values --all" for the release, with --values',
    asked: true,
  })));
  expect(asked(release('controlplane', 'postrender { binary_path = "x" }'))).toEqual([]);
  expect(asked(release('airflow', blocks))).toEqual([]);
  expect(missing('main.tf', release('controlplane', blocks))).toEqual(['main.tf installs controlplane, but verify does not read its values']);
});

test('nor of what a helmfile with templates does', () => {
  const text = 'releases:\n- name: cp\n  chart: unionai/controlplane\n  values: [{{ .Values.x }}]\n- { name: dp, chart: unionai/dataplane }\n';
  expect(missing('helmfile.yaml.gotmpl', text)).toEqual(['controlplane', 'dataplane'].map((chart) => `helmfile.yaml.gotmpl installs ${chart}, but verify does not read its values`));
  expect(missing('helmfile.yaml.gotmpl', text, 'controlplane')).toHaveLength(1);
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
    ['plan.json', JSON.stringify({ terraform_version: '1.9.0', values: { root_module: { resources: [{ type: 'helm_release', values: { chart: 'controlplane', repository: REPOSITORY } }] } } }),
      'plan.json'],
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
    expect(asked([[file, text], ['cp.yaml', CONTROL_PLANE_VALUES]])).toEqual([1, [], []]);
  });

  test.each(CASES)('%s with another chart is not', (file, text) => {
    expect(asked([[file, text.replaceAll('controlplane', 'airflow')]])[2]).toEqual([]);
    expect(asked([[file, text.replace(/union/gi, 'other')]])[2]).toEqual([]);
  });
});
