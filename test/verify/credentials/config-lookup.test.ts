import { ConfigMap } from '../../../src/verify/kube/config-map';
import { ConfigLookup, lookUpConfig } from '../../../src/verify/model/config-lookups';
import { configMap, Json } from '../_manifests';
import { container, read, workload } from '../kube/_views';

const MAPS = new Map(Object.entries<Record<string, string>>({
  a: { 'a.yaml': 'x: 1\n', 'notes.txt': 'n' }, b: { 'b.yaml': 'y: 2\n' }, blank: { 'a.yaml': '' },
}).map(([name, data]) => [name, new ConfigMap(read(configMap(name, data))[0])]));

type Mounts = readonly (readonly [path: string, volume: Json, subPath?: string])[];

const pod = (mounts: Mounts) => ({ volumes: mounts.map(([, volume], i) => ({ name: `v${i}`, ...volume })) });
const spec = (mounts: Mounts) => ({ volumeMounts: mounts.map(([mountPath, , subPath], i) => ({ name: `v${i}`, mountPath, subPath })) });
const of = (name: string, rest: object = {}) => ({ configMap: { name, ...rest } });
const items = (...keys: string[]) => ({ items: keys.map((key) => ({ key, path: key })) });

function inShort(lookup: ConfigLookup): unknown {
  switch (lookup.state) {
    case 'found': return lookup.files.map(({ path }) => path);
    case 'others': return { others: lookup.paths };
    case 'absent': return { absent: lookup.source.name };
    case 'no-key': return { lacks: lookup.key, in: lookup.source.name };
    case 'no-volume': return { undeclared: lookup.mount.volumeName };
    default: return lookup.state;
  }
}

const GLOB = '/etc/c/*.yaml';
const A = ['/etc/c/a.yaml'];
const BOTH = ['/etc/c/a.yaml', '/etc/c/b.yaml'];
const others = ['/etc/c/a.yaml', '/etc/c/notes.txt'];

test.each<[string, string, unknown, ...Mounts]>([
  ['the files that the pattern names', GLOB, A, ['/etc/c', of('a')]],
  ['those of two ConfigMaps', GLOB, BOTH, ['/etc/c', of('a')], ['/etc/c/b.yaml', of('b'), 'b.yaml']],
  ['the file that it names', '/etc/c/a.yaml', A, ['/etc/c/', of('a')]],
  ['the files below a star', '/etc/*/a.yaml', A, ['/etc/c', of('a')]],
  ['nothing without a mount', GLOB, 'unmounted'],
  ['nothing with a mount elsewhere', GLOB, 'unmounted', ['/etc/d', of('a')]],
  ['those of the nearer mount', GLOB, A, ['/etc', of('b')], ['/etc/c', of('a')]],
  ['those of the nearer mount, in any order', GLOB, A, ['/etc/c', of('a')], ['/etc', of('b')]],
  ['those of the nearer mount, beside an absent ConfigMap', GLOB, A, ['/etc/c', of('a')], ['/etc', of('absent')]],
  ['that a ConfigMap is absent', GLOB, { absent: 'absent' }, ['/etc/c', of('absent')]],
  ['the files beside an absent ConfigMap', GLOB, A, ['/etc/c', of('a')], ['/etc/c/x.yaml', of('absent'), 'x.yaml']],
  ['nothing of an absent ConfigMap that is optional', GLOB, 'opaque', ['/etc/c', of('absent', { optional: true })]],
  // The pod does not start.
  ['that a key is missing, whatever else is there', GLOB, { lacks: 'gone.yaml', in: 'a' }, ['/etc/c', of('a', items('a.yaml', 'gone.yaml'))]],
  ['the keys that are there', GLOB, A, ['/etc/c', of('a', items('a.yaml'))]],
  ['that a key is missing in a second ConfigMap', GLOB, { lacks: 'gone', in: 'b' }, ['/etc/c', of('a')], ['/etc/c/b.yaml', of('b', items('gone'))]],
  ['the others where a missing key is optional', GLOB, A, ['/etc/c', of('a', { ...items('a.yaml', 'gone.yaml'), optional: true })]],
  ['that a file is empty', GLOB, 'empty', ['/etc/c', of('blank')]],
  ['files beside an empty one', GLOB, BOTH, ['/etc/c', of('blank')], ['/etc/c/b.yaml', of('b'), 'b.yaml']],
  ['that there are only others', '/etc/c/*.json', { others }, ['/etc/c', of('a')]],
  ['nothing of a Secret', GLOB, 'opaque', ['/etc/c', { secret: { secretName: 's' } }]],
  ['nothing of a driver', GLOB, 'opaque', ['/etc/c', { csi: {} }]],
  ['nothing beside a file of a driver', '/etc/c/*.json', 'opaque', ['/etc/c', of('a')], ['/etc/c/x.json', { csi: {} }, 'x.json']],
  ['that there are only others, beside a deeper mount', '/etc/c/*.json', { others }, ['/etc/c', of('a')], ['/etc/c/x', { csi: {} }]],
  ['nothing in a deeper mount', '/etc/c/*/*.json', 'opaque', ['/etc/c', of('a')], ['/etc/c/x', { csi: {} }]],
])('is found: %s', (_, glob, expected, ...mounts) => expect(inShort(lookUpConfig(container(spec(mounts), pod(mounts)), glob, (name) => MAPS.get(name)))).toEqual(expected));

test('of a volume that the pod does not declare, and of files that are injected, nothing is found', () => {
  const injected = workload({ containers: [{}] }, { podMetadata: { annotations: { 'vault.hashicorp.com/agent-inject': 'true' } } });
  const containers = [container({ volumeMounts: [{ name: 'gone', mountPath: '/etc/c' }] }), injected.containers[0]];
  expect(containers.map((each) => inShort(lookUpConfig(each, GLOB, () => undefined)))).toEqual([{ undeclared: 'gone' }, 'opaque']);
});
