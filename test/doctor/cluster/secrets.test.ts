import { manifestOf, SecretOutline, secretsIn } from '../../../src/doctor/cluster/secrets';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const line = (change: object) => JSON.stringify({ namespace: 'n', name: 'a', uid: 'u', type: 'Opaque', labels: { '': null }, written: [null], owners: [null], recordedBy: [null], keys: { '': null }, ...change });

test('values stay with kubectl: it is asked for keys, and what kind of value each has', async () => {
  const asked: (readonly string[])[] = [];
  await secretsIn('union-cp', (args) => Promise.resolve(String(asked.push(args) && '')));
  const [[, ...rest]] = asked;
  const template = rest.pop()!;
  expect(rest).toEqual(['union-cp', 'get', 'secrets', '--field-selector=type!=helm.sh/release.v1', '-o']);
  // The value is measured, compared with what the charts write for others to overwrite, and never printed.
  const words = ['placeholder', 'foobar'].flatMap((word) => [base64(word), base64(`${word}\n`)]).map((word) => `(eq $value "${word}")`);
  const [, ofData] = template.split('{{range $key, $value := .data}}');
  expect(ofData.match(/\{\{.*?\}\}/g)).toEqual([
    '{{printf "%q" $key}}', '{{if eq (len $value) 0}}', `{{else if or ${words.join(' ')}}}`, '{{else}}', '{{end}}', '{{end}}', '{{"\\n"}}', '{{end}}',
  ]);
});

test('an outline of a line each', async () => {
  const printed = [
    line({ recordedBy: ['kubectl-replace', null], keys: { 'a': 'value', 'b': 'empty', '': null }, labels: { 'l': 'x', '': null }, owners: [{ manager: 'helm', keys: ['f:a', null] }, null], written: ['2030-01-02T00:00:00Z', '2030-01-03T00:00:00Z', '2030-01-01T00:00:00Z', null] }), line({ name: 'b' }), '',
  ].join('\n');
  const plain = { namespace: 'n', name: 'b', uid: 'u', type: 'Opaque', keys: {}, labels: {}, owners: [], recorded: false };
  expect(await secretsIn('n', () => Promise.resolve(printed))).toEqual([
    { ...plain, name: 'a', keys: { a: 'value', b: 'empty' }, labels: { l: 'x' }, owners: [{ manager: 'helm', keys: ['f:a'] }], recorded: true, written: new Date('2030-01-03T00:00:00Z') }, plain,
  ]);
});

test('a value that is not an object has no keys', async () => {
  expect(await secretsIn('n', () => Promise.resolve(line({ keys: null, labels: 'x' })))).toMatchObject([{ keys: {}, labels: {} }]);
});

test('to the verifier it is a Secret with a stand-in for each value', () => {
  const outline: SecretOutline = { namespace: 'n', name: 'a', uid: 'u', type: 'Opaque', keys: { a: 'value', b: 'empty', c: 'placeholder' }, labels: { l: 'x' }, owners: [{ manager: 'helm', keys: ['f:a'] }], recorded: false };
  const { metadata, ...rest } = manifestOf(outline);
  expect(rest).toEqual({ apiVersion: 'v1', kind: 'Secret', type: 'Opaque', data: { a: base64('withheld'), b: '', c: base64('placeholder') } });
  expect(metadata).toMatchObject({ namespace: 'n', name: 'a', uid: 'u', labels: { l: 'x' } });
  expect(metadata).toMatchObject({ managedFields: [{ manager: 'helm', fieldsV1: { 'f:data': { 'f:a': {} } } }] });
  expect(Object.values((metadata as { annotations: object }).annotations)).toEqual(['by doctor --kube']);
});

test.each([
  ['kubectl-replace', true], ['kubectl-edit', true], ['kubectl-client-side-apply', false], ['helm', false],
])('kubectl recorded every key where %s wrote its record: %s', async (manager, recorded) => {
  const [outline] = await secretsIn('n', () => Promise.resolve(line({ recordedBy: [manager, null] })));
  expect(outline.recorded).toBe(recorded);
});

test('of what kubectl recorded the verifier gets the keys, and no value', () => {
  const { metadata } = manifestOf({ namespace: 'n', name: 'a', uid: 'u', type: 'Opaque', keys: { a: 'value', b: 'empty' }, labels: {}, owners: [], recorded: true });
  expect((metadata as { annotations: object }).annotations).toMatchObject({ 'kubectl.kubernetes.io/last-applied-configuration': '{"data":{"a":"","b":""}}' });
});
