import { isatty } from 'node:tty';
import { run } from './cli';
import { EXIT } from './io';
import { readBytes } from './read-bytes';

// A reader that closes early (`| head`) has seen what it wanted.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') {
    tell(`Standard output cannot be written (${error.message})\n`);
    process.exit(EXIT.NO_VERDICT);
  }
});

/** Messages that nobody can be told change no verdict. */
function tell(text: string): void {
  if (process.stderr.listenerCount('error') === 0) {
    process.stderr.on('error', () => undefined);
  }
  process.stderr.write(text);
}

// Commands tell what constructs warn of by themselves, once.
process.removeAllListeners('warning');
process.on('warning', ({ name, message }) => {
  if (name !== 'UnionAuthWarning') {
    tell(`${name}: ${message}\n`);
  }
});

// Setting the code instead of exiting lets pipes drain.
void Promise.resolve(run(process.argv.slice(2), {
  stdout: (text) => process.stdout.write(text),
  stderr: tell,
  stdin: () => readBytes(0),
  env: process.env,
  cwd: process.cwd(),
  today: new Date().toISOString().slice(0, 10),
  // Asked of the descriptors: Node would make a stream of each.
  stdinIsTerminal: isatty(0),
  stdoutIsTerminal: isatty(1),
  columns: process.stdout.columns,
  stderrIsTerminal: isatty(2),
})).then((code) => {
  process.exitCode = code;
});
