import { parse, stringify } from 'yaml';
import { run } from '../../src/cli/cli';
import { ChartVersion } from '../../src/contract/union/releases/chart-version';
import { Secret } from '../../src/doctor/ask/secret';
import { diagnose } from '../../src/doctor/diagnose';
import type { Report } from '../../src/verify/verify';
import { flyteadmin } from '../tools/flyteadmin';
import { keycloakDeployment, startKeycloak } from './_keycloak';
import { wiresOf } from './_wires';
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
  const wires = wiresOf(network, certificate.certificate);
  try {
    return await diagnose({
      deployment: { host: UNION_HOST, port: 443 },
      release: ChartVersion._current._contract,
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
const expected = flyteadmin.locate() ? ['live-auth-metadata-unrouted', 'live-route-missing'] : ['live-route-missing'];
const faultsOf = ({ findings }: Report) => [...new Set(findings.map(({ rule }) => rule))].filter((rule) => !expected.includes(rule));

it('doctor finds nothing wrong with a control plane at Keycloak, and gets a token that flyteadmin takes', async () => {
  const report = await examined(union);
  expect(faultsOf(report)).toEqual([]);
  expect(report.crashed).toEqual([]);
  expect(report.coverage.judged).toContain(`a token of ${CI_CLIENT}`);
});

it('doctor asks by HTTPS_PROXY, as the SDKs do, over HTTP, gRPC and at the provider', async () => {
  const cluster = await Cluster.start(provider, union);
  let [out, err] = ['', ''];
  const { HTTPS_PROXY, SSL_CERT_FILE } = provider.environment;
  const args = ['doctor', UNION_HOST, '--ca', SSL_CERT_FILE!, '--client-id', CI_CLIENT, '--format', 'json'];
  try {
    await run(args, {
      env: { HTTPS_PROXY, ...provider.pipeline },
      stdoutIsTerminal: false,
      stderrIsTerminal: false,
      stdin: () => Buffer.alloc(0),
      stdout: (text) => (out += text),
      stderr: (text) => (err += text),
    });
  } finally {
    await cluster.stop();
  }
  const { findings, coverage } = JSON.parse(out) as Report;
  expect(err).toBe('');
  expect(faultsOf({ findings } as Report)).toEqual([]);
  expect(coverage.judged).toEqual(expect.arrayContaining([`https://${UNION_HOST} from outside, by the proxy ${HTTPS_PROXY}`, `a token of ${CI_CLIENT}`]));
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
