import { verify } from '../../src/verify/verify';
import { drawn, oneIn } from '../_tools/drawn';
import { healthyCluster } from './_cluster';
import { EdgeName, EDGES, Json, Planes } from './faults/_planes';
import { inDump } from './faults/people/_people';

/** What a dump does not hold as a kind is unknown, not missing: none of these healthy deployments has a finding. */

/** Each judges planes by all rules. */
const deep = oneIn(4);

function report(items: readonly Json[]) {
  const { findings, crashed, coverage } = verify([{ name: 'dump.yaml', text: JSON.stringify({ apiVersion: 'v1', kind: 'List', items }) }]);
  expect(crashed).toEqual([]);
  return { found: findings.map(({ rule, object, found }) => `${rule}: ${object.kind} ${object.name}, ${found}`), open: coverage.open };
}

const kindsOf = (objects: readonly Json[]) => [...new Set(objects.map(({ kind }) => kind as string))].sort();

describe.each(Object.keys(EDGES) as EdgeName[])('behind %s', (edge) => {
  const all = healthyCluster(edge);
  const kinds = kindsOf(all);

  deep('the whole cluster has no finding', () => expect(report(all).found).toEqual([]));

  deep.each(drawn(kinds, 2))('nor has a dump without any %s', (kind) => expect(report(all.filter((each) => each.kind !== kind)).found).toEqual([]));

  deep.each(drawn(kinds, 2))('nor one without any %s of the control plane', (kind) => {
    expect(report(all.filter(({ kind: own, metadata }) => own !== kind || metadata.namespace !== 'union-cp')).found).toEqual([]);
  });

  deep.each([
    'Deployment,ConfigMap,Secret,Ingress,ExternalSecret', 'Deployment,ConfigMap', 'Deployment,Service', 'Ingress,Service', 'Ingress,ConfigMap', 'Secret,ExternalSecret',
    'Deployment,StatefulSet,ConfigMap,Secret,ExternalSecret,SecretStore,Ingress', 'Deployment,Service,ConfigMap,HTTPRoute,GRPCRoute,Gateway', 'HTTPRoute,GRPCRoute,Service',
    'IngressRoute,Middleware', 'IngressRoute,Middleware,Service', 'Deployment,Service,IngressRoute',
  ])('nor one of nothing but %s', (asked) => expect(report(all.filter(({ kind }) => asked.split(',').includes(kind as string))).found).toEqual([]));

  deep('one object that is missing among others of its kind is a fault', () => {
    const without = (kind: string, name: string) => report(all.filter((each) => each.kind !== kind || each.metadata.name !== name)).found;
    const gate = edge === 'ingress-nginx' ? 'union-auth-gate-nginx' : 'union-auth-gate';
    expect(without('Service', gate).join()).toMatch(/the Service .* which is not there|does not have/);
    expect(without('ConfigMap', gate).join()).toContain('without its nginx configuration');
    expect(without('Secret', 'flyte-secret-auth').join()).toContain('no such Secret among those of the cluster');
  });
});

deep('routes of a Gateway without any SecurityPolicy in the dump are reported as not checked', () => {
  const { open } = report(healthyCluster('Envoy Gateway').filter(({ kind }) => kind !== 'SecurityPolicy'));
  expect(open.map(({ missing }) => missing).join()).toContain('no SecurityPolicy of namespace union-cp is in the input');
});

describe('Secrets whose values were taken out', () => {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const each = (change: (data: Json) => Json) => (planes: Planes) => planes.all('Secret').forEach((secret) => {
    secret.data = change(secret.data);
  });
  const to = (value: Json) => each((data) => Object.fromEntries(Object.keys(data as object).map((key) => [key, value])));

  deep.each<[string, (planes: Planes) => void]>([
    ['no data', each(() => undefined)],
    ['empty data', each(() => ({}))],
    ['null for each value', to(null)],
    ['an empty text for each', to('')],
    ['one word in the place of data', each(() => 'REDACTED')],
    ...['REDACTED', '***', '++++++++', '<redacted>', '(sensitive value)', 'XXXXXXXX', '[hidden]', '<removed>', base64('REDACTED'), base64('gone'), base64('**REDACTED**')]
      .map((word): [string, (planes: Planes) => void] => [`${word} for each value`, to(word)]),
    ['REDACTED in some', (planes) => { planes.get('Secret', 'union-secret-auth').data = { client_secret: 'REDACTED', app_secret: 'REDACTED' }; }],
  ])('with %s are reported as not checked', (_, redact) => {
    const { findings, coverage } = verify(inDump('redacted', redact).texts());
    expect(findings).toEqual([]);
    expect(coverage.open.map(({ missing }) => missing)).toContainEqual(expect.stringMatching(/^the values of the Secrets? .*union-secret-auth.* not in the input$/));
  });

  deep.each(['placeholder', 'changeme', ''])('one whose value is "%s" among others is a fault anyway', (value) => {
    const { findings } = verify(inDump('left', (planes) => { planes.get('Secret', 'union-secret-auth').data.client_secret = base64(value); }).texts());
    expect(findings.map(({ object: { name } }) => name)).toContain('union-secret-auth');
  });
});
