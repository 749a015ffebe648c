import { stringify } from 'yaml';
import { JsonObject } from '../../../src/common/data/json';
import { examine } from '../../../src/init';
import { differencesOf } from '../../../src/init/adopt/differences';
import { readStanding } from '../../../src/init/adopt/standing';
import { Model } from '../../../src/verify/model/model';
import { parseManifests } from '../../../src/verify/parse';
import { ChartObject } from '../../../src/verify/values/chart-object';
import { oneIn } from '../../_tools/drawn';
import '../../_tools/quiet-warnings';
import { KINDS, LEAST } from '../_answers';
import { adopted, textsOf } from './_adopted';

/** Each makes what many answers would make. */
const deep = oneIn(3);

/** What a cluster shows of planes that Helm installed with values that nobody has any more. */
function dumpOf(answers: JsonObject): Record<string, string> {
  const files = Object.entries(textsOf(examine(answers).files)).filter(([name]) => /\.(k8s|values)\.yaml$/.test(name));
  const { objects, valueSets } = parseManifests(files.map(([name, text]) => ({ name, text })));
  const charted = new Model(objects, valueSets).objects.filter((object) => object instanceof ChartObject && object.kind !== 'Secret');
  const items = charted.map(({ raw, namespace }) => {
    const metadata = raw.metadata as JsonObject;
    return { ...raw, metadata: { ...metadata, namespace, labels: { 'app.kubernetes.io/managed-by': 'Helm' } } };
  });
  return { 'dump.yaml': stringify({ apiVersion: 'v1', kind: 'List', items }), ...Object.fromEntries(files.filter(([name]) => name.endsWith('.k8s.yaml'))) };
}

/** The differences in what services are told, where something in the dump is another text. */
function changed(dump: Record<string, string>, from: string, to: string) {
  expect(dump['dump.yaml']).toContain(from);
  return adopted({ ...dump, 'dump.yaml': dump['dump.yaml'].replaceAll(from, to) }).differences.filter(({ where }) => where.startsWith('configuration'));
}

describe('without values, the settings of services are compared', () => {
  const dump = dumpOf(KINDS['the least']);

  deep('equal settings are no difference', () => {
    const { differences, unseen } = adopted(dump);
    expect([differences, unseen]).toEqual([[], [
      'planes.charts.version: neither the values nor an object that installs the charts shows it; the newest known one is used',
    ]]);
  });

  deep('the reason is the rule that forbids it, at any place', () => {
    expect(changed(dump, '"authorizationHeader":"flyte-authorization"', '"authorizationHeader":"x-other"').filter(({ where }) => / [a-z-]+\/(flyteadmin|usage)$/.test(where)))
      .toEqual(['flyteadmin', 'usage'].map((service) => ({
        where: `configuration of union-cp/${service}`,
        path: 'admin.authorizationHeader',
        before: '"x-other"',
        after: '"flyte-authorization"',
        reason: expect.stringMatching(/ \(rule authorization-header-mismatch\)$/) as string,
      })));
  });

  deep('else what goes wrong with what the guide has', () => {
    const [difference] = changed(dump, '"api://default"]', '"api://default","api://other"]');
    expect(difference).toEqual({
      where: 'configuration of union-cp/flyteadmin',
      path: 'auth.appAuth.externalAuthServer.allowedAudience',
      before: '["https://union.example.com","api://default","api://other"]',
      after: '["https://union.example.com","api://default"]',
      reason: expect.stringMatching(/ \(docs\/deviations\.md, allowed-audience\)$/) as string,
    });
  });

  deep('else it follows from the answers', () => expect(changed(dump, '"httpAuthorizationHeader":"flyte-authorization",', '')).toEqual([{
    where: 'configuration of union-cp/flyteadmin',
    path: 'auth.httpAuthorizationHeader',
    before: undefined,
    after: '"flyte-authorization"',
    reason: 'follows from the answers',
  }]));

  deep('with values of a plane, the settings of services are not compared', () => {
    const values = textsOf(examine(KINDS['the least']).files)['controlplane.values.yaml'];
    expect(changed({ ...dump, 'controlplane.values.yaml': values }, '"httpAuthorizationHeader":"flyte-authorization",', '')).toEqual([]);
  });

  deep('each data plane with its own services', () => {
    const own = (name: string) => ({ namespace: name, operator: { clientId: `union-${name}`, secret: { key: name } } });
    const two = dumpOf({ ...KINDS['the least'], dataPlanes: { east: own('east'), west: own('west') } });
    const named = two['dump.yaml'].replace(/\{"union":(?=\{"auth":\{"enable":true,"type":"ClientSecret","clientId":"union-(east|west)")/g, '{"operator":{"clusterId":{"name":"$1"}},"union":');
    expect(adopted({ ...two, 'dump.yaml': named }).differences).toEqual([]);
  });
});

describe('objects beside the charts that do the work of ours', () => {
  const KINDS_OF = { delivery: ['ExternalSecret', 'ClusterExternalSecret'], routes: ['Ingress', 'IngressRoute', 'HTTPRoute', 'GRPCRoute', 'SecurityPolicy'], others: ['Secret', 'Service', 'PushSecret'] };
  const every = Object.values(KINDS_OF).flat().map((kind) => ({
    apiVersion: 'x.example.com/v1', kind, metadata: { name: 'own', namespace: 'union-cp' }, spec: { of: 'flyteadmin' },
  }));
  const rivals = (answers: JsonObject, items: readonly object[] = every) => {
    const standing = readStanding([{ name: 'in.yaml', text: stringify({ apiVersion: 'v1', kind: 'List', items }) }], []);
    return differencesOf(answers, standing, []).filter(({ reason }) => reason.includes('delete this object after you apply it')).map(({ where }) => where.split('.')[0]);
  };

  test('are to be deleted: what delivers Secrets, and what routes where the edge is ours', () => {
    expect(rivals(LEAST)).toEqual(KINDS_OF.delivery);
    expect(rivals({ ...LEAST, edge: { controller: { traefik: {} }, tlsEndsElsewhere: true } })).toEqual([...KINDS_OF.delivery, ...KINDS_OF.routes]);
  });

  test('are not, where Helm made them or they are not about Union', () => {
    expect(rivals(LEAST, every.map((each) => ({ ...each, metadata: { ...each.metadata, labels: { 'app.kubernetes.io/managed-by': 'Helm' } } })))).toEqual([]);
    expect(rivals(LEAST, every.map((each) => ({ ...each, spec: { of: 'airflow' } })))).toEqual([]);
  });
});
