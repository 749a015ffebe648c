import { unreadInstalls } from '../../../../src/verify/values/installs/unread-programs';

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
const missing = (name: string, text: string, told?: string) => unreadInstalls({ name, text }, [VALUES], (chart) => chart === told).map((question) => {
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
