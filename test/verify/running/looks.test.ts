import { spawnSync } from 'node:child_process';
import { DESCRIBED_RULES } from '../../../src/cli/described-rules';
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

/** Of a command line, the words of one program, as the shell hands them over. */
function wordsOf(program: string, run: string): string[][] {
  const words: string[][] = [];
  for (const part of run.split(' | ').filter((each) => each.startsWith(`${program} `))) {
    const { stdout } = spawnSync('sh', ['-c', `for word in ${part.slice(program.length)}; do printf '%s\\0' "$word"; done`], { encoding: 'utf8', env });
    words.push(stdout.split('\0').slice(0, -1));
  }
  return words;
}

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
  const verbs = wordsOf('kubectl', run).map((words) => words.filter((word, index) => !word.startsWith('-') && words[index - 1] !== '-n')[0]);
  expect(verbs.filter((verb) => !['get', 'describe', 'logs', 'explain', 'api-resources'].includes(verb))).toEqual([]);
  expect(wordsOf('helm', run).filter((words) => !words.includes('get'))).toEqual([]);
  expect(run).not.toMatch(/curl.*-X (?!POST .*content-type: application\/grpc)/);
  // Values of Secrets only go where they are counted or handed on.
  expect(run).not.toMatch(/get (\S+,)?secret[ ,](?!.*custom-columns)(?!.*base64 -d \| (grep -c|curl ))/);
});

test.each(drawn(runs.filter((run) => /(^| \| )(kubectl|helm) /.test(run)), 5))('%s is a command that the real tool takes', (run) => {
  const nowhere = { ...env, KUBECONFIG: '/dev/null' };
  for (const [program, path, server] of [['kubectl', kubectl, '--server'], ['helm', helm, '--kube-apiserver']] as const) {
    for (const words of wordsOf(program, run)) {
      const { stderr } = spawnSync(path, [...words, server, 'http://127.0.0.1:9'], { encoding: 'utf8', env: nowhere });
      expect(stderr).toMatch(/refused|unreachable/);
      expect(stderr).not.toMatch(/unknown|invalid|unable to match/i);
    }
  }
});
