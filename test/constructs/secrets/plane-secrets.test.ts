import { AuthProfile, ChartVersion, DataPlaneAuthProps, EagerApiKey, SecretDelivery } from '../../../src';
import { Problems } from '../../../src/common/props/problems';
import { apiKeyTemplate, controlPlaneSecrets } from '../../../src/constructs/secrets/plane-secrets';
import { SecretPlan } from '../../../src/constructs/secrets/secret-target';
import { isGuarded, keyPassedOn, RemoteRef } from '../../../src/contract/upstream/remote-ref';
import { externalSecrets, SaidOf, unionAuth } from '../../_tools/fixtures';
import { filledByGo } from '../../_tools/go-reader';
import { controlPlane, controlPlaneAuth, dataPlaneAuth, find, ofKind } from '../../_tools/made';
import { Manifest } from '../../_tools/schemas';

const { GUIDE, HARDENED } = AuthProfile;
const template = apiKeyTemplate({ host: 'union.example.com', clientId: 'service-id', organization: 'acme', secretKey: 'client_secret' });
const decoded = (clientSecret: string) => Buffer.from(filledByGo(template, { client_secret: clientSecret }) as string, 'base64').toString();

test.each([['s3cret', 'its fields in the order in which the SDK takes them apart'], [' s3cret\n', 'without white space, such as the line break of an editor']])(
  'an API key of %j has %s', (secret) => expect(decoded(secret)).toBe('union.example.com:service-id:s3cret:acme'));

test('rejects a secret that the SDK would take apart in the wrong place', () => {
  expect(() => decoded('s3:cret')).toThrow('the client secret contains a colon, which separates fields of an API key');
});

const planOf = (profile: AuthProfile, releaseName?: string, trusted: readonly string[] = []): SecretPlan => {
  const identity = unionAuth({ profile, clients: Object.fromEntries(trusted.map((clientId, i) => [`client-${i}`, { clientId }])) });
  return controlPlaneSecrets({ identity, namespace: 'union-cp', release: ChartVersion._current._contract }, { releaseName });
};
const ADMIN = 'flyte-admin-secrets';
const WEB = 'flyteadmin-oidc-client-secret';
const SCHEDULER = 'flyte-secret-auth';
const SERVICES = 'union-controlplane-secrets';

test.each<[string, AuthProfile, string | undefined, [string, object][]]>([
  ['beside the chart, flyte-admin-secrets is the chart\'s, and the scheduler\'s no longer', HARDENED, 'acme', [
    [ADMIN, { ensureExists: true, renderedByChart: true }],
    [WEB, { ensureExists: false, renderedByChart: false }],
    [SCHEDULER, { ensureExists: false, renderedByChart: false, takenFromChart: true }],
    [SERVICES, { ensureExists: true, renderedByChart: false, notExternal: false }],
  ]],
  ['without the chart, nothing is the chart\'s', HARDENED, undefined, [
    [ADMIN, { ensureExists: true, renderedByChart: false }],
    [WEB, { ensureExists: false, renderedByChart: false }],
    [SCHEDULER, { ensureExists: false, renderedByChart: false, takenFromChart: false }],
    [SERVICES, { ensureExists: true, renderedByChart: false, notExternal: false }],
  ]],
  ['as the guide has it, the chart renders both Secrets of flyteadmin, and nothing is made for Merge', GUIDE, 'acme', [
    [ADMIN, { ensureExists: false, renderedByChart: true }],
    [SCHEDULER, { ensureExists: false, renderedByChart: true, takenFromChart: false }],
    [SERVICES, { ensureExists: false, renderedByChart: false, notExternal: true }],
  ]],
])('%s', (_, profile, releaseName, expected) => {
  const { targets } = planOf(profile, releaseName);
  expect(targets.map(({ secretName, ensureExists, renderedByChart, takenFromChart, notExternal }) =>
    [secretName, { ensureExists, renderedByChart, takenFromChart, notExternal }])).toEqual(expected);
  expect(targets.at(-1)?.entries).toHaveLength(profile === GUIDE ? 1 : 2);
});

test.each([[HARDENED, undefined, []], [HARDENED, [], []], [GUIDE, ['a', 'b'], [[ADMIN, { 'union-auth.cdk8s.io/trusted-clients': 'a,b' }]]]])(
  'the plan of %s says whose it is, and trusts %j besides', (profile, trusted, annotations) => {
    const { targets, ...plan } = planOf(profile, undefined, trusted);
    expect(plan).toMatchObject({ plane: 'the control plane of union.example.com', namespace: 'union-cp', toTheLetter: profile === GUIDE });
    expect(targets.flatMap(({ secretName, annotations: own }) => (own ? [[secretName, own]] : []))).toEqual(annotations);
  });

const secretsOf = (manifests: Manifest[]) => ofKind(manifests, 'Secret').map(({ metadata }) => metadata.name);

test('client credentials of data planes are one ExternalSecret that owns its Secret, with the client ID and the entry of the client', () => {
  const dataPlanes = { eu: { operator: { clientId: 'operator-eu' }, eager: { clientId: 'union-eu', secret: { key: 'union/eu' } } } };
  const { manifests } = controlPlaneAuth({ identity: unionAuth({ dataPlanes }) });
  const { metadata, spec } = find(manifests, 'ExternalSecret', 'eager-api-key-eu');
  expect(spec.target).toMatchObject({ creationPolicy: 'Owner', template: { data: { client_id: 'union-eu', client_secret: expect.stringContaining('.client_secret') as string } } });
  expect(spec.data).toMatchObject([{ secretKey: 'client_secret', remoteRef: { key: 'union/eu' } }]);
  expect(metadata.annotations).toBeUndefined();
  expect(secretsOf(manifests)).toEqual([ADMIN, SERVICES]);
});

describe('delivery by External Secrets', () => {
  test.each<[string, () => Manifest[], string[]]>([
    ['ahead of the chart by default, what the chart renders too', () => controlPlaneAuth().manifests, [ADMIN, SERVICES]],
    ['ahead of the chart, what the chart renders too', () => controlPlaneAuth({ secrets: externalSecrets({ aheadOfChart: true }) }).manifests, [ADMIN, SERVICES]],
    ['after the chart, what it does not render', () => controlPlaneAuth({ secrets: externalSecrets({ aheadOfChart: false }) }).manifests, [SERVICES]],
    ['without the chart, in either order', () => controlPlane({ secrets: externalSecrets({ aheadOfChart: false }) }).manifests, [ADMIN, SERVICES]],
  ])('emits empty Secrets %s', (_, manifests, names) => expect(secretsOf(manifests())).toEqual(names));

  test.each([[true, ['true true']], [false, []]])('ahead of the chart (%s), the values leave out the Secrets that are emitted and rendered, and only those', (aheadOfChart, taken) => {
    const targets = [[true, true], [true, false], [false, true], [false, false]].map(([ensureExists, renderedByChart]) => ({
      secretName: `${ensureExists} ${renderedByChart}`, externalSecretName: 'any', entries: [], creationPolicy: 'Merge' as never, ensureExists, renderedByChart,
    }));
    expect(externalSecrets({ aheadOfChart })._takenOver({ plane: 'a plane', namespace: 'union-cp', toTheLetter: false, targets })).toEqual(taken);
  });

  const templateOf = (props: SaidOf<DataPlaneAuthProps>, name = 'union-secret-auth') => find(dataPlaneAuth(props).manifests, 'ExternalSecret', name).spec.target;

  test('guards every value: line ends go, an empty one fails and names its entry', () => {
    const { data } = templateOf({}).template;
    expect(Object.entries<string>(data).map(([key, text]) => [key, keyPassedOn(text), isGuarded(text)]).sort()).toEqual([
      ['app_secret', 'app_secret', true], ['client_secret', 'client_secret', true],
    ]);
    Object.values(data).forEach((text) => expect(text).toContain('the entry union/service-client-secret of the store is empty'));
  });

  test('unguarded, a Secret without fixed texts and API keys has no template data, and neither in the guide', () => {
    expect(templateOf({ secrets: externalSecrets({ guardValues: false }) }).template).toEqual({ engineVersion: 'v2', mergePolicy: 'Replace' });
    expect(templateOf({ identity: unionAuth({ profile: GUIDE }) }).template).toBeUndefined();
  });

  test('the Secret of an encoded API key holds the key alone, and is the operator\'s own', () => {
    const eagerApiKey = EagerApiKey.encoded('f3a1');
    const { creationPolicy, template: { data } } = templateOf({ eagerApiKey }, 'f3a1');
    expect([creationPolicy, Object.values(data)]).toEqual(['Owner', [expect.stringContaining('printf "%s:%s:%s:%s" "union.example.com" "service-client-id" $secret')]]);
    expect(secretsOf(dataPlaneAuth({ eagerApiKey }).manifests)).toEqual(['union-secret-auth']);
  });
});

test.each<[string, RemoteRef, string | undefined]>([
  ['union-ci', { key: 'union/release' }, 'union-release'],
  ['union-ci', { key: 'union/service-client-secret' }, 'service-client-id'],
  ['service-client-id', { key: 'union/web-client-secret' }, 'web-app-client-id'],
  ['union-release', { key: 'union/release' }, undefined],
  ['union-ci', { key: 'union/ci' }, undefined],
  ['union-ci', { key: 'union/release', property: 'other' }, undefined],
  ['service-client-id', { key: 'union/service-client-secret' }, undefined],
])('an entry of %s, %j, is also that of %s', (clientId, remote, other) => {
  const identity = unionAuth({ clients: { release: { clientId: 'union-release', secret: { key: 'union/release' } }, keyless: { clientId: 'union-keyless' } } });
  const problems = new Problems('It');
  SecretDelivery.provisioned()._checkApart(problems, 'clientSecret', remote, { identity, clientId, missing: '' });
  expect(problems.all.map(({ prop, text }) => `${prop}: ${text}`))
    .toEqual(other === undefined ? [] : [`clientSecret: ${JSON.stringify(remote)} is also the location of client ${other}; each secret has its own, give it`]);
});
