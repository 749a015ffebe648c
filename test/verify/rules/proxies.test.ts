import { endpointProxied } from '../../../src/verify/rules/proxies';
import { configMap, manifests } from '../_manifests';
import { externalAuth, flyteadmin, ISSUER, service } from '../_planes';
import { remedy, Row, testRule } from '../_rule-harness';
import { CONTROL_PLANE_VALUES, DATA_PLANE_VALUES, withValue } from '../_values';

const SIBLINGS = { union: { internalConnectionConfig: { urlPattern: '_SERVICE_.union-cp.svc.cluster.local:80' } } };
const PROXY = 'http://grace:pass@proxy.example.com:3128';
const FLYTEADMIN = 'flyteadmin.union-cp.svc.cluster.local';
const AUTHORIZER = 'authorizer.union-cp.svc.cluster.local';
const ADMIN = { admin: { clientId: 'a', clientSecretLocation: '/etc/secrets/union/client_secret', endpoint: `${FLYTEADMIN}:81`, insecure: true } };

type Variables = Record<string, unknown>;
const listOf = (variables: Variables) => Object.entries(variables).map(([name, value]) =>
  ({ name, ...(value !== null && typeof value === 'object' ? { valueFrom: value } : { value }) }));
const executions = (variables: Variables, config: object = ADMIN, container: object = {}) =>
  service('executions', { ...config }, { env: listOf(variables), container: { ...container } });
const told = (variables: Variables, config: object = ADMIN) => manifests(...executions(variables, config));
const admin = (noProxy: string) => {
  const [files, deployment] = flyteadmin(externalAuth(ISSUER)) as any[];
  deployment.spec.template.spec.containers[0].env = listOf({ HTTPS_PROXY: PROXY, NO_PROXY: noProxy });
  return manifests(files, deployment);
};

const DEPLOYMENT = 'apps/v1/Deployment union-cp/executions';
const at = (index: number) => `spec.template.spec.containers[0].env[${index}].value`;
const expected = (exceptions = '.svc.cluster.local', hosts = FLYTEADMIN, by = 'HTTPS_PROXY') => `${exceptions} in NO_PROXY: without it, ${by} gets calls of ${hosts}`;
const finding = (owner: string, field: string, noProxy: string, expectation: string, line = `value: ${noProxy}`) =>
  [{ object: owner, field, line, expected: expectation, found: noProxy }] as const;
const NEARLY = '.svc.cluster.local:80,.flyteadmin.union-cp.svc.cluster.local,admin.union-cp.svc.cluster.local';
const HERE = 'localhost,127.0.0.1,169.254.169.254';

const NGINX = 'controlplane-nginx-controller.union-cp.svc.cluster.local';
testRule(endpointProxied, {
  fires: [
    ['NO_PROXY names the machine alone', told({ HTTPS_PROXY: PROXY, NO_PROXY: HERE }),
      ...finding(DEPLOYMENT, at(1), HERE, expected()),
      remedy([HERE, `${HERE},.svc.cluster.local`])],
    ['there is no NO_PROXY, and the variable is in small letters', told({ https_proxy: 'proxy.example.com:3128' }),
      ...finding(DEPLOYMENT, at(0), 'no NO_PROXY', expected('.svc.cluster.local', FLYTEADMIN, 'https_proxy'), 'value: proxy.example.com:3128')],
    ['an exception is of another port, of the domain alone, or half a label', told({ HTTPS_PROXY: PROXY, NO_PROXY: NEARLY }),
      ...finding(DEPLOYMENT, at(1), NEARLY, expected())],
    ['bare names are called, and exceptions have the domain of Services alone', told({ HTTPS_PROXY: PROXY, NO_PROXY: '.svc' }, {
      admin: { ...ADMIN.admin, endpoint: 'dns:///flyteadmin:81' },
      authorizer: { authorizerClient: { grpcConfig: { host: 'dns:///authorizer.union-cp.svc:80' } } },
    }), ...finding(DEPLOYMENT, at(1), '.svc', expected('flyteadmin', 'flyteadmin'))],
    ['the control plane is called inside the cluster', told({ HTTPS_PROXY: PROXY, NO_PROXY: HERE }, { union: { connection: { host: `dns:///${AUTHORIZER}:80` } } }),
      ...finding(DEPLOYMENT, at(1), HERE, expected('.svc.cluster.local', AUTHORIZER))],
    ['the services of a namespace are called', told({ HTTPS_PROXY: PROXY, NO_PROXY: 'flyteadmin' }, SIBLINGS),
      ...finding(DEPLOYMENT, at(1), 'flyteadmin', expected('.svc.cluster.local', '*.union-cp.svc.cluster.local'))],
    ['flyteadmin asks its own port for gRPC by the proxy', admin('.svc,.cluster.local,10.0.0.0/8'),
      ...finding('apps/v1/Deployment union-cp/flyteadmin', at(1), '.svc,.cluster.local,10.0.0.0/8', expected('0.0.0.0', '0.0.0.0'))],
    ['values carry the variables of one service',
      withValue(CONTROL_PLANE_VALUES, 'services.executions.env', listOf({ HTTPS_PROXY: PROXY, NO_PROXY: HERE })),
      ...finding(
        'v2/Values controlplane', 'services.executions.env[1].value', HERE, expected('.svc.cluster.local', 'authorizer.release-namespace.svc.cluster.local'),
      )],
    ['they carry those of flyteadmin',
      withValue(CONTROL_PLANE_VALUES, 'flyte.flyteadmin.env', listOf({ HTTPS_PROXY: PROXY, NO_PROXY: '.svc.cluster.local' })),
      ...finding('v2/Values controlplane', 'flyte.flyteadmin.env[1].value', '.svc.cluster.local', expected('0.0.0.0', '0.0.0.0'))],
    ['they carry those of a data plane beside its control plane',
      withValue(withValue(DATA_PLANE_VALUES, 'config.admin.admin.endpoint', `dns:///${NGINX}`), 'additionalPodEnvVars', { HTTPS_PROXY: PROXY, NO_PROXY: HERE }),
      ...finding('v2/Values dataplane', 'additionalPodEnvVars.NO_PROXY', HERE, expected('.svc.cluster.local', NGINX), `NO_PROXY: ${HERE}`)],
  ],
  says: { '': 'Deployment union-cp/executions calls flyteadmin.union-cp.svc.cluster.local through a proxy, for lack of an entry in NO_PROXY' },
  passes: [
    ['Services are excepted', told({ HTTPS_PROXY: PROXY, NO_PROXY: '.svc.cluster.local' })],
    ...['*', 'cluster.local', '*.cluster.local', ` ${FLYTEADMIN.toUpperCase()} `, `${FLYTEADMIN}:81`].map((noProxy): Row =>
      [`NO_PROXY has ${noProxy}`, told({ HTTPS_PROXY: PROXY, NO_PROXY: noProxy })]),
    ['NO_PROXY is empty, and its like in small letters is not', told({ HTTPS_PROXY: PROXY, NO_PROXY: '', no_proxy: '.svc.cluster.local' })],
    ['a network may be that of Services, whose addresses older clients look for', told({ HTTPS_PROXY: PROXY, NO_PROXY: '10.0.0.0/8' })],
    ['the call is outside the cluster', told({ HTTPS_PROXY: PROXY }, { admin: { ...ADMIN.admin, endpoint: 'dns:///union.example.com' } })],
    ['each service of the namespace is excepted by its name', told({ HTTPS_PROXY: PROXY, NO_PROXY: AUTHORIZER }, SIBLINGS)],
    ['flyteadmin\'s own address is excepted', admin('.svc,.cluster.local,0.0.0.0')],
  ],
  notApplicable: [
    ['the proxy is one of HTTP', told({ HTTP_PROXY: PROXY })],
    ['no service has a proxy', told({})],
    ['the variable is empty', told({ HTTPS_PROXY: '' })],
    ['of two variables of one name the last one is inside',
      service('executions', ADMIN, { env: [PROXY, 'squid:3128'].map((value) => ({ name: 'HTTPS_PROXY', value })) })],
    ...['http://squid.proxies.svc.cluster.local:3128', 'http://127.0.0.1:3128', 'squid:3128'].map((proxy): Row =>
      [`the proxy runs inside: ${proxy}`, told({ HTTPS_PROXY: proxy })]),
    ['NO_PROXY comes from a Secret', told({ HTTPS_PROXY: PROXY, NO_PROXY: { secretKeyRef: { name: 'a', key: 'b' } } })],
    ['NO_PROXY refers to other variables', told({ HTTPS_PROXY: PROXY, NO_PROXY: 'localhost,$(NO_PROXY_OF_CLUSTER)' })],
    ['NO_PROXY may come from a ConfigMap that is not shown', [...executions({ HTTPS_PROXY: PROXY }, ADMIN, { envFrom: [{ configMapRef: { name: 'gone' } }] })]],
    ['it may come from a Secret as a whole', [...executions({ HTTPS_PROXY: PROXY }, ADMIN, { envFrom: [{ secretRef: { name: 'gone' } }] })]],
    ['the container is another owner\'s', [configMap('x', { 'config.yaml': ADMIN }, 'web')]],
  ],
});
