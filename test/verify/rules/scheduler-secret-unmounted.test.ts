import { clientSecretUnmounted, schedulerSecretUnmounted } from '../../../src/verify/rules/credentials';
import { verify } from '../../../src/verify/verify';
import { configMap, deployment, DeploymentProps, manifests, secret } from '../_manifests';
import { externalAuth, flyteadmin, ISSUER, service } from '../_planes';
import { remedy, testRule } from '../_rule-harness';
import { flyteadmin as silent } from '../_union';

const configured = { clientId: 'service', clientSecretLocation: '/etc/secrets/client_secret' };
const scheduler = (admin: Record<string, unknown>, props: DeploymentProps = {}) => [
  configMap('flyte-scheduler-config', { 'admin.yaml': { admin: { endpoint: 'flyteadmin:81', ...admin } } }),
  deployment('flytescheduler', { configMaps: { 'flyte-scheduler-config': '/etc/flyte/config' }, ...props }),
];
const mounted = { secrets: { 'flyte-secret-auth': '/etc/secrets/' } };
const admin = flyteadmin(externalAuth(ISSUER));

const finding = {
  object: 'v1/ConfigMap union-cp/flyte-scheduler-config',
  field: 'data["admin.yaml"]: admin.clientSecretLocation',
  expected: '/etc/secrets/client_secret mounted in apps/v1/Deployment union-cp/flytescheduler, container flytescheduler',
};
const unmounted = manifests(...scheduler(configured));

testRule(schedulerSecretUnmounted, {
  fires: [
    ['nothing is mounted', unmounted, { ...finding, found: 'no mount that covers the path' },
      remedy(['              mountPath: /etc/flyte/config\n', '              mountPath: /etc/flyte/config\n            - name: secret\n              mountPath: /etc/secrets/\n'],
        ['      volumes:\n', '      volumes:\n        - name: secret\n          secret:\n            secretName: flyte-secret-auth\n'])],
    ['the Secret is mounted where the union services have theirs',
      [...admin, ...scheduler(configured, { secrets: { 'flyte-secret-auth': '/etc/secrets/union' } })],
      { ...finding, found: 'no mount that covers the path' }],
    ['the configuration names no client while flyteadmin asks for tokens', [...admin, ...scheduler({})],
      { ...finding, field: 'data["admin.yaml"]: admin', found: 'no mount that covers the path' }],
    ['the container has another name and runs the scheduler',
      [scheduler(configured)[0], deployment('native', { configMaps: { 'flyte-scheduler-config': '/etc/flyte/config' }, command: ['/bin/flytescheduler', 'run'] })],
      { ...finding, expected: '/etc/secrets/client_secret mounted in apps/v1/Deployment union-cp/native, container native', found: 'no mount that covers the path' }],
    ['the configuration names no client, says how it authenticates, and another service has a client',
      [...admin, ...scheduler({ authType: 'ClientSecret' }), ...service('executions', { admin: configured })],
      { ...finding, field: 'data["admin.yaml"]: admin', found: 'no mount that covers the path' }],
  ],
  passes: [
    ['its database password is mounted nowhere, which is another rule\'s',
      [...admin, configMap('flyte-scheduler-config', { 'admin.yaml': { admin: configured, database: { passwordPath: '/etc/db/pass.txt' } } }), scheduler({}, mounted)[1]]],
    ['flyte-secret-auth is mounted', [...admin, ...scheduler(configured, mounted)]],
    ['the default location is mounted for a client without settings', [...admin, ...scheduler({}, mounted)]],
    ['another Secret is mounted there', scheduler(configured, { secrets: { 'my-secret': '/etc/secrets' } })],
  ],
  notApplicable: [
    ['it authenticates in another way', [...admin, ...scheduler({ authType: 'ExternalCommand' })]],
    ['nothing says that flyteadmin asks for tokens', [...silent({ useAuth: null }), ...scheduler(configured)]],
    ['a CSI driver may mount it', [...admin, ...scheduler(configured, {
      ...mounted, pod: { volumes: [{ name: 'flyte-scheduler-config', configMap: { name: 'flyte-scheduler-config' } }, { name: 'flyte-secret-auth', csi: { driver: 'secrets-store.csi.k8s.io' } }] },
    })]],
    ['the scheduler only checks its configuration', [...admin, ...scheduler({}, { command: ['flytescheduler', 'config', 'validate'] })]],
    ['the chart renders the Secret and no scheduler', [...admin, secret('flyte-secret-auth', { client_secret: 'placeholder' })]],
    ['flyteadmin asks for no tokens', [...flyteadmin(externalAuth(ISSUER), { useAuth: false }), ...scheduler(configured)]],
    ['the secret comes from the environment', [...admin, ...scheduler({ clientSecretEnvVar: 'CLIENT_SECRET' })]],
    ['its configuration and flyteadmin are not in the input', [scheduler({})[1]]],
    ['another service mounts nothing', [...admin, ...service('executions', { admin: configured }, { secrets: {} })]],
    ['only an init container runs the scheduler\'s binary', [scheduler(configured)[0], deployment('other', {
      pod: {
        containers: [{ name: 'main' }],
        initContainers: [{ name: 'precheck', command: ['flytescheduler', 'precheck'], volumeMounts: [{ name: 'config', mountPath: '/etc/flyte/config' }] }],
        volumes: [{ name: 'config', configMap: { name: 'flyte-scheduler-config' } }],
      },
    })]],
  ],
});

test('a scheduler without its mount is one finding, not two', () => {
  const report = verify([{ name: 'input.yaml', text: unmounted }]);
  expect(report.findings.map(({ rule }) => rule)).toEqual([schedulerSecretUnmounted.id]);
  expect(clientSecretUnmounted.explanation).toContain(schedulerSecretUnmounted.id);
});
