import { JsonObject } from '../../src/common/data/json';
import { examine, fieldAt, readAnswers } from '../../src/init';
import { oneIn } from '../_tools/drawn';
import { KINDS, LEAST, PROVIDERS } from './_answers';

/** Each tries to synthesize. */
const testOfAnswers = oneIn(3);

/** What only people who write code understand. */
const CODE = /\b(ChartVersion|EagerApiKey|Authorization|EdgeController|SecretDelivery|SecretStore|ObjectStorage|IdentityProvider|YamlOutputType|Duration)\.|\bnew [A-Z]|UnionIdentity\b|in braces|brackets/;

function problemsOf(answers: unknown): string[] {
  const { problems, files } = examine(answers);
  expect(files).toEqual([]);
  expect(problems.map(({ text }) => text).filter((text) => CODE.test(text))).toEqual([]);
  return problems.map(({ path, text }) => `${path}: ${text}`);
}

const EAST = { operator: { clientId: 'op', secret: { key: 'op' } } };
const EAGER = { clientId: 'eager', secret: { key: 'eager' } };
const ROLES = { union: { admins: [{ name: 'Ada', subject: 'ada@example.com' }] } };
const { plain } = KINDS['plain YAML'].planes as { plain: JsonObject };
const argo = { planes: { charts: { version: '2026.8.3' } }, gitops: { argocd: { repository: 'https://charts.example.com/union' } } };
const carried = { planes: { charts: { version: '2026.8.3' } }, gitops: { flux: { repository: 'oci://registry.example.com/union' } } };

const APPLICATIONS = LEAST.applications as JsonObject;
const external = (LEAST.secrets as JsonObject).externalSecrets as JsonObject;

test('all problems are reported at once, each at its place', () => {
  expect(problemsOf({
    domain: 'https://union.example.com/',
    identityProvider: { okta: { orgURL: 'https://acme.okta.com' } },
    applications: { web: { clientId: '<web>', secret: 'hunter2' }, native: { clientId: 12345 }, service: { clientId: 'a:b', secret: { key: '' } } },
    secrets: { externalSecrets: { store: { kind: 'Vault', name: 'De_fault' } } },
    planes: 'charts',
    dataPlanes: ['east'],
    edge: { controller: { traefik: {}, envoyGateway: {} }, tlsEndsElsewhere: 'yes' },
    customers: [],
  })).toMatchInlineSnapshot(`
[
  "customers: unknown key. Known: domain, additionalDomains, organization, identityProvider, applications, preferRefreshTokens, secrets, planes, controlPlane, dataPlanes, dataPlane, clients, edge, gitops.",
  "domain: "https://union.example.com/" has a scheme; write only the host, union.example.com",
  "identityProvider.okta.orgURL: unknown key. Did you mean orgUrl?",
  "identityProvider.okta.orgUrl: required; the URL of the organization, not that of its Admin Console; such as https://acme.okta.com",
  "applications.web.clientId: "<web>" is a placeholder; replace it with your own value",
  "applications.web.secret: must be a reference (the given string is hidden, as it may be the secret itself); give the entry of the secret store that contains it, such as key: "union/web-client-secret"",
  "applications.native.clientId: 12345 must be a string; write it in quotes",
  "applications.service.clientId: "a:b" contains a colon, which ends the client ID in an API key and in HTTP Basic; register the client under another ID",
  "applications.service.secret.key: "" must not be empty; give the entry in the secret store",
  "secrets.externalSecrets.store.kind: "Vault" is unknown; write SecretStore or ClusterSecretStore",
  "secrets.externalSecrets.store.name: "De_fault" is not an object name; use lower-case letters, digits, "-" and "."",
  "planes: "charts" must be a map; write "charts: {}" below it",
  "dataPlanes: a list must be a map of names; write each as a key, such as "east:", and its answers below it",
  "edge.controller: has traefik and envoyGateway; keep only one",
  "edge.tlsEndsElsewhere: "yes" must be true or false",
]
`);
});

const ENTRA = { entraId: { tenantId: '11111111-2222-4333-8444-555555555555', apiClientId: '11111111-2222-4333-8444-666666666666' } };
const withoutDatabase = { ...plain, database: undefined };
const extraValues = (values: object) => ({ controlPlane: { extraValues: values } });
const adminServer = (settings: object) => extraValues({ flyte: { configmap: { adminServer: settings } } });
const USE_AUTH = 'controlPlane.extraValues.flyte.configmap.adminServer.server.security.useAuth';

/** Each problem by its beginning. */
test.each<[string, JsonObject, string[]]>([
  // One answer that is missing or wrong hides no other.
  ['a missing answer, with what it needs', { planes: { plain: withoutDatabase }, edge: { controller: { traefik: {} } } },
    ['planes.plain.database: required; the PostgreSQL server of the control plane; give host and user below it', 'planes.plain.database.password: required', 'edge.tls: required']],
  ['missing answers of several constructs', { identityProvider: ENTRA, dataPlanes: { east: { ...EAST, eager: EAGER } } },
    ['applications.service.subject: required', 'dataPlanes.east.operator.subject: required', 'dataPlanes.east.eager.subject: required']],
  ['a plane whose database is wrong', { edge: { controller: { traefik: {} } }, planes: { plain: { ...plain, database: { host: 'https://db.example.com', user: 'union' } } } },
    ['planes.plain.database.host: "https://db.example.com" is a URL', 'planes.plain.database.password: required', 'edge.tls: required']],
  ['a missing answer beside a value that is wrong by itself', { domain: 'https://union.example.com', identityProvider: ENTRA },
    ['domain: "https://union.example.com" has a scheme', 'applications.service.subject: required']],
  ['an invalid form, alone', { domain: undefined, plane: { plain }, edge: { tls: [{ secretName: 'x' }] } }, ['plane: unknown key.', 'domain: required']],
  ['a missing kind, by how it is written', { secrets: { externalSecrets: { ...external, store: { name: 'default' } } } }, ['secrets.externalSecrets.store.kind: required; SecretStore, ']],
  // Names of earlier versions, and slips.
  ['provider', { provider: { okta: {} } }, ['provider: unknown key. Did you mean identityProvider?']],
  ['webClientId', { applications: { ...APPLICATIONS, webClientId: 'a' } }, ['applications.webClientId: unknown key. Did you mean web.clientId?']],
  ['serviceSubject', { applications: { ...APPLICATIONS, serviceSubject: 'a' } }, ['applications.serviceSubject: unknown key. Did you mean service.subject?']],
  ['webClientSecret', { secrets: { externalSecrets: { ...external, webClientSecret: { key: 'a' } } } },
    ['secrets.externalSecrets.webClientSecret: unknown key. Did you mean applications.web.secret?']],
  ['a list of data planes', { dataPlanes: [{ clusterName: 'east' }] }, ['dataPlanes: a list must be a map of names; write each as a key, such as "east:"']],
  ['clusterName', { dataPlanes: { east: { clusterName: 'east' } } }, ['dataPlanes.east.clusterName: unknown key. Did you mean the key above, such as "east:"?']],
  ['the name of a client', { clients: { a: { name: 'a', clientId: 'b' } } }, ['clients.a.name: unknown key. Did you mean the key above, such as "release:"?']],
  ['path of manifests', { ...argo, gitops: { argocd: { ...argo.gitops.argocd, manifests: { repository: 'https://git.example.com/a.git', path: 'a' } } } },
    ['gitops.argocd.manifests.path: unknown key. Did you mean folder?', 'gitops.argocd.manifests.folder: required']],
  // What to write.
  ['one of several by its name alone', { edge: { controller: 'traefik' } }, ['edge.controller: "traefik" must be a map; write "traefik: {}" below it']],
  ['one that needs more', { identityProvider: 'okta' }, ['identityProvider: "okta" must be a map; write "okta:" below it, and below that orgUrl']],
  ['an unknown one', { controlPlane: { authorization: 'roles' } }, ['controlPlane.authorization: "roles" must be a map; give noop, union or external below it']],
  ['none of several', { controlPlane: { authorization: {} } }, ['controlPlane.authorization: must not be empty; give noop, union or external']],
  ['two of several', { gitops: { argocd: { repository: 'a' }, flux: { repository: 'a' } } }, ['gitops: has argocd and flux; keep only one']],
  ['a text in the place of a map', { controlPlane: { authorization: { union: { admins: ['Ada'] } } } },
    ['controlPlane.authorization.union.admins[0]: "Ada" must be a map; give name, subject below it']],
  ['an unknown word', { dataPlane: { eagerApiKey: 'nobody' } }, ['dataPlane.eagerApiKey: "nobody" is unknown; write fromOperator or provisioned']],
  // Findings of the verifier, one line each, at the value.
  ['a finding', adminServer({ server: { security: { useAuth: false } } }), [
    `${USE_AUTH}: values-wrong-value (error): expected true, found false; The service refuses its configuration and does not start, or leaves authentication off. `
    + 'Set flyte.configmap.adminServer.server.security.useAuth to true. For a plane without authentication, turn it off on both sides: useAuth: false and configMap.union.auth.enable: false; '
    + 'on a data plane config.union.auth.enable: false.',
  ]],
  ['a finding within a list', adminServer({ auth: { authorizedUris: ['https://a', 'a'] } }),
    ['controlPlane.extraValues.flyte.configmap.adminServer.auth.authorizedUris: public-url-unauthorized']],
  ['a finding under a key with dots', extraValues({ ingress: { annotations: { 'example.com/a': true } } }), ['controlPlane.extraValues.ingress.annotations["example.com/a"]: ']],
  ['a finding of a data plane', { dataPlanes: { east: { extraValues: { config: { admin: { admin: { endpoint: 'https://union.example.com' } } } } } } },
    ['dataPlanes.east.extraValues.config.admin.admin.endpoint: endpoint-mismatch']],
  ['a finding of a map in whose place null is', adminServer({ auth: { userAuth: null } }),
    ['controlPlane.extraValues.flyte.configmap.adminServer.auth.userAuth.openId.baseUrl: values-missing-key', 'controlPlane.extraValues.flyte.configmap.adminServer.auth: relying-party-incomplete']],
  // Errors of constructs, at the answers that caused them.
  ['errors of constructs', {
    identityProvider: { okta: { orgUrl: 'https://acme-admin.okta.com' } },
    applications: { ...APPLICATIONS, native: { clientId: '0oa-web-1111' } },
    planes: { charts: { version: '2031.1' } },
    ...extraValues({ 'flyte.configmap': {} }),
  }, ['identityProvider.okta.orgUrl: ', 'applications.native.clientId: ', 'planes.charts.version: ', 'controlPlane.extraValues["flyte.configmap"]: ']],
])('%s: each problem at its place, with what to write', (_, more, beginnings) => {
  expect(problemsOf({ ...LEAST, ...more }).map((problem, i) => problem.slice(0, beginnings[i]?.length))).toEqual(beginnings);
});

test('an example in the place of an invalid answer is not quoted as an answer', () => {
  const oidc = { issuer: 'https://sso.example.com?x=1', tokenEndpoint: 'https://sso.example.com/token' };
  expect(problemsOf({ ...LEAST, identityProvider: { oidc } })).toEqual([
    'identityProvider.oidc.issuer: "https://sso.example.com?x=1" has a query; remove everything from the "?"',
  ]);
});

test('a name that cannot be one is a problem of its key', () => {
  expect(problemsOf({ ...LEAST, dataPlanes: { East: {} } })).toEqual([
    'dataPlanes.East: "East" is not an object name; use lower-case letters, digits, "-" and "."',
  ]);
});

test('a text in the place of a reference is never shown', () => {
  expect(problemsOf({ ...LEAST, applications: { ...APPLICATIONS, web: { clientId: 'web', secret: 'hunter2' } } }).join()).not.toContain('hunter2');
});

test.each<[string, unknown]>([
  ['nothing', undefined], ['null', null], ['a list', []], ['a text', 'union.example.com'], ['a number', 7],
])('%s in the place of answers is a problem', (_, answers) => expect(problemsOf(answers)).toHaveLength(1));

testOfAnswers.each<[string, JsonObject, string]>([
  ['a data plane without a name beside one with a name', { dataPlanes: { east: {} }, dataPlane: { namespace: 'b' } }, 'dataPlane'],
  ['an eager client alone', { dataPlanes: { east: { eager: EAGER } } }, 'dataPlanes.east.operator'],
  ['one client ID without the others', { applications: { ...APPLICATIONS, native: undefined } }, 'applications.native.clientId'],
  ['no place of a secret that is read from a store', { applications: { ...APPLICATIONS, web: { clientId: 'web' } } }, 'applications.web.secret'],
  ['a database password of the charts in plain YAML', { ...KINDS['plain YAML'], controlPlane: { databasePassword: { key: 'union/database' } } },
    'controlPlane.databasePassword'],
  ['certificates of the chart\'s edge', { edge: { tls: [{ secretName: 'x' }] } }, 'edge.tls'],
  ['a Gateway of a chart that is told to render none', { edge: { controller: { chartGateway: {} } }, controlPlane: { extraValues: { global: { INGRESS_PROVIDER: 'nginx' } } } },
    'controlPlane.extraValues.global.INGRESS_PROVIDER'],
  ['a Gateway of a chart that has none', { edge: { controller: { chartGateway: {} } }, planes: { charts: { version: '2026.3' } } }, 'edge.controller.chartGateway'],
  ['Argo CD without a version', { gitops: { argocd: { repository: 'https://charts.example.com/union' } } }, 'planes.charts.version'],
  ['what installs charts where there are none', { ...KINDS['plain YAML'], gitops: { argocd: { repository: 'https://charts.example.com/union' } } }, 'gitops.argocd'],
  ['a duration of nothing', { secrets: { externalSecrets: { ...external, refreshInterval: 'often' } } }, 'secrets.externalSecrets.refreshInterval'],
  ['one entry for two secrets', { applications: { ...APPLICATIONS, service: { clientId: 'service', secret: { key: 'union/web' } } } },
    'applications.service.secret'],
  ['a control character', { organization: 'ac\u0007me' }, 'organization'],
  ['a repository with a password', { planes: { charts: { version: '2026.8.3' } }, gitops: { flux: { repository: 'https://me:hunter2@charts.example.com' } } },
    'gitops.flux.repository'],
  ['a service application without the subject that only the provider knows', { identityProvider: PROVIDERS['Entra ID'] }, 'applications.service.subject'],
  ['an operator whose secret lies nowhere', { dataPlanes: { east: { operator: { clientId: 'op' } } } }, 'dataPlanes.east.operator.secret'],
  ['an eager client whose secret lies nowhere', { dataPlanes: { east: { ...EAST, eager: { clientId: 'eager' } } } }, 'dataPlanes.east.eager.secret'],
  ['a key that the release does not make', { planes: { charts: { version: '2026.3.1' } }, dataPlanes: { east: { ...EAST, eager: EAGER } } },
    'dataPlanes.east.eagerApiKey'],
  ['an administrator by their address', { organization: 'acme', controlPlane: { authorization: ROLES } },
    'controlPlane.authorization.union.admins[0].subject'],
  ['a null that does not arrive', { ...carried, controlPlane: { extraValues: { env: null } } }, 'controlPlane.extraValues.env'],
  ['a null that does not arrive at a data plane', { ...carried, dataPlane: { extraValues: { host: null } } }, 'dataPlane.extraValues.host'],
  ['a key that no chart has', { controlPlane: { extraValues: { flyt: {} } } }, 'controlPlane.extraValues.flyt'],
  ['a key of the other chart', { dataPlane: { extraValues: { flyte: {} } } }, 'dataPlane.extraValues.flyte'],
  ['a file of manifests', { ...argo, gitops: { argocd: { ...argo.gitops.argocd, manifests: { repository: 'https://git.example.com/a.git', folder: 'dist/union-cp.k8s.yaml' } } } },
    'gitops.argocd.manifests.folder'],
  ['a directory of manifests that nothing makes', { ...argo, gitops: { argocd: { ...argo.gitops.argocd, manifests: { repository: 'https://git.example.com/a.git', folder: 'dist' } } } },
    'gitops.argocd.manifests.folder'],
  ['an integer whose digits would be lost', { controlPlane: { extraValues: { flyte: { id: 2 ** 53 } } } }, 'controlPlane.extraValues.flyte.id'],
  ['a service that there is not', { ...KINDS['plain YAML'], planes: { plain: { ...plain, services: ['execution'] } } }, 'planes.plain.services[0]'],
  ['roles in plain YAML without an operator of any data plane', { ...KINDS['roles in plain YAML'], dataPlanes: undefined },
    'controlPlane.authorization.union'],
  ['two data planes that would be one in the cluster of Argo CD', {
    planes: { charts: { version: '2026.8.3' } },
    dataPlanes: { a: { destination: { cluster: 'one' } }, b: { destination: { cluster: 'one' } } },
    gitops: { argocd: { repository: 'https://charts.example.com/union' } },
  }, 'dataPlanes.b.destination'],
  ['two that would be one in the cluster of Flux', { ...carried, dataPlanes: { a: {}, b: {} } }, 'dataPlanes.b.destination'],
  ['two that would be one in another cluster', {
    ...carried, dataPlanes: { a: { destination: { kubeConfig: 'one' } }, b: { destination: { kubeConfig: 'one' } } },
  }, 'dataPlanes.b.destination'],
  ['two that would be one, as Argo CD has two names for its cluster', {
    ...argo, dataPlanes: { a: { destination: { cluster: 'in-cluster' } }, b: { destination: { server: 'https://kubernetes.default.svc' } } },
  }, 'dataPlanes.b.destination'],
  ['a cluster by the word of Argo CD for Flux', { ...carried, controlPlane: { destination: { cluster: 'east' } } }, 'controlPlane.destination.cluster'],
  ['a cluster by the word of Flux for Argo CD', { ...argo, controlPlane: { destination: { kubeConfig: 'east' } } }, 'controlPlane.destination.kubeConfig'],
  ['a cluster that nobody installs into', { dataPlane: { destination: { server: 'https://k8s.example.com' } } }, 'dataPlane.destination.server'],
  ['an address of a cluster as its name', { ...argo, dataPlane: { destination: { cluster: 'https://k8s.example.com' } } }, 'dataPlane.destination.cluster'],
  ['an address that is none', { ...argo, dataPlane: { destination: { server: '10.0.0.1' } } }, 'dataPlane.destination.server'],
  ['a cluster without a word', { ...argo, dataPlane: { destination: 'cluster' } }, 'dataPlane.destination'],
  ['a cluster without a name', { ...argo, dataPlane: { destination: { cluster: null } } }, 'dataPlane.destination.cluster'],
  ...[{}, { edge: { controller: { chartGateway: {} } } }, { edge: { controller: { ingressNginx: { ingressClassName: 'own' } } } },
    { edge: { controller: { traefik: {} }, tlsEndsElsewhere: true } }, { ...KINDS['plain YAML'] }].map((more, i): [string, JsonObject, string] =>
    [`a namespace that cannot be one, of edge ${i}`, { ...more, controlPlane: { namespace: 'B' } }, 'controlPlane.namespace']),
  ['an ingress class that cannot be one', { edge: { controller: { ingressNginx: { ingressClassName: 'A_B' } } } }, 'edge.controller.ingressNginx.ingressClassName'],
  ['a version of Envoy Gateway that there is not', { edge: { controller: { chartGateway: { envoyGatewayVersion: 'x' } } } }, 'edge.controller.chartGateway.envoyGatewayVersion'],
  ['a peer without a place', { controlPlane: { networkPolicy: { allowFrom: [{}] } } }, 'controlPlane.networkPolicy.allowFrom[0]'],
  ['a secret in values', { controlPlane: { extraValues: { dbPass: 'hunter2' } } }, 'controlPlane.extraValues.dbPass'],
  ['a secret in values of a data plane', { dataPlane: { extraValues: { db: { password: 'hunter2' } } } }, 'dataPlane.extraValues.db.password'],
  ['half an access key', {
    ...KINDS['plain YAML'],
    planes: { plain: { ...plain, storage: { s3: { bucket: 'acme', region: 'us-east-2', accessKeyId: { key: 'id' } } } } },
  }, 'planes.plain.storage.s3.secretAccessKey'],
])('%s is refused', (_, more, path) => {
  const problems = problemsOf({ ...LEAST, ...more });
  expect(fieldAt(path.replace(/(extraValues)\..*/, '$1'))).toBeDefined();
  // What is missing below it is told as well.
  expect(problems.map((problem) => problem.slice(0, problem.indexOf(': '))).filter((each) => !each.startsWith(`${path}.`))).toEqual([path]);
  expect(problems.join()).not.toContain('hunter2');
});

describe('of a file', () => {
  test('each problem has its line', () => {
    const { answers, lineOf } = readAnswers('domain: x\nidentityProvider:\n  okta:\n    orgUrl: y\ndataPlanes:\n  a:\n    namespace: a\n  1b:\n    namespace: B\n');
    expect(answers).toMatchObject({ domain: 'x' });
    const paths = ['domain', 'identityProvider.okta.orgUrl', 'identityProvider.okta.audience', 'dataPlanes["1b"].namespace', 'secrets', ''];
    expect(paths.map(lineOf)).toEqual([1, 4, 3, 9, 1, 1]);
    const { lineOf: lineOfKey } = readAnswers('controlPlane:\n  extraValues:\n    a.b:\n      example.com/x: 1\n      c: [1,\n        2]\n');
    expect(['["a.b"]["example.com/x"]', '["a.b"].c[1]', '.a.b'].map((path) => lineOfKey(`controlPlane.extraValues${path}`))).toEqual([4, 6, 2]);
  });

  test.each([
    ['a tab', 'domain:\n\tx: 1\n', 2],
    ['a name twice', 'domain: a\ndomain: b\n', 2],
    ['an open bracket', 'domain: [a\nprovider: {}\n', 2],
    ['two documents', 'domain: a\n---\ndomain: b\n', 2],
  ])('%s is not YAML of answers', (_, text, line) => {
    const { problems } = readAnswers(text);
    expect(problems[0].line).toBeGreaterThanOrEqual(line);
  });

  test.each([
    ['an alias without its anchor', 'domain: *host\n', ['has no anchor &host, which an alias names']],
    ['lists in lists without an end', `domain: ${'['.repeat(5000)}${']'.repeat(5000)}\n`, ['is nested too deeply']],
  ])('%s is named as what it is, once', (_, text, texts) => expect(readAnswers(text).problems.map((problem) => problem.text)).toEqual(texts));

  test('an empty file is empty', () => expect(readAnswers('').problems.length + problemsOf(readAnswers('').answers).length).toBeGreaterThan(0));

  test('JSON may name its schema', () => {
    expect(readAnswers('{"$schema": "./union-auth.schema.json", "domain": "a"}').answers).toEqual({ domain: 'a' });
  });
});
