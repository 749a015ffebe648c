import { expectValid, Manifest } from './schemas';

const EXTERNAL_SECRET: Manifest = {
  apiVersion: 'external-secrets.io/v1',
  kind: 'ExternalSecret',
  metadata: { name: 'one' },
  spec: { data: [{ secretKey: 'a', remoteRef: { key: 'b' } }], target: { name: 'one', creationPolicy: 'Owner' } },
};

const DEPLOYMENT: Manifest = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'one' },
  spec: { selector: { matchLabels: { a: 'b' } }, template: { spec: { containers: [{ name: 'main', image: 'x' }] } } },
};

const SECRET: Manifest = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'one' }, type: 'Opaque' };

test.each([EXTERNAL_SECRET, DEPLOYMENT, SECRET])('a sound $kind passes', (manifest) => expect(() => expectValid(manifest)).not.toThrow());

test.each<[string, Manifest]>([
  ['an unknown enum value', { ...EXTERNAL_SECRET, spec: { ...EXTERNAL_SECRET.spec, target: { creationPolicy: 'Sometimes' } } }],
  ['a missing required field', { ...EXTERNAL_SECRET, spec: { data: [{ secretKey: 'a' }] } }],
  ['a wrong type', { ...EXTERNAL_SECRET, spec: { data: 'none' } }],
  ['a container without name', { ...DEPLOYMENT, spec: { ...DEPLOYMENT.spec, template: { spec: { containers: [{ image: 'x' }] } } } }],
  ['Secret data that is no string', { ...SECRET, data: { a: 1 } }],
])('%s is rejected', (_what, manifest) => {
  expect(() => expectValid(manifest)).toThrow(`${manifest.apiVersion} ${manifest.kind} /one breaks its schema`);
});

test.each(['Nothing', 'externalSecret'])('the unknown kind %s never passes', (kind) => {
  expect(() => expectValid({ ...EXTERNAL_SECRET, kind })).toThrow(`no schema for external-secrets.io/v1 ${kind} /one`);
});

test.each(['external-secrets.io/v1beta7', 'apps/v9', 'acme.example.com/v1'])('the unknown version %s never passes', (apiVersion) => {
  expect(() => expectValid({ ...DEPLOYMENT, apiVersion })).toThrow(`no schema for ${apiVersion} Deployment`);
});
