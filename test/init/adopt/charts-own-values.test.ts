import { stringify } from 'yaml';
import { JsonObject, nestUnder } from '../../../src/common/data/json';
import { ChartName, TOP_LEVEL_KEYS } from '../../../src/contract/union/values-contract';
import { LEAST } from '../_answers';
import { adopted } from './_adopted';

/** What Union's values files for a cloud leave to be filled in, and what people lay over them. */
const DATA_PLANE = { global: { CONTROLPLANE_HOST: '', CLUSTER_NAME: '', ORG_NAME: '', AUTH_CLIENT_ID: '' }, storage: { region: '{{ .Values.global.AWS_REGION }}' }, provider: 'aws' };
const CONTROL_PLANE = { global: { UNION_HOST: '', UNION_ORG: '', INTERNAL_CLIENT_ID: '', AUTH_TOKEN_URL: '' }, flyte: { storage: { type: 's3' } } };
const OVER_CONTROL_PLANE = {
  global: { UNION_HOST: 'union.example.com', UNION_ORG: 'acme', INTERNAL_CLIENT_ID: '0oa-service-3333', AUTH_TOKEN_URL: 'https://acme.okta.com/oauth2/default/v1/token' },
  ...nestUnder('flyte.configmap.adminServer.auth', {
    appAuth: { externalAuthServer: { baseUrl: 'https://acme.okta.com/oauth2/default' }, thirdPartyConfig: { flyteClient: { clientId: '0oa-native-2222' } } },
    userAuth: { openId: { baseUrl: 'https://acme.okta.com/oauth2/default', clientId: '0oa-web-1111' } },
  }),
};
const OVER_DATA_PLANE = { global: { CONTROLPLANE_HOST: 'union.example.com', CLUSTER_NAME: 'east', ORG_NAME: 'acme', AUTH_CLIENT_ID: '0oa-service-3333' } };

const texts = {
  'controlplane/values.aws.yaml': stringify(CONTROL_PLANE),
  'controlplane/values.acme.yaml': stringify(OVER_CONTROL_PLANE),
  'dataplane/values.aws.yaml': stringify(DATA_PLANE),
  'dataplane/values.acme.yaml': stringify(OVER_DATA_PLANE),
};

test.each([
  ['laid over the files of a cloud', texts],
  ['alone', { 'controlplane/values.acme.yaml': texts['controlplane/values.acme.yaml'], 'dataplane/values.acme.yaml': texts['dataplane/values.acme.yaml'] }],
  ['as one file', { 'controlplane/values.yaml': stringify({ ...CONTROL_PLANE, ...OVER_CONTROL_PLANE }), 'dataplane/values.yaml': stringify({ ...DATA_PLANE, ...OVER_DATA_PLANE }) }],
])('values %s name cluster, organization and host by the globals that the charts derive them from', (_, files) => {
  const { answers, taken } = adopted(files);
  expect(answers).toMatchObject({ domain: 'union.example.com', organization: 'acme', dataPlanes: { east: {} } });
  const from = Object.fromEntries(taken.map(({ path, from: place }) => [path, place.replace(/:\d+/, '')]));
  const [controlPlane, dataPlane] = Object.keys(files).filter((name) => !name.includes('aws'));
  expect(from).toMatchObject({
    'domain': `${controlPlane}, global.UNION_HOST`,
    'organization': `${controlPlane}, global.UNION_ORG`,
    'dataPlanes.east': `${dataPlane}, global.CLUSTER_NAME`,
  });
});

test('our defaults are not reported as the user\'s values, and a blank does not differ from an absent value', () => {
  const { differences } = adopted(texts, { secrets: LEAST.secrets, applications: LEAST.applications });
  expect(differences.length).toBeGreaterThan(5);
  expect(differences.filter(({ before }) => before?.includes('release-namespace'))).toEqual([]);
  expect(differences.filter(({ before = '""', after = '""' }) => before === after)).toEqual([]);
});

test('what the input does not hold as a kind is not told to be new', () => {
  const { differences } = adopted(texts, { secrets: LEAST.secrets, applications: LEAST.applications });
  expect(differences.filter(({ path }) => path === undefined)).toEqual([]);
  const secret = stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'of-others', namespace: 'union-cp' } });
  const made = adopted({ ...texts, 'secret.yaml': secret }, { secrets: LEAST.secrets, applications: LEAST.applications }).differences.filter(({ path }) => path === undefined);
  expect([...new Set(made.map(({ where }) => where.split(' ')[0]))]).toEqual(['Secret']);
});

test('of values with most sections of the chart it is not known which are the user\'s', () => {
  const most = (chart: ChartName, own: JsonObject, further: number) => {
    const others = TOP_LEVEL_KEYS[chart].filter((key) => !Object.hasOwn(own, key));
    const count = Math.floor(TOP_LEVEL_KEYS[chart].length / 2) - Object.keys(own).length + further;
    return `COMPUTED VALUES:\n${stringify({ ...own, ...Object.fromEntries(others.slice(0, count).map((key) => [key, {}])) })}`;
  };
  const unseen = (further: number) => adopted({
    'controlplane.yaml': most('controlplane', OVER_CONTROL_PLANE, further), 'dataplane.yaml': most('dataplane', OVER_DATA_PLANE, further),
  }).unseen.filter((what) => what.includes('--all'));
  expect(unseen(1)).toEqual(['controlplane', 'dataplane'].map((plane) =>
    `${plane}: which values are yours, as they repeat the chart's defaults; give them without those ("helm get values" without --all), so that later defaults apply`));
  expect(unseen(0)).toEqual([]);
});
