import { authNotEnabled } from '../../../src/verify/rules/guards';
import { ingress, manifests, object } from '../_manifests';
import { testRule } from '../_rule-harness';
import { CHART_HTTP, chartGatewayRoutes, chartIngresses, flyteadmin, FlyteadminProps, HARDENED, HOST, securityPolicy } from '../_union';

const NOT_APPLICABLE = 'No guard in the input asks the /me of a flyteadmin whose settings the input shows.';
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
    {
      when: 'useAuth is false behind the Ingresses of the chart',
      remedy: [['useAuth: false', 'useAuth: true']],
      input: manifests(...flyteadmin({ useAuth: false }), ...chartIngresses()),
      findings: [{ object: 'v1/ConfigMap union-cp/flyte-admin-base-config', field: 'data["server.yaml"]: server.security.useAuth', line: 'useAuth: false', expected, found: 'useAuth: false' }],
    },
    {
      when: 'useAuth is left out',
      input: manifests(...flyteadmin({ useAuth: null }), guarded),
      findings: [{ object: 'v1/ConfigMap union-cp/flyte-admin-base-config', field: 'data["server.yaml"]', line: 'auth:', expected, found: 'no useAuth, which is off by default' }],
    },
    {
      when: 'helm template leaves the namespaces out and the guard asks the public host',
      input: manifests(...flyteadmin({ useAuth: 'false', namespace: null }), ingress('guarded', { host: HOST, annotations: CHART_HTTP, paths: { '/': 'flyteconsole' }, namespace: null })),
      findings: [{ object: 'v1/ConfigMap flyte-admin-base-config', field: 'data["server.yaml"]: server.security.useAuth', line: 'useAuth: "false"', expected, found: 'useAuth: false' }],
    },
    {
      when: 'a SecurityPolicy asks /me',
      input: manifests(...flyteadmin({ useAuth: false }), ...chartGatewayRoutes(), securityPolicy(
        { 'controlplane-protected': 'HTTPRoute' },
        { backendRefs: [{ name: 'flyteadmin', port: 80 }], pathOverride: '/me' },
      )),
      findings: [{ object: 'v1/ConfigMap union-cp/flyte-admin-base-config', field: 'data["server.yaml"]: server.security.useAuth', line: 'useAuth: false', expected, found: 'useAuth: false' }],
    },
    {
      when: 'the rules of the edge serve every host',
      input: manifests(...flyteadmin({ useAuth: false }), ingress('guarded', { annotations: HARDENED, paths: { '/': 'flyteconsole' } })),
      findings: [{
        object: 'v1/ConfigMap union-cp/flyte-admin-base-config',
        field: 'data["server.yaml"]: server.security.useAuth',
        line: 'useAuth: false',
        expected: 'server.security.useAuth: true, for a guard asks /me before the routes of every host',
        found: 'useAuth: false',
      }],
    },
  ],
  passes: [
    { when: 'one of two flyteadmins that the guard may ask has it', input: manifests(...flyteadmin({ namespace: null }), ...second({ useAuth: false }), guarded) },
    { when: 'useAuth is true', input: manifests(...flyteadmin(), ...chartIngresses({ http: HARDENED })) },
    { when: 'useAuth is the text "True"', input: manifests(...flyteadmin({ useAuth: 'True' }), guarded) },
    {
      when: 'the flyteadmin without useAuth is that of another control plane',
      input: manifests(...flyteadmin(), ...flyteadmin({ useAuth: false, namespace: 'other-cp' }), guarded),
    },
    {
      when: 'of two flyteadmins without namespace one has it, and nothing tells which the guard asks',
      input: manifests(...flyteadmin(), ...flyteadmin({ useAuth: false, namespace: null }), guarded),
    },
  ],
  notApplicable: [
    { when: 'nobody knows of one of two flyteadmins that the guard may ask', input: manifests(...flyteadmin({ useAuth: false, namespace: null }), ...second({ useAuth: null, pod: withMoreConfig }), guarded), reason: NOT_APPLICABLE },
    { when: 'authentication is off on both sides', input: manifests(...flyteadmin({ useAuth: false }), ...chartIngresses({ http: {}, grpc: {} })), reason: NOT_APPLICABLE },
    { when: 'flyteadmin is not in the input', input: manifests(guarded), reason: NOT_APPLICABLE },
    { when: 'no edge is in the input', input: manifests(...flyteadmin({ useAuth: false })), reason: NOT_APPLICABLE },
    { when: 'useAuth may stand in a ConfigMap that is not in the input', input: manifests(...flyteadmin({ useAuth: null, pod: withMoreConfig }), guarded), reason: NOT_APPLICABLE },
    {
      when: 'the guard asks /me of another domain',
      input: manifests(...flyteadmin({ useAuth: false }), ingress('guarded', { host: HOST, annotations: { 'auth-url': 'https://login.example.com/me' }, paths: { '/': 'flyteconsole' } })),
      reason: NOT_APPLICABLE,
    },
    {
      when: 'an oauth2-proxy guards the host',
      input: manifests(...flyteadmin({ useAuth: false }), ingress('guarded', { host: HOST, annotations: { 'auth-url': 'http://oauth2-proxy.auth.svc/oauth2/auth' }, paths: { '/api': 'flyteadmin' } })),
      reason: NOT_APPLICABLE,
    },
    { when: 'the input is of other things', input: manifests(object('v1', 'Service', 'flyteadmin')), reason: NOT_APPLICABLE },
  ],
});
