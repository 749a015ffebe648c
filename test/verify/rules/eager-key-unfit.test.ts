import { eagerKeyUnfit } from '../../../src/verify/rules/eager-keys';
import { manifests, object } from '../_manifests';
import { dataPlaneService, ISSUER, TOKEN_URL } from '../_planes';
import { FiringRow, testRule } from '../_rule-harness';
import { chartIngresses } from '../_union';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const live = (name: string, data: Record<string, string>) => object('v1', 'Secret', name, { data }, 'union', { uid: 'u', resourceVersion: '1' });
const key = (text: string, encode = true) => live('EAGER_API_KEY', { EAGER_API_KEY: base64(encode ? base64(text) : text) });
const plane = [
  ...chartIngresses(),
  ...dataPlaneService('union-operator', {
    operator: { clusterId: { name: 'east', organization: 'acme' } },
    union: { auth: { enable: true, clientId: 'ours', clientSecretLocation: '/etc/union/secret/client_secret', tokenUrl: TOKEN_URL, scopes: [ISSUER] } },
  }),
  live('union-secret-auth', { client_secret: base64('sv-1f8c') }),
];
const input = (text: string, encode = true) => manifests(...plane, key(text, encode));
const at = () => ({ object: 'v1/Secret union/EAGER_API_KEY', field: 'data.EAGER_API_KEY' });
const firing = (when: string, text: string, expected: string, found: string, encode = true): FiringRow =>
  [when, input(text, encode), { ...at(), expected, found }];

testRule(eagerKeyUnfit, {
  fires: [
    firing('it leads to another host', 'staging.example.com:ours:sv-1f8c:acme', 'a key for union.example.com', 'a key for staging.example.com'),
    firing('it is for another organization', 'union.example.com:ours:sv-1f8c:other', 'a key for the organization acme', 'a key for other'),
    firing('the secret was rotated', 'union.example.com:ours:sv-0000:acme', 'a key with the secret that v1/Secret union/union-secret-auth has for client ours', 'a key with another secret'),
    firing('it is a client secret', 'sv-1f8c', 'an API key: host, client ID, secret and organization with colons between them, in base64', 'a text of another form', false),
  ],
  passes: [
    ['it fits', input('union.example.com:ours:sv-1f8c:acme')],
    ['it names the host in capitals', input('Union.Example.com:ours:sv-1f8c:acme')],
    ['it is of a client of its own, for no organization', input('union.example.com:eager-id:xyz:')],
    ['nothing else is shown', [key('a.example.com:b:c:d')]],
  ],
  notApplicable: [
    ['there is no key', plane],
    ['its value has stayed in the cluster',
      [...plane, object('v1', 'Secret', 'EAGER_API_KEY', { data: { EAGER_API_KEY: base64('withheld') } }, 'union', {
        uid: 'u', annotations: { 'union-auth.cdk8s.io/withheld': 'by doctor --kube' },
      })]],
    ['it waits for its value', [object('v1', 'Secret', 'eager', { stringData: { EAGER_API_KEY: 'placeholder' } })]],
  ],
});

test('no value is printed', () => {
  const { verify } = jest.requireActual<typeof import('../../../src/verify/verify')>('../../../src/verify/verify');
  const report = JSON.stringify(verify([{ name: 'in.yaml', text: input('union.example.com:ours:sv-0000:acme') }]));
  expect(report).not.toMatch(/sv-0000|sv-1f8c/);
  expect(report).toContain('eager-key-unfit');
});
