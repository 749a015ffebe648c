import { closeSync, constants, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { EXIT } from './command';

/** Larger than manifests written by hand; a larger dump is checked faster in parts. */
export const MAX_FILE_SIZE = 64 * 1024 * 1024;

const CHUNK = 1024 * 1024;
const PAUSE = 10;

/** Milliseconds to wait for a writer of a pipe. */
const PATIENCE = 800;

/** Reads a descriptor to its end, or up to the size limit. */
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
 * The same for a named pipe or device. Opening a pipe waits for a writer; this waits only for a moment.
 *
 * @throws Error when there is no writer.
 */
export function readPipe(path: string): Buffer {
  // Read-only is flag 0.
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
 * The content of a small file, as nearly all are, until the next read; undefined for a larger one. Getting
 * its size first would take as long as reading it.
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

/** Waits for a writer that has not written yet. */
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
 * Writes output without Node's stream of standard output, which takes longer to load than a report takes to
 * write. If the descriptor does not accept everything at once, the stream writes the rest.
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

/** A reader that closes early (`| head`) has read enough. */
function refuse(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') {
    tell(`Standard output cannot be written (${error.message})\n`);
    process.exit(EXIT.NO_VERDICT);
  }
}

/** A message that cannot be written does not change the verdict. */
export function tell(text: string): void {
  if (process.stderr.listenerCount('error') === 0) {
    process.stderr.on('error', () => undefined);
  }
  process.stderr.write(text);
}

/** Only a device can be a terminal, and most outputs are none. */
export function isTerminal(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isCharacterDevice()
      && (require('node:tty') as typeof import('node:tty')).isatty(descriptor);
  } catch {
    return false;
  }
}
