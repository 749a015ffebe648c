import { Model } from '../../../src/verify/model/model';
import { wiringOf } from '../../../src/verify/model/wiring';
import { parseManifests } from '../../../src/verify/parse';
import { RULES, RuleRegistry } from '../../../src/verify/registry';
import { GRAPH_FORMATS, withFindings } from '../../../src/verify/report/wiring-graph';
import { verifyParsed } from '../../../src/verify/verify';
import { configMap, deployment, externalSecret, IN_CLUSTER_ME, ingress, manifests } from '../_manifests';

const registry = new RuleRegistry(['client-secret-unmounted', 'sign-in-route-guarded'].map((id) => RULES.get(id)!));

function wiring(...objects: Parameters<typeof manifests>) {
  const input = parseManifests([{ name: 'in', text: manifests(...objects) }]);
  return withFindings(wiringOf(new Model(input.objects)), verifyParsed(input, { registry }));
}

const config = configMap('executions', { 'admin.yaml': { admin: { clientId: 'service', clientSecretLocation: '/etc/secrets/union/client_secret' } } });
const workload = (path: string) => deployment('executions', { configMaps: { executions: '/etc/config' }, secrets: { auth: path } });
const texts = ({ nodes, edges }: ReturnType<typeof wiring>) => {
  const label = (id: string) => nodes.find((node) => node.id === id)?.label;
  return edges.map((edge) => `${label(edge.from)} -> ${label(edge.to)}${edge.broken === undefined ? '' : ` ✗ ${edge.broken}`}`);
};

test('a credential is drawn from the workload to its writer', () => {
  expect(texts(wiring(config, workload('/etc/secrets/union'), externalSecret('auth')))).toEqual([
    'apps/v1/Deployment union-cp/executions -> /etc/secrets/union/client_secret',
    '/etc/secrets/union/client_secret -> Secret union-cp/auth: client_secret',
    'external-secrets.io/v1/ExternalSecret union-cp/auth -> Secret union-cp/auth: client_secret',
  ]);
});

test('a break is marked, with the rule that complains', () => {
  expect(texts(wiring(config, workload('/elsewhere')))).toEqual([
    'apps/v1/Deployment union-cp/executions -> /etc/secrets/union/client_secret ✗ client-secret-unmounted',
    '/etc/secrets/union/client_secret -> nothing ✗ /etc/secrets/union/client_secret is not mounted, client-secret-unmounted',
  ]);
});

test('what has the same name in another namespace is not marked', () => {
  const elsewhere = configMap('executions', { 'admin.yaml': { admin: { clientId: 'service', clientSecretLocation: '/etc/secrets/union/client_secret' } } }, 'union-eu');
  const mounted = deployment('executions', { namespace: 'union-eu', configMaps: { executions: '/etc/config' }, secrets: { auth: '/etc/secrets/union' } });
  const broken = texts(wiring(config, workload('/elsewhere'), elsewhere, mounted)).filter((text) => text.includes('✗'));
  expect(broken).toEqual([
    expect.stringMatching(/^apps\/v1\/Deployment union-cp\/executions -> /),
    expect.stringMatching(/ -> nothing ✗ /),
  ]);
});

test('a writer that leaves the key out is marked', () => {
  expect(texts(wiring(config, workload('/etc/secrets/union'), externalSecret('auth', { keys: ['other'] }))).at(-1))
    .toBe('external-secrets.io/v1/ExternalSecret union-cp/auth -> Secret union-cp/auth: client_secret ✗ does not write client_secret');
});

test('hosts lead to routes, routes to guards', () => {
  const drawn = wiring(
    ingress('guarded', { host: 'union.example.com', annotations: { 'auth-url': IN_CLUSTER_ME }, paths: { '/login': 'flyteadmin', '/api': 'flyteadmin' } }),
  );
  expect(texts(drawn)).toEqual([
    'union.example.com -> networking.k8s.io/v1/Ingress union-cp/guarded ✗ sign-in-route-guarded',
    `networking.k8s.io/v1/Ingress union-cp/guarded -> ${IN_CLUSTER_ME} ✗ sign-in-route-guarded`,
  ]);
});

describe('labels of hostile names', () => {
  const drawn = wiring(ingress('i', { host: 'x"]; click n1 "javascript:alert(1)"\n<b>#&', paths: { '/me': 'flyteadmin' } }));

  test('stay within their quotes in Mermaid', () => {
    const node = GRAPH_FORMATS.mermaid(drawn).split('\n').find((line) => line.includes('click'))!;
    expect(node).toMatch(/^ {2}n\d+\(\["[^"<>&[\];\n]*(#\d+;[^"<>&[\];\n]*)*"\]\)$/);
  });

  test('stay within their quotes in DOT', () => {
    const node = GRAPH_FORMATS.dot(drawn).split('\n').find((line) => line.includes('click'))!;
    expect(node).toMatch(/^ {2}n\d+ \[shape=oval, label="(?:[^"\\]|\\["\\])*"\];$/);
  });
});

test('broken edges are red in both languages', () => {
  const drawn = wiring(config, workload('/elsewhere'));
  expect(GRAPH_FORMATS.mermaid(drawn)).toMatch(/-\.-x\|.*\n {2}linkStyle 0,1 stroke:#c00,color:#c00\n$/s);
  expect(GRAPH_FORMATS.dot(drawn)).toContain('color=red');
});

describe('a drawing', () => {
  const kinds = ['workload', 'file', 'secret', 'writer', 'host', 'routes', 'guard', 'flyteadmin', 'missing'] as const;
  const drawing = {
    nodes: kinds.map((kind, index) => ({ id: `n${index + 1}`, label: kind, kind })),
    edges: [
      { from: 'n1', to: 'n2', label: 'reads', fields: [] },
      { from: 'n2', to: 'n9', label: 'of', fields: [], broken: 'is "lost"' },
      { from: 'n1', to: 'n3', label: 'a;\tb-c', fields: [] },
      { from: 'n3', to: 'n4', label: 'by', fields: [], broken: 'x' },
    ],
  };

  test('is a flowchart of Mermaid', () => {
    expect(GRAPH_FORMATS.mermaid(drawing).split('\n')).toEqual([
      'flowchart LR',
      '  n1["workload"]', '  n2>"file"]', '  n3[("secret")]', '  n4[["writer"]]', '  n5(["host"])', '  n6["routes"]', '  n7{{"guard"}}', '  n8["flyteadmin"]', '  n9(("missing"))',
      '  n1 -->|"reads"| n2',
      '  n2 -.-x|"of ✗ is #34;lost#34;"| n9',
      '  n1 -->|"a#59; b-c"| n3',
      '  n3 -.-x|"by ✗ x"| n4',
      '  linkStyle 1,3 stroke:#c00,color:#c00',
      '',
    ]);
    expect(GRAPH_FORMATS.mermaid({ nodes: [], edges: [] })).toBe('flowchart LR\n');
  });

  test('is a graph of DOT', () => {
    expect(GRAPH_FORMATS.dot(drawing).split('\n')).toEqual([
      'digraph wiring {', '  rankdir=LR;',
      '  n1 [shape=box, label="workload"];', '  n2 [shape=note, label="file"];', '  n3 [shape=cylinder, label="secret"];', '  n4 [shape=component, label="writer"];',
      '  n5 [shape=oval, label="host"];', '  n6 [shape=box, label="routes"];', '  n7 [shape=hexagon, label="guard"];', '  n8 [shape=box, label="flyteadmin"];', '  n9 [shape=point, label="missing"];',
      '  n1 -> n2 [label="reads"];',
      '  n2 -> n9 [label="of ✗ is \\"lost\\"", color=red, fontcolor=red, style=dashed];',
      '  n1 -> n3 [label="a; b-c"];',
      '  n3 -> n4 [label="by ✗ x", color=red, fontcolor=red, style=dashed];',
      '}',
      '',
    ]);
  });

  test('names each rule that complains of an edge once, and no rule that complains of another place', () => {
    const input = parseManifests([{ name: 'in', text: manifests(config, workload('/elsewhere')) }]);
    const [object] = input.objects;
    const edge = (...fields: string[]) => ({ from: 'a', to: 'b', label: '', fields: fields.map((field) => object.field(field)) });
    const finding = (rule: string, field: string) => ({ ...verifyParsed(input, { registry }).findings[0], rule, object, field, file: 'in' });
    const report = {
      ...verifyParsed(input, { registry }),
      findings: [
        finding('one', 'data'), finding('two', 'data'), finding('one', 'data'), finding('three', 'kind'), { ...finding('four', 'data'), file: 'other' },
        { ...finding('five', 'data'), object: { ...object, name: 'x' } as typeof object }, { ...finding('six', 'data'), object: { ...object, kind: 'Secret' } as typeof object },
      ],
    };
    const { edges } = withFindings({ nodes: [], edges: [edge('data'), edge('data', 'kind'), edge('metadata'), { ...edge('data'), broken: 'gone' }, { ...edge(), broken: 'gone' }] }, report);
    expect(edges.map(({ broken }) => broken)).toEqual(['one, two', 'one, two, three', undefined, 'gone, one, two', 'gone']);
  });
});

test.each(Object.keys(GRAPH_FORMATS))('no control character leaves in %s', (format) => {
  const nasty = '\u0000\u0007\u001b[31m\r\n\t\u007f\u0085\u009b\u2028\u202e';
  const draw = (tail: string) => GRAPH_FORMATS[format]({
    nodes: [{ id: 'a', label: `x${tail}`, kind: 'secret' }, { id: 'b', label: 'y', kind: 'workload' }],
    edges: [{ from: 'a', to: 'b', label: `z${tail}`, fields: [], broken: tail }],
  });
  const text = draw(nasty);
  // eslint-disable-next-line no-control-regex
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u202e]/);
  expect(text.split('\n')).toHaveLength(draw('').split('\n').length);
});
