import { constructFromEvents, CORE_SCHEMA, Event, mergeTag, parseEvents, YAMLException } from 'js-yaml';
import { JsonObject } from '../_internal/json';

/** Text that is no YAML or JSON, or that would exhaust the reader. Lines count from 1. */
export class YamlProblem extends Error {
  public override readonly name = 'YamlProblem';

  public constructor(public readonly reason: string, public readonly line: number | undefined) {
    super(line === undefined ? reason : `line ${line}: ${reason}`);
  }
}

// `yes` and `on` stay strings: the services read their configuration with yaml.v3, which keeps them too.
const OPTIONS = { schema: CORE_SCHEMA.withTags(mergeTag), maxDepth: 100, maxAliases: 10_000 };


/** A text of fewer characters may expand to this many nodes; nobody's manifests come near. */
const EXPANSION_FLOOR = 100_000;

/** A text read, with what it takes to find lines in it later. */
export interface ReadText {
  readonly documents: readonly unknown[];
  /** What the YAML reader saw; absent for JSON. Large, so it is not to be kept. */
  readonly events?: readonly Event[];
}

/**
 * Reads every document of a text. JSON takes the fast path.
 *
 * @throws YamlProblem on bad syntax, duplicate keys, cycles of anchors and alias bombs.
 */
export function readYaml(text: string): ReadText {
  const json = readJson(text);
  if (json !== undefined) {
    return { documents: [json] };
  }
  try {
    const events = parseEvents(text, OPTIONS);
    const documents = constructFromEvents(events, { ...OPTIONS, source: text });
    if (mayHoldAlias(text)) {
      rejectExpansion(documents, text.length);
    }
    return { documents, events };
  } catch (error) {
    throw error instanceof YamlProblem ? error : problemOf(error);
  }
}

/** Whether some `*` stands where an alias may; that of a `/path/*` does not. */
function mayHoldAlias(text: string): boolean {
  for (let at = text.indexOf('*'); at >= 0; at = text.indexOf('*', at + 1)) {
    if (at === 0 || ' \t\n\r[{,'.includes(text[at - 1])) {
      return true;
    }
  }
  return false;
}

function readJson(text: string): unknown {
  const first = /^\s*(.)/.exec(text.slice(0, 256))?.[1];
  if (first !== '{' && first !== '[') {
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    // A flow mapping is YAML too, and the YAML reader names the line.
    return undefined;
  }
}

function problemOf(error: unknown): YamlProblem {
  if (error instanceof YAMLException) {
    return new YamlProblem(error.reason, error.mark === undefined ? undefined : error.mark.line + 1);
  }
  return new YamlProblem(error instanceof Error ? error.message : String(error), undefined);
}

/** Aliases share nodes in memory, but whoever walks them pays for every copy. */
function rejectExpansion(documents: readonly unknown[], characters: number): void {
  const limit = Math.max(EXPANSION_FLOOR, characters);
  const sizes = new Map<object, number>();
  const open = new Set<object>();

  const sizeOf = (node: unknown): number => {
    if (typeof node !== 'object' || node === null) {
      return 1;
    }
    const known = sizes.get(node);
    if (known !== undefined) {
      return known;
    }
    if (open.has(node)) {
      throw new YamlProblem('an anchor contains itself; break the cycle of aliases', undefined);
    }
    open.add(node);
    const size = Object.values(node as JsonObject).reduce<number>((sum, child) => sum + sizeOf(child), 1);
    open.delete(node);
    sizes.set(node, size);
    if (size > limit) {
      throw new YamlProblem(`aliases expand to more than ${limit} nodes; write the content out or split it`, undefined);
    }
    return size;
  };
  documents.forEach(sizeOf);
}
