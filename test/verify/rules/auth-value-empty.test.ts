import { authValueEmpty } from '../../../src/verify/rules/unfilled';
import { deployment, manifests, object } from '../_manifests';
import { dataPlaneService, externalAuth, flyteadmin, ISSUER, service } from '../_planes';
import { testRule } from '../_rule-harness';

const relyingParty = (openId: Record<string, unknown>, useAuth = true) => flyteadmin({ userAuth: { openId } }, { useAuth });
const admin = (clientId: unknown) => ({ admin: { clientId, clientSecretLocation: '/etc/secrets/union/client_secret' } });
const pod = (volume: Record<string, unknown>, container: Record<string, unknown> = {}) => manifests(deployment('executions', {
  container: { volumeMounts: [{ name: 'secrets', mountPath: '/etc/secrets/union' }], ...container },
  pod: { volumes: [{ name: 'secrets', ...volume }] },
}));

const found = 'an empty value';
const issuer = {
  object: 'v1/ConfigMap union-cp/flyte-admin-base-config',
  field: 'data["server.yaml"]: auth.userAuth.openId.baseUrl',
  line: 'baseUrl: ""',
  expected: 'the issuer',
  found,
};
const web = { ...issuer, field: 'data["server.yaml"]: auth.userAuth.openId.clientId', line: 'clientId: ""', expected: 'the ID of the web application' };
const client = { object: 'v1/ConfigMap union-cp/executions', field: 'data["config.yaml"]: admin.clientId', line: 'clientId: ""', expected: 'the ID of the service application', found };
const volume = {
  object: 'apps/v1/Deployment union-cp/executions',
  field: 'spec.template.spec.volumes[0].secret.secretName',
  line: 'secretName: ""',
  expected: 'the name of a Secret',
  found,
};
const CONTAINERS = 'the containers of apps/v1/Deployment union-cp/executions';
const refused = (spec: object) => object('apps/v1', 'Deployment', 'executions', { spec: { selector: { matchLabels: { app: 'executions' } }, ...spec } });
const reason = 'No flyteadmin with useAuth: true, no client that authenticates, no pod with Secrets and no name of a data plane in the input.';

const DATA_PLANE = '# yaml-language-server: $schema=union-dataplane-2026.8.schema.json\nglobal:\n  CONTROLPLANE_HOST: union.example.com\n';

testRule(authValueEmpty, {
  fires: [
    {
      when: 'a Deployment has no containers',
      input: manifests(refused({ template: { spec: { containers: [] } } })),
      findings: [{ ...volume, field: 'spec.template.spec.containers', line: 'containers: []', expected: CONTAINERS, found: 'no containers' }],
      remedy: [['containers: []', 'containers: [{ name: executions, image: executions }]\n      volumes: [{ name: a, secret: { secretName: a } }]']],
    },
    {
      when: 'a Deployment has no pod at all',
      input: manifests(refused({ template: {} })),
      findings: [{ ...volume, field: 'spec.template.spec.containers', line: 'template: {}', expected: CONTAINERS, found: 'no containers' }],
    },
    { when: 'the relying party is rendered without issuer and client', input: manifests(...relyingParty({ baseUrl: '', clientId: '' })), findings: [issuer, web] },
    {
      when: 'the values are null or blank',
      input: manifests(...relyingParty({ baseUrl: null, clientId: ' ' })),
      findings: [{ ...issuer, line: 'baseUrl: null' }, { ...web, line: 'clientId: " "' }],
    },
    {
      when: 'a service presents no client to a flyteadmin that demands tokens',
      input: manifests(...flyteadmin(externalAuth(ISSUER)), ...service('executions', admin(''), { secrets: {} })),
      findings: [client],
    },
    {
      when: 'one global is empty in every service of the plane: one cause, one finding',
      input: manifests(...flyteadmin(externalAuth(ISSUER)), ...['executions', 'cluster', 'usage'].flatMap((name) =>
        service(name, { ...admin(''), union: { auth: { enable: true, clientId: '' } } }, { secrets: {} }))),
      findings: [{ ...client, found: `${found}, and 5 more in executions, cluster, usage` }],
    },
    {
      when: 'the services of two control planes present none',
      input: manifests(...['union-cp', 'other-cp'].flatMap((namespace) => [
        ...flyteadmin(externalAuth(ISSUER), { namespace }), ...service('executions', admin(''), { secrets: {}, namespace }),
      ])),
      findings: [client, { ...client, object: 'v1/ConfigMap other-cp/executions' }],
    },
    {
      when: 'a data plane alone is switched on and presents none',
      input: manifests(...dataPlaneService('union-operator', { union: { auth: { enable: true, clientId: '' } } })),
      findings: [{ ...client, object: 'v1/ConfigMap union/union-operator', field: 'data["config.yaml"]: union.auth.clientId' }],
    },
    { when: 'a volume names an empty Secret', input: pod({ secret: { secretName: '' } }), findings: [volume] },
    { when: 'a volume names none', input: pod({ secret: { secretName: null } }), findings: [{ ...volume, line: 'secretName: null' }] },
    { when: 'a volume leaves the name out', input: pod({ secret: {} }), findings: [{ ...volume, line: 'secret: {}' }] },
    {
      when: 'a projection names none, beside one that does',
      input: pod({ projected: { sources: [{ secret: { name: 'a' } }, { secret: { name: '' } }, { configMap: { name: 'b' } }] } }),
      findings: [{ ...volume, field: 'spec.template.spec.volumes[0].projected.sources[1].secret.name', line: 'name: ""' }],
    },
    {
      when: 'variables come from a Secret without a name',
      input: pod({ secret: { secretName: 'union-controlplane-secrets' } }, {
        env: [{ name: 'A', value: '' }, { name: 'B', valueFrom: { secretKeyRef: { name: '', key: 'client_secret' } } }],
        envFrom: [{ configMapRef: { name: '' } }, { secretRef: { name: null } }],
      }),
      findings: [{
        ...volume, field: 'spec.template.spec.containers[0].env[1].valueFrom.secretKeyRef.name', line: 'name: ""', found: `${found}, and 1 more in executions`,
      }],
    },
    {
      when: 'services of both planes in one namespace present none',
      input: manifests(...flyteadmin(externalAuth(ISSUER)), ...service('executions', admin(''), { secrets: {} }), ...dataPlaneService('union-operator', admin(''), 'union-cp')),
      findings: [client, { ...client, object: 'v1/ConfigMap union-cp/union-operator' }],
    },
    {
      when: 'a service presents no client and mounts no Secret',
      input: manifests(...flyteadmin(externalAuth(ISSUER)), ...service('executions', admin(''), { secrets: { '': '/etc/secrets/union' } })),
      findings: [client, { ...volume, field: 'spec.template.spec.volumes[1].secret.secretName' }],
    },
    {
      when: 'two workloads share the settings: one place',
      input: manifests(...flyteadmin(externalAuth(ISSUER)), ...service('executions', admin(''), { secrets: {} }), deployment('cluster', { configMaps: { executions: '/etc/config' } })),
      findings: [client],
    },
    {
      when: 'the values of a data plane name nothing',
      input: { 'dataplane.values.yaml': `${DATA_PLANE}clusterName: ""\norgName:\n` },
      findings: [
        { object: 'v2/Values dataplane', field: 'clusterName', line: 'clusterName: ""', expected: 'the name of the cluster, under which the data plane registers', found },
        { object: 'v2/Values dataplane', field: 'orgName', line: 'orgName:', expected: 'the name of the organization, as the control plane has it', found },
      ],
    },
    {
      when: 'the operator of a data plane registers under no name',
      input: manifests(...dataPlaneService('operator', { operator: { clusterId: { name: '', organization: 'acme' } } })),
      findings: [{
        object: 'v1/ConfigMap union/operator',
        field: 'data["config.yaml"]: operator.clusterId.name',
        line: 'name: ""',
        expected: 'the name of the cluster, under which the data plane registers',
        found,
      }],
    },
  ],
  passes: [
    { when: 'a data plane has its names', input: { 'dataplane.values.yaml': `${DATA_PLANE}clusterName: east\norgName: acme\n` } },
    { when: 'globals name it', input: { 'dataplane.values.yaml': `${DATA_PLANE}  CLUSTER_NAME: east\nclusterName: ""\norgName: acme\n` } },
    { when: 'issuer and clients are there', input: manifests(...flyteadmin(externalAuth(ISSUER)), ...service('executions', admin('service'))) },
    { when: 'the external authorization server is left to the relying party\'s issuer', input: manifests(...flyteadmin(externalAuth('', {}, { userAuth: { openId: { baseUrl: ISSUER } } }))) },
    { when: 'a setting is left out, as another file may have it', input: manifests(...relyingParty({ clientId: 'web' })) },
    { when: 'the client of SDK and CLI is empty, which is native-client-misconfigured', input: manifests(...flyteadmin(externalAuth(ISSUER, { flyteClient: { clientId: '' } }))) },
    { when: 'every Secret has a name', input: pod({ secret: { secretName: 'union-controlplane-secrets' } }) },
  ],
  notApplicable: [
    { when: 'a Deployment is a patch of one', input: manifests(object('apps/v1', 'Deployment', 'executions', { spec: { replicas: 2 } })), reason },
    { when: 'authentication is off', input: manifests(...relyingParty({ baseUrl: '', clientId: '' }, false), ...service('executions', admin(''), { secrets: {} })), reason },
    { when: 'nothing tells whether anybody demands a token', input: manifests(...service('executions', admin(''), { secrets: {} })), reason },
    { when: 'the client is switched off', input: manifests(...service('executions', { union: { auth: { enable: false, clientId: '' } } }, { secrets: {} })), reason },
    { when: 'the pod is none of Union\'s', input: manifests(deployment('other', { pod: { volumes: [{ name: 'a', secret: { secretName: '' } }] } })), reason },
  ],
});
