import { credentialUnreadable } from '../../../src/verify/rules/credentials';
import { configMap, deployment, externalSecret, manifests } from '../_manifests';
import { testRule } from '../_rule-harness';

const location = '/etc/secrets/union/client_secret';
const config = configMap('executions', { 'admin.yaml': { admin: { clientId: 'service', clientSecretLocation: location } } });
const SECRET = { secretName: 'union-controlplane-secrets' };

interface Pod {
  readonly volume: Record<string, unknown>;
  readonly pod?: Record<string, unknown>;
  readonly container?: Record<string, unknown>;
}

/** The mode as a manifest has it: `0400` reads as an octal number. */
const executions = ({ volume, pod = {}, container = {} }: Pod): string => manifests(config, deployment('executions', {
  container: { volumeMounts: [{ name: 'config', mountPath: '/etc/config' }, { name: 'auth', mountPath: '/etc/secrets/union' }], securityContext: container },
  pod: { securityContext: pod, volumes: [{ name: 'config', configMap: { name: 'executions' } }, { name: 'auth', ...volume }] },
}));

const finding = {
  object: 'apps/v1/Deployment union-cp/executions',
  field: 'spec.template.spec.volumes[1].secret',
  line: 'secret:',
  expected: `a mode by which apps/v1/Deployment union-cp/executions, container executions may read ${location}, or an fsGroup`,
  found: '0400, for root alone',
};
const NON_ROOT = { runAsNonRoot: true, runAsUser: 1000 };
const owned = { secret: { ...SECRET, defaultMode: 0o400 } };

const NAMED = { name: SECRET.secretName };
const FOR_ROOT = [{ key: 'client_secret', path: 'client_secret', mode: 0o400 }];
const NOT_APPLICABLE = 'No workload in the input reads a credential from a file of a Secret.';

testRule(credentialUnreadable, {
  fires: [
    { when: 'the files are for root alone and the pod runs as another user', input: executions({ volume: owned, pod: NON_ROOT }), findings: [finding] },
    { when: 'the container says so', input: executions({ volume: owned, container: { runAsUser: 65532 } }), findings: [finding] },
    { when: 'the user of the image is not root', input: executions({ volume: owned, pod: { runAsNonRoot: true } }), findings: [finding] },
    { when: 'the mode is written in octal', input: executions({ volume: owned, pod: NON_ROOT }).replace('defaultMode: 256', 'defaultMode: 0400'), findings: [finding] },
    {
      when: 'the item has the mode',
      input: executions({ volume: { secret: { ...SECRET, items: [{ key: 'client_secret', path: 'client_secret', mode: 0o600 }] } }, pod: NON_ROOT }),
      findings: [{ ...finding, found: '0600, for root alone' }],
    },
    {
      when: 'the group may read, and the process is of another',
      input: executions({ volume: { secret: { ...SECRET, defaultMode: 0o440 } }, pod: { ...NON_ROOT, runAsGroup: 1000 } }),
      findings: [{ ...finding, found: '0440, for root alone' }],
    },
    {
      when: 'a projected volume has the mode',
      input: executions({ volume: { projected: { defaultMode: 0o400, sources: [{ secret: { name: 'union-controlplane-secrets' } }] } }, pod: NON_ROOT }),
      findings: [{ ...finding, field: 'spec.template.spec.volumes[1].projected.sources[0].secret' }],
    },
    { when: 'nobody may read', input: executions({ volume: { secret: { ...SECRET, defaultMode: 0 } }, pod: NON_ROOT }), findings: [{ ...finding, found: '0000, for root alone' }] },
  ],
  passes: [
    {
      when: 'another Secret in the volume is for root alone',
      input: executions({ volume: { projected: { sources: [{ secret: { name: 'other', items: FOR_ROOT } }, { secret: { name: SECRET.secretName } }] } }, pod: NON_ROOT })
        + manifests(externalSecret(SECRET.secretName)),
    },
    {
      when: 'a ConfigMap of its name in the volume is for root alone',
      input: executions({ volume: { projected: { sources: [{ configMap: { ...NAMED, items: FOR_ROOT } }, { secret: NAMED }] } }, pod: NON_ROOT }),
    },
    { when: 'no mode is set', input: executions({ volume: { secret: SECRET }, pod: NON_ROOT }) },
    { when: 'the pod has an fsGroup', input: executions({ volume: owned, pod: { ...NON_ROOT, fsGroup: 1000 } }) },
    { when: 'the process is root', input: executions({ volume: owned, pod: { runAsUser: 0 } }) },
    { when: 'the container is root again', input: executions({ volume: owned, pod: NON_ROOT, container: { runAsUser: 0, runAsNonRoot: false } }) },
    { when: 'nobody says who the process is', input: executions({ volume: owned }) },
    { when: 'the group may read, and no other group is named', input: executions({ volume: { secret: { ...SECRET, defaultMode: 0o440 } }, pod: NON_ROOT }) },
    { when: 'root\'s group is among the others', input: executions({ volume: { secret: { ...SECRET, defaultMode: 0o440 } }, pod: { ...NON_ROOT, runAsGroup: 1000, supplementalGroups: [0] } }) },
    { when: 'the item is readable', input: executions({ volume: { secret: { ...SECRET, defaultMode: 0o400, items: [{ key: 'client_secret', path: 'client_secret', mode: 0o444 }] } }, pod: NON_ROOT }) },
  ],
  notApplicable: [
    { when: 'a ConfigMap has the file', input: executions({ volume: { configMap: { name: 'auth', defaultMode: 0o400 } }, pod: NON_ROOT }) + manifests(configMap('auth', { client_secret: 'x' })), reason: NOT_APPLICABLE },
    {
      when: 'a variable has the secret',
      input: manifests(configMap('executions', { 'admin.yaml': { admin: { clientId: 'service', clientSecretEnvVar: 'S' } } }), deployment('executions', {
        configMaps: { executions: '/etc/config' }, env: [{ name: 'S', valueFrom: { secretKeyRef: { name: SECRET.secretName, key: 'client_secret' } } }],
      })),
      reason: NOT_APPLICABLE,
    },
    { when: 'nothing is mounted where the secret ought to lie', input: manifests(config, deployment('executions', { configMaps: { executions: '/etc/config' } })), reason: NOT_APPLICABLE },
    { when: 'no file of a Secret is read', input: executions({ volume: { emptyDir: {} }, pod: NON_ROOT }), reason: NOT_APPLICABLE },
  ],
});
