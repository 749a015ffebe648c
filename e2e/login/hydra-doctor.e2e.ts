/** `doctor` with a person (`--login`) at Ory Hydra, healthy and with single faults at the provider. */
import type { Report } from '../../src/verify/verify';
import { flyteadmin } from '../tools/flyteadmin';
import { hydraDeployment, hydraFor } from './_hydra';
import { aliceAt } from './_signer';
import { diagnosed } from './_wires';
import { CI_CLIENT, Cluster } from './_world';

const union = hydraDeployment();
/** The plain plane lacks some services, this release of Hydra device code, and open-source flyteadmin the second SDK's AuthMetadataService. */
const EXPECTED = ['live-route-missing', 'live-device-code-missing', ...(flyteadmin.locate() ? ['live-auth-metadata-unrouted'] : [])];

let cluster: Cluster;

afterAll(() => cluster?.stop());
const hydra = hydraFor(union);
beforeAll(async () => {
  cluster = await Cluster.start(hydra.provider, union);
});

const examined = () => diagnosed(hydra.provider, { signIn: aliceAt(hydra.provider.network) });

const faultsOf = ({ findings }: Report) => [...new Set(findings.map(({ rule }) => rule))].filter((rule) => !EXPECTED.includes(rule));

it('has no finding, with a client and with a person in browser and CLI, and signs the person out again', async () => {
  const report = await examined();
  expect(faultsOf(report)).toEqual([]);
  expect(report.crashed).toEqual([]);
  expect(report.coverage.judged).toEqual(expect.arrayContaining([
    `a token of ${CI_CLIENT}`,
    'Signed in as a browser, asked /me and for projects, and signed out of the deployment.',
    'Signed in as SDK and CLI, asked /me and for projects; the tokens were revoked.',
  ]));
  expect(report.passed).toEqual(expect.arrayContaining([
    'live-login-subjects-differ', 'live-person-identity-type', 'live-person-without-role', 'live-session-cookie-refused', 'live-native-confidential',
  ]));
});

const client = (id: string, change: object) => () => hydra.changed(id, change);

it.each<[string, () => Promise<() => Promise<unknown>>, string]>([
  ['the web application has another redirect URI', client('union-web', { redirect_uris: ['https://old.example.com/callback'], post_logout_redirect_uris: [] }), 'live-redirect-uri-unregistered'],
  ['the web application may not use the code grant', client('union-web', { grant_types: ['refresh_token'], response_types: ['id_token'] }), 'live-sign-in-denied'],
  ['the web application has another secret', client('union-web', { client_secret: 'a-new-one' }), 'live-web-exchange-refused'],
  ['the native application has a secret', client('union-native', { client_secret: 'its-own', token_endpoint_auth_method: 'client_secret_basic' }), 'live-native-confidential'],
  ['the native application may not request the scope all', client('union-native', { scope: 'openid' }), 'live-sign-in-denied'],
  ['the pipeline has another secret', client(CI_CLIENT, { client_secret: 'a-new-one' }), 'live-client-rejected'],
  ['the consent app writes no identitytype', () => {
    hydra.app.identityType = undefined;
    return Promise.resolve(() => Promise.resolve(hydra.app.identityType = 'user'));
  }, 'live-person-identity-type'],
  ['the consent app writes identitytype app for people', () => {
    hydra.app.identityType = 'app';
    return Promise.resolve(() => Promise.resolve(hydra.app.identityType = 'user'));
  }, 'live-person-identity-type'],
])('%s', async (_, fault, expected) => {
  const undo = await fault();
  try {
    expect(faultsOf(await examined())).toEqual([expected]);
  } finally {
    await undo();
  }
  expect(faultsOf(await examined())).toEqual([]);
});
