import { isGuardedControlPlane, serversToGuard } from '../../../src/verify/model/union-auth';
import { deployment, IN_CLUSTER_ME, ingress, Json, object } from '../_manifests';
import { modelOf } from '../_model';
import { externalAuth, flyteadmin, FlyteadminOptions, ISSUER } from '../_planes';
import { flyteadmin as flyteadminOf } from '../_union';

const HOST = 'union.example.com';
const admin = (options: FlyteadminOptions = {}) => flyteadmin(externalAuth(ISSUER), options);
const OFF = admin({ useAuth: false });
const ELSEWHERE = admin({ namespace: 'other' });
/** It does not say whether sign-in is on. */
const SILENT = flyteadminOf({ useAuth: null });
/** It says so by a reference. */
const UNCLEAR = flyteadminOf({ useAuth: '${USE_AUTH}' });
const routes = (paths: Record<string, string>, annotations: Record<string, string> = {}, namespace = 'union-cp') =>
  ingress(`routes-${namespace}`, { host: HOST, paths, annotations, namespace });
const there = (paths: Record<string, string>) => routes(paths, {}, 'other');
const UNIONS = { '/login': 'flyteadmin', '/executions': 'executions' };
/** What open-source Flyte has, too. */
const FLYTES = { '/login': 'flyteadmin', '/console': 'flyteconsole' };
const BESIDE = { '/executions': 'executions' };
const GUARD = { 'auth-url': IN_CLUSTER_ME };
const otherHost = (namespace: string) => ingress('other', { host: 'other.example.com', namespace, paths: UNIONS });
const EXECUTIONS = deployment('executions');

/** A route of a Gateway that leads to flyteadmin. */
function gatewayRoute(name: string): Json[] {
  return [
    object('gateway.networking.k8s.io/v1', 'Gateway', 'edge', { spec: { gatewayClassName: 'eg', listeners: [{ name: 'https', port: 443, protocol: 'HTTPS' }] } }),
    object('gateway.networking.k8s.io/v1', 'HTTPRoute', name, { spec: { parentRefs: [{ name: 'edge' }], hostnames: [HOST], rules: [{ backendRefs: [{ name: 'flyteadmin', port: 80 }] }] } }),
  ];
}
const policy = object('gateway.envoyproxy.io/v1alpha1', 'SecurityPolicy', 'guard', {
  spec: { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'own' }], basicAuth: { users: { name: 'users' } } },
});

test.each<[string, boolean, Json[]]>([
  ['sign-in is on in the flyteadmin that Union\'s routes lead to', true, [...admin(), routes(UNIONS)]],
  ['it is off there', false, [...OFF, routes(UNIONS)]],
  ['no flyteadmin is there', false, [routes(UNIONS)]],
  ['it is unclear whether it is on', false, [...UNCLEAR, routes(UNIONS)]],
  ['part of them is guarded, whatever is known of flyteadmin', true, [routes(FLYTES, GUARD)]],
  ['another Ingress of the host is guarded', true, [routes(FLYTES, GUARD), there({ '/open': 'flyteadmin' })]],
  ['a policy guards a route of a Gateway', true, [...gatewayRoute('own'), policy]],
  ['no policy guards it', false, gatewayRoute('own')],
  ['nothing guards them', false, [routes(FLYTES)]],
  ['flyteadmin says that sign-in is off, whatever guards them', false, [...OFF, routes(UNIONS, GUARD)]],
  ['flyteadmin does not say that it is on, whatever guards them', false, [...SILENT, routes(UNIONS, GUARD)]],
  ['they lead to services beside a flyteadmin', true, [...admin(), routes(BESIDE)]],
  ['they lead to services away from it', false, [...ELSEWHERE, routes(BESIDE)]],
  ['some of them lead to services beside it', true, [...admin(), routes(BESIDE), there({ '/usage': 'usage' })]],
  ['what lies beside it is none of Union', false, [...ELSEWHERE, routes(BESIDE), there({ '/own': 'anything' })]],
  ['another URL is asked', false, [...OFF, routes(BESIDE, { 'auth-url': 'https://elsewhere.example.com/check' })]],
  ['they are guarded away from a flyteadmin without sign-in', true, [...admin({ useAuth: false, namespace: 'other' }), routes(BESIDE, GUARD)]],
  ['their targets demand it, not adjacent keys', true, [...admin(), ...admin({ namespace: 'other', useAuth: false }), routes({ '/login': 'flyteadmin' }), there(BESIDE)]],
  ['it may be open-source Flyte', false, [...admin(), routes(FLYTES)]],
  ['Union runs beside that', true, [...admin(), routes(FLYTES), EXECUTIONS]],
  ['Union runs beside one of two', true, [...admin(), ...ELSEWHERE, routes(FLYTES), there({ '/flyte': 'flyteadmin' }), EXECUTIONS]],
  ['Union runs elsewhere', false, [...admin(), routes(FLYTES), deployment('flyteconsole'), deployment('executions', { namespace: 'other' })]],
  ['another host of its namespace serves Union', true, [...admin(), routes(FLYTES), otherHost('union-cp')]],
  ['another host of another namespace does', false, [...admin(), routes(FLYTES), otherHost('other')]],
  ['Union\'s chart calls routes of a Gateway protected', true, gatewayRoute('controlplane-protected')],
  ['some of them are called so', true, [...gatewayRoute('controlplane-protected'), gatewayRoute('controlplane-unprotected')[1]]],
  ['it calls them unprotected', false, gatewayRoute('controlplane-unprotected')],
  ['an Ingress is called so', false, [ingress('controlplane-protected', { host: HOST, paths: FLYTES })]],
])('the routes of a host where %s must be guarded: %s', (_, expected, objects) => {
  expect(serversToGuard(modelOf(...objects)).some(({ host }) => host === HOST)).toBe(expected);
});

test.each<[string, boolean, string | undefined, Json[]]>([
  ['a flyteadmin of Union has sign-in on', true, 'union-cp', [...admin(), EXECUTIONS]],
  ['one has, and no namespace is given', true, undefined, [...admin(), EXECUTIONS]],
  ['routes of Union lead to it', true, 'union-cp', [...admin(), routes(UNIONS)]],
  ['it is in another namespace', false, 'other', [...admin(), EXECUTIONS]],
  ['its sign-in is off', false, 'union-cp', [...OFF, EXECUTIONS]],
  ['it does not say that it is on', false, 'union-cp', [...SILENT, EXECUTIONS]],
  ['it is unclear whether it is on', false, 'union-cp', [...UNCLEAR, EXECUTIONS]],
  ['one of two is there', true, 'union-cp', [...admin(), ...ELSEWHERE, EXECUTIONS]],
  ['what runs beside it is open-source Flyte', false, 'union-cp', [...admin(), deployment('cacheservice')]],
  ['what routes lead to is open-source Flyte', false, 'union-cp', [...admin(), routes(FLYTES)]],
])('a namespace where %s is that of a guarded control plane: %s', (_, expected, namespace, objects) => {
  expect(isGuardedControlPlane({ cluster: undefined, namespace }, modelOf(...objects))).toBe(expected);
});
