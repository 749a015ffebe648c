import { StandInAuthorizer } from '../../test/_tools/authorizer';
import { atKeycloak, keycloakProvider, startKeycloak } from './_keycloak';
import { describePlatform, platformDeployment, serviceApplications, tokenOf } from './_platform';
import { Cluster, Provider, UNION_HOST } from './_world';

const union = atKeycloak(platformDeployment(keycloakProvider()));
let provider: Provider;
let cluster: Cluster;

beforeAll(async () => {
  provider = await startKeycloak(union);
  cluster = await Cluster.start(provider, union);
}, 600_000);

afterAll(async () => {
  await cluster?.stop();
  await provider?.network.stop();
});

describePlatform(union, () => provider);

it('flyteadmin accepts the token of each application, and states its subject', async () => {
  for (const application of serviceApplications(union)) {
    const { token, claims } = await tokenOf(application, union, provider);
    const me = await provider.network.ask(`https://${UNION_HOST}/me`, { headers: { 'flyte-authorization': `Bearer ${token}` } });
    expect(me).toMatchObject({ status: 200, headers: { 'x-user-subject': claims.sub, 'x-user-claim-identitytype': '"app"' } });
  }
});

it('fault: client IDs in bootstrap match no token if the provider writes other subjects', async () => {
  const operators = union.identity._dataPlanes.map(({ _operator }) => _operator);
  const misnamed = operators.reduce((text, { subject, clientId }) => text.replaceAll(subject!, clientId), union.authorizer);
  expect(misnamed).not.toBe(union.authorizer);
  for (const { clusterName = '', _operator: operator } of union.identity._dataPlanes) {
    const { claims } = await tokenOf(operator, union, provider);
    expect(StandInAuthorizer.reading(misnamed).allowsToManage(claims, clusterName)).toBe(false);
  }
});
