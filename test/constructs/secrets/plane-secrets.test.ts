import { AuthProfile, ChartVersion, ControlPlaneAuth, ControlPlaneAuthProps, SecretDelivery } from '../../../src';
import { apiKeyTemplate, controlPlaneSecrets } from '../../../src/constructs/secrets/plane-secrets';
import { SecretPlan } from '../../../src/constructs/secrets/secret-target';
import { externalSecrets, synth, unionAuth } from '../../_tools/fixtures';
import { filledByGo } from '../../_tools/go-reader';

const template = apiKeyTemplate({ host: 'union.example.com', clientId: 'service-id', organization: 'acme', secretKey: 'client_secret' });
const decoded = (clientSecret: string) => Buffer.from(filledByGo(template, { client_secret: clientSecret }) as string, 'base64').toString();

test('the API key has host, client, its secret and organization, in the order in which the SDK takes them apart', () => {
  expect(decoded('s3cret')).toBe('union.example.com:service-id:s3cret:acme');
});

test('white space around the secret, such as the line break of an editor, stays out of it', () => {
  expect(decoded(' s3cret\n')).toBe('union.example.com:service-id:s3cret:acme');
});

test('a secret that the SDK would take apart in the wrong place is refused', () => {
  expect(() => decoded('s3:cret')).toThrow('the client secret contains a colon, which separates fields of an API key');
});

const planOf = (profile: AuthProfile, releaseName?: string, trustedClientIds?: string[]): SecretPlan =>
  controlPlaneSecrets({ identity: unionAuth({ profile }), namespace: 'union-cp', release: ChartVersion._current._contract, trustedClientIds }, { releaseName });

/** What stands for each Secret: who renders it, and whether it is taken from the chart. */
const kept = ({ targets }: SecretPlan) => targets.map(({ secretName, ensureExists, renderedByChart, takenFromChart, notExternal }) =>
  [secretName, { ensureExists, renderedByChart, takenFromChart, notExternal }]);

test('beside the chart, flyte-admin-secrets is the chart\'s, and the scheduler\'s no longer', () => {
  expect(kept(planOf(AuthProfile.HARDENED, 'acme'))).toEqual([
    ['flyte-admin-secrets', { ensureExists: true, renderedByChart: true }],
    ['flyteadmin-oidc-client-secret', { ensureExists: false, renderedByChart: false }],
    ['flyte-secret-auth', { ensureExists: false, renderedByChart: false, takenFromChart: true }],
    ['union-controlplane-secrets', { ensureExists: true, renderedByChart: false, notExternal: false }],
  ]);
});

test('without the chart, nothing is the chart\'s', () => expect(kept(planOf(AuthProfile.HARDENED))).toEqual([
  ['flyte-admin-secrets', { ensureExists: true, renderedByChart: false }],
  ['flyteadmin-oidc-client-secret', { ensureExists: false, renderedByChart: false }],
  ['flyte-secret-auth', { ensureExists: false, renderedByChart: false, takenFromChart: false }],
  ['union-controlplane-secrets', { ensureExists: true, renderedByChart: false, notExternal: false }],
]));

test('as the guide has it, the chart renders both Secrets of flyteadmin, and nothing is made for Merge', () => {
  expect(kept(planOf(AuthProfile.GUIDE, 'acme'))).toEqual([
    ['flyte-admin-secrets', { ensureExists: false, renderedByChart: true }],
    ['flyte-secret-auth', { ensureExists: false, renderedByChart: true, takenFromChart: false }],
    ['union-controlplane-secrets', { ensureExists: false, renderedByChart: false, notExternal: true }],
  ]);
  expect(planOf(AuthProfile.GUIDE, 'acme').targets.at(-1)?.entries).toHaveLength(1);
});

test('the plan says whose it is, and which clients are trusted besides', () => {
  expect(planOf(AuthProfile.HARDENED)).toMatchObject({ plane: 'the control plane of union.example.com', namespace: 'union-cp', toTheLetter: false });
  const annotated = ({ targets }: SecretPlan) => targets.flatMap(({ secretName, annotations }) => (annotations ? [[secretName, annotations]] : []));
  expect(annotated(planOf(AuthProfile.HARDENED))).toEqual([]);
  expect(annotated(planOf(AuthProfile.HARDENED, undefined, []))).toEqual([]);
  const guide = planOf(AuthProfile.GUIDE, undefined, ['a', 'b']);
  expect(guide.toTheLetter).toBe(true);
  expect(annotated(guide)).toEqual([['flyte-admin-secrets', { 'union-auth.cdk8s.io/trusted-clients': 'a,b' }]]);
});

describe('client credentials of data planes', () => {
  const seeded = (secrets: SecretDelivery, props: Partial<ControlPlaneAuthProps> = {}) => synth((chart) => new ControlPlaneAuth(chart, 'it', {
    identity: unionAuth({
      dataPlanes: { eu: { operator: { clientId: 'operator-eu' }, eager: { clientId: 'union-eu', secret: { key: 'union/eu' } } } },
    }),
    secrets,
    ...props,
  }));

  test('are one ExternalSecret that owns its Secret, with the client ID and the entry of the client', () => {
    const all = seeded(externalSecrets());
    const one = all.find(({ kind, metadata }) => kind === 'ExternalSecret' && metadata.name === 'eager-api-key-eu');
    expect(one?.spec.target).toMatchObject({ creationPolicy: 'Owner', template: { data: { client_id: 'union-eu', client_secret: expect.stringContaining('.client_secret') as string } } });
    expect(one?.spec.data).toMatchObject([{ secretKey: 'client_secret', remoteRef: { key: 'union/eu' } }]);
    expect(one?.metadata.annotations).toBeUndefined();
    expect(all.filter(({ kind, metadata }) => kind === 'Secret' && metadata.name === 'eager-api-key-eu')).toEqual([]);
  });
});
