import { isDeepStrictEqual } from 'node:util';
import { constructFromEvents, parseEvents, Schema } from 'js-yaml';
import { BlockReader } from '../../../src/common/yaml/block-reader';
import { SharedTexts } from '../../../src/common/yaml/input';
import { readJson } from '../../../src/common/yaml/json-reader';
import { CONFIG_SCHEMA, MANIFEST_SCHEMA } from '../../../src/common/yaml/schemas';
import { readConfig, readYaml, YamlProblem } from '../../../src/common/yaml/yaml-reader';
import { allDirectives, NginxDirective, readNginx } from '../../../src/verify/read/nginx-config';
import { shapeOf } from '../outcome';
import { excerpt, promise, Target } from './target';

/** What the parser makes of a text: its documents, or nothing where it refuses it. */
function parsed(text: string, schema: Schema, lastWins = false): readonly unknown[] | undefined {
  try {
    return constructFromEvents(parseEvents(text, { maxDepth: 100 }), { schema, source: text, json: lastWins });
  } catch {
    return undefined;
  }
}

/** Values that mean the same: `NaN` is itself, and the order of keys counts. */
const alike = (one: unknown, other: unknown) => isDeepStrictEqual(one, other) && JSON.stringify(one) === JSON.stringify(other);

/** What the fast reader reads, the parser reads alike. */
const blocks: Target = {
  name: 'blocks',
  seeds: 'manifests',
  run(input) {
    const text = input.toString('utf8');
    return [MANIFEST_SCHEMA, CONFIG_SCHEMA].map((schema) => {
      const document = new BlockReader(text, schema, new SharedTexts()).read({ start: 0, end: text.length });
      if (document === undefined) {
        return 'left to the parser';
      }
      const documents = parsed(text, schema);
      promise(documents !== undefined, () => `the fast reader reads what the parser refuses: ${excerpt(document.value)}`);
      promise(alike([document.value], documents), () => `the fast reader reads ${excerpt(document.value)}, the parser ${excerpt(documents)}`);
      return 'read';
    }).join();
  },
};

/** The documents of a text, or why it has none. */
function outcomeOf(text: string): { readonly values?: readonly unknown[]; readonly reason?: string } {
  try {
    return { values: readYaml(text).documents.map(({ value }) => value) };
  } catch (error) {
    if (error instanceof YamlProblem) {
      return { reason: error.reason };
    }
    throw error;
  }
}

/** A text is read as the parser reads it. */
const documents: Target = {
  name: 'documents',
  seeds: 'manifests',
  run(input) {
    const text = input.toString('utf8');
    const { values, reason } = outcomeOf(text);
    const expected = parsed(text, MANIFEST_SCHEMA, true);
    promise(values !== undefined || expected === undefined || /alias|anchor/.test(reason!), () => `the parser reads what we refuse (${reason})`);
    if (values !== undefined && expected !== undefined) {
      promise(alike(values, expected), () => `we read ${excerpt(values)}, the parser ${excerpt(expected)}`);
    }
    return reason === undefined ? `${values!.length} documents` : shapeOf(reason);
  },
};

/** A config file is read, or there is a reason why it is not. */
const config: Target = {
  name: 'config',
  seeds: 'manifests',
  run(input) {
    const text = input.toString('utf8');
    try {
      const values = readConfig(text);
      const expected = parsed(text, CONFIG_SCHEMA);
      promise(expected === undefined || alike(values, expected), () => `we read ${excerpt(values)}, the parser ${excerpt(expected)}`);
      return `${values.length} documents`;
    } catch (error) {
      if (!(error instanceof YamlProblem)) {
        throw error;
      }
      return shapeOf(error.reason);
    }
  },
};

/** JSON on the fast path means what it means to the parser of YAML, whose JSON is a part of it. */
const json: Target = {
  name: 'json',
  seeds: 'manifests',
  run(input) {
    const text = input.toString('utf8');
    const value = readJson(text);
    const expected = value === undefined ? undefined : parsed(text, MANIFEST_SCHEMA);
    promise(expected === undefined || JSON.stringify(expected[0]) === JSON.stringify(value), () => `we read ${excerpt(value)}, the parser ${excerpt(expected)}`);
    return `${value === undefined ? 'no JSON' : Array.isArray(value) ? 'a list' : typeof value} ${expected === undefined ? '' : 'alike'}`;
  },
};

const quoted = (word: string) => `"${word}"`;
const written = (directives: readonly NginxDirective[]): string => directives.map(({ name, args, block }) =>
  `${[name, ...args].map(quoted).join(' ')} ${block === undefined ? ';' : `{ ${written(block)} }`}`).join('\n');

/** What was read is the same, written down and read again, it is the same. */
const nginx: Target = {
  name: 'nginx',
  seeds: 'nginx',
  run(input) {
    const text = input.toString('utf8');
    const directives = readNginx(text);
    const all = allDirectives(directives);
    if (all.every(({ name, args }) => ![name, ...args].some((word) => /["\\]/.test(word)))) {
      promise(alike(readNginx(written(directives)), directives), () => `what it reads is not what it wrote: ${excerpt(directives)}`);
    }
    return `${Math.min(all.length, 5)}`;
  },
};

export const READERS: readonly Target[] = [blocks, documents, config, json, nginx];
