import { ConfigMap } from '../../../src/verify/kube/config-map';
import { ConfigLookup, lookUpConfig } from '../../../src/verify/model/config-lookups';
import { configMap } from '../_manifests';
import { container, read, workload } from '../kube/_views';

const MAPS = new Map(Object.entries<Record<string, string>>({
  a: { 'a.yaml': 'x: 1\n', 'notes.txt': 'n' }, b: { 'b.yaml': 'y: 2\n' }, blank: { 'a.yaml': '' },
}).map(([name, data]) => [name, new ConfigMap(read(configMap(name, data))[0])]));

type Mounts = readonly (readonly [path: string, volume: Record<string, unknown>, subPath?: string])[];

const pod = (mounts: Mounts) => ({ volumes: mounts.map(([, volume], i) => ({ name: `v${i}`, ...volume })) });
const spec = (mounts: Mounts) => ({ volumeMounts: mounts.map(([mountPath, , subPath], i) => ({ name: `v${i}`, mountPath, subPath })) });
const of = (name: string, rest: object = {}) => ({ configMap: { name, ...rest } });

function looked(glob: string, ...mounts: Mounts): unknown {
  return inShort(lookUpConfig(container(spec(mounts), pod(mounts)), glob, (name) => MAPS.get(name)));
}

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

test('the files that the pattern names are found, of one ConfigMap or more', () => {
  expect(looked(GLOB, ['/etc/c', of('a')])).toEqual(['/etc/c/a.yaml']);
  expect(looked(GLOB, ['/etc/c', of('a')], ['/etc/c/b.yaml', of('b'), 'b.yaml'])).toEqual(['/etc/c/a.yaml', '/etc/c/b.yaml']);
  expect(looked('/etc/c/a.yaml', ['/etc/c/', of('a')])).toEqual(['/etc/c/a.yaml']);
  expect(looked('/etc/*/a.yaml', ['/etc/c', of('a')])).toEqual(['/etc/c/a.yaml']);
});

test('nothing is there where nothing is mounted', () => {
  expect(looked(GLOB)).toBe('unmounted');
  expect(looked(GLOB, ['/etc/d', of('a')])).toBe('unmounted');
  const injected = workload({ containers: [{}] }, { podMetadata: { annotations: { 'vault.hashicorp.com/agent-inject': 'true' } } });
  expect(lookUpConfig(injected.containers[0], GLOB, () => undefined).state).toBe('opaque');
});

test('a nearer mount hides what lies under it, and one beside it does not', () => {
  expect(looked(GLOB, ['/etc', of('b')], ['/etc/c', of('a')])).toEqual(['/etc/c/a.yaml']);
  expect(looked(GLOB, ['/etc/c', of('a')], ['/etc', of('b')])).toEqual(['/etc/c/a.yaml']);
  expect(looked(GLOB, ['/etc/c', of('a')], ['/etc', of('absent')])).toEqual(['/etc/c/a.yaml']);
});

test('a mount of a volume that the pod does not declare', () => {
  expect(inShort(lookUpConfig(container({ volumeMounts: [{ name: 'gone', mountPath: '/etc/c' }] }), GLOB, () => undefined))).toEqual({ undeclared: 'gone' });
});

test('a ConfigMap that is not in the input may come from elsewhere only where others have files', () => {
  expect(looked(GLOB, ['/etc/c', of('absent')])).toEqual({ absent: 'absent' });
  expect(looked(GLOB, ['/etc/c', of('a')], ['/etc/c/x.yaml', of('absent'), 'x.yaml'])).toEqual(['/etc/c/a.yaml']);
  expect(looked(GLOB, ['/etc/c', of('absent', { optional: true })])).toBe('opaque');
});

test('a key that the ConfigMap does not have keeps the pod from starting, whatever else is there', () => {
  const items = (...keys: string[]) => ({ items: keys.map((key) => ({ key, path: key })) });
  expect(looked(GLOB, ['/etc/c', of('a', items('a.yaml', 'gone.yaml'))])).toEqual({ lacks: 'gone.yaml', in: 'a' });
  expect(looked(GLOB, ['/etc/c', of('a', items('a.yaml'))])).toEqual(['/etc/c/a.yaml']);
  expect(looked(GLOB, ['/etc/c', of('a')], ['/etc/c/b.yaml', of('b', items('gone'))])).toEqual({ lacks: 'gone', in: 'b' });
  expect(looked(GLOB, ['/etc/c', of('a', { ...items('a.yaml', 'gone.yaml'), optional: true })])).toEqual(['/etc/c/a.yaml']);
});

test('files that say nothing, and files that the pattern does not name', () => {
  expect(looked(GLOB, ['/etc/c', of('blank')])).toBe('empty');
  expect(looked(GLOB, ['/etc/c', of('blank')], ['/etc/c/b.yaml', of('b'), 'b.yaml'])).toEqual(['/etc/c/a.yaml', '/etc/c/b.yaml']);
  expect(looked('/etc/c/*.json', ['/etc/c', of('a')])).toEqual({ others: ['/etc/c/a.yaml', '/etc/c/notes.txt'] });
});

test('what manifests do not show may hold the files', () => {
  expect(looked(GLOB, ['/etc/c', { secret: { secretName: 's' } }])).toBe('opaque');
  expect(looked(GLOB, ['/etc/c', { csi: {} }])).toBe('opaque');
  expect(looked('/etc/c/*.json', ['/etc/c', of('a')], ['/etc/c/x.json', { csi: {} }, 'x.json'])).toBe('opaque');
});

test('a star stands for one step: what is mounted deeper down holds none of the files', () => {
  const others = ['/etc/c/a.yaml', '/etc/c/notes.txt'];
  expect(looked('/etc/c/*.json', ['/etc/c', of('a')], ['/etc/c/x', { csi: {} }])).toEqual({ others });
  expect(looked('/etc/c/*/*.json', ['/etc/c', of('a')], ['/etc/c/x', { csi: {} }])).toBe('opaque');
});
