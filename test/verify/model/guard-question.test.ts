import { ENVOY_GATEWAY } from '../../../src/contract/edges/known-edges';
import { askedInstead } from '../../../src/verify/model/guard-question';
import { configMap, ingress, Json, object } from '../_manifests';
import { modelOf } from '../_model';
import { chartGatewayRoutes, flyteadmin, HOST, securityPolicy } from '../_union';
import { ownGate } from '../edge/_routes';

const routes = (url: string, namespace: string | null = 'union-cp') => ingress('apps', { host: HOST, namespace, annotations: { 'auth-url': url }, paths: { '/app': 'executions' } });
const admin = (namespace: string | null, useAuth = true) => flyteadmin({ useAuth, namespace });
const service = (namespace: string, port: number, selector: Json = { app: 'flyteadmin' }) => object('v1', 'Service', 'flyteadmin', { spec: { selector, ports: [{ port }] } }, namespace);
const speaking = (namespace: string, secure: boolean) => [
  configMap('flyte-admin-base-config', { 'server.yaml': { server: { security: { useAuth: true, secure } }, auth: { userAuth: { openId: { clientId: 'web' } } } } }, namespace), admin(namespace)[1],
];
const STAGING = 'http://flyteadmin.staging.svc.cluster.local/me';
const HERE = 'http://flyteadmin.union-cp/me';
const TLS = 'https://flyteadmin.union-cp/me';
const ANOTHER = 'the flyteadmin of namespace staging, while that of these routes is in union-cp';
const gate = ownGate(ENVOY_GATEWAY.dialect, (config) => config.replace(/ flyteadmin(:80)?;/g, ' proxy$1;'));
const behindGate = [...flyteadmin(), ...chartGatewayRoutes(), securityPolicy({ 'controlplane-protected': 'HTTPRoute' }, { backendRefs: [{ name: ENVOY_GATEWAY.dialect.service, port: 80 }] })];
const others = [
  service('staging', 80, { app: 'other' }), object('apps/v1', 'Deployment', 'other', { spec: { template: { metadata: { labels: { app: 'other' } }, spec: { containers: [] } } } }, 'staging'),
];

test.each<[string, string | undefined, Json[]]>([
  ['what our gate asks', 'http://proxy:80/me', [...behindGate, ...gate]],
  ['the Service of the namespace in the URL, whatever is elsewhere', undefined, [...admin('union-cp'), service('other', 8080), routes(HERE)]],
  ['a port that the Service does not have', `${HERE}, a port that the Service flyteadmin does not have`, [...admin('union-cp'), service('union-cp', 8080), routes(HERE)]],
  ['other pods, without a flyteadmin beside them', ANOTHER, [...admin('union-cp'), ...others, routes(STAGING)]],
  ['other pods than those of the flyteadmin beside them', `${STAGING}, a Service that leads to other pods than those of flyteadmin`, [...admin('union-cp'), ...admin('staging'), ...others, routes(STAGING)]],
  ['TLS, which the flyteadmin of that namespace speaks', undefined, [...speaking('union-cp', true), ...speaking('staging', false), routes(TLS)]],
  ['TLS, which the flyteadmin of that namespace does not speak', `${TLS}, and flyteadmin speaks no TLS there`, [...speaking('union-cp', false), ...speaking('staging', true), routes(TLS)]],
  ['TLS, which a flyteadmin that is not in the input may speak', undefined, [routes(TLS)]],
  ['another control plane, beside one with sign-in', ANOTHER, [...admin('union-cp'), routes(STAGING)]],
  ['another control plane of two with sign-in', ANOTHER, [...admin('union-cp'), ...admin('staging'), routes(STAGING)]],
  ['another one, where sign-in is off here', undefined, [...admin('union-cp', false), routes(STAGING)]],
  ['another one, where that of these routes is elsewhere', undefined, [...admin('other'), routes(STAGING)]],
  ['another one, where no namespace is said', undefined, [...admin(null), routes(STAGING, null)]],
  ['another one, where none is here', undefined, [routes(STAGING)]],
])('a guard that asks %s', (_, expected, objects) => {
  const model = modelOf(...objects);
  const route = model.routes.find(({ guard }) => guard.kind === 'subrequest')!;
  expect(route.guard.kind === 'subrequest' ? askedInstead(route, route.guard, model) : 'no guard').toBe(expected);
});
