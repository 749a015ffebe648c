import { credentialUnreadable } from '../../../src/verify/rules/credentials';
import { configMap, deployment, externalSecret, manifests } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';

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
  expected: `a mode by which apps/v1/Deployment union-cp/executions, container executions may read ${location}, or an fsGroup`,
  found: '0400, for root alone',
};
const NON_ROOT = { runAsNonRoot: true, runAsUser: 1000 };
const owned = { secret: { ...SECRET, defaultMode: 0o400 } };

const NAMED = { name: SECRET.secretName };
const FOR_ROOT = [{ key: 'client_secret', path: 'client_secret', mode: 0o400 }];

testRule(credentialUnreadable, {
  fires: [
    ['the files are for root alone and the pod runs as another user', executions({ volume: owned, pod: NON_ROOT }), finding],
    ['the container says so', executions({ volume: owned, container: { runAsUser: 65532 } }), finding],
    ['the user of the image is not root', executions({ volume: owned, pod: { runAsNonRoot: true } }), finding,
      remedy(['      securityContext:\n        runAsNonRoot: true', '      securityContext:\n        fsGroup: 65534\n        runAsNonRoot: true'])],
    ['the mode is written in octal', executions({ volume: owned, pod: NON_ROOT }).replace('defaultMode: 256', 'defaultMode: 0400'), finding],
    ['the item has the mode',
      executions({ volume: { secret: { ...SECRET, items: [{ key: 'client_secret', path: 'client_secret', mode: 0o600 }] } }, pod: NON_ROOT }),
      { ...finding, found: '0600, for root alone' }],
    ['the group may read, and the process is of another',
      executions({ volume: { secret: { ...SECRET, defaultMode: 0o440 } }, pod: { ...NON_ROOT, runAsGroup: 1000 } }),
      { ...finding, found: '0440, for root alone' }],
    ['a projected volume has the mode',
      executions({ volume: { projected: { defaultMode: 0o400, sources: [{ secret: { name: 'union-controlplane-secrets' } }] } }, pod: NON_ROOT }),
      { ...finding, field: 'spec.template.spec.volumes[1].projected.sources[0].secret' }],
    ['nobody may read', executions({ volume: { secret: { ...SECRET, defaultMode: 0 } }, pod: NON_ROOT }),
      { ...finding, found: '0000, for root alone' }],
  ],
  passes: [
    ['another Secret in the volume is for root alone',
      executions({ volume: { projected: { sources: [{ secret: { name: 'other', items: FOR_ROOT } }, { secret: { name: SECRET.secretName } }] } }, pod: NON_ROOT })
        + manifests(externalSecret(SECRET.secretName))],
    ['a ConfigMap of its name in the volume is for root alone',
      executions({ volume: { projected: { sources: [{ configMap: { ...NAMED, items: FOR_ROOT } }, { secret: NAMED }] } }, pod: NON_ROOT })],
    ['no mode is set', executions({ volume: { secret: SECRET }, pod: NON_ROOT })],
    ['the pod has an fsGroup', executions({ volume: owned, pod: { ...NON_ROOT, fsGroup: 1000 } })],
    ['the process is root', executions({ volume: owned, pod: { runAsUser: 0 } })],
    ['the container is root again', executions({ volume: owned, pod: NON_ROOT, container: { runAsUser: 0, runAsNonRoot: false } })],
    ['nobody says who the process is', executions({ volume: owned })],
    ['the group may read, and no other group is named', executions({ volume: { secret: { ...SECRET, defaultMode: 0o440 } }, pod: NON_ROOT })],
    ['root\'s group is among the others',
      executions({ volume: { secret: { ...SECRET, defaultMode: 0o440 } }, pod: { ...NON_ROOT, runAsGroup: 1000, supplementalGroups: [0] } })],
    ['the item is readable',
      executions({ volume: { secret: { ...SECRET, defaultMode: 0o400, items: [{ key: 'client_secret', path: 'client_secret', mode: 0o444 }] } }, pod: NON_ROOT })],
  ],
  notApplicable: [
    ['a ConfigMap has the file',
      executions({ volume: { configMap: { name: 'auth', defaultMode: 0o400 } }, pod: NON_ROOT }) + manifests(configMap('auth', { client_secret: 'x' }))],
    ['a variable has the secret',
      [configMap('executions', { 'admin.yaml': { admin: { clientId: 'service', clientSecretEnvVar: 'S' } } }), deployment('executions', {
        configMaps: { executions: '/etc/config' }, env: [{ name: 'S', valueFrom: { secretKeyRef: { name: SECRET.secretName, key: 'client_secret' } } }],
      })]],
    ['nothing is mounted where the secret ought to lie', [config, deployment('executions', { configMaps: { executions: '/etc/config' } })]],
    ['no file of a Secret is read', executions({ volume: { emptyDir: {} }, pod: NON_ROOT })],
  ],
});
