import type { ManifestText } from '../../../src/common/yaml/input';

const MANIFEST = /\.(?:ya?ml|json)$/i;
/** The limit of the command. */
const MOST_BYTES = 64 * 1024 * 1024;

/** The files that were dropped or chosen and read, and why others were not. */
export interface ReadFiles {
  readonly texts: readonly ManifestText[];
  readonly refused: readonly string[];
}

interface NamedFile {
  readonly name: string;
  readonly file: File;
  /** Only manifests of a folder are read; a named file always is. */
  readonly named: boolean;
}

/** Chosen files, each with its folder. */
export function readChosen(files: Iterable<File>): Promise<ReadFiles> {
  return read([...files].map((file) => ({ name: file.webkitRelativePath || file.name, file, named: file.webkitRelativePath === '' })));
}

/** Files and folders that were dropped. */
export async function readDropped(items: DataTransferItemList): Promise<ReadFiles> {
  // All entries must be taken before the event is over.
  const entries = [...items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  return read((await Promise.all(entries.map((entry) => filesIn(entry, true)))).flat());
}

async function filesIn(entry: FileSystemEntry, named: boolean): Promise<NamedFile[]> {
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    return [{ name: entry.fullPath.replace(/^\//, ''), file, named }];
  }
  const inside = await entriesOf(entry as FileSystemDirectoryEntry);
  return (await Promise.all(inside.map((each) => filesIn(each, false)))).flat();
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

/** A reader gives a hundred at a time. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) {
      return all.sort((a, b) => (a.name < b.name ? -1 : 1));
    }
    all.push(...some);
  }
}

async function read(files: readonly NamedFile[]): Promise<ReadFiles> {
  const wanted = files.filter(({ name, named }) => named || (MANIFEST.test(name) && !/(?:^|\/)(?:\.[^/]+|node_modules)\//.test(name)));
  const large = wanted.filter(({ file }) => file.size > MOST_BYTES).map(({ name }) => `${name} is larger `
    + 'than 64 MiB; split it, by namespace for example');
  const texts = await Promise.all(wanted.filter(({ file }) => file.size <= MOST_BYTES).map(async ({ name, file }) => {
    try {
      return { name, text: new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer()) };
    } catch {
      return { name };
    }
  }));
  return {
    texts: texts.filter((each): each is ManifestText => 'text' in each),
    refused: [...large, ...texts.filter((each) => !('text' in each)).map(({ name }) => `${name} is not `
      + 'UTF-8; save it as UTF-8')],
  };
}
