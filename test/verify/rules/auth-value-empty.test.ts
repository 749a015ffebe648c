import { authValueEmpty } from '../../../src/verify/rules/unfilled';
import { deployment, manifests, object } from '../_manifests';
import { dataPlaneService, externalAuth, flyteadmin, ISSUER, service } from '../_planes';
import { remedy, testRule } from '../_rule-harness';

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
  expected: 'the issuer',
  found,
};
const web = { ...issuer, field: 'data["server.yaml"]: auth.userAuth.openId.clientId', expected: 'the ID of the web application' };
const client = { object: 'v1/ConfigMap union-cp/executions', field: 'data["config.yaml"]: admin.clientId', expected: 'the ID of the service application', found };
const volume = {
  object: 'apps/v1/Deployment union-cp/executions',
  field: 'spec.template.spec.volumes[0].secret.secretName',
  expected: 'the name of a Secret',
  found,
};
const CONTAINERS = 'the containers of apps/v1/Deployment union-cp/executions';
const refused = (spec: object) => object('apps/v1', 'Deployment', 'executions', { spec: { selector: { matchLabels: { app: 'executions' } }, ...spec } });

const DATA_PLANE = '# yaml-language-server: $schema=union-dataplane-2026.8.schema.json\nglobal:\n  CONTROLPLANE_HOST: union.example.com\n';

testRule(authValueEmpty, {
  fires: [
    ['a Deployment has no containers', [refused({ template: { spec: { containers: [] } } })],
      { ...volume, field: 'spec.template.spec.containers', expected: CONTAINERS, found: 'no containers' },
      remedy(['containers: []', 'containers: [{ name: executions, image: executions }]\n      volumes: [{ name: a, secret: { secretName: a } }]'])],
    ['a Deployment has no pod at all', [refused({ template: {} })],
      { ...volume, field: 'spec.template.spec.containers', expected: CONTAINERS, found: 'no containers' }],
    ['the relying party is rendered without issuer and client', relyingParty({ baseUrl: '', clientId: '' }), issuer, web],
    ['the values are null or blank', relyingParty({ baseUrl: null, clientId: ' ' }), { ...issuer }, { ...web }],
    ['a service presents no client to a flyteadmin that demands tokens',
      [...flyteadmin(externalAuth(ISSUER)), ...service('executions', admin(''), { secrets: {} })],
      client],
    ['one global is empty in every service of the plane: one cause, one finding',
      [...flyteadmin(externalAuth(ISSUER)), ...['executions', 'cluster', 'usage'].flatMap((name) =>
        service(name, { ...admin(''), union: { auth: { enable: true, clientId: '' } } }, { secrets: {} }))],
      { ...client, found: `${found}, and 5 more in executions, cluster, usage` }],
    ['the services of two control planes present none',
      (['union-cp', 'other-cp'].flatMap((namespace) => [
        ...flyteadmin(externalAuth(ISSUER), { namespace }), ...service('executions', admin(''), { secrets: {}, namespace }),
      ])), client,
      { ...client, object: 'v1/ConfigMap other-cp/executions' }],
    ['a data plane alone is switched on and presents none', dataPlaneService('union-operator', { union: { auth: { enable: true, clientId: '' } } }),
      { ...client, object: 'v1/ConfigMap union/union-operator', field: 'data["config.yaml"]: union.auth.clientId' }],
    ['a volume names an empty Secret', pod({ secret: { secretName: '' } }), volume],
    ['a volume names none', pod({ secret: { secretName: null } }), { ...volume }],
    ['a volume leaves the name out', pod({ secret: {} }), { ...volume },
      remedy(['secret: {}', 'secret: { secretName: union-controlplane-secrets }'])],
    ['a projection names none, beside one that does',
      pod({ projected: { sources: [{ secret: { name: 'a' } }, { secret: { name: '' } }, { configMap: { name: 'b' } }] } }),
      { ...volume, field: 'spec.template.spec.volumes[0].projected.sources[1].secret.name' }],
    ['variables come from a Secret without a name', pod({ secret: { secretName: 'union-controlplane-secrets' } }, {
      env: [{ name: 'A', value: '' }, { name: 'B', valueFrom: { secretKeyRef: { name: '', key: 'client_secret' } } }],
      envFrom: [{ configMapRef: { name: '' } }, { secretRef: { name: null } }],
    }), { ...volume, field: 'spec.template.spec.containers[0].env[1].valueFrom.secretKeyRef.name', found: `${found}, and 1 more in executions` }],
    ['services of both planes in one namespace present none',
      [...flyteadmin(externalAuth(ISSUER)), ...service('executions', admin(''), { secrets: {} }), ...dataPlaneService('union-operator', admin(''), 'union-cp')],
      client,
      { ...client, object: 'v1/ConfigMap union-cp/union-operator' }],
    ['a service presents no client and mounts no Secret',
      [...flyteadmin(externalAuth(ISSUER)), ...service('executions', admin(''), { secrets: { '': '/etc/secrets/union' } })],
      client,
      { ...volume, field: 'spec.template.spec.volumes[1].secret.secretName' }],
    ['two workloads share the settings: one place',
      [...flyteadmin(externalAuth(ISSUER)), ...service('executions', admin(''), { secrets: {} }), deployment('cluster', { configMaps: { executions: '/etc/config' } })],
      client],
    ['the values of a data plane name nothing', { 'dataplane.values.yaml': `${DATA_PLANE}clusterName: ""\norgName:\n` },
      ['v2/Values dataplane', 'clusterName', 'the name of the cluster, under which the data plane registers', found],
      ['v2/Values dataplane', 'orgName', 'the name of the organization, as the control plane has it', found]],
    ['the operator of a data plane registers under no name',
      dataPlaneService('operator', { operator: { clusterId: { name: '', organization: 'acme' } } }),
      ['v1/ConfigMap union/operator', 'data["config.yaml"]: operator.clusterId.name', 'the name of the cluster, under which the data plane registers', found]],
  ],
  passes: [
    ['a data plane has its names', { 'dataplane.values.yaml': `${DATA_PLANE}clusterName: east\norgName: acme\n` }],
    ['globals name it', { 'dataplane.values.yaml': `${DATA_PLANE}  CLUSTER_NAME: east\nclusterName: ""\norgName: acme\n` }],
    ['issuer and clients are there', [...flyteadmin(externalAuth(ISSUER)), ...service('executions', admin('service'))]],
    ['the external authorization server is left to the relying party\'s issuer',
      flyteadmin(externalAuth('', {}, { userAuth: { openId: { baseUrl: ISSUER } } }))],
    ['a setting is left out, as another file may have it', relyingParty({ clientId: 'web' })],
    ['the client of SDK and CLI is empty, which is native-client-misconfigured', flyteadmin(externalAuth(ISSUER, { flyteClient: { clientId: '' } }))],
    ['every Secret has a name', pod({ secret: { secretName: 'union-controlplane-secrets' } })],
  ],
  notApplicable: [
    ['a Deployment is a patch of one', [object('apps/v1', 'Deployment', 'executions', { spec: { replicas: 2 } })]],
    ['authentication is off', [...relyingParty({ baseUrl: '', clientId: '' }, false), ...service('executions', admin(''), { secrets: {} })]],
    ['nothing tells whether anybody demands a token', service('executions', admin(''), { secrets: {} })],
    ['the client is switched off', service('executions', { union: { auth: { enable: false, clientId: '' } } }, { secrets: {} })],
    ['the pod is none of Union\'s', [deployment('other', { pod: { volumes: [{ name: 'a', secret: { secretName: '' } }] } })]],
  ],
});
