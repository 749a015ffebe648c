import { load } from 'js-yaml';
import { stringify } from 'yaml';
import type { Random } from '../random';
import { Mutation, ofText } from './mutation';

/** Values of every kind: whoever expects one kind gets another. */
const ODD: readonly unknown[] = [
  null, true, false, 0, -1, 1.5, 1e21, '', ' ', 'a', 'true', '\n', '\u001b[31m', '\ud800', [], {}, [[]], [null], [{}], ['a'], { a: 1 }, { '': '' }, { length: 1 }, { toString: 1 }, { constructor: {} }, JSON.parse('{"__proto__": {"a": 1}}'),
  { name: {} }, { name: null }, [['a', 'b']], ['', null, 1, {}], 'a: b', 'a: [', '/', '*', 'https://', 'x'.repeat(300), { key: [], name: 1 },
];

type Holder = Record<string | number, unknown>;

/** Every place of a value below the root. */
function placesIn(value: unknown): [Holder, string | number][] {
  const places: [Holder, string | number][] = [];
  const pending = [value];
  while (pending.length > 0 && places.length < 5000) {
    const next = pending.pop();
    if (typeof next === 'object' && next !== null) {
      for (const key of Array.isArray(next) ? next.keys() : Object.keys(next)) {
        places.push([next as Holder, key]);
        pending.push((next as Holder)[key]);
      }
    }
  }
  return places;
}

function change(root: unknown, random: Random): void {
  const places = placesIn(root);
  if (places.length === 0) {
    return;
  }
  const [holder, key] = random.pick(places);
  const [from, at] = random.pick(places);
  switch (random.below(6)) {
    case 0: delete holder[key]; break;
    case 1: holder[key] = structuredClone(from[at]); break;
    case 2: holder[key] = [holder[key]]; break;
    case 3: holder[key] = { [String(at)]: holder[key] }; break;
    default: holder[key] = structuredClone(random.pick(ODD));
  }
}

/** Changes what a text says rather than how, and writes it down again. What it cannot read stays as it is. */
function changeNodes(text: string, random: Random): string {
  if (text.length > 20_000) {
    return text;
  }
  try {
    const documents = text.split(/^---(?=\s)/m);
    const at = random.below(documents.length);
    // Maps as keys, one in the other, cost `yaml` exponential time.
    const root = load(documents[at], { json: true, maxAliases: 10 });
    for (let times = 1 + random.below(3); times > 0; times -= 1) {
      change(root, random);
    }
    documents[at] = random.oneIn(4) ? JSON.stringify(root, null, random.pick([0, 2])) : `\n${stringify(root, { lineWidth: random.pick([0, 40]), compat: 'yaml-1.1' })}`;
    return random.oneIn(8) ? documents[at] : documents.join('---');
  } catch {
    return text;
  }
}

export const NODE_MUTATIONS: readonly Mutation[] = [ofText(changeNodes)];
