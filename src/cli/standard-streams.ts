/* eslint-disable @typescript-eslint/no-require-imports -- only a terminal needs it */
import { fstatSync, writeSync } from 'node:fs';
import { EXIT } from './io';

/**
 * What a command says, past the stream that Node would make of standard output: to load it takes longer than
 * to write a report. What the descriptor does not take at once is left to the stream, and so is all after it.
 */
export function standardOutput(): (text: string) => void {
  let stream: NodeJS.WriteStream | undefined;
  return (text) => {
    let rest: Uint8Array = Buffer.from(text);
    while (stream === undefined && rest.length > 0) {
      try {
        rest = rest.subarray(writeSync(1, rest));
      } catch {
        stream = process.stdout.on('error', refuse);
      }
    }
    stream?.write(rest);
  };
}

/** A reader that closes early (`| head`) has seen what it wanted. */
function refuse(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') {
    tell(`Standard output cannot be written (${error.message})\n`);
    process.exit(EXIT.NO_VERDICT);
  }
}

/** Messages that nobody can be told change no verdict. */
export function tell(text: string): void {
  if (process.stderr.listenerCount('error') === 0) {
    process.stderr.on('error', () => undefined);
  }
  process.stderr.write(text);
}

/** Only what is a device may be a terminal, and most of what commands write to is none. */
export function isTerminal(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isCharacterDevice()
      && (require('node:tty') as typeof import('node:tty')).isatty(descriptor);
  } catch {
    return false;
  }
}
