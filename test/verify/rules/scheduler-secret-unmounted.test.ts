import { clientSecretUnmounted, schedulerSecretUnmounted } from '../../../src/verify/rules/credentials';
import { verify } from '../../../src/verify/verify';
import { configMap, deployment, DeploymentProps, manifests, secret } from '../_manifests';
import { externalAuth, flyteadmin, ISSUER, service } from '../_planes';
import { testRule } from '../_rule-harness';
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
  line: 'clientSecretLocation: /etc/secrets/client_secret',
  expected: '/etc/secrets/client_secret mounted in apps/v1/Deployment union-cp/flytescheduler, container flytescheduler',
};
const reason = 'No flyte-scheduler in the input reads a client secret from a file.';
const unmounted = manifests(...scheduler(configured));

testRule(schedulerSecretUnmounted, {
  fires: [
    { when: 'nothing is mounted', input: unmounted, findings: [{ ...finding, found: 'no mount that covers the path' }] },
    {
      when: 'the Secret is mounted where the union services have theirs',
      input: manifests(...admin, ...scheduler(configured, { secrets: { 'flyte-secret-auth': '/etc/secrets/union' } })),
      findings: [{ ...finding, found: 'no mount that covers the path' }],
    },
    {
      when: 'the configuration names no client while flyteadmin asks for tokens',
      input: manifests(...admin, ...scheduler({})),
      findings: [{ ...finding, field: 'data["admin.yaml"]: admin', line: 'admin:', found: 'no mount that covers the path' }],
    },
    {
      when: 'the container has another name and runs the scheduler',
      input: manifests(scheduler(configured)[0], deployment('native', { configMaps: { 'flyte-scheduler-config': '/etc/flyte/config' }, command: ['/bin/flytescheduler', 'run'] })),
      findings: [{
        ...finding,
        expected: '/etc/secrets/client_secret mounted in apps/v1/Deployment union-cp/native, container native',
        found: 'no mount that covers the path',
      }],
    },
    {
      when: 'the configuration names no client, says how it authenticates, and another service has a client',
      input: manifests(...admin, ...scheduler({ authType: 'ClientSecret' }), ...service('executions', { admin: configured })),
      findings: [{ ...finding, field: 'data["admin.yaml"]: admin', line: 'admin:', found: 'no mount that covers the path' }],
    },
  ],
  passes: [
    {
      when: 'its database password is mounted nowhere, which is another rule\'s',
      input: manifests(...admin, configMap('flyte-scheduler-config', { 'admin.yaml': { admin: configured, database: { passwordPath: '/etc/db/pass.txt' } } }), scheduler({}, mounted)[1]),
    },
    { when: 'flyte-secret-auth is mounted', input: manifests(...admin, ...scheduler(configured, mounted)) },
    { when: 'the default location is mounted for a client without settings', input: manifests(...admin, ...scheduler({}, mounted)) },
    { when: 'another Secret is mounted there', input: manifests(...scheduler(configured, { secrets: { 'my-secret': '/etc/secrets' } })) },
  ],
  notApplicable: [
    { when: 'it authenticates in another way', input: manifests(...admin, ...scheduler({ authType: 'ExternalCommand' })), reason },
    { when: 'nothing says that flyteadmin asks for tokens', input: manifests(...silent({ useAuth: null }), ...scheduler(configured)), reason },
    {
      when: 'a CSI driver may mount it',
      input: manifests(...admin, ...scheduler(configured, {
        ...mounted, pod: { volumes: [{ name: 'flyte-scheduler-config', configMap: { name: 'flyte-scheduler-config' } }, { name: 'flyte-secret-auth', csi: { driver: 'secrets-store.csi.k8s.io' } }] },
      })),
      reason,
    },
    {
      when: 'the scheduler only checks its configuration',
      input: manifests(...admin, ...scheduler({}, { command: ['flytescheduler', 'config', 'validate'] })),
      reason,
    },
    { when: 'the chart renders the Secret and no scheduler', input: manifests(...admin, secret('flyte-secret-auth', { client_secret: 'placeholder' })), reason },
    { when: 'flyteadmin asks for no tokens', input: manifests(...flyteadmin(externalAuth(ISSUER), { useAuth: false }), ...scheduler(configured)), reason },
    { when: 'the secret comes from the environment', input: manifests(...admin, ...scheduler({ clientSecretEnvVar: 'CLIENT_SECRET' })), reason },
    { when: 'its configuration and flyteadmin are not in the input', input: manifests(scheduler({})[1]), reason },
    { when: 'another service mounts nothing', input: manifests(...admin, ...service('executions', { admin: configured }, { secrets: {} })), reason },
    {
      when: 'only an init container runs the scheduler\'s binary',
      input: manifests(scheduler(configured)[0], deployment('other', {
        pod: {
          containers: [{ name: 'main' }],
          initContainers: [{ name: 'precheck', command: ['flytescheduler', 'precheck'], volumeMounts: [{ name: 'config', mountPath: '/etc/flyte/config' }] }],
          volumes: [{ name: 'config', configMap: { name: 'flyte-scheduler-config' } }],
        },
      })),
      reason,
    },
  ],
});

test('a scheduler without its mount is one finding, not two', () => {
  const report = verify([{ name: 'input.yaml', text: unmounted }]);
  expect(report.findings.map(({ rule }) => rule)).toEqual([schedulerSecretUnmounted.id]);
  expect(clientSecretUnmounted.explanation).toContain(schedulerSecretUnmounted.id);
});
