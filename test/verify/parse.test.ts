import { UnreadableInputError } from '../../src/common/yaml/input';
import { schemaOf } from '../../src/constructs/values/schema';
import { ChartVersion } from '../../src/contract/union/releases/chart-version';
import { identityText } from '../../src/verify/kube/kube-object';
import { Model } from '../../src/verify/model/model';
import { parseManifests, parseObjects, readTexts } from '../../src/verify/parse';
import { verify } from '../../src/verify/verify';
import { configMap, deployment, manifests } from './_manifests';
import { CONTROL_PLANE_VALUES, DATA_PLANE_VALUES } from './_values';

const parse = (text: string) => parseManifests([{ name: 'in.yaml', text }]);
const identities = (text: string) => parse(text).objects.map(identityText);
const secret = (name: string) => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name } });

test('objects of no text are found by their position', () => {
  const list = { apiVersion: 'v1', kind: 'List', items: [secret('b'), secret('c')] };
  const { objects, notices, texts } = parseObjects('tree', [secret('a'), list, 'nothing']);
  expect(objects.map(({ name, source }) => [name, source.file, ...source.path])).toEqual([['a', 'tree', 0], ['b', 'tree', 1, 'items', 0], ['c', 'tree', 1, 'items', 1]]);
  expect(notices).toEqual([{ file: 'tree', message: 'document 1, [2]: is not a Kubernetes object, ignored' }]);
  expect(texts).toEqual([]);
  expect(parseObjects('tree', [null, undefined, [null, secret('a')]])).toMatchObject({ objects: [{ name: 'a' }], notices: [], valueSets: [], withoutObjects: [] });
});

test('values among the texts come after the manifests, and are ignored without a notice', () => {
  const texts = [{ name: 'values.yaml', text: CONTROL_PLANE_VALUES }, { name: 'other.yaml', text: 'a: 1\n' }, { name: 'in.yaml', text: JSON.stringify(secret('a')) }];
  const parsed = parseManifests(texts, [{ name: 'declared.yaml', text: DATA_PLANE_VALUES }]);
  expect(parsed.texts.map(({ name }) => name)).toEqual(['other.yaml', 'in.yaml', 'declared.yaml', 'values.yaml']);
  expect(parsed.valueSets.map(({ files }) => files.map(({ name }) => name))).toEqual(expect.arrayContaining([['values.yaml'], ['declared.yaml']]));
  expect([parsed.notices.map(({ file }) => file), parsed.withoutObjects]).toEqual([['other.yaml'], ['other.yaml']]);
});

describe('what is read', () => {
  test.each([
    ['many documents', 'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\n---\n# nothing\n---\napiVersion: v1\nkind: Secret\nmetadata: {name: b}\n', ['v1/Secret a', 'v1/Secret b']],
    ['JSON', JSON.stringify(secret('a')), ['v1/Secret a']],
    ['a JSON array', JSON.stringify([secret('a'), secret('b')]), ['v1/Secret a', 'v1/Secret b']],
    ['a List', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [secret('a'), secret('b')] }), ['v1/Secret a', 'v1/Secret b']],
    ['a List in a List', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [{ apiVersion: 'v1', kind: 'List', items: [secret('a')] }] }), ['v1/Secret a']],
    ['a typed list', 'apiVersion: v1\nkind: SecretList\nitems:\n- metadata: {name: a, namespace: ns}\n', ['v1/Secret ns/a']],
    ['a generated name', 'apiVersion: batch/v1\nkind: Job\nmetadata: {generateName: seed-}\n', ['batch/v1/Job seed-*']],
    ['a byte order of Windows', 'apiVersion: v1\r\nkind: Secret\r\nmetadata:\r\n  name: a\r\n', ['v1/Secret a']],
  ])('%s', (_, text, expected) => expect(identities(text)).toEqual(expected));

  test.each([
    ['a values file of somebody else', 'global:\n  storageClass: x\n', 'document 1: has no apiVersion and kind, ignored'],
    ['an apiVersion alone', 'apiVersion: v1\n', 'document 1: has no apiVersion and kind, ignored'],
    ['a kind alone', 'kind: Secret\nmetadata: {name: a}\n', 'document 1: has no apiVersion and kind, ignored'],
    ['an object without a name', 'apiVersion: v1\nkind: Secret\nmetadata: {}\n', 'document 1: Secret has no metadata.name, ignored'],
    ['a scalar', 'hello\n', 'document 1: is not a Kubernetes object, ignored'],
    ['an object without metadata', 'apiVersion: v1\nkind: Secret\n', 'document 1: Secret has no metadata.name, ignored'],
    ['metadata that is a list', 'apiVersion: v1\nkind: Secret\nmetadata: []\n', 'document 1: Secret has no metadata.name, ignored'],
    ['an item that is null', 'apiVersion: v1\nkind: List\nitems: [3]\n', 'document 1, items[0]: is not a Kubernetes object, ignored'],
  ])('%s is ignored with a notice', (_, text, message) => {
    const { objects, notices, withoutObjects } = parse(text);
    expect({ objects, notices, withoutObjects }).toEqual({ objects: [], notices: [{ file: 'in.yaml', message }], withoutObjects: ['in.yaml'] });
  });

  test.each([
    ['in a map', 'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: {x: "1"}\ndata: {z: "2"}\n', { z: '2' }],
    ['behind another document', 'a: 1\n---\napiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata:\n  x: "1"\n  x: "2"\n', { x: '2' }],
    ['in JSON, once escaped', '{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a"}, "data": {"a": "1", "\\u0061": "2"}}', { a: '2' }],
  ])('of a key that occurs twice %s the last value counts', (_, text, data) => {
    const [object] = parse(text).objects;
    expect(object.at('data')).toEqual(data);
    expect(object.source.duplicates).toHaveLength(1);
  });

  test.each([
    ['a Helm template', 'apiVersion: v1\nkind: Secret\n{{- if .Values.x }}\nmetadata: {}\n{{- end }}\n',
      'is a template, ignored; check the output of "helm template"'],
    ['broken YAML of something else', 'theme:\n  name: "material\n', expect.stringMatching(/^is not YAML \(.+\) and no manifest, ignored$/)],
    ['a glob without quotes', 'include: *.yaml\n', expect.stringMatching(/^is not YAML \(.+\) and no manifest, ignored$/)],
    ['JSON with comments', '{\n  "strict": true, // options\n  "target": "x" // more\n}\n', expect.stringMatching(/^is not YAML \(.+\) and no manifest, ignored$/)],
  ])('%s is ignored by name, and every other text is judged', (_, text, message) => {
    const { objects, notices, withoutObjects } = parseManifests([{ name: 'other.yaml', text }, { name: 'in.yaml', text: JSON.stringify(secret('a')) }]);
    expect(objects.map(identityText)).toEqual(['v1/Secret a']);
    expect(notices).toEqual([{ file: 'other.yaml', line: expect.any(Number) as number, message }]);
    expect(withoutObjects).toEqual(['other.yaml']);
  });

  test.each([
    ['by its first line', '# yaml-language-server: $schema=union-controlplane-2026.8.schema.json\nreplicas: [\n'],
    ['by its keys', 'global:\n  INTERNAL_CLIENT_ID: "a\n'],
  ])('a values file that cannot be read is named, and known %s', (_, text) => {
    const read = () => parseManifests([{ name: 'values.yaml', text }, { name: 'in.yaml', text: JSON.stringify(secret('a')) }]);
    expect(read).toThrow(/^values\.yaml:3: /);
  });

  test.each([
    ['mkdocs', 'site_name: x\nextensions:\n- emoji:\n    index: !!python/name:material.emoji\n'],
    ['CI', 'job:\n  script: !reference [.setup, script]\n'],
    ['CloudFormation', 'Resources:\n  A: !Sub "${B}"\n'],
  ])('the tags of %s are accepted', (_, text) => {
    expect(parse(text).notices).toEqual([{ file: 'in.yaml', message: 'document 1: has no apiVersion and kind, ignored' }]);
  });

  const broken = 'apiVersion: v1\nkind: Secret\nmetadata: {\n';

  test.each([
    '{{ x }}', '{{ if .x }}', '  {{- range .y }}', '\t{{ x }}', 'a: {{- .Values.x }}', 'a: {{ $x }}', 'a: {{ $.Values.x }}', 'a: {{ . }}', 'a: {{include "x" .}}', 'a: {{ template "x" }}',
    'a: b{{ with .x }}', 'a: {{ define "x" }}', 'a: b{{end}}', 'a: {{ tpl .x . }}', 'a: {{-  toYaml .x }}', 'a: {{ range .x }}', '{% if x %}', '{{/* why */}}',
  ])('what contains %s is a template', (line) => {
    expect(parse(`${broken}${line}\n`).notices).toEqual([expect.objectContaining({ message: expect.stringContaining('is a template') as unknown })]);
  });

  test.each([
    'a: {{x}}', 'a: {{ x }}', 'a: {{ ending }}', 'a: {{1}}', '# { if }', 'a: "{{ .Values.x }}"', 'a: \'{{ .secret }}\'', '# {{ if .x }}', 'a: |\n  {{ .client_secret }}', '- >-\n  {{ if .a }}b{{ end }}',
    'a: "{{ .x | printf \\"%s\\" }}"', 'a: |2-\n\n   {{ .x }}\n',
  ])('what contains %s is not a template', (line) => expect(() => parse(`${broken}${line}\n`)).toThrow(UnreadableInputError));

  test.each([
    ['chart/templates/secret.yaml', 'a: "{{ .Values.x }}"', true],
    ['chart/templates/secret.yaml', 'a: "{{ .client_secret }}"', false],
    ['rendered/chart/templates/secret.yaml', '', false],
    ['secret.yaml.tpl', 'a: "{{ .x }}"', true],
    ['secret.j2', 'a: "{{ x }}"', true],
    ['secret.yaml.j2', '', false],
  ])('of %s that contains %s the name counts: %s', (name, line, isTemplate) => {
    const read = () => parseManifests([{ name, text: `${broken}${line}\n` }]).notices.map(({ message }) => message);
    (isTemplate ? expect(read()).toEqual([expect.stringContaining('is a template')]) : expect(read).toThrow(UnreadableInputError));
  });

  test('a template that may make objects of Union is reported as not read', () => {
    const of = (name: string) => parse(`apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n{{- if .Values.x }}\n{{- end }}\n`).unread;
    expect(of('flyteadmin')).toEqual([expect.objectContaining({ missing: 'in.yaml is a template, which is not read', asked: true })]);
    expect(of('shop')).toEqual([]);
  });

  test.each([
    ['in a list', '- apiVersion: v1\n  kind: Secret\n  a: [\n'],
    ['in quotes', '"apiVersion" : v1\n\'kind\': Secret\na: [\n'],
    ['in single quotes', '\'apiVersion\': v1\n\'kind\': Secret\na: [\n'],
    ['with spaces before its colons', 'apiVersion : v1\nkind : Secret\na: [\n'],
    ['in JSON', '{"kind" : "Secret"'],
    ['in one line of JSON', '[{"apiVersion":"v1",'],
  ])('what may be a manifest %s is refused where it cannot be read', (_, text) => expect(() => parse(text)).toThrow(UnreadableInputError));

  test.each([
    ['a kind alone', 'kind: Secret\na: [\n'],
    ['an apiVersion alone', 'apiVersion: v1\na: [\n'],
    ['a kind, and the other in a text', 'kind: Secret\na: "the apiVersion: v1\n'],
    ['an apiVersion, and the other in a text', 'apiVersion: v1\na: "of kind: x\n'],
    ['both in a text', 'a: "the apiVersion: v1 and kind: x\n'],
    ['names that are longer', 'apiVersions: v1\nkinds: Secret\na: [\n'],
  ])('%s makes no manifest', (_, text) => {
    expect(parse(text).notices).toEqual([expect.objectContaining({ message: expect.stringMatching(/^is not YAML .* and no manifest, ignored$/) as unknown })]);
  });

  test('every text that cannot be read is named', () => {
    const texts = [{ name: 'a.yaml', text: broken }, { file: 'b.yaml', reason: 'is no UTF-8' }, { name: 'ok.yaml', text: 'a: 1' }, { name: 'c.yaml', text: broken }];
    expect(() => parseManifests(texts)).toThrow(/^a\.yaml:4: .*\nb\.yaml: is no UTF-8\nc\.yaml:4: .*$/);
  });

  test('documents end where YAML says, not where a text looks like it', () => {
    const block = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  x.yaml: |\n    ---\n    a: 1\n    --- b\n';
    expect(identities(`%YAML 1.2\n---\n${block}...\n${block.replace('name: a', 'name: b')}---\n---\n--- # c\n${block.replace('name: a', 'name: c')}`))
      .toEqual(['v1/ConfigMap a', 'v1/ConfigMap b', 'v1/ConfigMap c']);
    expect(identities(`${block}...\n---\n---text\n`)).toEqual(['v1/ConfigMap a']);
  });

  test('an empty text has no objects and no notices', () => {
    expect(parse('')).toMatchObject({ objects: [], notices: [], withoutObjects: ['in.yaml'] });
  });
});

test.each([
  ['a tab as indentation', 'kind: Secret\napiVersion:\n\tb: 1\n', 'in.yaml:3: '],
  ['an unclosed quote', 'kind: Secret\napiVersion: "x\n', 'in.yaml:'],
  ['broken JSON', '{"kind": 1,\n "apiVersion": }}', 'in.yaml:2: '],
  ['a manifest with an unclosed bracket', 'apiVersion: v1\nkind: Secret\nmetadata: {name: [\n', 'in.yaml:'],
  ['maps in maps', Array.from({ length: 5_000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'), 'nesting exceeded'],
  ['a text of zero bytes', '\0\0\0\0', 'in.yaml'],
  ['what would exhaust the reader, whatever it is', 'a: &x [*x]\n', 'in.yaml: an anchor contains itself'],
])('%s is refused, with file and line', (_, text, message) => {
  expect(() => parse(text)).toThrow(UnreadableInputError);
  expect(() => parse(text)).toThrow(message);
});

describe('hostile input', () => {
  test('deeply nested JSON does no harm', () => {
    const depth = 200_000;
    const text = `{"apiVersion":"v1","kind":"Secret","metadata":{"name":"a"},"x":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    expect(verify([{ name: 'in.json', text }]).objects).toBe(1);
  });

  test('keys of prototypes stay data', () => {
    const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  __proto__: {namespace: x}\n  constructor: {}\ndata:\n  __proto__: "a: 1"\n';
    const [object] = parse(text).objects;
    expect(object.namespace).toBeUndefined();
    expect(({} as Record<string, unknown>).namespace).toBeUndefined();
    expect(object.at('metadata', 'toString')).toBeUndefined();
  });

  test('objects of the wrong shape everywhere do not crash a rule', () => {
    const kinds = [
      ['apps/v1', 'Deployment'], ['v1', 'Pod'], ['batch/v1', 'CronJob'], ['v1', 'ConfigMap'], ['v1', 'Secret'], ['networking.k8s.io/v1', 'Ingress'],
      ['external-secrets.io/v1', 'ExternalSecret'], ['external-secrets.io/v1', 'ClusterExternalSecret'], ['bitnami.com/v1alpha1', 'SealedSecret'],
      ['gateway.networking.k8s.io/v1', 'HTTPRoute'], ['gateway.networking.k8s.io/v1', 'GRPCRoute'], ['gateway.networking.k8s.io/v1', 'Gateway'],
      ['gateway.envoyproxy.io/v1alpha1', 'SecurityPolicy'], ['traefik.io/v1alpha1', 'IngressRoute'], ['traefik.io/v1alpha1', 'Middleware'],
    ];
    const junk: unknown[] = [null, 3, 'x', [], [null], {}, { spec: 3 }, { rules: [null, 3, { http: [] }], template: { spec: { containers: [null, 3, { volumeMounts: [null] }], volumes: [1, null] } } }];
    const items = kinds.flatMap(([apiVersion, kind]) => junk.map((value, index) =>
      ({ apiVersion, kind, metadata: { name: `x${index}`, annotations: value, labels: value }, spec: value, data: value, stringData: value })));
    const report = verify([{ name: 'in.json', text: JSON.stringify(items) }]);
    expect(report.crashed).toEqual([]);
    expect(report.objects).toBe(items.length);
  });

  test('broken YAML in a ConfigMap is a notice', () => {
    const text = manifests(
      configMap('c', { 'a.yaml': 'a: [\n', 'b.yaml': 'admin: {clientId: x, clientSecretLocation: /x/y}' }, null),
      deployment('p', { namespace: null, container: { image: 'unionai/services:1' }, configMaps: { c: '/etc/c' } }),
    );
    const report = verify([{ name: 'in.json', text }]);
    expect(report.notices.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^v1\/ConfigMap c: data\["a\.yaml"\] is not readable YAML \(line \d+: .*\), ignored$/),
    ]);
    expect(report.findings.map(({ rule }) => rule)).toContain('client-secret-unmounted');
  });
});

describe('the place of an object', () => {
  /** The piece of the text that holds each object, by the way to it. */
  const places = (text: string) => parse(text).objects.map(({ source: { document, path, span } }) =>
    [document, path, span && text.slice(span.start, span.end)]);
  const named = (name: string) => `apiVersion: v1\nkind: Secret\nmetadata: {name: ${name}}\n`;
  const entry = (name: string) => `- ${named(name).replace(/\n(?=.)/g, '\n  ')}`;

  test('a document contains one object, or a list of them', () => {
    const list = `kind: List\napiVersion: v1\nitems:\n${entry('b')}${entry('c')}`;
    expect(places(`${named('a')}---\n${list}`)).toEqual([[0, [], `${named('a')}---\n`], [1, ['items', 0], entry('b').slice(2) + '- '], [1, ['items', 1], entry('c').slice(2)]]);
  });

  test('a list within a list, and one without a kind, tell only the way', () => {
    const inner = { apiVersion: 'v1', kind: 'List', items: [secret('a')] };
    expect(places(`apiVersion: v1\nkind: List\nitems:\n- ${JSON.stringify(inner)}\n`)).toEqual([[0, ['items', 0, 'items', 0], undefined]]);
    expect(places(`${entry('a')}- - ${JSON.stringify(secret('b'))}\n`)).toEqual([[0, [0], undefined], [0, [1, 0], undefined]]);
  });

  test('of keys that occur twice each object has its own', () => {
    const text = `apiVersion: v1\nkind: List\nmetadata: {x: 1, x: 2}\nitems:\n${entry('a')}  data: {b: c, b: d}\n${entry('e')}${entry('f')}  data: {}\n  data: {}\n`;
    const { objects } = parse(text);
    expect(objects.map(({ source }) => source.duplicates)).toEqual([[['data', 'b']], undefined, [['data']]]);
  });
});

test('the items of a typed list say what they differ in', () => {
  const item = (overrides: object) => ({ metadata: { name: 'a' }, ...overrides });
  const list = (kind: string, ...items: object[]) => JSON.stringify({ apiVersion: 'example.com/v1', kind, items });
  const things = list('ThingList', item({}), item({ apiVersion: 'example.com/v2' }), item({ kind: 'Other' }));
  expect(identities(things)).toEqual(['example.com/v1/Thing a', 'example.com/v2/Thing a']);
  expect(parse(list('ThingList', item({ kind: 'Other' }), item({ apiVersion: 'v1', kind: 'Other' }))).objects.map(identityText)).toEqual(['v1/Other a']);
  expect(identities(list('List', item({})))).toEqual([]);
  expect(identities(JSON.stringify({ apiVersion: 'v1', kind: 'Menu', metadata: { name: 'a' }, items: ['x'] }))).toEqual(['v1/Menu a']);
  expect(identities(JSON.stringify({ apiVersion: 'v1', kind: 'AllowList', metadata: { name: 'a' } }))).toEqual(['v1/AllowList a']);
});

test('of kinds that no rule reads, only identity and annotations are kept', () => {
  const annotations = { 'union-auth.cdk8s.io/ignore.client-secret-unmounted': 'old' };
  const service = { apiVersion: 'v1', kind: 'Endpoints', metadata: { name: 'a', namespace: 'ns', annotations }, spec: { ports: [] } };
  const { objects } = parse(JSON.stringify(service));
  expect(objects.map((object) => [object.toString(), object.annotations, object.at('spec')])).toEqual([['v1/Endpoints ns/a', annotations, undefined]]);
  expect(() => new Model(objects).ofKind('', 'Endpoints')).toThrow('The content of a Endpoints is not kept');
  // A kind is one only together with its group.
  const [knative] = parse(JSON.stringify({ ...service, apiVersion: 'serving.knative.dev/v1' })).objects;
  expect(knative.at('spec')).toEqual({ ports: [] });
});

test('a store of a kind that no rule reads crashes no rule', () => {
  const spec = { secretStoreRef: { name: 'x', kind: 'Role' }, data: [] };
  const text = JSON.stringify({ apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret', metadata: { name: 'a' }, spec });
  expect(verify([{ name: 'in.yaml', text }]).crashed).toEqual([]);
});

describe('a JSON Schema', () => {
  const { _contract: release } = ChartVersion._current;
  const schema = JSON.stringify(schemaOf(release.dataPlane.values, ChartVersion._current), null, 2);

  test.each([
    ['that describes values', schema],
    ['of a later draft', schema.replace('http://json-schema.org/draft-07/schema#', 'https://json-schema.org/draft/2020-12/schema')],
  ])('%s is neither values nor a manifest, and is ignored without a notice', (_, text) => {
    expect(parseManifests([{ name: 'values.schema.json', text }])).toMatchObject({ valueSets: [], notices: [], withoutObjects: ['values.schema.json'] });
  });

  test('that a file names for its editor does not make it one', () => {
    const text = '{"$schema": "./union-dataplane.schema.json", "config": {"union": {"auth": {"enable": true}}}}';
    const { valueSets } = parseManifests([{ name: 'dataplane.values.json', text }]);
    expect(valueSets).toHaveLength(1);
  });
});

const named = (texts: readonly string[]) => texts.map((text, index) => ({ name: `${index}.yaml`, text }));

test('each of thousands of texts gets its own documents', () => {
  const texts = named(Array.from({ length: 5000 }, (_, index) => `name: n${index}\ntext: ${'x'.repeat(index % 700)}\n`));
  expect([...readTexts(texts)].map((read) => ('documents' in read ? [read.name, read.documents.map(({ value }) => (value as { name: string }).name)] : read)))
    .toEqual(texts.map(({ name }, index) => [name, [`n${index}`]]));
});

test('of many texts only the bad ones are blamed, in order, with their own lines', () => {
  const texts = named(Array.from({ length: 100 }, (_, index) => (index % 70 === 0 ? 'a: 1\nb: [\n' : `n: ${index}\n`)));
  const unread = { file: 'unread.yaml', reason: 'is no UTF-8' };
  const problems = [...readTexts([...texts.slice(0, 20), unread, ...texts.slice(20)])].filter((read) => 'reason' in read);
  expect(problems).toMatchObject([{ file: '0.yaml', line: 3 }, unread, { file: '70.yaml', line: 3 }]);
});

test.each([
  ['keys and dashes', 'name: x\n'], ['what takes the parser', 'name: [x]\n'], ['JSON', '{"name": "x"}\n'], ['megabytes', `name: [${'x'.repeat(1_000_000)}]\n`],
])('a text of %s is read before the next is taken', (_, text) => {
  let taken = 0;
  const inputs = function* () {
    for (; taken < 10; taken += 1) {
      yield { name: `${taken}.yaml`, text };
    }
  };
  expect(readTexts(inputs())[Symbol.iterator]().next().value).toMatchObject({ name: '0.yaml', text });
  expect(taken).toBe(0);
});

test('the content of a text is shown where its syntax is the problem', () => {
  const problems = [...readTexts(named(['a: [\n', 'a: \0\n', 'a: &x [*x]\n', '[[\n']))];
  expect(problems.map((problem) => 'content' in problem && problem.content)).toEqual(['a: [\n', false, false, '[[\n']);
});
