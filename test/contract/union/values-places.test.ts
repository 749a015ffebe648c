import { App, Chart } from 'cdk8s';
import {
  AuthProfile,
  ChartVersion,
  ControlPlaneAuth,
  ControlPlaneAuthProps,
  DataPlaneAuth,
  DataPlaneAuthProps,
  IdentityProvider,
  SecretDelivery,
  UnionIdentity,
  UnionIdentityProps,
} from '../../../src';
import { isObject } from '../../../src/common/data/json';
import { ValuesContract } from '../../../src/contract/union/values-contract';
import { dataPlaneProps, SaidOf, SERVICE_SECRET, WEB_SECRET } from '../../_tools/fixtures';

const SECRETS = SecretDelivery.provisioned();

const client = (clientId: string) => ({ clientId, secret: { key: `union/${clientId}` } });

function auth(profile: AuthProfile, props: Partial<UnionIdentityProps> = {}): UnionIdentity {
  return new UnionIdentity({
    domain: 'union.example.com',
    additionalDomains: ['flyte.example.com'],
    identityProvider: IdentityProvider.okta({ orgUrl: 'https://acme.okta.example.com' }),
    applications: { web: { clientId: 'web-id', secret: WEB_SECRET }, native: { clientId: 'native-id' }, service: { clientId: 'service-id', secret: SERVICE_SECRET } },
    profile,
    ...props,
  });
}

function values(
  profile: AuthProfile,
  chartVersion: ChartVersion,
  controlPlane: Partial<ControlPlaneAuthProps> = {},
  dataPlane: SaidOf<DataPlaneAuthProps> = {},
) {
  const chart = new Chart(new App(), 'chart');
  const props = { identity: auth(profile), secrets: SECRETS, chartVersion };
  return {
    controlPlane: new ControlPlaneAuth(chart, 'control-plane', { ...props, ...controlPlane }).helmValues.toObject(),
    dataPlane: new DataPlaneAuth(chart, 'data-plane', dataPlaneProps({ ...props, ...dataPlane })).helmValues.toObject(),
  };
}

/** Every path that ends in something that is no map; maps that the contract calls maps end it too. */
function paths(value: unknown, contract: ValuesContract, prefix = ''): string[] {
  const isLeaf = !isObject(value) || contract.keys.some(({ path, type }) => path === prefix && type === 'map');
  return isLeaf ? [prefix] : Object.entries(value).flatMap(([key, child]) => paths(child, contract, prefix === '' ? key : `${prefix}.${key}`));
}

/** A data plane whose key of eager tasks the control plane makes. */
const EAGER = auth(AuthProfile.HARDENED, { dataPlanes: { 'dp-1': { operator: client('operator'), eager: client('eager') } } });

/** Every prop that the release takes, so that as many keys as possible are emitted. */
function everything({ _contract: { controlPlane } }: ChartVersion) {
  const props = controlPlane.apiKeyOverrides ? { identity: EAGER } : {};
  return { controlPlane: props, dataPlane: { ...props, clusterName: 'dp-1' } };
}

describe.each([
  ['GUIDE', ChartVersion.V2026_3, values(AuthProfile.GUIDE, ChartVersion.V2026_3)] as const,
  ...ChartVersion._all.map((release) => {
    const { controlPlane, dataPlane } = everything(release);
    return ['HARDENED', release, values(AuthProfile.HARDENED, release, controlPlane, dataPlane)] as const;
  }),
])('%s, chart release %s', (_, release, emitted) => {

  test.each(['controlPlane', 'dataPlane'] as const)('%s: every emitted path is one that the release reads', (plane) => {
    const contract = release._contract[plane].values;
    const listed = contract.keys.map(({ path }) => path);
    const found = paths(emitted[plane], contract);
    expect(found.length).toBeGreaterThan(15);
    expect(found.filter((path) => !listed.includes(path))).toEqual([]);
  });

  test.each(['controlPlane', 'dataPlane'] as const)('%s: no emitted path is dead', (plane) => {
    const dead = release._contract[plane].values.dead.map(({ path }) => path);
    const found = paths(emitted[plane], release._contract[plane].values);
    expect(found.filter((path) => dead.some((other) => path === other || path.startsWith(`${other}.`)))).toEqual([]);
  });

  test('a list that the chart fills is emitted with the chart\'s entries', () => {
    const lists = (['controlPlane', 'dataPlane'] as const).flatMap((plane) => release._contract[plane].values.keys.flatMap(({ path, chartList }) => {
      const list = path.split('.').reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), emitted[plane]);
      return chartList && Array.isArray(list) ? [{ list, entries: chartList.entries }] : [];
    }));
    expect(lists).not.toEqual([]);
    for (const { list, entries } of lists) {
      const expected = entries.map((entry) =>
        typeof entry === 'string' ? entry.replace('{{ .Values.global.UNION_HOST }}', 'union.example.com').replace('{{ .Release.Namespace }}', 'union-cp') : entry,
      );
      expect(list).toEqual(expect.arrayContaining(expected as unknown[]));
    }
  });

});

describe.each(ChartVersion._all)('the values of release %s', (release) => {
  const contracts = [release._contract.controlPlane.values, release._contract.dataPlane.values];

  test.each(contracts)('$chart: no path is listed twice', ({ keys }) => {
    expect(keys.map(({ path }) => path).filter((path, i, all) => all.indexOf(path) < i)).toEqual([]);
  });

  test.each(contracts)('$chart: no listed path is dead, and every replacement and closed map is known', ({ keys, dead, closed }) => {
    const listed = keys.map(({ path }) => path);
    expect(listed.filter((path) => dead.some((key) => path === key.path || path.startsWith(`${key.path}.`)))).toEqual([]);
    const isKnown = (path: string) => listed.some((key) => key === path || key.startsWith(`${path}.`));
    expect([...dead.flatMap(({ replacedBy }) => replacedBy), ...closed].filter((path) => !isKnown(path))).toEqual([]);
  });
});

describe('what only some of the releases read', () => {
  const [older, between, seeding, current] = ([ChartVersion.V2026_3, ChartVersion.V2026_6, ChartVersion.V2026_6_9, ChartVersion.V2026_8] as const)
    .map((release) => values(AuthProfile.HARDENED, release, { identity: EAGER }));
  const at = (emitted: object, path: string) => path.split('.').reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), emitted);
  const OPEN_ID = 'flyte.configmap.adminServer.auth.userAuth.openId';
  const EAGER_KEY = { config: { unionAuth: { injectSecret: true, secretName: 'EAGER_API_KEY' } } };
  const existingSecret = { name: 'eager-api-key-dp-1' };
  const VOLUMES = {
    additionalVolumes: [
      { name: 'union-secrets', secret: { secretName: '{{ .Values.global.KUBERNETES_SECRET_NAME }}' } },
      { name: 'private-config', configMap: { name: 'flyte-admin-private-config' } },
      { name: 'oauth-client-secret', secret: { secretName: 'flyteadmin-oidc-client-secret' } },
    ],
    additionalVolumeMounts: [
      { name: 'union-secrets', mountPath: '/etc/secrets/union', readOnly: true },
      { name: 'private-config', mountPath: '/etc/flyte/private', readOnly: true },
      { name: 'oauth-client-secret', mountPath: '/etc/secrets/oauth', readOnly: true },
    ],
  };
  const claims = (externalIdentityClaim: string) => ({ trustedIdentityClaims: { enabled: true, externalIdentityClaim, externalIdentityTypeClaim: 'app' } });

  test.each<['controlPlane' | 'dataPlane', string, in3: unknown, in6: unknown, in69: unknown, in8: unknown]>([
    ['controlPlane', `${OPEN_ID}.clientSecretFile`, undefined, undefined, undefined, '/etc/secrets/oauth/client_secret'],
    ['controlPlane', 'flyte.flyteadmin', undefined, undefined, undefined, VOLUMES],
    ['controlPlane', 'services.identity.apiKeyOverrides', undefined, undefined, { EAGER_API_KEY: { existingSecret } }, [{ key: 'EAGER_API_KEY', clusterName: 'dp-1', existingSecret }]],
    ['controlPlane', 'configMap.union.connection', undefined, ...Array(3).fill(claims('service-id')) as [unknown, unknown, unknown]],
    ['controlPlane', 'ingress.extraHosts', undefined, ...Array(3).fill(['flyte.example.com']) as [unknown, unknown, unknown]],
    ['controlPlane', 'global.KUBERNETES_SECRET_NAME', ...Array(4).fill('union-controlplane-secrets') as [unknown, unknown, unknown, unknown]],
    ['dataPlane', 'global.CONTROLPLANE_HOST', undefined, ...Array(3).fill('union.example.com') as [unknown, unknown, unknown]],
    ['dataPlane', 'host', 'union.example.com', undefined, undefined, undefined],
    ['dataPlane', 'executor', EAGER_KEY, EAGER_KEY, EAGER_KEY, undefined],
    ['dataPlane', 'leaseworker', undefined, EAGER_KEY, EAGER_KEY, EAGER_KEY],
  ])('%s: %s', (plane, path, ...expected) => expect([older, between, seeding, current].map((emitted) => at(emitted[plane], path))).toEqual(expected));

  test.each(['global', 'ingress'])('%s: the control plane has the same since 2026.6', (key) => expect(between.controlPlane[key]).toEqual(current.controlPlane[key]));

  test('services trust the service application by its subject, where it has one', () => {
    const applications = { web: { clientId: 'web-id', secret: WEB_SECRET }, native: { clientId: 'native-id' }, service: { clientId: 'service-id', secret: SERVICE_SECRET, subject: '7c0d' } };
    const { controlPlane } = values(AuthProfile.HARDENED, ChartVersion.V2026_8, { identity: auth(AuthProfile.HARDENED, { applications }) });
    expect(at(controlPlane, 'configMap.union.connection')).toEqual(claims('7c0d'));
  });

  test('the identity service has the same connection as executions, but in 2026.3', () => {
    const connections = [older, between, current].map(({ controlPlane }) => ['identity', 'executions'].map((name) => at(controlPlane, `services.${name}.configMap.${name}.app.adminClient.connection`)));
    expect(connections.map(([identity]) => identity)).toEqual([undefined, connections[1][1], connections[2][1]]);
    expect(connections[2][1]).toBeDefined();
  });
});
