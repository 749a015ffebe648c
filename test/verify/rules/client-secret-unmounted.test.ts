import { clientSecretUnmounted } from '../../../src/verify/rules/client-secret-unmounted';
import { configMap, deployment, manifests, secret } from '../_manifests';
import { testRule } from '../_rule-harness';

const location = '/etc/secrets/union/client_secret';
const config = configMap('executions', { 'admin.yaml': { admin: { clientId: 'service', clientSecretLocation: location } } });
const withMounts = (secrets: Record<string, string>, pod = {}) =>
  manifests(config, deployment('executions', { configMaps: { executions: '/etc/config' }, secrets, pod }));

const finding = {
  object: 'v1/ConfigMap union-cp/executions',
  field: 'data["admin.yaml"]: admin.clientSecretLocation',
  line: `clientSecretLocation: ${location}`,
  expected: `${location} mounted in apps/v1/Deployment union-cp/executions, container executions`,
};

testRule(clientSecretUnmounted, {
  fires: [
    {
      when: 'no mount covers the path',
      input: withMounts({ 'union-controlplane-secrets': '/etc/db' }),
      findings: [{ ...finding, found: 'no mount that covers the path' }],
    },
    {
      when: 'items rename the key',
      input: manifests(config, deployment('executions', {
        configMaps: { executions: '/etc/config' },
        container: { volumeMounts: [{ name: 'executions', mountPath: '/etc/config' }, { name: 'auth', mountPath: '/etc/secrets/union' }] },
        pod: {
          volumes: [
            { name: 'executions', configMap: { name: 'executions' } },
            { name: 'auth', secret: { secretName: 'union-controlplane-secrets', items: [{ key: 'client_secret', path: 'secret' }] } },
          ],
        },
      })),
      findings: [{ ...finding, found: 'a mount at /etc/secrets/union that does not show the file' }],
    },
    {
      when: 'a nested mount hides the directory',
      input: withMounts({ outer: '/etc/secrets/union', inner: '/etc/secrets/union/client_secret' }),
      findings: [{ ...finding, found: 'a mount at /etc/secrets/union/client_secret that does not show the file' }],
    },
    {
      when: 'the pod declares no such volume',
      input: withMounts({ auth: '/etc/secrets/union' }, { volumes: [{ name: 'executions', configMap: { name: 'executions' } }] }),
      findings: [{ ...finding, found: 'a mount of the volume auth, which the pod does not declare' }],
    },
  ],
  passes: [
    { when: 'the Secret is mounted at the directory', input: withMounts({ 'union-controlplane-secrets': '/etc/secrets/union/' }) },
    {
      when: 'a subPath mounts the file alone',
      input: manifests(config, deployment('executions', {
        configMaps: { executions: '/etc/config' },
        container: { volumeMounts: [{ name: 'executions', mountPath: '/etc/config' }, { name: 'auth', mountPath: location, subPath: 'client_secret' }] },
        pod: { volumes: [{ name: 'executions', configMap: { name: 'executions' } }, { name: 'auth', secret: { secretName: 'auth' } }] },
      })),
    },
  ],
  notApplicable: [
    {
      when: 'the input has no workload',
      input: manifests(config, secret('union-controlplane-secrets')),
      reason: 'No workload in the input is configured to read a client secret from a file.',
    },
    {
      when: 'a CSI driver provides the files',
      input: withMounts({ auth: '/etc/secrets/union' }, {
        volumes: [{ name: 'executions', configMap: { name: 'executions' } }, { name: 'auth', csi: { driver: 'secrets-store.csi.k8s.io' } }],
      }),
      reason: 'No workload in the input is configured to read a client secret from a file.',
    },
  ],
});
