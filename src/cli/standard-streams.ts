import { closeSync, constants, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { EXIT } from './command';

/** No one writes manifests of this size by hand; a dump this large is quicker to judge in parts. */
export const MAX_FILE_SIZE = 64 * 1024 * 1024;

const CHUNK = 1024 * 1024;
const PAUSE = 10;

/** A pipe that no one has opened for writing by then is not waited for, in milliseconds. */
const PATIENCE = 800;

/** Reads what a descriptor gives until it ends, or until it has given more than is read of anything. */
export function readBytes(descriptor: number): Buffer {
  const chunks: Buffer[] = [];
  for (let length = 0; length <= MAX_FILE_SIZE;) {
    const chunk = Buffer.allocUnsafe(CHUNK);
    const count = readSome(descriptor, chunk);
    if (count === 0) {
      break;
    }
    chunks.push(chunk.subarray(0, count));
    length += count;
  }
  return Buffer.concat(chunks);
}

/**
 * The same of a pipe or device that has a name. Who opens a pipe waits for someone to write into it; this
 * one waits for a moment only.
 *
 * @throws Error when no one writes.
 */
export function readPipe(path: string): Buffer {
  // Reading only is 0 among the flags.
  const descriptor = openSync(path, constants.O_NONBLOCK);
  try {
    for (let waited = 0; waited < PATIENCE; waited += PAUSE) {
      const bytes = readBytes(descriptor);
      if (bytes.length > 0) {
        return bytes;
      }
      pause();
    }
    throw new Error('no process writes to it');
  } finally {
    closeSync(descriptor);
  }
}

const SMALL = Buffer.allocUnsafe(64 * 1024);

/**
 * What a small file holds, as nearly all do, until the next is read; nothing of a larger one. To ask for its
 * size first takes as long as to read it.
 */
export function readSmall(path: string): Buffer | undefined {
  const descriptor = openSync(path, 'r');
  try {
    let length = 0;
    let count: number;
    do {
      count = readSync(descriptor, SMALL, length, SMALL.length - length, null);
      length += count;
    } while (count > 0);
    return length < SMALL.length ? SMALL.subarray(0, length) : undefined;
  } finally {
    closeSync(descriptor);
  }
}

/** Waits while there is a writer who has not written yet. */
function readSome(descriptor: number, chunk: Buffer): number {
  for (;;) {
    try {
      return readSync(descriptor, chunk, 0, chunk.length, null);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EOF') {
        return 0;
      }
      if (code !== 'EAGAIN') {
        throw error;
      }
      pause();
    }
  }
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
}

/* eslint-disable @typescript-eslint/no-require-imports -- only a terminal needs it */


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

/** Messages that no one can be told change no verdict. */
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
