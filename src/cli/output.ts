import { realpathSync } from 'node:fs';
import { writeFile } from '../common/system/write-file';
import { Io, UsageError } from './io';

/** Names of standard output: what it leads to may have something before it already. */
const STDOUT: readonly string[] = ['-', '/dev/stdout'];

/**
 * Writes to a file, whole or not at all, or to standard output.
 *
 * @throws UsageError when the file cannot be written.
 */
export function deliver(text: string, output: string | undefined, io: Io): void {
  if (output === undefined || STDOUT.includes(output)) {
    io.stdout(text);
    return;
  }
  try {
    writeFile(behindLinks(output), text);
  } catch (error) {
    throw new UsageError(
      `--output: ${output} cannot be written (${error instanceof Error ? error.message : String(error)})`,
    );
  }
}

/** A link stays one, such as `/dev/stderr`. What leads to a pipe, or nowhere yet, has no other path. */
function behindLinks(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
