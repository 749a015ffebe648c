import { configGlobs, matchesGlob, unflaggedGlob } from '../../../src/verify/credentials/config-files';

test.each([
  [['flyteadmin', '--config', '/etc/config/*.yaml', 'serve'], ['/etc/config/*.yaml']],
  [['--config=/a/*.yaml', '--config', '/b.yaml'], ['/a/*.yaml', '/b.yaml']],
  [['sh', '-c', 'exec flyteadmin --config "/c/*.yaml"'], []],
  [['sh', '-c', 'exec flyteadmin --config /c/*.yaml\nwait'], ['/c/*.yaml']],
  [['flyteadmin', '--configuration', '/a'], []],
  [['--config'], []],
  [[], []],
])('of %j, the patterns are %j', (commandLine, globs) => expect(configGlobs(commandLine)).toEqual(globs));

test.each([
  ['/etc/a.yaml', '/etc/*.yaml', true], ['/etc/a.yaml', '/etc/a.yaml', true], ['/etc/b.yaml', '/etc/a.yaml', false], ['/etc/a.yaml.bak', '/etc/a.yaml', false],
  ['/etc/a.json', '/etc/*.yaml', false], ['/opt/a.yaml', '/etc/*.yaml', false], ['/ab', '/ab*b', false], ['/abb', '/ab*b', true], ['/etc/x/a.yaml', '/etc/*/*.yaml', true], ['/etc/x/a.yaml', '/etc/*.yaml', false],
])('%s is one of %s: %s', (path, glob, matches) => expect(matchesGlob(path, glob)).toBe(matches));

test.each([
  [['flyteadmin', 'serve'], undefined],
  [['flyteadmin', '/etc/config/*.yaml', 'serve'], '/etc/config/*.yaml'],
  [['sh', '-c', 'flyteadmin   /etc/config/*.yml'], '/etc/config/*.yml'],
  [['flyteadmin', 'x/etc/config/*.yaml'], undefined],
  [['flyteadmin', '/etc/config/*.yaml.bak'], undefined],
  [['flyteadmin', '/etc/config/a.yaml'], undefined],
  [['flyteadmin', '/*.yaml', '--config', '/etc/*.yaml'], undefined],
  [['flyteadmin', '--config'], '--config'],
  [['--config', '/etc/*.yaml'], undefined],
  [['flyteadmin', '--config', 'serve'], '--config'],
  [['flyteadmin', '--config='], undefined],
  [['flyteadmin', 'no--config', '/etc/*.yaml'], '/etc/*.yaml'],
  [['flyteadmin', '--configs', '/etc/*.yaml'], '/etc/*.yaml'],
])('of %j, %j has no flag', (commandLine, found) => expect(unflaggedGlob(commandLine)).toBe(found));
