import { authNotEnabled } from '../../../src/verify/rules/guards';
import { ingress, object } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';
import { CHART_HTTP, chartGatewayRoutes, chartIngresses, flyteadmin, FlyteadminProps, HARDENED, HOST, securityPolicy } from '../_union';

const guarded = ingress('guarded', { host: HOST, annotations: HARDENED, paths: { '/': 'flyteconsole' } });
const expected = `server.security.useAuth: true, for a guard asks /me before the routes of ${HOST}`;

/** A second source of the config directory that the input does not hold. */
const withMoreConfig = {
  containers: [{ name: 'flyteadmin', volumeMounts: [{ name: 'config', mountPath: '/etc/flyte/config' }] }],
  volumes: [{ name: 'config', projected: { sources: [{ configMap: { name: 'flyte-admin-base-config' } }, { configMap: { name: 'elsewhere' } }] } }],
};

/** A flyteadmin with a ConfigMap of its own, in any namespace. */
const second = (props: FlyteadminProps): Record<string, unknown>[] =>
  flyteadmin({ namespace: null, ...props }).map((each) => JSON.parse(JSON.stringify(each).replaceAll('flyte-admin-base-config', 'other-config')));

testRule(authNotEnabled, {
  fires: [
    ['useAuth is false behind the Ingresses of the chart', [...flyteadmin({ useAuth: false }), ...chartIngresses()],
      ['v1/ConfigMap union-cp/flyte-admin-base-config', 'data["server.yaml"]: server.security.useAuth', expected, 'useAuth: false'],
      remedy(['useAuth: false', 'useAuth: true'])],
    ['useAuth is left out', [...flyteadmin({ useAuth: null }), guarded],
      ['v1/ConfigMap union-cp/flyte-admin-base-config', 'data["server.yaml"]', expected, 'no useAuth, which is off by default', 'auth:']],
    ['helm template leaves the namespaces out and the guard asks the public host',
      [...flyteadmin({ useAuth: 'false', namespace: null }), ingress('guarded', { host: HOST, annotations: CHART_HTTP, paths: { '/': 'flyteconsole' }, namespace: null })],
      ['v1/ConfigMap flyte-admin-base-config', 'data["server.yaml"]: server.security.useAuth', expected, 'useAuth: false']],
    ['a SecurityPolicy asks /me', [...flyteadmin({ useAuth: false }), ...chartGatewayRoutes(), securityPolicy(
      { 'controlplane-protected': 'HTTPRoute' },
      { backendRefs: [{ name: 'flyteadmin', port: 80 }], pathOverride: '/me' },
    )], ['v1/ConfigMap union-cp/flyte-admin-base-config', 'data["server.yaml"]: server.security.useAuth', expected, 'useAuth: false']],
    ['the rules of the edge serve every host',
      [...flyteadmin({ useAuth: false }), ingress('guarded', { annotations: HARDENED, paths: { '/': 'flyteconsole' } })],
      ['v1/ConfigMap union-cp/flyte-admin-base-config', 'data["server.yaml"]: server.security.useAuth',
        'server.security.useAuth: true, for a guard asks /me before the routes of every host', 'useAuth: false']],
  ],
  passes: [
    ['one of two flyteadmins that the guard may ask has it', [...flyteadmin({ namespace: null }), ...second({ useAuth: false }), guarded]],
    ['useAuth is true', [...flyteadmin(), ...chartIngresses({ http: HARDENED })]],
    ['useAuth is the text "True"', [...flyteadmin({ useAuth: 'True' }), guarded]],
    ['the flyteadmin without useAuth is that of another control plane',
      [...flyteadmin(), ...flyteadmin({ useAuth: false, namespace: 'other-cp' }), guarded]],
    ['of two flyteadmins without namespace one has it, and nothing tells which the guard asks',
      [...flyteadmin(), ...flyteadmin({ useAuth: false, namespace: null }), guarded]],
  ],
  notApplicable: [
    ['nobody knows of one of two flyteadmins that the guard may ask',
      [...flyteadmin({ useAuth: false, namespace: null }), ...second({ useAuth: null, pod: withMoreConfig }), guarded]],
    ['authentication is off on both sides', [...flyteadmin({ useAuth: false }), ...chartIngresses({ http: {}, grpc: {} })]],
    ['flyteadmin is not in the input', [guarded]],
    ['no edge is in the input', flyteadmin({ useAuth: false })],
    ['useAuth may stand in a ConfigMap that is not in the input', [...flyteadmin({ useAuth: null, pod: withMoreConfig }), guarded]],
    ['the guard asks /me of another domain',
      [...flyteadmin({ useAuth: false }), ingress('guarded', { host: HOST, annotations: { 'auth-url': 'https://login.example.com/me' }, paths: { '/': 'flyteconsole' } })]],
    ['an oauth2-proxy guards the host',
      [...flyteadmin({ useAuth: false }), ingress('guarded', { host: HOST, annotations: { 'auth-url': 'http://oauth2-proxy.auth.svc/oauth2/auth' }, paths: { '/api': 'flyteadmin' } })]],
    ['the input is of other things', [object('v1', 'Service', 'flyteadmin')]],
  ],
});
