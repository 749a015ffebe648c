import { examine } from '../../../src/init';
import { matching } from '../../../src/init/adopt/carry';
import { parseManifests } from '../../../src/verify/parse';
import { oneIn } from '../../_tools/drawn';
import '../../_tools/quiet-warnings';
import { adopted } from './_adopted';

/** Values as people write them: authentication by hand, and much besides. */
const CONTROL_PLANE = `
global: { UNION_HOST: union.example.com, UNION_ORG: acme, INTERNAL_CLIENT_ID: 0oa-service, AUTH_TOKEN_URL: https://acme.okta.com/oauth2/default/v1/token, DB_HOST: db.example.com }
flyte:
  configmap:
    adminServer:
      server: { security: { useAuth: true, allowCors: true } }
      auth:
        appAuth:
          externalAuthServer: { baseUrl: https://acme.okta.com/oauth2/default, allowedAudience: [https://union.example.com] }
          thirdPartyConfig: { flyteClient: { clientId: 0oa-native } }
        userAuth: { openId: { baseUrl: https://acme.okta.com/oauth2/default, clientId: 0oa-web } }
  flyteadmin: { replicaCount: 3, env: [{ name: HTTPS_PROXY, value: http://proxy:3128 }], additionalVolumes: [{ name: ca, configMap: { name: ca } }] }
`;
const DATA_PLANE = `
clusterName: east
orgName: acme
provider: aws
global: { AUTH_CLIENT_ID: 0oa-service, CONTROLPLANE_HOST: union.example.com }
secrets: { admin: { enable: true, create: true, clientId: 0oa-service, clientSecret: hunter2-hunter2 } }
`;

/** What stands is tried with what is made, again and again. */
const deep = oneIn(4);

describe('values of people, beside what follows from the answers', () => {
  const found = () => adopted({ 'controlplane.values.yaml': CONTROL_PLANE, 'dataplane.values.yaml': DATA_PLANE });
  let result: ReturnType<typeof found>;

  beforeAll(() => {
    result = found();
  });

  deep('what comes of it synthesizes', () => {
    const { problems, files } = examine(result.answers);
    expect(problems).toEqual([]);
    expect(files.map(({ path }) => path)).toContain('dataplane.values.yaml');
  });

  deep('a fault elsewhere takes no sound value out', () => expect(result.answers).toMatchObject({
    controlPlane: {
      extraValues: {
        global: { DB_HOST: 'db.example.com' },
        flyte: {
          configmap: { adminServer: { server: { security: { allowCors: true } } } },
          flyteadmin: { replicaCount: 3, env: [{ name: 'HTTPS_PROXY', value: 'http://proxy:3128' }] },
        },
      },
    },
    dataPlanes: { east: { extraValues: { provider: 'aws' } } },
  }));

  deep('a Secret of the chart that would overwrite a delivered one is not carried over, but reported', () => {
    expect(result.answers).not.toHaveProperty(['dataPlanes', 'east', 'extraValues', 'secrets']);
    expect(result.differences).toContainEqual(expect.objectContaining({
      where: 'dataplane east', path: 'secrets.admin.create', before: 'true', after: 'false', reason: expect.stringContaining('over the delivered one') as string,
    }));
  });

  deep('nor is an integer whose digits would be lost, and told', () => {
    const { answers, differences } = adopted({ 'controlplane.values.yaml': `${CONTROL_PLANE}  account: { id: 9007199254740993, name: acme }\n`, 'dataplane.values.yaml': DATA_PLANE });
    expect(answers).toMatchObject({ controlPlane: { extraValues: { flyte: { account: { name: 'acme' } } } } });
    expect(differences.find(({ path }) => path === 'flyte.account.id')).toMatchObject({ reason: expect.stringContaining('exceeds 2^53') });
  });

  deep('nor is an audience list that lacks the provider\'s, which a rule reports elsewhere', () => {
    expect(result.differences).toContainEqual(expect.objectContaining({
      path: 'flyte.configmap.adminServer.auth.appAuth.externalAuthServer.allowedAudience', reason: expect.stringContaining('(rule audience-missing)') as string,
    }));
  });
});

/** Data planes by their clusters, and control planes by their host. */
const sets = (...names: readonly string[]) => parseManifests(names.map((name, i) => (name.includes('.')
  ? { name: `cp-${i}.values.yaml`, text: `# yaml-language-server: $schema=union-controlplane-2026.8.schema.json\nglobal: { UNION_HOST: ${name} }\n` }
  : { name: `dp-${i}.values.yaml`, text: `# yaml-language-server: $schema=union-dataplane-2026.8.schema.json\nclusterName: ${name}\norgName: acme\n` }
))).valueSets;

test.each<[own: string, among: readonly string[], at: number]>([
  ['east', ['west', 'east'], 1],
  ['east', ['west'], 0],
  ['east', ['union.example.com', 'west'], 1],
  ['east', ['west', 'north'], -1],
  ['east', ['union.example.com'], -1],
  ['east', [], -1],
])('the values of %s are compared with those of %j: %i', (own, among, at) => {
  const all = sets(...among);
  expect(all).toHaveLength(among.length);
  const found = matching(sets(own)[0], all);
  expect(found === undefined ? -1 : all.indexOf(found)).toBe(at);
});
