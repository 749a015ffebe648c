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

describe('what only one of the releases reads', () => {
  const hardened = (release: ChartVersion) => values(AuthProfile.HARDENED, release);
  const current = hardened(ChartVersion.V2026_8).controlPlane as any;
  const older = hardened(ChartVersion.V2026_3).controlPlane as any;

  test('2026.8: the web client secret is a file of a separate Secret', () => {
    expect(current.flyte.configmap.adminServer.auth.userAuth.openId.clientSecretFile).toBe('/etc/secrets/oauth/client_secret');
    expect(current.flyte.flyteadmin.additionalVolumes).toEqual([
      { name: 'union-secrets', secret: { secretName: '{{ .Values.global.KUBERNETES_SECRET_NAME }}' } },
      { name: 'private-config', configMap: { name: 'flyte-admin-private-config' } },
      { name: 'oauth-client-secret', secret: { secretName: 'flyteadmin-oidc-client-secret' } },
    ]);
    expect(current.flyte.flyteadmin.additionalVolumeMounts).toEqual([
      { name: 'union-secrets', mountPath: '/etc/secrets/union', readOnly: true },
      { name: 'private-config', mountPath: '/etc/flyte/private', readOnly: true },
      { name: 'oauth-client-secret', mountPath: '/etc/secrets/oauth', readOnly: true },
    ]);
  });

  test('2026.3: the web client secret stays in flyte-admin-secrets', () => {
    expect(older.flyte.configmap.adminServer.auth.userAuth.openId).not.toHaveProperty('clientSecretFile');
    expect(older.flyte).not.toHaveProperty('flyteadmin');
  });

  describe('2026.6', () => {
    const between = values(AuthProfile.HARDENED, ChartVersion.V2026_6);
    const controlPlane = between.controlPlane as any;
    const dataPlane = between.dataPlane as any;

    test('executor and leaseworker give task pods the eager key', () => {
      const eager = { config: { unionAuth: { injectSecret: true, secretName: 'EAGER_API_KEY' } } };
      expect([dataPlane.executor, dataPlane.leaseworker]).toEqual([eager, eager]);
    });

    test('the control plane has the keys of 2026.8, but for the web client secret', () => {
      expect(controlPlane.global).toEqual(current.global);
      expect(controlPlane.ingress).toEqual(current.ingress);
      expect(controlPlane.services).toEqual(current.services);
      const { clientSecretFile, ...openId } = current.flyte.configmap.adminServer.auth.userAuth.openId;
      expect(clientSecretFile).toBeDefined();
      expect(controlPlane.flyte.configmap.adminServer.auth.userAuth.openId).toEqual(openId);
      expect(controlPlane.flyte).not.toHaveProperty('flyteadmin');
    });

    test('API keys are seeded since 2026.6.9', () => {
      const { services } = values(AuthProfile.HARDENED, ChartVersion.V2026_6, { identity: EAGER }).controlPlane as any;
      expect(services.identity).not.toHaveProperty('apiKeyOverrides');
    });
  });

  test('2026.8: services trust the service application, by its client ID or its subject', () => {
    const trusted = (subject?: string) =>
      (values(AuthProfile.HARDENED, ChartVersion.V2026_8, {
        identity: auth(AuthProfile.HARDENED, {
          applications: { web: { clientId: 'web-id', secret: WEB_SECRET }, native: { clientId: 'native-id' }, service: { clientId: 'service-id', secret: SERVICE_SECRET, subject: subject } },
        }),
      }).controlPlane as any)
        .configMap.union.connection.trustedIdentityClaims;
    expect(trusted()).toEqual({ enabled: true, externalIdentityClaim: 'service-id', externalIdentityTypeClaim: 'app' });
    expect(trusted('7c0d').externalIdentityClaim).toBe('7c0d');
    expect(older.configMap.union).not.toHaveProperty('connection');
  });

  test('2026.8: the identity service has the same connection as executions', () => {
    expect(current.services.identity.configMap.identity.app.adminClient.connection).toEqual(
      current.services.executions.configMap.executions.app.adminClient.connection,
    );
    expect(older.services).not.toHaveProperty('identity');
  });

  test('2026.8: further domains are hosts of the Ingresses', () => {
    expect(current.ingress.extraHosts).toEqual(['flyte.example.com']);
    expect(older.ingress).not.toHaveProperty('extraHosts');
  });

  test('both: the union services mount the Secret that is delivered', () => {
    expect([current, older].map((plane) => plane.global.KUBERNETES_SECRET_NAME)).toEqual(['union-controlplane-secrets', 'union-controlplane-secrets']);
  });

  test('the data plane is told the control plane\'s host where its release reads it', () => {
    expect((hardened(ChartVersion.V2026_8).dataPlane as any).global.CONTROLPLANE_HOST).toBe('union.example.com');
    expect((hardened(ChartVersion.V2026_3).dataPlane as any).host).toBe('union.example.com');
  });

  test('2026.8: API keys from seeded credentials', () => {
    const seeded = (release: ChartVersion) =>
      (values(AuthProfile.HARDENED, release, { identity: EAGER }).controlPlane as any).services.identity.apiKeyOverrides;
    expect(seeded(ChartVersion.V2026_8)).toEqual([{ key: 'EAGER_API_KEY', clusterName: 'dp-1', existingSecret: { name: 'eager-api-key-dp-1' } }]);
    expect(seeded(ChartVersion.V2026_6_9)).toEqual({ EAGER_API_KEY: { existingSecret: { name: 'eager-api-key-dp-1' } } });
  });
});
