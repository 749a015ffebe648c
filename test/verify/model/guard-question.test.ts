import { ENVOY_GATEWAY } from '../../../src/contract/edges/known-edges';
import { askedInstead } from '../../../src/verify/model/guard-question';
import { configMap, ingress, Json, object } from '../_manifests';
import { modelOf } from '../_model';
import { chartGatewayRoutes, flyteadmin, FlyteadminProps, HOST, securityPolicy } from '../_union';
import { ownGate } from '../edge/_routes';

/** What the first guarded route asks instead of `/me`. */
function asked(...objects: Json[]): string | undefined {
  const model = modelOf(...objects);
  const route = model.routes.find(({ guard }) => guard.kind === 'subrequest')!;
  return route.guard.kind === 'subrequest' ? askedInstead(route, route.guard, model) : 'no guard';
}

const routes = (url: string, namespace: string | null = 'union-cp') => ingress('apps', { host: HOST, namespace, annotations: { 'auth-url': url }, paths: { '/app': 'executions' } });
const admin = (namespace: string | null, props: FlyteadminProps = {}) => flyteadmin({ ...props, namespace });
const service = (namespace: string, port: number, selector: Json = { app: 'flyteadmin' }) => object('v1', 'Service', 'flyteadmin', { spec: { selector, ports: [{ port }] } }, namespace);
const STAGING = 'http://flyteadmin.staging.svc.cluster.local/me';

test('what our gate asks is what counts', () => {
  const gate = ownGate(ENVOY_GATEWAY.dialect, (config) => config.replace(/ flyteadmin(:80)?;/g, ' proxy$1;'));
  const guarded = [...flyteadmin(), ...chartGatewayRoutes(), securityPolicy({ 'controlplane-protected': 'HTTPRoute' }, { backendRefs: [{ name: ENVOY_GATEWAY.dialect.service, port: 80 }] })];
  expect(asked(...guarded, ...gate)).toBe('http://proxy:80/me');
});

describe('the Service that is asked', () => {
  test('is that of the namespace in the URL, whatever is elsewhere', () => {
    expect(asked(...admin('union-cp'), service('other', 8080), routes('http://flyteadmin.union-cp/me'))).toBeUndefined();
    expect(asked(...admin('union-cp'), service('union-cp', 8080), routes('http://flyteadmin.union-cp/me'))).toBe('http://flyteadmin.union-cp/me, a port that the Service flyteadmin does not have');
  });

  test('is judged by its pods only where a flyteadmin is beside it', () => {
    const others = [service('staging', 80, { app: 'other' }), object('apps/v1', 'Deployment', 'other', { spec: { template: { metadata: { labels: { app: 'other' } }, spec: { containers: [] } } } }, 'staging')];
    expect(asked(...admin('union-cp'), ...others, routes(STAGING))).toBe('the flyteadmin of namespace staging, while that of these routes is in union-cp');
    expect(asked(...admin('union-cp'), ...admin('staging'), ...others, routes(STAGING))).toBe(`${STAGING}, a Service that leads to other pods than those of flyteadmin`);
  });
});

describe('TLS', () => {
  const TLS = 'https://flyteadmin.union-cp/me';
  const speaking = (namespace: string, secure: boolean) => {
    const [, workload] = admin(namespace);
    return [configMap('flyte-admin-base-config', { 'server.yaml': { server: { security: { useAuth: true, secure } }, auth: { userAuth: { openId: { clientId: 'web' } } } } }, namespace), workload];
  };

  test('is recognized if the flyteadmin of that namespace is configured so', () => {
    expect(asked(...speaking('union-cp', true), ...speaking('staging', false), routes(TLS))).toBeUndefined();
    expect(asked(...speaking('union-cp', false), ...speaking('staging', true), routes(TLS))).toBe(`${TLS}, and flyteadmin speaks no TLS there`);
  });

  test('may be spoken by a flyteadmin that is not in the input', () => expect(asked(routes(TLS))).toBeUndefined());
});

describe('another control plane is asked', () => {
  test('where one with sign-in is beside the routes', () => {
    expect(asked(...admin('union-cp'), routes(STAGING))).toBe('the flyteadmin of namespace staging, while that of these routes is in union-cp');
    expect(asked(...admin('union-cp'), ...admin('staging'), routes(STAGING))).toBe('the flyteadmin of namespace staging, while that of these routes is in union-cp');
  });

  test.each([
    ['its sign-in is off', admin('union-cp', { useAuth: false }), 'union-cp'],
    ['it is elsewhere', admin('other'), 'union-cp'],
    ['nobody says where it is', admin(null), null],
    ['there is none', [], 'union-cp'],
  ])('but not for certain where %s', (_, objects, namespace) => expect(asked(...objects, routes(STAGING, namespace))).toBeUndefined());
});
