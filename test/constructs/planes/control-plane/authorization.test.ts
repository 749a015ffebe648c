import { App, Chart } from 'cdk8s';
import { parse } from 'yaml';
import {
  ArgoApplication, Authorization, ChartVersion, ControlPlane, ControlPlaneAuth, ControlPlaneAuthProps, ControlPlaneProps, DataPlane, FluxHelmRelease,
  IdentityProvider, SecretDelivery, UnionIdentity, UnionIdentityProps,
} from '../../../../src';
import { nestUnder } from '../../../../src/common/data/json';
import { parseManifests } from '../../../../src/verify/parse';
import { verify, verifyParsed } from '../../../../src/verify/verify';
import { oneIn } from '../../../_tools/drawn';
import { dataPlaneProps, SERVICE_SECRET, WEB_SECRET } from '../../../_tools/fixtures';
import { PLAIN, PLAIN_DATA_PLANE } from '../../../_tools/plain-plane';
import { Manifest } from '../../../_tools/schemas';
import { manifestsIn, objectsOf } from '../../../examples/_dist';

/** Each makes planes, and most judge them. */
const deep = oneIn(5);

const ADA = { name: 'Ada', subject: '00u-ada' };
const PAIRWISE = IdentityProvider.oidc({ issuer: 'https://idp.example.com', tokenEndpoint: 'https://idp.example.com/token', pairwiseSubjects: true });
const UNION = Authorization.union({ admins: [ADA] });
const EXTERNAL = Authorization.external({ host: 'dns:///authz.example.com:443' });
const SECRETS = SecretDelivery.provisioned();
const OKTA = IdentityProvider.okta({ orgUrl: 'https://acme.okta.example.com' });
const FORWARDED = ['authorization', 'flyte-authorization', 'x-user-token'];
const DECIDES = 'services.authorizer.configMap.authorizer';
const ASKS = ['configMap.authorizer', 'flyte.configmap.adminServer.authorizer', 'flyte.configmap.cacheserviceServer.authorizer'];

function identityOf(props: Partial<UnionIdentityProps> = {}): UnionIdentity {
  return new UnionIdentity({
    domain: 'union.example.com',
    organization: 'acme',
    identityProvider: OKTA,
    applications: { web: { clientId: 'web-id', secret: WEB_SECRET }, native: { clientId: 'native-id' }, service: { clientId: 'service-id', secret: SERVICE_SECRET } },
    dataPlanes: {
      'us-east': { operator: { clientId: 'east-operator-id' }, eager: { clientId: 'east-eager-id' } },
      'us-west': { operator: { clientId: 'west-operator-id' } },
    },
    ...props,
  });
}

function beside(props: Partial<ControlPlaneAuthProps> = {}) {
  const construct = new ControlPlaneAuth(new Chart(new App(), 'union-cp'), 'auth', { identity: identityOf(), secrets: SECRETS, ...props });
  const values = construct.helmValues.toObject();
  const at = (path: string): any => path.split('.').reduce((value: any, key) => value?.[key], values);
  return { construct, values, at, text: construct.helmValues.toString() };
}

function warningsOf(props: Partial<ControlPlaneAuthProps>): string {
  const emitted = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  try {
    beside(props);
    return emitted.mock.calls.map(([message]) => String(message)).join('\n');
  } finally {
    emitted.mockRestore();
  }
}

const SERVICES = ['executions', 'cacheservice', 'authorizer'];

function plain(props: Partial<ControlPlaneProps> = {}) {
  const app = new App();
  const plane = new ControlPlane(new Chart(app, 'union-cp'), 'plane', { identity: identityOf(), secrets: SECRETS, ...PLAIN, services: SERVICES, ...props });
  const text = app.synthYaml();
  const manifests = manifestsIn(text);
  const find = (kind: string, name: string) => manifests.find((each) => each.kind === kind && each.metadata.name === name);
  const config = (name: string, file = 'config.yaml'): any => parse((find('ConfigMap', name) as Manifest & { data: Record<string, string> }).data[file]);
  return { plane, text, manifests, find, config };
}

describe('nobody decides: the chart\'s default', () => {
  deep.each(ChartVersion._all)('release %s: nothing is emitted that was not before', (chartVersion) => {
    expect(beside({ chartVersion, authorization: Authorization.noop() }).text).toBe(beside({ chartVersion }).text);
    expect(beside({ chartVersion }).text).not.toMatch(/authorizer|USE_EXTERNAL_IDENTITY/);
  });

  deep('nor in plain YAML', () => expect(plain({ authorization: Authorization.noop() }).text).toBe(plain().text));
});

describe('Union\'s roles, in values', () => {
  const { at } = beside({ authorization: UNION });

  deep('the mode is set at the authorizer', () => expect(at(`${DECIDES}.type`)).toBe('Union'));

  deep.each(ASKS)('%s asks the authorizer, and hands on every header that a token comes in', (path) => {
    expect(at(path)).toEqual({ type: 'Authorizer', authorizerClient: { forwardHeaders: FORWARDED } });
  });

  deep('bootstrap: the platform\'s applications by subject, the administrators, the clusters, the organization', () => {
    expect(at(`${DECIDES}.bootstrap`)).toEqual({
      organization: 'acme',
      serviceAccounts: [
        { clientId: 'service-id', name: 'service-to-service', role: 'Admin' },
        { clientId: 'east-operator-id', name: 'operator-us-east', role: 'Admin' },
        { clientId: 'west-operator-id', name: 'operator-us-west', role: 'Admin' },
        { clientId: 'east-eager-id', name: 'eager-us-east', role: 'Admin' },
      ],
      adminUsers: [ADA],
      dataplaneClusters: [
        { name: 'us-east', operators: ['east-operator-id'], viewers: ['service-id'] },
        { name: 'us-west', operators: ['west-operator-id'], viewers: ['service-id'] },
      ],
    });
  });

  deep('domains and projects replace the chart\'s only where they are given', () => {
    const more = beside({ authorization: Authorization.union({ admins: [ADA], domains: ['production'], projects: ['flytesnacks'] }) });
    expect(more.at(`${DECIDES}.bootstrap`)).toMatchObject({ domains: ['production'], projects: ['flytesnacks'] });
  });

  deep('an administrator with a subject for the browser and one for SDK and CLI has the role by both', () => {
    const { at: atPair } = beside({
      identity: identityOf({ identityProvider: PAIRWISE }),
      authorization: Authorization.union({ admins: [{ ...ADA, accessTokenSubject: 'ada-of-native' }, { name: 'Bob', subject: 'bob', accessTokenSubject: 'bob' }] }),
    });
    expect(atPair(`${DECIDES}.bootstrap.adminUsers`)).toEqual([ADA, { name: 'Ada (SDK and CLI)', subject: 'ada-of-native' }, { name: 'Bob', subject: 'bob' }]);
  });

  deep('services trust the subject that has the role', () => {
    expect(at('configMap.union.connection.trustedIdentityClaims.externalIdentityClaim')).toBe(at(`${DECIDES}.bootstrap.serviceAccounts`)[0].clientId);
  });

  deep('the Secret that authorizer and union-authz read is required, with the key', () => {
    const { construct } = beside({ authorization: UNION });
    expect(construct.requiredSecrets.find(({ name }) => name === 'union-controlplane-secrets')?.keys).toHaveProperty('client_secret');
  });

  deep('identity types are looked for, unless somebody says otherwise', () => {
    expect(at('global.USE_EXTERNAL_IDENTITY')).toBeUndefined();
    expect(beside({ authorization: Authorization.union({ admins: [ADA], externalIdentity: true }) }).at('global.USE_EXTERNAL_IDENTITY')).toBe(true);
  });

  deep('subjects that the provider chooses are those that were given', () => {
    const entraId = IdentityProvider.entraId({ tenantId: '00000000-0000-0000-0000-000000000001' });
    const identity = identityOf({
      identityProvider: entraId,
      applications: { web: { clientId: 'web-id', secret: WEB_SECRET }, native: { clientId: 'native-id' }, service: { clientId: 'service-id', secret: SERVICE_SECRET, subject: 'service-object-id' } },
      dataPlanes: { 'us-east': { operator: { clientId: 'operator-id', subject: 'operator-object-id' } } },
    });
    const { at: atEntraId } = beside({ identity, authorization: UNION });
    expect(atEntraId(`${DECIDES}.bootstrap.serviceAccounts`).map(({ clientId }: any) => clientId)).toEqual(['service-object-id', 'operator-object-id']);
    expect(atEntraId(`${DECIDES}.bootstrap.dataplaneClusters`)).toEqual([{ name: 'us-east', operators: ['operator-object-id'], viewers: ['service-object-id'] }]);
  });

  deep('a stated subject of the service application counts', () => {
    const identity = identityOf({
      applications: { web: { clientId: 'web-id', secret: WEB_SECRET }, native: { clientId: 'native-id' }, service: { clientId: 'service-id', secret: SERVICE_SECRET, subject: 'service-subject' } },
    });
    expect(beside({ identity, authorization: UNION }).at(`${DECIDES}.bootstrap.dataplaneClusters`)[0].viewers).toEqual(['service-subject']);
  });

  deep('the release between: the old name of the mode, and clusters by name', () => {
    const { at: atOlder } = beside({ authorization: UNION, chartVersion: ChartVersion.V2026_6 });
    expect(atOlder(`${DECIDES}.type`)).toBe('UserClouds');
    expect(atOlder(`${DECIDES}.bootstrap.dataplaneClusters`)).toEqual(['us-east', 'us-west']);
  });
});

describe('Union\'s roles are refused', () => {
  deep.each<[string, Partial<ControlPlaneAuthProps>, RegExp]>([
    [
      'where nothing tells applications from people, with the two ways out',
      { identity: identityOf({ identityProvider: IdentityProvider.dex({ issuer: 'https://dex.example.com' }) }), authorization: UNION },
      /authorization: "Union" needs a claim .* Dex .*externalIdentity.*Authorization\.external/s,
    ],
    ['by a release without them', { identity: identityOf({ dataPlanes: {} }), authorization: UNION, chartVersion: ChartVersion.V2026_3 }, /authorization: "Union" has no effect in chart release 2026\.3/],
    ['and so is a server of one\'s own', { identity: identityOf({ dataPlanes: {} }), authorization: EXTERNAL, chartVersion: ChartVersion.V2026_3 }, /authorization: "External" has no effect/],
    ['for an administrator by a login, where the provider writes ids', { authorization: Authorization.union({ admins: [{ name: 'Ada', subject: 'ada@example.com' }] }) },
      /authorization\.admins\[0\]\.subject: "ada@example\.com" is a login, which Okta writes only into access tokens/],
    ['for an administrator with two subjects, where the provider writes one', { authorization: Authorization.union({ admins: [{ ...ADA, accessTokenSubject: '00u-other' }] }) },
      /authorization\.admins\[0\]\.accessTokenSubject: "00u-other" differs from subject, but a person has one subject in tokens of Okta; leave it out/],
    ['for an administrator with one subject, where the provider writes two', { identity: identityOf({ identityProvider: PAIRWISE }), authorization: UNION },
      /authorization\.admins\[0\]\.accessTokenSubject: required; The provider writes one subject per person and application.*it is the "sub" of an access token/],
    ['for an administrator by the client ID of the console', { authorization: Authorization.union({ admins: [{ name: 'Ada', subject: 'web-id' }] }) },
      /admins\[0\]\.subject: "web-id" is that of the application Union web \(browser login\); give that of a person/],
    ['for an administrator by a group', { authorization: Authorization.union({ admins: [{ name: 'Ada', subject: '00g1a2b3c4d5e6f7g8h9' }] }) },
      /admins\[0\]\.subject: "00g1a2b3c4d5e6f7g8h9" is a group, but roles are assigned to people; give the user ID/],
    ['for an administrator who is an application', { authorization: Authorization.union({ admins: [{ name: 'CI', subject: 'east-eager-id' }] }) }, /authorization\.admins\[0\]\.subject: "east-eager-id" is that of the application eager-us-east/],
    ['for what must be an Authorization', { authorization: 'Union' as any }, /authorization: "Union" must be an Authorization; create one with Authorization\.noop/],
  ])('%s', (_, props, message) => expect(() => beside(props)).toThrow(message));

  deep('without identity types: external identities will do', () => {
    const identity = identityOf({ identityProvider: IdentityProvider.dex({ issuer: 'https://dex.example.com' }) });
    expect(() => beside({ identity, authorization: Authorization.union({ admins: [ADA], externalIdentity: true }) })).not.toThrow();
  });
});

describe('manual steps are reported', () => {
  deep.each<[string, Partial<ControlPlaneAuthProps>, string]>([
    ['no data plane is known', { identity: identityOf({ dataPlanes: {} }), authorization: UNION }, 'Union\'s roles have no data plane'],
    ['the release takes no operators of clusters', { authorization: UNION, chartVersion: ChartVersion.V2026_6 }, 'accepts operators and viewers of clusters only from 2026.7.2'],
    ['no organization is named', { identity: identityOf({ organization: undefined }), authorization: UNION }, 'Union\'s roles belong to an organization, and the identity has none'],
    ['pipelines have no role yet', { identity: identityOf({ clients: { release: { clientId: 'ci-id' } } }), authorization: UNION }, 'assign those of your clients in the console, by subject: release (ci-id)'],
    [
      'subjects are assumed',
      { identity: identityOf({ identityProvider: IdentityProvider.oidc({ issuer: 'https://idp.example.com', tokenEndpoint: 'https://idp.example.com/token' }) }), authorization: UNION },
      'those of operator-us-east, operator-us-west, eager-us-east are assumed',
    ],
  ])('%s', (_, props, message) => expect(warningsOf(props)).toContain(message));

  deep('nothing, where everything is known', () => expect(warningsOf({ authorization: UNION })).toBe(''));
});

describe('a server of one\'s own decides', () => {
  deep.each([ChartVersion.V2026_6, ChartVersion.V2026_8])('release %s: it is named, closed where it fails, and handed the token', (chartVersion) => {
    expect(beside({ authorization: EXTERNAL, chartVersion }).at(DECIDES)).toEqual({
      type: 'External',
      externalClient: {
        grpcConfig: { host: 'dns:///authz.example.com:443', insecure: false },
        failOpen: false,
        forwardHeaders: ['authorization', 'flyte-authorization'],
      },
    });
  });

  deep('it fails open by name only', () => {
    const authorization = Authorization.external({ host: 'unix:///run/authz.sock', insecure: true, failOpen: true });
    expect(beside({ authorization }).at(`${DECIDES}.externalClient`)).toMatchObject({ failOpen: true, grpcConfig: { insecure: true } });
  });

  deep('callers count as external identities if applications cannot be distinguished from people', () => {
    const identity = identityOf({ identityProvider: IdentityProvider.dex({ issuer: 'https://dex.example.com' }) });
    expect(beside({ identity, authorization: EXTERNAL }).at('global.USE_EXTERNAL_IDENTITY')).toBe(true);
    expect(beside({ authorization: EXTERNAL }).at('global.USE_EXTERNAL_IDENTITY')).toBeUndefined();
    const never = Authorization.external({ host: 'dns:///authz.example.com', externalIdentity: false });
    expect(beside({ identity, authorization: never }).at('global.USE_EXTERNAL_IDENTITY')).toBeUndefined();
  });
});

describe('tokens name the caller by a claim of their own', () => {
  const identityProvider = IdentityProvider.oidc({
    issuer: 'https://idp.example.com', tokenEndpoint: 'https://idp.example.com/token', subjectClaimNames: ['sub', 'client_id'],
  });
  const identity = identityOf({ identityProvider });
  const CLAIMS = { subjectClaimNames: ['sub', 'client_id'] };

  deep('services that ask about callers look for it, as flyteadmin does', () => {
    const { at } = beside({ identity, authorization: UNION });
    expect(at('configMap.sharedService.security')).toEqual(CLAIMS);
    expect(at('flyte.configmap.adminServer.sharedService.security')).toEqual(CLAIMS);
    expect(at('flyte.configmap.adminServer.auth.appAuth.subjectClaimNames')).toEqual(CLAIMS.subjectClaimNames);
  });

  deep('in plain YAML, too', () => {
    const { config } = plain({ identity, authorization: UNION });
    expect(config('executions').sharedService.security).toEqual({ singleTenantOrgID: 'acme', ...CLAIMS });
    expect(config('flyte-admin-base-config', 'union.yaml').sharedService.security).toEqual({ singleTenantOrgID: 'acme', ...CLAIMS });
  });

  deep('without authorization nothing changes', () => expect(beside({ identity }).at('configMap.sharedService')).toBeUndefined());
});

describe('every emitted path is one that the release reads, and the verifier finds nothing', () => {
  const cases = [
    ['Union', UNION, ChartVersion.V2026_8],
    ['Union with external identities', Authorization.union({ admins: [ADA], projects: ['flytesnacks'], domains: ['production'], externalIdentity: true }), ChartVersion.V2026_8],
    ['Union, the release between', UNION, ChartVersion.V2026_6],
    ['External', EXTERNAL, ChartVersion.V2026_8],
    ['External, the release between', EXTERNAL, ChartVersion.V2026_6],
  ] as const;

  const identity = identityOf({ identityProvider: IdentityProvider.oidc({ issuer: 'https://idp.example.com', tokenEndpoint: 'https://idp.example.com/token', subjectClaimNames: ['client_id', 'sub'] }) });

  deep.each(cases)('%s', (name, authorization, chartVersion) => {
    const { values, text } = beside({ identity, authorization, chartVersion });
    const { keys } = chartVersion._contract.controlPlane.values;
    const leaves = (value: unknown, path: string): string[] => (typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.entries(value).flatMap(([key, child]) => leaves(child, path === '' ? key : `${path}.${key}`))
      : [path]);
    const emitted = leaves(values, '').filter((path) => /authorizer|EXTERNAL_IDENTITY|sharedService/.test(path));
    expect(emitted.length).toBeGreaterThan(8);
    expect(emitted.filter((path) => !keys.some((key) => key.path === path))).toEqual([]);
    const { findings, crashed } = verifyParsed(parseManifests([], [{ name: 'values.yaml', text, release: chartVersion, chart: 'controlplane' }]));
    expect(crashed).toEqual([]);
    // Before 2026.7.2 nobody can say who manages a cluster.
    expect([...new Set(findings.map(({ rule }) => rule))]).toEqual(name === 'Union, the release between' ? ['cluster-operator-missing'] : []);
  });

  deep('values that contradict the mode are found', () => {
    const { text } = beside({ authorization: UNION, extraValues: nestUnder('configMap.authorizer.type', 'Noop') });
    const { findings } = verifyParsed(parseManifests([], [{ name: 'values.yaml', text, release: ChartVersion.V2026_8, chart: 'controlplane' }]));
    expect(findings.map(({ rule }) => rule)).toContain('authorizer-mode-contradicted');
  });
});

describe('through the carriers', () => {
  const chart = { repository: 'https://charts.example.com/union', version: '2026.8.3' };
  const metadata = { name: 'union', namespace: 'deploy' };

  deep.each([
    ['Argo CD', (scope: Chart, values: ControlPlaneAuth) => new ArgoApplication(scope, 'carrier', { metadata, chart, plane: values }),
      (manifest: any) => manifest.spec.sources?.[0].helm.valuesObject ?? manifest.spec.source.helm.valuesObject],
    ['Flux', (scope: Chart, values: ControlPlaneAuth) => new FluxHelmRelease(scope, 'carrier', { metadata, chart, plane: values }),
      (manifest: any) => manifest.spec.values],
  ] as const)('%s carries the same values', (_, carry, valuesIn) => {
    const app = new App();
    const scope = new Chart(app, 'chart');
    const construct = new ControlPlaneAuth(scope, 'auth', { identity: identityOf(), secrets: SECRETS, authorization: UNION });
    carry(scope, construct);
    const carried = objectsOf(app).find(({ kind }) => kind === 'Application' || kind === 'HelmRelease');
    expect(valuesIn(carried).services.authorizer).toEqual((construct.helmValues.toObject() as any).services.authorizer);
    expect(valuesIn(carried).services.authorizer.configMap.authorizer.type).toBe('Union');
  });
});

describe('in plain YAML, Union\'s roles', () => {
  const { config, find, text } = plain({ authorization: UNION });

  deep('the authorizer gets mode, bootstrap, and the place of the roles', () => expect(config('authorizer').authorizer).toEqual({
    type: 'Union',
    internalCommunicationConfig: { enabled: false },
    bootstrap: {
      organization: 'acme',
      domains: ['development', 'staging', 'production'],
      projects: [],
      maxRetries: 30,
      retryInterval: '5s',
      serviceAccounts: [
        { clientId: 'service-id', name: 'service-to-service', role: 'Admin' },
        { clientId: 'east-operator-id', name: 'operator-us-east', role: 'Admin' },
        { clientId: 'west-operator-id', name: 'operator-us-west', role: 'Admin' },
        { clientId: 'east-eager-id', name: 'eager-us-east', role: 'Admin' },
      ],
      adminUsers: [ADA],
      dataplaneClusters: [
        { name: 'us-east', operators: ['east-operator-id'], viewers: ['service-id'] },
        { name: 'us-west', operators: ['west-operator-id'], viewers: ['service-id'] },
      ],
    },
    userCloudsClient: {
      clientID: 'union-authz-client',
      clientSecretName: 'union/client_secret',
      tenantID: '623771e7-ddd6-4575-bedb-7c970ec75b87',
      tenantUrl: 'http://union-authz.union-cp.svc.cluster.local:8080',
      enableLogging: true,
    },
  }));

  deep.each([['executions', 'config.yaml'], ['cacheservice-config', 'server.yaml'], ['flyte-admin-base-config', 'server.yaml']])('%s asks it', (name, file) => {
    expect(config(name, file).authorizer).toEqual({
      type: 'Authorizer',
      authorizerClient: { grpcConfig: { host: 'dns:///authorizer.union-cp.svc.cluster.local:80', insecure: true }, forwardHeaders: FORWARDED },
    });
  });

  deep('what keeps the roles comes along, and lets the authorizer in with the client secret that both read', () => {
    expect(config('union-authz-config')).toMatchObject({
      database: { host: 'postgres.example.com', port: 5432, name: 'userclouds', user: 'union', password: 'file:///etc/db/pass.txt', sslMode: 'require' },
      auth: {
        issuer: 'http://union-authz.union-cp.svc.cluster.local:8080',
        signingKey: 'kube://secrets/userclouds-signing-key?key=signing_key',
        apps: [{ credentials: [{ clientId: 'union-authz-client', clientSecret: 'kube://secrets/union-controlplane-secrets?key=client_secret' }] }],
      },
    });
    const { spec } = find('Deployment', 'union-authz') as any;
    expect(spec.template.spec).toMatchObject({ serviceAccountName: 'union-authz', automountServiceAccountToken: true });
    expect(spec.template.spec.containers[0]).toMatchObject({ image: 'registry.example.com/union/services:1', command: ['userclouds-lite'] });
    expect(spec.template.spec.containers[0].volumeMounts).toContainEqual(expect.objectContaining({ mountPath: '/etc/db' }));
    expect(find('Service', 'union-authz')).toMatchObject({ spec: { ports: [{ port: 8080 }] } });
    expect(find('Role', 'union-authz-secrets')).toMatchObject({ rules: [{ resources: ['secrets'] }] });
    expect(find('NetworkPolicy', 'union-authz')).toBeDefined();
  });

  deep('every service gets the external identities', () => {
    const external = plain({ authorization: Authorization.union({ admins: [ADA], externalIdentity: true }) });
    const told = [['authorizer', 'config.yaml'], ['executions', 'config.yaml'], ['cacheservice-config', 'server.yaml'], ['flyte-admin-base-config', 'server.yaml']]
      .map(([name, file]) => external.config(name, file).authorizer.useExternalIdentity);
    expect(told).toEqual([true, true, true, true]);
  });

  deep('the verifier finds nothing', () => {
    const { findings, crashed } = verify([{ name: 'plane.yaml', text }]);
    expect(crashed).toEqual([]);
    expect(findings.map(({ rule, object, field }) => `${rule}: ${object.name} ${field}`)).toEqual([]);
  });

  deep('nor next to its data planes, for any delivery of their secrets', () => {
    const app = new App();
    const props = { identity: identityOf(), secrets: SECRETS, ...PLAIN_DATA_PLANE };
    new ControlPlane(new Chart(app, 'union-cp'), 'plane', { ...PLAIN, ...props, services: SERVICES, authorization: UNION });
    ['us-east', 'us-west'].forEach((clusterName) => new DataPlane(new Chart(app, clusterName), 'plane', dataPlaneProps({ ...props, namespace: clusterName, clusterName })));
    expect(verify([{ name: 'planes.yaml', text: app.synthYaml() }]).findings.map(({ rule, object }) => `${rule}: ${object.name}`)).toEqual([]);
  });

  deep('its database, image and size are chosen like those of any service', () => {
    const chosen = plain({
      authorization: UNION,
      database: { ...PLAIN.database, names: { 'union-authz': 'roles' }, tls: 'verify-full' as any, caConfigMap: 'database-ca' },
      settings: { 'union-authz': { replicas: 3, image: 'registry.example.com/roles:1' } },
    });
    expect(chosen.config('union-authz-config').database).toMatchObject({ name: 'roles', sslMode: 'verify-full' });
    const { spec } = chosen.find('Deployment', 'union-authz') as any;
    expect(spec.replicas).toBe(3);
    expect(spec.template.spec.containers[0]).toMatchObject({ image: 'registry.example.com/roles:1', env: [{ name: 'PGSSLROOTCERT', value: '/etc/db-ca/ca.crt' }] });
  });

  deep('named by hand it is there once', () => {
    const named = plain({ authorization: UNION, services: [...SERVICES, 'union-authz'] });
    expect(named.manifests.filter(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'union-authz')).toHaveLength(1);
  });

  deep('without the authorizer there is no authorization', () => {
    expect(() => plain({ authorization: UNION, services: ['executions'] })).toThrow(/services: .* must include authorizer.*add 'authorizer'/s);
  });

  deep('where others run the authorizer, services ask theirs', () => {
    const elsewhere = plain({ authorization: UNION, services: ['executions'], servedElsewhere: ['authorizer'] });
    expect(elsewhere.config('executions').authorizer.type).toBe('Authorizer');
    expect(elsewhere.find('Deployment', 'union-authz')).toBeUndefined();
  });

  deep('without an organization roles are given nowhere', () => {
    const identity = identityOf({ organization: undefined });
    expect(() => plain({ identity, authorization: UNION })).toThrow(/identity\.organization: required; Union's roles belong to an organization/);
    expect(plain({ authorization: UNION }).config('authorizer').authorizer.bootstrap.organization).toBe('acme');
  });

  deep('a refused plane leaves nothing behind', () => {
    const chart = new Chart(new App(), 'chart');
    expect(() => new ControlPlane(chart, 'plane', { identity: identityOf(), secrets: SECRETS, ...PLAIN, services: ['executions'], authorization: UNION })).toThrow('authorizer');
    expect(chart.node.findAll()).toHaveLength(1);
  });
});

deep('in plain YAML, a server of one\'s own: the authorizer asks it, and nothing keeps roles', () => {
  const { config, find, text } = plain({ authorization: EXTERNAL });
  expect(config('authorizer').authorizer).toEqual({
    type: 'External',
    internalCommunicationConfig: { enabled: false },
    externalClient: { grpcConfig: { host: 'dns:///authz.example.com:443', insecure: false }, failOpen: false, forwardHeaders: ['authorization', 'flyte-authorization'] },
  });
  expect(find('Deployment', 'union-authz')).toBeUndefined();
  expect(verify([{ name: 'plane.yaml', text }]).findings).toEqual([]);
});
