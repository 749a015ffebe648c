import { run } from './cli';
import { isTerminal, readBytes, standardOutput, tell } from './standard-streams';

// Commands themselves print warnings of constructs, once.
process.removeAllListeners('warning');
process.on('warning', ({ name, message }) => {
  if (name !== 'UnionAuthWarning') {
    tell(`${name}: ${message}\n`);
  }
});

// Setting the code instead of exiting lets pipes drain.
void Promise.resolve(run(process.argv.slice(2), {
  stdout: standardOutput(),
  stderr: tell,
  stdin: () => readBytes(0),
  env: process.env,
  cwd: process.cwd(),
  today: new Date().toISOString().slice(0, 10),
  // Checked on demand, and on descriptors: Node would create a stream for each.
  get stdinIsTerminal() {
    return isTerminal(0);
  },
  get stdoutIsTerminal() {
    return isTerminal(1);
  },
  get columns() {
    return process.stdout.columns;
  },
  get stderrIsTerminal() {
    return isTerminal(2);
  },
})).then((code) => {
  process.exitCode = code;
});
