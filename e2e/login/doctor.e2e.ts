import { connect } from 'node:net';
import { parse, stringify } from 'yaml';
import { ChartRelease } from '../../src/contract/union/releases/chart-release';
import type { Wires } from '../../src/doctor/ask/network';
import { Secret } from '../../src/doctor/ask/secret';
import { diagnose } from '../../src/doctor/diagnose';
import type { Report } from '../../src/verify/verify';
import { keycloakDeployment, startKeycloak } from './_keycloak';
import { CI_CLIENT, Cluster, Deployment, Provider, UNION_HOST } from './_world';

const union = keycloakDeployment();
/** The realm writes another audience than flyteadmin expects. */
const strangers = keycloakDeployment('strangers', 'https://elsewhere.example.com');
let provider: Provider;

beforeAll(async () => {
  provider = await startKeycloak(union, strangers);
}, 600_000);

afterAll(() => provider?.network.stop());

/** Has a control plane examined, with the pipeline's credentials. */
async function examined(of: Deployment, clientSecret = provider.secrets[CI_CLIENT]): Promise<Report> {
  const cluster = await Cluster.start(provider, of);
  const { network, certificate } = provider;
  const wires: Wires = {
    lookup: () => Promise.resolve(['127.0.0.1']),
    connect: (address, port) => connect(port, address),
    route: ({ host }) => ({ host: '127.0.0.1', port: network.portOf(host) }),
    authorities: certificate.certificate,
  };
  try {
    return await diagnose({
      deployment: { host: UNION_HOST, port: 443 },
      release: ChartRelease._current._contract,
      wires,
      client: {
        source: 'ci.yaml',
        endpoint: { host: UNION_HOST, insecure: false },
        credentials: { clientId: CI_CLIENT, clientSecret: new Secret(clientSecret), scopes: ['all'] },
      },
    });
  } finally {
    await cluster.stop();
  }
}

/** The plain plane does without some services of the release, and open-source flyteadmin without the second SDK's service of metadata. */
const expected = process.env.FLYTEADMIN ? ['live-auth-metadata-unrouted', 'live-route-missing'] : ['live-route-missing'];
const faultsOf = ({ findings }: Report) => [...new Set(findings.map(({ rule }) => rule))].filter((rule) => !expected.includes(rule));

it('doctor finds nothing wrong with a control plane at Keycloak, and gets a token that flyteadmin takes', async () => {
  const report = await examined(union);
  expect(faultsOf(report)).toEqual([]);
  expect(report.crashed).toEqual([]);
  expect(report.coverage.judged).toContain(`a token of ${CI_CLIENT}`);
});

it('doctor names a wrong client secret', async () => {
  expect(faultsOf(await examined(union, 'guessed'))).toEqual(['live-client-rejected']);
});

it('doctor names an audience that flyteadmin does not allow', async () => {
  const flyteadminConfig = strangers.flyteadminConfig.replace('https://elsewhere.example.com', `https://${UNION_HOST}`);
  expect(flyteadminConfig).not.toBe(strangers.flyteadminConfig);
  expect(faultsOf(await examined({ ...strangers, flyteadminConfig }))).toEqual(['live-token-audience']);
});

it('doctor names an address in the cluster for a public URL', async () => {
  const config = parse(union.flyteadminConfig) as { auth: { authorizedUris: string[] } };
  config.auth.authorizedUris = ['http://flyteadmin:80'];
  expect(faultsOf(await examined({ ...union, flyteadminConfig: stringify(config) }))).toContain('live-login-redirect-uri');
});
