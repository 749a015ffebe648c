import { spawnSync } from 'node:child_process';
import { DESCRIBED_RULES } from '../../../src/cli/rules-command';
import { Look, VARIABLES, variablesOf } from '../../../src/verify/running/look';
import { SYMPTOMS } from '../../../src/verify/symptoms/symptoms';
import { drawn } from '../../_tools/drawn';
import { kubeBinaries } from '../../_tools/kube-binaries';

const looks = [...new Map([...DESCRIBED_RULES, ...SYMPTOMS, ...SYMPTOMS.flatMap(({ causes }) => causes)]
  .flatMap((each): readonly Look[] => ('see' in each ? each.see ?? [] : []))
  .map((look) => [`${look.run}\n${look.shows}`, look] as const)).values()];
const runs = [...new Set(looks.map(({ run }) => run))];
const { kubectl, helm } = kubeBinaries();
const env = { ...process.env, ...Object.fromEntries(Object.entries(VARIABLES).map(([name, { example }]) => [name, example])) };

/** The command lines of a program within others. */
const partsOf = (program: string, run: string) => run.split(' | ').filter((each) => each.startsWith(`${program} `));

/** Of command lines, the words, as the shell hands them over: one for all, as starting it takes longest. */
const words = (() => {
  const parts = [...new Set(runs.flatMap((run) => ['kubectl', 'helm'].flatMap((program) => partsOf(program, run))))];
  const script = parts.map((part) => `for word in ${part.slice(part.indexOf(' '))}; do printf '%s\\0' "$word"; done; printf '\\n\\0'`).join('\n');
  const { stdout } = spawnSync('sh', ['-c', script], { encoding: 'utf8', env });
  const lines = stdout.split('\n\0').map((line) => line.split('\0').slice(0, -1));
  return new Map(parts.map((part, index) => [part, lines[index]]));
})();

/** Of a command line, the words of one program. */
const wordsOf = (program: string, run: string): string[][] => partsOf(program, run).map((part) => words.get(part)!);

test('every command says what it shows, in a sentence', () => {
  expect(looks.length).toBeGreaterThan(50);
  expect(looks.map(({ shows }) => shows).filter((shows) => !/^[\w"/….].*[.:…]$/s.test(shows))).toEqual([]);
});

test.each(drawn(runs, 10))('%s is sound shell whose variables are known', (run) => {
  const { status, stderr } = spawnSync('sh', ['-n', '-c', run], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const outsideQuotes = run.replace(/'[^']*'/g, '');
  const used = [...outsideQuotes.matchAll(/\$\{?(\w+)/g)].map(([, name]) => name);
  expect(used.filter((name) => !(name in VARIABLES))).toEqual([]);
  expect(variablesOf([{ run, shows: '' }]).sort()).toEqual([...new Set(used)].sort());
});

test.each(drawn(runs, 10))('%s changes nothing and prints no secret', (run) => {
  const verbs = wordsOf('kubectl', run).map((said) => said.filter((word, index) => !word.startsWith('-') && said[index - 1] !== '-n')[0]);
  expect(verbs.filter((verb) => !['get', 'describe', 'logs', 'explain', 'api-resources'].includes(verb))).toEqual([]);
  expect(wordsOf('helm', run).filter((said) => !said.includes('get'))).toEqual([]);
  expect(run).not.toMatch(/curl.*-X (?!POST .*content-type: application\/grpc)/);
  // Values of Secrets only go where they are counted or handed on.
  expect(run).not.toMatch(/get (\S+,)?secret[ ,](?!.*custom-columns)(?!.*base64 -d \| (grep -c|curl ))/);
});

test('a shell reads all command lines of programs that are tried', () => {
  expect(words.size).toBeGreaterThan(50);
  expect([...words].filter(([, said]) => said === undefined || said.length === 0)).toEqual([]);
});

const calls = [...words].map(([part, said]) => ({ program: part.split(' ')[0], said, line: said.join(' ') }));
const distinct = [...new Map(calls.map((call) => [`${call.program} ${call.line}`, call])).values()];

test.each(drawn(distinct, 5))('$program $line is a command that the real tool takes', ({ program, said }) => {
  const [path, server] = program === 'helm' ? [helm, '--kube-apiserver'] : [kubectl, '--server'];
  const { stderr } = spawnSync(path, [...said, server, 'http://127.0.0.1:9'], { encoding: 'utf8', env: { ...env, KUBECONFIG: '/dev/null' } });
  expect(stderr).toMatch(/refused|unreachable/);
  expect(stderr).not.toMatch(/unknown|invalid|unable to match/i);
});
