import { App, Chart } from 'cdk8s';
import { Authorization, ChartVersion, ControlPlane, ControlPlaneAuthProps, ControlPlaneProps, DataPlane, IdentityProvider, SecretDelivery, UnionIdentityProps } from '../../../../src';
import { nestUnder } from '../../../../src/common/data/json';
import { manifestYaml } from '../../../../src/constructs/fleet/manifest-yaml';
import { parseManifests } from '../../../../src/verify/parse';
import { verify, verifyParsed } from '../../../../src/verify/verify';
import { oneIn } from '../../../_tools/drawn';
import { dataPlaneProps, oktaAuth, SERVICE_SECRET, WEB_SECRET } from '../../../_tools/fixtures';
import { at, configOf, controlPlane, controlPlaneAuth, find, named, ofKind, warningsOf } from '../../../_tools/made';
import { PLAIN, PLAIN_DATA_PLANE } from '../../../_tools/plain-plane';

/** Each makes planes, and most judge them. */
const deep = oneIn(5);

const { V2026_3, V2026_6, V2026_8 } = ChartVersion;
const ADA = { name: 'Ada', subject: '00u-ada' };
const OIDC = { issuer: 'https://idp.example.com', tokenEndpoint: 'https://idp.example.com/token' };
const PAIRWISE = IdentityProvider.oidc({ ...OIDC, pairwiseSubjects: true });
const DEX = IdentityProvider.dex({ issuer: 'https://dex.example.com' });
const UNION = Authorization.union({ admins: [ADA] });
const WITH_EXTERNAL = Authorization.union({ admins: [ADA], externalIdentity: true });
const EXTERNAL = Authorization.external({ host: 'dns:///authz.example.com:443' });
const SECRETS = SecretDelivery.provisioned();
const FORWARDED = ['authorization', 'flyte-authorization', 'x-user-token'];
const DECIDES = 'services.authorizer.configMap.authorizer';
const SERVICES = ['executions', 'cacheservice', 'authorizer'];
/** Services that ask the authorizer, by the config file in which they do. */
const ASKING = [['executions', 'config.yaml'], ['cacheservice-config', 'server.yaml'], ['flyte-admin-base-config', 'server.yaml']] as const;

const applicationsOf = (subject?: string) =>
  ({ web: { clientId: 'web-id', secret: WEB_SECRET }, native: { clientId: 'native-id' }, service: { clientId: 'service-id', secret: SERVICE_SECRET, subject } });

const identityOf = (props: Partial<UnionIdentityProps> = {}) => oktaAuth({
  organization: 'acme',
  dataPlanes: {
    'us-east': { operator: { clientId: 'east-operator-id' }, eager: { clientId: 'east-eager-id' } },
    'us-west': { operator: { clientId: 'west-operator-id' } },
  },
  ...props,
});
const withoutPlanes = identityOf({ dataPlanes: {} });
const atDex = identityOf({ identityProvider: DEX });

function beside(props: Partial<ControlPlaneAuthProps> = {}) {
  const { plane, values } = controlPlaneAuth({ identity: identityOf(), secrets: SECRETS, ...props });
  return { plane, values, at: (path: string) => at(values, path), text: plane.helmValues.toString() };
}

function plain(props: Partial<ControlPlaneProps> = {}) {
  const { manifests } = controlPlane({ identity: identityOf(), secrets: SECRETS, services: SERVICES, ...props });
  return { manifests, config: (name: string, file?: string) => configOf(manifests, name, file), text: manifestYaml(manifests) };
}

/** What the library calls the administrators, applications and clusters that get roles at first. */
const ROLES = {
  serviceAccounts: [['service-id', 'service-to-service'], ['east-operator-id', 'operator-us-east'], ['west-operator-id', 'operator-us-west'], ['east-eager-id', 'eager-us-east']]
    .map(([clientId, name]) => ({ clientId, name, role: 'Admin' })),
  adminUsers: [ADA],
  dataplaneClusters: ['east', 'west'].map((region) => ({ name: `us-${region}`, operators: [`${region}-operator-id`], viewers: ['service-id'] })),
};

describe('without authorization, the chart\'s default', () => {
  deep.each(ChartVersion._all)('release %s: nothing is emitted that was not before', (chartVersion) => {
    expect(beside({ chartVersion, authorization: Authorization.noop() }).text).toBe(beside({ chartVersion }).text);
    expect(beside({ chartVersion }).text).not.toMatch(/authorizer|USE_EXTERNAL_IDENTITY/);
  });

  deep('nor in plain YAML', () => expect(plain({ authorization: Authorization.noop() }).text).toBe(plain().text));
});

describe('Union\'s roles, in values', () => {
  const { at: atUnion, plane } = beside({ authorization: UNION });

  deep('the authorizer decides, with the platform\'s applications by subject, the administrators, the clusters, the organization', () => {
    expect(atUnion(DECIDES)).toEqual({ type: 'Union', bootstrap: { organization: 'acme', ...ROLES } });
  });

  deep.each(['configMap.authorizer', 'flyte.configmap.adminServer.authorizer', 'flyte.configmap.cacheserviceServer.authorizer'])(
    '%s asks the authorizer, and hands on every header that a token comes in', (path) =>
      expect(atUnion(path)).toEqual({ type: 'Authorizer', authorizerClient: { forwardHeaders: FORWARDED } }),
  );

  deep('services trust the subject that has the role', () => {
    expect(atUnion('configMap.union.connection.trustedIdentityClaims.externalIdentityClaim')).toBe('service-id');
  });

  deep('the Secret that authorizer and union-authz read is required, with the key', () => {
    expect(plane.requiredSecrets.find(({ name }) => name === 'union-controlplane-secrets')?.keys).toHaveProperty('client_secret');
  });

  deep.each<[string, Partial<ControlPlaneAuthProps>, string, unknown]>([
    ['domains replace the chart\'s only where they are given', { authorization: Authorization.union({ admins: [ADA], domains: ['production'] }) }, `${DECIDES}.bootstrap.domains`, ['production']],
    ['projects replace the chart\'s only where they are given', { authorization: Authorization.union({ admins: [ADA], projects: ['flytesnacks'] }) }, `${DECIDES}.bootstrap.projects`, ['flytesnacks']],
    ['an administrator with a subject for the browser and one for SDK and CLI has the role by both', {
      identity: identityOf({ identityProvider: PAIRWISE }),
      authorization: Authorization.union({ admins: [{ ...ADA, accessTokenSubject: 'ada-of-native' }, { name: 'Bob', subject: 'bob', accessTokenSubject: 'bob' }] }),
    }, `${DECIDES}.bootstrap.adminUsers`, [ADA, { name: 'Ada (SDK and CLI)', subject: 'ada-of-native' }, { name: 'Bob', subject: 'bob' }]],
    ['identity types are read by default', { authorization: UNION }, 'global.USE_EXTERNAL_IDENTITY', undefined],
    ['identity types are not read where every caller is an external identity', { authorization: WITH_EXTERNAL }, 'global.USE_EXTERNAL_IDENTITY', true],
    ['the release between has the old name of the mode', { authorization: UNION, chartVersion: V2026_6 }, `${DECIDES}.type`, 'UserClouds'],
    ['the release between has clusters by name', { authorization: UNION, chartVersion: V2026_6 }, `${DECIDES}.bootstrap.dataplaneClusters`, ['us-east', 'us-west']],
    ['subjects that the provider chooses are those that were given', {
      identity: identityOf({
        identityProvider: IdentityProvider.entraId({ tenantId: '00000000-0000-0000-0000-000000000001' }),
        applications: applicationsOf('service-object-id'),
        dataPlanes: { 'us-east': { operator: { clientId: 'operator-id', subject: 'operator-object-id' } } },
      }),
      authorization: UNION,
    }, `${DECIDES}.bootstrap`, {
      organization: 'acme',
      serviceAccounts: [
        { clientId: 'service-object-id', name: 'service-to-service', role: 'Admin' }, { clientId: 'operator-object-id', name: 'operator-us-east', role: 'Admin' },
      ],
      adminUsers: [ADA],
      dataplaneClusters: [{ name: 'us-east', operators: ['operator-object-id'], viewers: ['service-object-id'] }],
    }],
    ['a stated subject of the service application counts', { identity: identityOf({ applications: applicationsOf('service-subject') }), authorization: UNION },
      `${DECIDES}.bootstrap.dataplaneClusters.0.viewers`, ['service-subject']],
  ])('%s', (_, props, path, expected) => expect(beside(props).at(path)).toEqual(expected));
});

describe('Union\'s roles are rejected', () => {
  const admin = (subject: string) => ({ authorization: Authorization.union({ admins: [{ name: 'Ada', subject }] }) });

  deep.each<[string, Partial<ControlPlaneAuthProps>, RegExp]>([
    ['where nothing tells applications from people, with the two ways out', { identity: atDex, authorization: UNION },
      /authorization: "Union" needs a claim .* Dex .*externalIdentity.*Authorization\.external/s],
    ['by a release without them', { identity: withoutPlanes, authorization: UNION, chartVersion: V2026_3 }, /authorization: "Union" has no effect in chart release 2026\.3/],
    ['and so is a server of one\'s own', { identity: withoutPlanes, authorization: EXTERNAL, chartVersion: V2026_3 }, /authorization: "External" has no effect/],
    ['for an administrator by a login, where the provider writes ids', admin('ada@example.com'),
      /authorization\.admins\[0\]\.subject: "ada@example\.com" is a login, which Okta writes only into access tokens/],
    ['for an administrator with two subjects, where the provider writes one', { authorization: Authorization.union({ admins: [{ ...ADA, accessTokenSubject: '00u-other' }] }) },
      /authorization\.admins\[0\]\.accessTokenSubject: "00u-other" differs from subject, but a person has one subject in tokens of Okta; leave it out/],
    ['for an administrator with one subject, where the provider writes two', { identity: identityOf({ identityProvider: PAIRWISE }), authorization: UNION },
      /authorization\.admins\[0\]\.accessTokenSubject: required; The provider writes one subject per person and application.*it is the "sub" of an access token/],
    ['for an administrator by the client ID of the console', admin('web-id'), /admins\[0\]\.subject: "web-id" is that of the application Union web \(browser login\); give that of a person/],
    ['for an administrator by a group', admin('00g1a2b3c4d5e6f7g8h9'), /admins\[0\]\.subject: "00g1a2b3c4d5e6f7g8h9" is a group, but roles are assigned to people; give the user ID/],
    ['for an administrator who is an application', admin('east-eager-id'), /authorization\.admins\[0\]\.subject: "east-eager-id" is that of the application eager-us-east/],
    ['for what must be an Authorization', { authorization: 'Union' as any }, /authorization: "Union" must be an Authorization; create one with Authorization\.noop/],
  ])('%s', (_, props, message) => expect(() => beside(props)).toThrow(message));

  deep('without identity types, unless callers are external identities', () => expect(() => beside({ identity: atDex, authorization: WITH_EXTERNAL })).not.toThrow());
});

deep.each<[string, Partial<ControlPlaneAuthProps>, string | undefined]>([
  ['no data plane is known', { identity: withoutPlanes }, 'Union\'s roles have no data plane'],
  ['the release takes no operators of clusters', { chartVersion: V2026_6 }, 'accepts operators and viewers of clusters only from 2026.7.2'],
  ['no organization is named', { identity: identityOf({ organization: undefined }) }, 'Union\'s roles belong to an organization, and the identity has none'],
  ['pipelines have no role yet', { identity: identityOf({ clients: { release: { clientId: 'ci-id' } } }) }, 'assign those of your clients in the console, by subject: release (ci-id)'],
  ['subjects are assumed', { identity: identityOf({ identityProvider: IdentityProvider.oidc(OIDC) }) }, 'those of operator-us-east, operator-us-west, eager-us-east are assumed'],
  ['everything is known', {}, undefined],
])('steps by hand are reported where %s', (_, props, message) => {
  const warnings = warningsOf(beside({ authorization: UNION, ...props }).plane).join('\n');
  expect(warnings).toEqual(message === undefined ? '' : expect.stringContaining(message));
});

describe('a server of one\'s own decides', () => {
  deep.each([V2026_6, V2026_8])('release %s: it is named, closed where it fails, and handed the token', (chartVersion) => {
    expect(beside({ authorization: EXTERNAL, chartVersion }).at(DECIDES)).toEqual({
      type: 'External',
      externalClient: { grpcConfig: { host: 'dns:///authz.example.com:443', insecure: false }, failOpen: false, forwardHeaders: ['authorization', 'flyte-authorization'] },
    });
  });

  deep('it fails open by name only', () => {
    const authorization = Authorization.external({ host: 'unix:///run/authz.sock', insecure: true, failOpen: true });
    expect(beside({ authorization }).at(`${DECIDES}.externalClient`)).toMatchObject({ failOpen: true, grpcConfig: { insecure: true } });
  });

  deep.each([
    ['applications cannot be distinguished from people', atDex, EXTERNAL, true],
    ['they can, not', identityOf(), EXTERNAL, undefined],
    ['a prop denies it, not', atDex, Authorization.external({ host: 'dns:///authz.example.com', externalIdentity: false }), undefined],
  ])('callers count as external identities where %s', (_, identity, authorization, expected) => {
    expect(beside({ identity, authorization }).at('global.USE_EXTERNAL_IDENTITY')).toBe(expected);
  });
});

describe('tokens name the caller by a claim of their own', () => {
  const CLAIMS = { subjectClaimNames: ['sub', 'client_id'] };
  const identity = identityOf({ identityProvider: IdentityProvider.oidc({ ...OIDC, ...CLAIMS }) });

  deep('services that ask about callers look for it, as flyteadmin does', () => {
    const { at: atClaims } = beside({ identity, authorization: UNION });
    expect(['configMap', 'flyte.configmap.adminServer'].map((path) => atClaims(`${path}.sharedService.security`))).toEqual([CLAIMS, CLAIMS]);
    expect(atClaims('flyte.configmap.adminServer.auth.appAuth.subjectClaimNames')).toEqual(CLAIMS.subjectClaimNames);
  });

  deep('in plain YAML, too', () => {
    const { config } = plain({ identity, authorization: UNION });
    const shared = [config('executions'), config('flyte-admin-base-config', 'union.yaml')].map(({ sharedService }) => sharedService.security);
    expect(shared).toEqual(Array(2).fill({ singleTenantOrgID: 'acme', ...CLAIMS }));
  });

  deep('without authorization nothing changes', () => expect(beside({ identity }).at('configMap.sharedService')).toBeUndefined());
});

describe('every emitted path is one that the release reads, and the verifier finds nothing', () => {
  const identity = identityOf({ identityProvider: IdentityProvider.oidc({ ...OIDC, subjectClaimNames: ['client_id', 'sub'] }) });
  const leaves = (value: unknown, path: string): string[] => (typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value).flatMap(([key, child]) => leaves(child, path === '' ? key : `${path}.${key}`))
    : [path]);
  const findingsIn = (text: string, release: ChartVersion) => verifyParsed(parseManifests([], [{ name: 'values.yaml', text, release, chart: 'controlplane' }]));

  deep.each<[string, Authorization, ChartVersion, string[]]>([
    ['Union', UNION, V2026_8, []],
    ['Union with external identities', Authorization.union({ admins: [ADA], projects: ['flytesnacks'], domains: ['production'], externalIdentity: true }), V2026_8, []],
    // Before 2026.7.2 the chart has no key for the operators of a cluster.
    ['Union, the release between', UNION, V2026_6, ['cluster-operator-missing']],
    ['External', EXTERNAL, V2026_8, []],
    ['External, the release between', EXTERNAL, V2026_6, []],
  ])('%s', (_, authorization, chartVersion, rules) => {
    const { values, text } = beside({ identity, authorization, chartVersion });
    const emitted = leaves(values, '').filter((path) => /authorizer|EXTERNAL_IDENTITY|sharedService/.test(path));
    expect(emitted.length).toBeGreaterThan(8);
    expect(emitted.filter((path) => !chartVersion._contract.controlPlane.values.keys.some((key) => key.path === path))).toEqual([]);
    const { findings, crashed } = findingsIn(text, chartVersion);
    expect([crashed, [...new Set(findings.map(({ rule }) => rule))]]).toEqual([[], rules]);
  });

  deep('values that contradict the mode are found', () => {
    const { text } = beside({ authorization: UNION, extraValues: nestUnder('configMap.authorizer.type', 'Noop') });
    expect(findingsIn(text, V2026_8).findings.map(({ rule }) => rule)).toContain('authorizer-mode-contradicted');
  });
});

describe('in plain YAML, Union\'s roles', () => {
  const { config, manifests, text } = plain({ authorization: UNION });
  const deployment = (name: string, from = manifests) => find(from, 'Deployment', name).spec;

  deep('the authorizer gets those of the data planes', () => expect(config('authorizer').authorizer.bootstrap).toMatchObject(ROLES));

  deep('what keeps the roles comes along, and lets the authorizer in with the client secret that both read', () => {
    expect(config('union-authz-config')).toMatchObject({
      database: { host: 'postgres.example.com', port: 5432, name: 'userclouds', user: 'union', password: 'file:///etc/db/pass.txt', sslMode: 'require' },
      auth: {
        issuer: 'http://union-authz.union-cp.svc.cluster.local:8080',
        signingKey: 'kube://secrets/userclouds-signing-key?key=signing_key',
        apps: [{ credentials: [{ clientId: 'union-authz-client', clientSecret: 'kube://secrets/union-controlplane-secrets?key=client_secret' }] }],
      },
    });
    const { spec } = deployment('union-authz').template;
    expect(spec).toMatchObject({
      serviceAccountName: 'union-authz', automountServiceAccountToken: true, containers: [{ image: 'registry.example.com/union/services:1', command: ['userclouds-lite'] }],
    });
    expect(spec.containers[0].volumeMounts).toContainEqual(expect.objectContaining({ mountPath: '/etc/db' }));
    expect(find(manifests, 'Service', 'union-authz').spec).toMatchObject({ ports: [{ port: 8080 }] });
    expect(find(manifests, 'Role', 'union-authz-secrets')).toMatchObject({ rules: [{ resources: ['secrets'] }] });
    expect(named(manifests, 'NetworkPolicy', 'union-authz')).toBeDefined();
  });

  deep('every service gets the external identities', () => {
    const external = plain({ authorization: WITH_EXTERNAL });
    const flags = [['authorizer', 'config.yaml'], ...ASKING].map(([name, file]) => external.config(name, file).authorizer.useExternalIdentity);
    expect(flags).toEqual([true, true, true, true]);
  });

  deep.each([['its roles', text], ['a server of one\'s own', plain({ authorization: EXTERNAL }).text]])('the verifier finds nothing in a plane with %s', (_, whole) => {
    const { findings, crashed } = verify([{ name: 'plane.yaml', text: whole }]);
    expect([crashed, findings.map(({ rule, object, field }) => `${rule}: ${object.name} ${field}`)]).toEqual([[], []]);
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
    expect(deployment('union-authz', chosen.manifests)).toMatchObject({
      replicas: 3, template: { spec: { containers: [{ image: 'registry.example.com/roles:1', env: [{ name: 'PGSSLROOTCERT', value: '/etc/db-ca/ca.crt' }] }] } },
    });
  });

  deep('named by hand it is emitted once', () => {
    const all = plain({ authorization: UNION, services: [...SERVICES, 'union-authz'] }).manifests;
    expect(ofKind(all, 'Deployment').filter(({ metadata }) => metadata.name === 'union-authz')).toHaveLength(1);
  });

  deep('where others run the authorizer, services ask theirs', () => {
    const elsewhere = plain({ authorization: UNION, services: ['executions'], servedElsewhere: ['authorizer'] });
    expect(elsewhere.config('executions').authorizer.type).toBe('Authorizer');
    expect(named(elsewhere.manifests, 'Deployment', 'union-authz')).toBeUndefined();
  });

  deep.each<[string, Partial<ControlPlaneProps>, RegExp]>([
    ['the authorizer', { services: ['executions'] }, /services: .* must include authorizer.*add 'authorizer'/s],
    ['an organization', { identity: identityOf({ organization: undefined }) }, /identity\.organization: required; Union's roles belong to an organization/],
  ])('are rejected without %s', (_, props, message) => expect(() => plain({ authorization: UNION, ...props })).toThrow(message));

  deep('a server of one\'s own instead: the authorizer asks it, and nothing keeps roles', () => {
    const external = plain({ authorization: EXTERNAL });
    expect(external.config('authorizer').authorizer).toEqual({
      type: 'External',
      internalCommunicationConfig: { enabled: false },
      externalClient: { grpcConfig: { host: 'dns:///authz.example.com:443', insecure: false }, failOpen: false, forwardHeaders: ['authorization', 'flyte-authorization'] },
    });
    expect(named(external.manifests, 'Deployment', 'union-authz')).toBeUndefined();
  });
});
