import { closeSync, constants, openSync, readSync } from 'node:fs';

/** Nobody writes manifests of this size by hand; a dump this large is quicker to judge in parts. */
export const MAX_FILE_SIZE = 64 * 1024 * 1024;

const CHUNK = 1024 * 1024;
const PAUSE = 10;

/** A pipe that nobody has opened for writing by then is not waited for, in milliseconds. */
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
 * The same of a pipe or device that has a name. Who opens a pipe waits for somebody to write into it; this
 * one waits for a moment only.
 *
 * @throws Error when nobody writes.
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
    throw new Error('nobody writes into it');
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
