import { Model } from '../../../src/verify/model/model';
import { parseManifests } from '../../../src/verify/parse';
import { configMap, deployment, manifests } from '../_manifests';

const CONFIG = { 'config.yaml': { a: 1 } };

/** Whether the config of a pod with these volumes, each at its path, is wholly in the input. */
function complete(volumes: Record<string, object>): boolean {
  const mounts = Object.keys(volumes).map((mountPath, index) => ({ name: `v${index}`, mountPath }));
  const pod = { containers: [{ name: 'main', image: 'registry.unionai.cloud/controlplane/services:2026.8.3', volumeMounts: mounts }], volumes: Object.values(volumes).map((volume, index) => ({ name: `v${index}`, ...volume })) };
  const input = manifests(configMap('known', CONFIG), deployment('service', { pod }));
  return new Model(parseManifests([{ name: 'input.yaml', text: input }]).objects).configs[0].complete;
}

const known = { configMap: { name: 'known' } };

test.each([
  ['every source of its directory is there', { '/etc/config': known }, true],
  ['what is missing lies in another directory', { '/etc/config': known, '/etc/secrets': { secret: { secretName: 'x' } }, '/tmp': { emptyDir: {} } }, true],
  ['a projected ConfigMap is missing', { '/etc/config/': { projected: { sources: [known, { configMap: { name: 'unknown' } }] } } }, false],
  ['a Secret adds files', { '/etc/config': { projected: { sources: [known, { secret: { name: 'private' } }] } } }, false],
])('a configuration is wholly in the input, %s: %s', (_, volumes, expected) => expect(complete(volumes)).toBe(expected));
