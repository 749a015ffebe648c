import { isGuardedControlPlane, serversToGuard } from '../../../src/verify/model/union-auth';
import { deployment, IN_CLUSTER_ME, ingress, Json, object } from '../_manifests';
import { externalAuth, flyteadmin, FlyteadminOptions, ISSUER } from '../_planes';
import { flyteadmin as flyteadminOf } from '../_union';
import { modelOf } from '../_model';

const HOST = 'union.example.com';
const admin = (options: FlyteadminOptions = {}) => flyteadmin(externalAuth(ISSUER), options);
/** It does not say whether sign-in is on. */
const silent = () => flyteadminOf({ useAuth: null });
/** Nobody can tell whether it is. */
const unclear = () => flyteadminOf({ useAuth: '${USE_AUTH}' });
const routes = (paths: Record<string, string>, annotations: Record<string, string> = {}, namespace = 'union-cp') =>
  ingress(`routes-${namespace}`, { host: HOST, paths, annotations, namespace });
const UNIONS = { '/login': 'flyteadmin', '/executions': 'executions' };
/** What open-source Flyte has, too. */
const FLYTES = { '/login': 'flyteadmin', '/console': 'flyteconsole' };
const GUARD = { 'auth-url': IN_CLUSTER_ME };

/** A route of a Gateway that leads to flyteadmin. */
function gatewayRoute(name: string): Json[] {
  return [
    object('gateway.networking.k8s.io/v1', 'Gateway', 'edge', { spec: { gatewayClassName: 'eg', listeners: [{ name: 'https', port: 443, protocol: 'HTTPS' }] } }),
    object('gateway.networking.k8s.io/v1', 'HTTPRoute', name, { spec: { parentRefs: [{ name: 'edge' }], hostnames: [HOST], rules: [{ backendRefs: [{ name: 'flyteadmin', port: 80 }] }] } }),
  ];
}

function demands(...objects: Json[]): boolean {
  return serversToGuard(modelOf(...objects)).some(({ host }) => host === HOST);
}

describe('the routes of a host must be guarded', () => {
  test('where sign-in is on in the flyteadmin that Union\'s routes lead to', () => {
    expect(demands(...admin(), routes(UNIONS))).toBe(true);
    expect(demands(...admin({ useAuth: false }), routes(UNIONS))).toBe(false);
    expect(demands(routes(UNIONS))).toBe(false);
    expect(demands(...unclear(), routes(UNIONS))).toBe(false);
  });

  test('where somebody guards part of them, whatever is known of flyteadmin', () => {
    expect(demands(routes(FLYTES, GUARD))).toBe(true);
    expect(demands(routes(FLYTES, GUARD), routes({ '/open': 'flyteadmin' }, {}, 'other'))).toBe(true);
    const policy = object('gateway.envoyproxy.io/v1alpha1', 'SecurityPolicy', 'guard', {
      spec: { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'own' }], basicAuth: { users: { name: 'users' } } },
    });
    expect(demands(...gatewayRoute('own'), policy)).toBe(true);
    expect(demands(...gatewayRoute('own'))).toBe(false);
    expect(demands(routes(FLYTES))).toBe(false);
  });

  test('never where flyteadmin says that sign-in is off', () => {
    expect(demands(...admin({ useAuth: false }), routes(UNIONS, GUARD))).toBe(false);
    expect(demands(...silent(), routes(UNIONS, GUARD))).toBe(false);
  });

  test('where routes lead to services beside a flyteadmin and to none', () => {
    const beside = { '/executions': 'executions' };
    expect(demands(...admin(), routes(beside))).toBe(true);
    expect(demands(...admin({ namespace: 'other' }), routes(beside))).toBe(false);
    expect(demands(...admin(), routes(beside), routes({ '/usage': 'usage' }, {}, 'other'))).toBe(true);
    expect(demands(...admin({ namespace: 'other' }), routes(beside), routes({ '/own': 'anything' }, {}, 'other'))).toBe(false);
    expect(demands(...admin({ useAuth: false }), routes(beside, { 'auth-url': 'https://elsewhere.example.com/check' }))).toBe(false);
    expect(demands(...admin({ useAuth: false, namespace: 'other' }), routes(beside, GUARD))).toBe(true);
  });

  test('their targets count, not adjacent keys', () => {
    const across = [routes({ '/login': 'flyteadmin' }, {}, 'union-cp'), routes({ '/executions': 'executions' }, {}, 'other')];
    expect(demands(...admin(), ...admin({ namespace: 'other', useAuth: false }), ...across)).toBe(true);
  });

  test('of what may be open-source Flyte, only where Union runs beside it', () => {
    expect(demands(...admin(), routes(FLYTES))).toBe(false);
    expect(demands(...admin(), routes(FLYTES), deployment('executions'))).toBe(true);
    expect(demands(...admin(), ...admin({ namespace: 'other' }), routes(FLYTES), routes({ '/flyte': 'flyteadmin' }, {}, 'other'), deployment('executions'))).toBe(true);
    expect(demands(...admin(), routes(FLYTES), deployment('flyteconsole'), deployment('executions', { namespace: 'other' }))).toBe(false);
    const other = (namespace: string) => ingress('other', { host: 'other.example.com', namespace, paths: UNIONS });
    expect(demands(...admin(), routes(FLYTES), other('union-cp'))).toBe(true);
    expect(demands(...admin(), routes(FLYTES), other('other'))).toBe(false);
  });

  test('where Union\'s chart calls routes of a Gateway protected', () => {
    expect(demands(...gatewayRoute('controlplane-protected'))).toBe(true);
    expect(demands(...gatewayRoute('controlplane-protected'), gatewayRoute('controlplane-unprotected')[1])).toBe(true);
    expect(demands(...gatewayRoute('controlplane-unprotected'))).toBe(false);
    expect(demands(ingress('controlplane-protected', { host: HOST, paths: FLYTES }))).toBe(false);
  });
});

describe('a namespace is that of a guarded control plane', () => {
  const isGuarded = (namespace: string | undefined, ...objects: Json[]) =>
    isGuardedControlPlane({ cluster: undefined, namespace }, modelOf(...objects));

  test('where a flyteadmin of Union has sign-in on', () => {
    expect(isGuarded('union-cp', ...admin(), deployment('executions'))).toBe(true);
    expect(isGuarded(undefined, ...admin(), deployment('executions'))).toBe(true);
    expect(isGuarded('union-cp', ...admin(), routes(UNIONS))).toBe(true);
    expect(isGuarded('other', ...admin(), deployment('executions'))).toBe(false);
    expect(isGuarded('union-cp', ...admin({ useAuth: false }), deployment('executions'))).toBe(false);
    expect(isGuarded('union-cp', ...silent(), deployment('executions'))).toBe(false);
    expect(isGuarded('union-cp', ...unclear(), deployment('executions'))).toBe(false);
    expect(isGuarded('union-cp', ...admin(), ...admin({ namespace: 'other' }), deployment('executions'))).toBe(true);
  });

  test('not where it may be open-source Flyte', () => {
    expect(isGuarded('union-cp', ...admin(), deployment('cacheservice'))).toBe(false);
    expect(isGuarded('union-cp', ...admin(), routes(FLYTES))).toBe(false);
  });
});
