import { parse, stringify } from 'yaml';
import type { Report } from '../../src/verify/verify';
import { command } from '../_support/command';
import { flyteadmin } from '../tools/flyteadmin';
import { keycloakDeployment, startKeycloak } from './_keycloak';
import { diagnosed, pipelineClient } from './_wires';
import { CI_CLIENT, Cluster, Deployment, providerFor, UNION_HOST } from './_world';

const union = keycloakDeployment();
/** The realm writes another audience than flyteadmin expects. */
const strangers = keycloakDeployment('strangers', 'https://elsewhere.example.com');
const provider = providerFor(() => startKeycloak(union, strangers));

/** Runs the doctor on a control plane, with the pipeline's credentials. */
async function examined(of: Deployment, clientSecret = provider().secrets[CI_CLIENT]): Promise<Report> {
  const cluster = await Cluster.start(provider(), of);
  try {
    return await diagnosed(provider(), { client: pipelineClient(clientSecret) });
  } finally {
    await cluster.stop();
  }
}

/** The plain plane lacks some services of the release, and open-source flyteadmin the second SDK's AuthMetadataService. */
const expected = flyteadmin.locate() ? ['live-auth-metadata-unrouted', 'live-route-missing'] : ['live-route-missing'];
const faultsOf = ({ findings }: Report) => [...new Set(findings.map(({ rule }) => rule))].filter((rule) => !expected.includes(rule));

it('doctor has no finding about a control plane at Keycloak, and gets a token that flyteadmin accepts', async () => {
  const report = await examined(union);
  expect(faultsOf(report)).toEqual([]);
  expect(report.crashed).toEqual([]);
  expect(report.coverage.judged).toContain(`a token of ${CI_CLIENT}`);
});

it('doctor uses HTTPS_PROXY for HTTP, gRPC and the provider, as the SDKs do', async () => {
  const cluster = await Cluster.start(provider(), union);
  const { HTTPS_PROXY, SSL_CERT_FILE } = provider().environment;
  const args = ['doctor', UNION_HOST, '--ca', SSL_CERT_FILE!, '--client-id', CI_CLIENT, '--format', 'json'];
  const { out, err } = await command(args, { HTTPS_PROXY, ...provider().pipeline }).finally(() => cluster.stop());
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

it('doctor names a cluster-internal address in authorizedUris', async () => {
  const config = parse(union.flyteadminConfig) as { auth: { authorizedUris: string[] } };
  config.auth.authorizedUris = ['http://flyteadmin:80'];
  expect(faultsOf(await examined({ ...union, flyteadminConfig: stringify(config) }))).toContain('live-login-redirect-uri');
});
