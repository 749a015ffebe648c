import { ConfigMap } from '../../../src/verify/kube/config-map';
import { configFileKeys, ConfigLookup, configPatterns, lookUpConfig } from '../../../src/verify/model/config-lookups';
import { configMap, deployment, DeploymentProps, Json, secret } from '../_manifests';
import { modelOf } from '../_model';
import { container, read, workload } from '../kube/_views';

const MOUNT = { configMaps: { c: '/etc/config' } };
const FILES = configMap('c', { 'a.yaml': { a: 1 }, 'b.yaml': { b: 1 }, 'c.yaml.bak': 'c: 1\n' });
const input = (command: readonly string[], props: DeploymentProps = MOUNT, objects: readonly Json[] = [FILES], name = 'executions') => modelOf(deployment(name, { command, ...props }), ...objects);
const patterns = (...words: string[]) => configPatterns(input(['serve', ...words])).map(({ glob, lookup }) => `${glob}: ${lookup.state}`);

test('patterns are those of --config, as far as they name files of configuration', () => {
  expect(patterns('--config', '/etc/config/*.yaml', '--config=/etc/config/a.yml', '--config', '/etc/config/a.json')).toEqual([
    '/etc/config/*.yaml: found', expect.stringMatching(/^\/etc\/config\/a\.yml: (?!found)/), expect.stringMatching(/^\/etc\/config\/a\.json: (?!found)/),
  ]);
  expect(patterns('--config', '/etc/config/c.yaml.bak', '--config', '/etc/config/nginx.conf')).toEqual([]);
  expect(patterns()).toEqual([]);
});

test('a pattern without --config before it is one, too', () => expect(patterns('/etc/config/*.yaml')).toEqual(['/etc/config/*.yaml: unflagged']));

test('command lines of others do not count', () => {
  expect(configPatterns(input(['serve', '--config', '/etc/config/*.yaml'], MOUNT, [FILES], 'shop'))).toEqual([]);
});

describe('the files that are read', () => {
  const keys = (...args: Parameters<typeof input>) => configFileKeys(input(...args)).map(({ configMap: { object }, key }) => `${object.name} ${key}`);

  test('are the keys that patterns lead to, each once', () => {
    expect(keys(['serve', '--config', '/etc/config/*.yaml'])).toEqual(['c a.yaml', 'c b.yaml']);
    expect(keys(['serve', '--config', '/etc/config/*.yaml', '--config', '/etc/config/a.yaml'])).toEqual(['c a.yaml', 'c b.yaml']);
  });

  test('are none of a Secret, whatever its name', () => {
    expect(keys(['serve', '--config', '/etc/config/a.yaml'], { secrets: { c: '/etc/config' } }, [FILES, secret('c', { 'a.yaml': 'a: 1' })])).toEqual([]);
  });
});

const MAPS = new Map(Object.entries<Record<string, string>>({
  a: { 'a.yaml': 'x: 1\n', 'notes.txt': 'n' }, b: { 'b.yaml': 'y: 2\n' }, blank: { 'a.yaml': '' },
}).map(([name, data]) => [name, new ConfigMap(read(configMap(name, data))[0])]));

type Mounts = readonly (readonly [path: string, volume: Json, subPath?: string])[];

const pod = (mounts: Mounts) => ({ volumes: mounts.map(([, volume], i) => ({ name: `v${i}`, ...volume })) });
const spec = (mounts: Mounts) => ({ volumeMounts: mounts.map(([mountPath, , subPath], i) => ({ name: `v${i}`, mountPath, subPath })) });
const of = (name: string, rest: object = {}) => ({ configMap: { name, ...rest } });
const items = (...keys: string[]) => ({ items: keys.map((key) => ({ key, path: key })) });

const inShort = (lookup: ConfigLookup) => {
  const files = lookup.state === 'found' ? lookup.files.map(({ path }) => path) : lookup.state;
  return 'found' in lookup ? lookup.found : files;
};

const GLOB = '/etc/c/*.yaml';
const A = ['/etc/c/a.yaml'];
const BOTH = ['/etc/c/a.yaml', '/etc/c/b.yaml'];
const UNMOUNTED = 'no mount that covers the directory';
const OTHERS = 'only /etc/c/a.yaml, /etc/c/notes.txt';

test.each<[string, string, unknown, ...Mounts]>([
  ['the files that the pattern names', GLOB, A, ['/etc/c', of('a')]],
  ['those of two ConfigMaps', GLOB, BOTH, ['/etc/c', of('a')], ['/etc/c/b.yaml', of('b'), 'b.yaml']],
  ['the file that it names', '/etc/c/a.yaml', A, ['/etc/c/', of('a')]],
  ['the files below a star', '/etc/*/a.yaml', A, ['/etc/c', of('a')]],
  ['nothing without a mount', GLOB, UNMOUNTED],
  ['nothing with a mount elsewhere', GLOB, UNMOUNTED, ['/etc/d', of('a')]],
  ['those of the nearer mount', GLOB, A, ['/etc', of('b')], ['/etc/c', of('a')]],
  ['those of the nearer mount, in any order', GLOB, A, ['/etc/c', of('a')], ['/etc', of('b')]],
  ['those of the nearer mount, beside an absent ConfigMap', GLOB, A, ['/etc/c', of('a')], ['/etc', of('absent')]],
  ['that a ConfigMap is absent', GLOB, 'no ConfigMap absent in the input', ['/etc/c', of('absent')]],
  ['the files beside an absent ConfigMap', GLOB, A, ['/etc/c', of('a')], ['/etc/c/x.yaml', of('absent'), 'x.yaml']],
  ['nothing of an absent ConfigMap that is optional', GLOB, 'opaque', ['/etc/c', of('absent', { optional: true })]],
  // The pod does not start.
  ['that a key is missing, whatever else is there', GLOB, 'ConfigMap a without the key gone.yaml', ['/etc/c', of('a', items('a.yaml', 'gone.yaml'))]],
  ['the keys that are there', GLOB, A, ['/etc/c', of('a', items('a.yaml'))]],
  ['that a key is missing in a second ConfigMap', GLOB, 'ConfigMap b without the key gone', ['/etc/c', of('a')], ['/etc/c/b.yaml', of('b', items('gone'))]],
  ['the others where a missing key is optional', GLOB, A, ['/etc/c', of('a', { ...items('a.yaml', 'gone.yaml'), optional: true })]],
  ['that a file is empty', GLOB, 'only empty files', ['/etc/c', of('blank')]],
  ['files beside an empty one', GLOB, BOTH, ['/etc/c', of('blank')], ['/etc/c/b.yaml', of('b'), 'b.yaml']],
  ['that there are only others', '/etc/c/*.json', OTHERS, ['/etc/c', of('a')]],
  ['nothing of a Secret', GLOB, 'opaque', ['/etc/c', { secret: { secretName: 's' } }]],
  ['nothing of a driver', GLOB, 'opaque', ['/etc/c', { csi: {} }]],
  ['nothing beside a file of a driver', '/etc/c/*.json', 'opaque', ['/etc/c', of('a')], ['/etc/c/x.json', { csi: {} }, 'x.json']],
  ['that there are only others, beside a deeper mount', '/etc/c/*.json', OTHERS, ['/etc/c', of('a')], ['/etc/c/x', { csi: {} }]],
  ['nothing in a deeper mount', '/etc/c/*/*.json', 'opaque', ['/etc/c', of('a')], ['/etc/c/x', { csi: {} }]],
])('is found: %s', (_, glob, expected, ...mounts) => expect(inShort(lookUpConfig(container(spec(mounts), pod(mounts)), glob, (name) => MAPS.get(name)))).toEqual(expected));

test('of a volume that the pod does not declare, and of files that are injected, nothing is found', () => {
  const injected = workload({ containers: [{}] }, { podMetadata: { annotations: { 'vault.hashicorp.com/agent-inject': 'true' } } });
  const containers = [container({ volumeMounts: [{ name: 'gone', mountPath: '/etc/c' }] }), injected.containers[0]];
  expect(containers.map((each) => inShort(lookUpConfig(each, GLOB, () => undefined)))).toEqual(['a mount of the volume gone, which the pod does not declare', 'opaque']);
});
