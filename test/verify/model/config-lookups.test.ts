import { configFileKeys, configPatterns } from '../../../src/verify/model/config-lookups';
import { configMap, deployment, DeploymentProps, Json, secret } from '../_manifests';
import { modelOf } from '../_model';

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
