import { parse } from 'yaml';
import { toYaml } from '../../../src/common/yaml/yaml';

type Json = Record<string, unknown>;

/** One thing taken away from an object. */
export interface Removal {
  /** Kind, name and path, such as `Deployment/flyteadmin spec.template.spec.volumes[tmp]`. Entries of lists go by their name, or as `[]`. */
  readonly what: string;
  /** The thing itself. */
  readonly removed: unknown;
  /** The text that it is a line of, where it takes its meaning from there. */
  readonly within?: string;
  /** The object without it; absent where the whole object is gone. */
  readonly without: () => Json | undefined;
}

/** A place below which things can be taken away, and how the whole looks once it holds something else. */
interface Place {
  readonly value: unknown;
  readonly path: string;
  readonly put: (value: unknown) => Json;
}

/** Every removal of one thing from an object: itself, each key, entry of a list, part of a list in a text, line of a file, setting of a config file. */
export function* removalsFrom(object: Json): Generator<Removal> {
  const name = `${String(object.kind)}/${String((object.metadata as Json).name)}`;
  yield { what: name, removed: object, without: () => undefined };
  for (const { path, ...part } of below({ value: object, path: '', put: (value) => value as Json })) {
    yield { what: `${name} ${path}`, ...part };
  }
}

interface Part {
  readonly path: string;
  readonly removed: unknown;
  readonly within?: string;
  readonly without: () => Json;
}

function* below({ value, path, put }: Place): Generator<Part> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const at = `${path}[${nameOf(item)}]`;
      yield { path: at, removed: item, without: () => put(value.filter((_, other) => other !== index)) };
      yield* below({ value: item, path: at, put: (changed) => put(value.map((each, other) => (other === index ? changed : each))) });
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, child] of Object.entries(value)) {
      const at = path === '' ? key : `${path}.${key}`;
      // Without these it is another object, or none.
      if (!['apiVersion', 'kind', 'metadata', 'metadata.name'].includes(at)) {
        yield { path: at, removed: child, without: () => put(Object.fromEntries(Object.entries(value).filter(([other]) => other !== key))) };
      }
      yield* below({ value: child, path: at, put: (changed) => put({ ...value, [key]: changed }) });
    }
  } else if (typeof value === 'string') {
    yield* insideText(value, path, put);
  }
}

function* insideText(text: string, path: string, put: Place['put']): Generator<Part> {
  if (/\.(yaml|yml|json)$/.test(path)) {
    for (const part of below({ value: parse(text), path: '', put: (value) => put(toYaml(value)) })) {
      yield { ...part, path: `${path}: ${part.path}` };
    }
    return;
  }
  if (path.endsWith('.conf')) {
    yield* insideNginx(text, path, put);
    return;
  }
  const separator = text.includes('\n') ? '\n' : ',';
  const parts = text.split(separator);
  for (const [index, part] of parts.length > 1 ? parts.entries() : []) {
    if (part.trim() !== '') {
      yield { path: `${path}: ${part.trim()}`, removed: part, without: () => put(parts.filter((_, other) => other !== index).join(separator)) };
    }
  }
}

/** Each line of an nginx configuration, by the blocks that it stands in; with a block goes what is in it. */
function* insideNginx(text: string, path: string, put: Place['put']): Generator<Part> {
  const lines = text.split('\n');
  const blocks: string[] = [];
  for (const [index, line] of lines.entries()) {
    const opens = line.trimEnd().endsWith('{');
    const rest = lines.slice(index + 1);
    const count = opens ? 2 + rest.findIndex((each) => each === line.replace(/\S.*/, '}')) : 1;
    // Servers go by their port.
    const name = line.trim() === 'server {' ? rest[0].trim().replace(';', '') : line.trim().replace(' {', '');
    if (line.trim() === '}') {
      blocks.pop();
    } else if (line.trim() !== '') {
      const without = () => put([...lines.slice(0, index), ...lines.slice(index + count)].join('\n'));
      yield { path: `${path}: ${[...blocks, name].join(' > ')}`, removed: lines.slice(index, index + count).join('\n'), within: text, without };
    }
    if (opens) {
      blocks.push(name);
    }
  }
}

function nameOf(item: unknown): string {
  const name = typeof item === 'object' && item !== null ? (item as Json).name ?? (item as Json).secretKey : item;
  return typeof name === 'string' || typeof name === 'number' ? String(name) : '';
}
