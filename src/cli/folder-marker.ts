import { sha256 } from '../common/data/digest';
import type { OutputFile } from '../constructs/output';

/** In the folder: what was written there, so that the next run tells its own files from those of people. */
export const MARKER = '.union-auth-files';

/** The marker of a folder that holds these files and no others of ours. */
export function markerFile(files: readonly OutputFile[]): OutputFile {
  const digests = Object.fromEntries(files.map(({ path, text }) => [path, sha256(text)]));
  return { path: MARKER, text: `${JSON.stringify(digests, null, 2)}\n`, executable: false };
}
