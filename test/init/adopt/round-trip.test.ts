import { oncePer } from '../../../src/common/data/collections';
import { JsonObject } from '../../../src/common/data/json';
import { ChartVersion } from '../../../src/contract/union/releases/chart-version';
import { examine } from '../../../src/init';
import { drawn, oneIn, SEED } from '../../_tools/drawn';
import '../../_tools/quiet-warnings';
import { KINDS, LEAST, PROVIDERS } from '../_answers';
import { adopted, textsOf } from './_adopted';

const STORE = { kind: 'SecretStore', name: 'vault' };
const EDGES: readonly JsonObject[] = [
  { edge: { controller: { ingressNginx: {} } } },
  { edge: { controller: { ingressNginx: { ingressClassName: 'nginx' } } } },
  { edge: { controller: { traefik: {} }, tls: [{ secretName: 'union-tls' }] } },
  { edge: { controller: { traefik: { entryPoints: ['public'] } }, tlsEndsElsewhere: true }, controlPlane: { networkPolicy: { enabled: false } } },
  { edge: { controller: { ingressNginx: {} } }, controlPlane: { networkPolicy: { allowFrom: [{ namespace: 'monitoring', podLabels: { app: 'prometheus' } }, { namespaceLabels: { team: 'ml' } }, { cidr: '10.0.0.0/16' }] } } },
  { edge: { controller: { envoyGateway: { gatewayClassName: 'envoy' } }, tls: [{ secretName: 'union-tls' }] } },
  { edge: { controller: { envoyGateway: { gateway: { name: 'public', namespace: 'edge', sectionName: 'https' } } } } },
  { edge: { controller: { chartGateway: {} } } },
  { edge: { controller: { chartGateway: { envoyGatewayVersion: '1.8' } } } },
  { edge: { controller: { envoyGateway: { envoyGatewayVersion: '1.7' } }, tls: [{ secretName: 'union-tls' }] } },
  { edge: { controller: { traefik: { httpEntryPoints: [] } }, tls: [{ secretName: 'union-tls' }] } },
  { edge: { controller: { traefik: { httpEntryPoints: ['http'] } }, tls: [{ secretName: 'union-tls' }] } },
];
/** Where the secrets are that the first way reads; the others take those of the least. */
const IN_ONE_ENTRY = { web: { key: 'union/auth', property: 'web' }, service: { key: 'union/auth', property: 'service', version: '3' } };
const DELIVERIES: readonly JsonObject[] = [
  { externalSecrets: { store: STORE, refreshInterval: '30m' } },
  { externalSecrets: { store: { kind: 'ClusterSecretStore', name: 'default' }, aheadOfChart: false, guardValues: false, rotation: 'reloader' } },
  { kubernetesSecrets: {} },
];
const SUBJECT = 'aaaaaaaa-1111-2222-3333-444444444444';
const ALL: Readonly<Record<string, JsonObject>> = { Okta: { okta: { orgUrl: 'https://acme.okta.example.com', authorizationServerId: 'aus1a2b3c4d5' } }, ...PROVIDERS };

function applicationsOf(own: JsonObject, fromStore: boolean, subject?: string): JsonObject {
  const { web, native, service } = LEAST.applications as Record<string, JsonObject>;
  const secretOf = (name: string, { secret }: JsonObject) => (fromStore ? { secret: own[name] ?? secret } : {});
  return {
    web: { clientId: web.clientId, ...secretOf('web', web) },
    native,
    service: { clientId: service.clientId, ...secretOf('service', service), ...subject && { subject } },
  };
}

/** Each provider with each release; edges and ways of delivery take turns, so that each pair of two of them is there. */
const CASES = Object.entries(ALL).flatMap(([name, identityProvider], i) => ChartVersion._all.map((release, j): [string, JsonObject] => {
  const edge = EDGES[(i + j) % EDGES.length];
  const secrets = DELIVERIES[(i + 2 * j) % DELIVERIES.length];
  const subject = ['Entra ID', 'authentik'].includes(name) ? SUBJECT : undefined;
  const applications = applicationsOf(secrets === DELIVERIES[0] ? IN_ONE_ENTRY : {}, 'externalSecrets' in secrets, subject);
  const answers = {
    domain: 'union.example.com',
    organization: j % 2 === 0 ? 'acme' : undefined,
    identityProvider,
    applications,
    secrets,
    planes: { charts: { version: release.version } },
    ...edge,
    controlPlane: { ...(edge.controlPlane as JsonObject | undefined), namespace: 'control', extraValues: { flyte: { flyteadmin: { replicaCount: 3 } } } },
  };
  return [`${name}, ${release}, ${Object.keys((edge.edge as { controller: object }).controller).join()}, ${Object.keys(secrets).join()}`, JSON.parse(JSON.stringify(answers)) as JsonObject];
}));

/** Before 2026.6 no value of the charts names the subject of the service application: whoever knows it says it. */
function toldOf({ applications, planes }: JsonObject): JsonObject {
  const { service: { subject } } = applications as { service: { subject?: string } };
  const { version } = (planes as { charts: JsonObject }).charts;
  return subject !== undefined && version === '2026.3' ? { applications: { service: { subject } } } : {};
}

/** Some providers cannot do without what others have no word for; such answers make nothing to read back. */
const examined = oncePer((answers: JsonObject) => examine(answers));
const isMade = ([, answers]: (typeof CASES)[number]) => examined(answers).problems.length === 0;
const TRIED = drawn(CASES, 3);
/** Of a part the first that is made: two of all make nothing. */
const MADE = SEED === undefined ? TRIED.filter(isMade) : [TRIED.find(isMade)!];

// A part does not tell how many are.
if (SEED === undefined) {
  test('most of the cases are made', () => expect(MADE.length).toBeGreaterThan(CASES.length * 0.8));
}

test.each(MADE)('%s: what was made is read back', (_, answers) => {
  const { files } = examined(answers);
  const back = adopted(textsOf(files), toldOf(answers));
  expect(back.answers).toMatchObject(answers);
  expect(back.differences).toEqual([]);
  expect(examine(back.answers).files).toEqual(files);
});

const plain = (over: JsonObject, more: JsonObject = {}): JsonObject => ({
  ...KINDS['plain YAML'], planes: { plain: { ...(KINDS['plain YAML'].planes as { plain: JsonObject }).plain, ...over } }, ...more,
});
const half = (property: string) => ({ key: 'union/s3', property });
const ownClients = (clusterName: string) => ({
  namespace: clusterName, operator: { clientId: `union-${clusterName}` }, eager: { clientId: `union-${clusterName}-eager` },
});

/** What kinds of deployments may have besides. */
const FURTHER: Readonly<Record<string, JsonObject>> = {
  'plain YAML with an access key': plain({
    storage: { s3: { bucket: 'acme-union', endpoint: 'https://minio.example.com', accessKeyId: half('id'), secretAccessKey: half('secret') } },
  }),
  'plain YAML of an older release, on Google Cloud, with a server that decides': plain({
    version: '2026.6', services: undefined, storage: { gcs: { bucket: 'acme-union', projectId: 'acme-123456', serviceAccount: 'union@acme-123456.iam.gserviceaccount.com' } },
  }, { controlPlane: { authorization: { external: { host: 'dns:///authz.example.com:443', insecure: true } } } }),
  'plain YAML on Azure, with a database of its own ways and a script': plain({
    database: { host: 'postgres.example.com', port: 6432, user: 'union', name: 'admin', tls: 'DISABLE' },
    storage: {
      azure: { account: 'acmeunion', container: 'union', tenantId: '11111111-2222-3333-4444-555555555555', clientId: '66666666-7777-8888-9999-aaaaaaaaaaaa' },
    },
  }, { secrets: { kubernetesSecrets: {} } }),
  'eager clients in a script, and roles in domains of one\'s own': {
    ...LEAST,
    organization: 'acme',
    secrets: { kubernetesSecrets: {} },
    dataPlanes: { east: ownClients('east'), west: ownClients('west') },
    controlPlane: { authorization: { union: { admins: [{ name: 'Ada', subject: '00u-ada-1111' }], domains: ['dev', 'prod'], projects: ['rockets'] } } },
  },
};

/** Where nothing is registered yet, there is nothing that stands. */
const STANDING = Object.entries({ ...KINDS, ...FURTHER }).filter(([name]) => !name.endsWith('to be registered'));

oneIn(40).each(STANDING)('%s: the same answers make the same bytes', (_, answers) => {
  const { files } = examine(JSON.parse(JSON.stringify(answers)));
  expect(files).not.toEqual([]);
  const back = adopted(textsOf(files));
  expect(back.differences).toEqual([]);
  expect(examine(back.answers).files).toEqual(files);
});
