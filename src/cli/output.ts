import { writeFile } from '../common/system/write-file';
import { Io, UsageError } from './io';

/**
 * Writes to a file, whole or not at all, or to standard output.
 *
 * @throws UsageError when the file cannot be written.
 */
export function deliver(text: string, output: string | undefined, io: Io): void {
  if (output === undefined) {
    io.stdout(text);
    return;
  }
  try {
    writeFile(output, text);
  } catch (error) {
    throw new UsageError(
      `--output: ${output} cannot be written (${error instanceof Error ? error.message : String(error)})`,
    );
  }
}
