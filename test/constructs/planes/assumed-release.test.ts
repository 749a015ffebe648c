import { App, Chart } from 'cdk8s';
import { ArgoApplication, AuthVerification, ChartVersion, ControlPlaneAuth, DataPlaneAuth, HelmValues } from '../../../src';
import { parseManifests } from '../../../src/verify/parse';
import { verify } from '../../../src/verify/verify';
import { dataPlaneProps, externalSecrets, unionAuth } from '../../_tools/fixtures';

const ASSUMED = ChartVersion.assume('2026.9.1', ChartVersion.V2026_8);
const PHRASE = 'charts 2026.9.1 are unknown, and are assumed to read the same keys as those of 2026.8';

function planes(chartVersion: ChartVersion) {
  const app = new App();
  const chart = new Chart(app, 'chart');
  const props = { identity: unionAuth(), secrets: externalSecrets(), chartVersion };
  return { app, chart, control: new ControlPlaneAuth(chart, 'cp', props), data: new DataPlaneAuth(chart, 'dp', dataPlaneProps(props)) };
}

const yamlOf = (values: HelmValues) => `# yaml-language-server: $schema=${values.schemaFileName}\n${values.toString()}`;

test('a plane of a release that is not known has the values of the one that it is taken for, and warns', () => {
  const [assumed, known] = [planes(ASSUMED), planes(ChartVersion.V2026_8)];
  expect(assumed.control.helmValues.toObject()).toEqual(known.control.helmValues.toObject());
  expect(assumed.data.helmValues.schemaFileName).toBe('union-dataplane-2026.9.1.schema.json');
  const warnings = [assumed.control, assumed.data].map(({ node }) => node.metadata.map(({ data }) => String(data))
    .filter((data) => data.startsWith(PHRASE)));
  expect(warnings).toEqual(Array(2).fill([`${PHRASE}, because of ChartVersion.assume: compare values.yaml of both before you install`]));
  expect(known.control.node.metadata.filter(({ data }) => String(data).includes('assume'))).toEqual([]);
});

test('verify says what was assumed, of the tree and of the files', () => {
  const { app, control, data } = planes(ASSUMED);
  expect(AuthVerification.of(app).findings().filter(({ rule }) => rule.startsWith('values-'))).toEqual([]);
  const texts = [control, data].map(({ helmValues }, i) => ({ name: `${i}.yaml`, text: yamlOf(helmValues) }));
  expect(parseManifests(texts).valueSets.map(({ release, note }) => [release, note])).toEqual(Array(2).fill([ChartVersion.V2026_8, PHRASE]));
  expect(verify(texts).coverage.judged.filter((each) => each.includes(PHRASE))).toHaveLength(2);
});

test('what carries the chart takes that version, and no other', () => {
  const { chart, control } = planes(ASSUMED);
  const carry = (id: string, version: string, plane = control) => new ArgoApplication(chart, id, { chart: { repository: 'https://charts.example.com', version }, plane });
  expect(() => carry('right', '2026.9.1')).not.toThrow();
  expect(() => carry('wrong', '2026.8.3')).toThrow('chart.version: "2026.8.3" is not a version of chart release 2026.9.1');
  expect(() => carry('newer', '2026.9.1', planes(ChartVersion.V2026_8).control)).toThrow(
    'or give the plane another chartVersion, or ChartVersion.assume(\'2026.9.1\', ChartVersion.V2026_8)');
});

test.each([
  ['a misspelt key', 'ingres', 'extraValues.ingres: is not a key of the chart controlplane; did you mean ingress?'],
  ['a key of the other chart', 'clusterresourcesync', 'extraValues.clusterresourcesync: is not a key of the chart controlplane; give it to the plane of the chart dataplane'],
  ['a key of neither', 'billing', undefined],
])('%s in extraValues', (_, key, problem) => {
  const make = (chartVersion: ChartVersion) => () =>
    new ControlPlaneAuth(new Chart(new App(), 'chart'), 'cp', { identity: unionAuth(), secrets: externalSecrets(), chartVersion, extraValues: { [key]: {} } });
  expect(make(ChartVersion.V2026_8)).toThrow(problem ?? 'extraValues.billing: is not a key of the chart controlplane; remove it');
  (problem === undefined ? expect(make(ASSUMED)).not : expect(make(ASSUMED))).toThrow(problem);
});
