import { isAtOrBelow, isBlank, isObject, JsonObject, nameOf, valueAt } from '../../common/data/json';
import { show } from '../../common/data/texts';
import { slipOf } from '../../common/props/suggestion';
import { holdsReference, unpadded, unreplacedIn } from '../../common/values/placeholder';
import { doesWorkOf, isReadByTemplates, isTemplate, readBy } from '../../common/values/template';
import { EXTRA_HOSTS } from '../../contract/union/releases/base-since-2026-4';
import { PLACEHOLDER } from '../../contract/union/secrets';
import { ValueKey, ValuesContract } from '../../contract/union/values-contract';
import { AUTHORIZED_URIS } from '../../contract/union/values-places';
import { rule, Violation } from '../engine/rule';
import { asText } from '../kube/json-access';
import type { Model } from '../model/model';
import { brokenReferences, entriesIn, missingValues, strayValues, valuesTree } from '../model/stray-values';
import type { ValueSet } from '../values/value-set';

/** Values of each plane alone. */

const valueSetsOf = ({ valueSets }: Model) => valueSets;

export const valuesWrongValue = rule('values-wrong-value', {
  of: valueSetsOf,
  *each(set: ValueSet) {
    yield* unlikeDefaults(set);
    yield* brokenReferences(set).map(({ place, path, right }) => ({
      at: set.field(place),
      expected: `.Values.${right}`,
      found: `.Values.${path}, which nothing sets`,
      headline: 'template',
    }));
    for (const key of set.contract.keys) {
      const value = set.get(key.path);
      const isJudged = value !== undefined && value !== null && !isUnknown(value)
        && !(set.isAuthless && key.only !== undefined)
        && (key.orAs === undefined || set.get(key.orAs) !== value);
      const expected = isJudged ? expectation(key, value) : undefined;
      if (expected !== undefined) {
        yield { at: set.field(key.path), expected, found: show(value), values: { path: key.path } };
      }
    }
  },
});

/** A text for a switch: no reader accepts "no" as false. A check with a key of its own reports its keys. */
function unlikeDefaults(set: ValueSet): Violation[] {
  const known = new Set(set.contract.keys.map(({ path }) => path));
  return switchesIn(set.contract.defaults).flatMap((path) => {
    const value = set.get(path);
    const expected = 'true or false, without quotes';
    return !known.has(path) && typeof value === 'string' && !isUnknown(value)
      ? [{ at: set.field(path), expected, found: show(value), values: { path } }]
      : [];
  });
}

/** Dotted paths of booleans in a chart's own values. */
function switchesIn(values: JsonObject, before = ''): string[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const below = isObject(value) ? switchesIn(value, `${before}${key}.`) : [];
    return typeof value === 'boolean' ? [`${before}${key}`] : below;
  });
}

/** A text that is replaced later. value-unreplaced reports placeholders of a guide. */
function isUnknown(value: unknown): boolean {
  return (
    typeof value === 'string'
    && (isTemplate(value) || holdsReference(value) || unreplacedIn(value) !== undefined)
  );
}

/** The expected value; undefined if it is right. */
function expectation(key: ValueKey, value: unknown): string | undefined {
  const { type, only } = key;
  switch (type) {
    case 'map':
      return isObject(value) ? undefined : 'a map';
    case 'objects':
      return Array.isArray(value) && value.every(isObject) ? undefined : 'a list of maps';
    case 'entries':
      return Array.isArray(value) && value.every((item) => typeof item === 'string' || isObject(item))
        ? undefined
        : 'a list of names or maps';
    case 'strings':
      return Array.isArray(value) && value.every((item) => typeof item === 'string')
        ? badItem(key, value as string[])
        : 'a list of texts';
    case 'boolean':
      if (typeof value !== 'boolean') {
        return 'true or false';
      }
      return only !== undefined && value !== only ? String(only) : undefined;
    case 'string':
      return isObject(value) || Array.isArray(value) ? 'a text' : badText(key, value);
  }
}

const CLIENT_IDS = new Set<ValueKey['meaning']>(['webClientId', 'nativeClientId', 'serviceClientId']);

function badText({ only, orAs, oneOf, meaning }: ValueKey, value: unknown): string | undefined {
  // Helm writes large numbers with an exponent.
  if (meaning !== undefined && typeof value !== 'string') {
    return 'a text in quotes';
  }
  // A blank value keeps the chart's.
  if (value === '') {
    return undefined;
  }
  const bare = unpadded(String(value));
  if (meaning !== undefined && CLIENT_IDS.has(meaning) && bare !== value) {
    return `${show(bare)}, without the spaces or quotes around it, which belong to no client ID`;
  }
  if (oneOf !== undefined && !oneOf.includes(String(value))) {
    return only === undefined ? `one of ${oneOf.join(', ')}` : show(only);
  }
  const same = orAs === undefined ? '' : `, or the same name in ${orAs}`;
  return only !== undefined && only !== value ? `${show(only)}${same}` : badAddress(meaning, String(value));
}

const MEANINGS_OF_ITEMS: Readonly<Record<string, ValueKey['meaning']>> = {
  [EXTRA_HOSTS]: 'domain',
  [AUTHORIZED_URIS]: 'issuer',
};

/** In lists of hosts or URLs. */
function badItem({ path }: ValueKey, items: readonly string[]): string | undefined {
  const meaning = MEANINGS_OF_ITEMS[path];
  return items
    .filter((item) => !isUnknown(item))
    .map((item) => badAddress(meaning, item))
    .find((expected) => expected !== undefined);
}

/** Hosts without scheme, port and path, URLs with a scheme. */
function badAddress(meaning: ValueKey['meaning'], value: string): string | undefined {
  if (meaning === 'domain') {
    const host = value.replace(/^[a-z]+:\/+/i, '').replace(/[/:].*$/, '');
    return host === value ? undefined : `a host name alone, such as ${host}`;
  }
  const isUrl = meaning === 'issuer' || meaning === 'tokenEndpoint';
  return isUrl && !/^https?:\/\/[^/\s]/i.test(value)
    ? 'a URL with its scheme, such as https://…'
    : undefined;
}

export const valuesUnknownKey = rule('values-unknown-key', {
  of: valueSetsOf,
  *each(set: ValueSet) {
    const strays = strayValues(set);
    for (const { entry: { path }, right } of strays) {
      // In its place, nothing else may be set.
      const belongs = set.merged.isSet(right) ? {} : { belongs: set.field(right) };
      yield { at: set.field(path), expected: right, found: path, ...belongs };
    }
    for (const map of set.contract.closed) {
      const known = valuesTree(set.contract).in(map).map(({ path }) => nameOf(path));
      yield* entriesIn(set, map)
        .filter(({ path }) =>
          !known.includes(nameOf(path)) && !strays.some(({ entry }) => entry.path === path))
        .map(({ path }) => {
          const meant = slipOf(nameOf(path), known);
          const expected = meant === undefined ? `one of ${known.join(', ')}` : `${map}.${meant}`;
          return { at: set.field(path), expected, found: path };
        });
    }
  },
});

export const valuesDeadKey = rule('values-dead-key', {
  of: valueSetsOf,
  *each(set: ValueSet) {
    const { merged, contract } = set;
    for (const { path, replacedBy, why } of contract.dead) {
      const value = set.get(path);
      // A wider entry must not repeat what a narrower one has reported.
      const narrower = contract.dead.some(
        (other) => other.path.startsWith(`${path}.`) && set.get(other.path) !== undefined,
      );
      if (isEmpty(value) || narrower || isReadByTemplates(path, merged.values)) {
        continue;
      }
      yield {
        at: set.field(path),
        expected: replacedBy.length > 0 ? `the value at ${replacedBy.join(' and ')}` : 'no such key',
        found: `${path}, which ${set} does not read: ${why}`,
        values: { path },
      };
    }
  },
});

/** Charts themselves keep blank keys for a while. */
function isEmpty(value: unknown): boolean {
  return isBlank(value) || (isObject(value) && Object.keys(value).length === 0);
}

export const valuesDottedKey = rule('values-dotted-key', {
  of: valueSetsOf,
  each: (set: ValueSet) => dottedKeys(set.merged.values, set.contract).map(({ way, key }) => ({
    at: set.field([...way, key]),
    expected: `${[...way, key].join('.')} as maps, ${key.split('.').join(': ')}: …`,
    found: `${JSON.stringify(key)} as one name`,
  })),
});

interface DottedKey {
  readonly way: readonly string[];
  readonly key: string;
}

/** Maps with names of users, such as annotations, may contain dots, but not at the top level. */
function dottedKeys(values: JsonObject, contract: ValuesContract, way: readonly string[] = []): DottedKey[] {
  return Object.entries(values).flatMap(([key, value]): DottedKey[] => {
    const dotted = key.includes('.') && (way.length === 0 || isPathOf(contract, [...way, ...key.split('.')]));
    const below = isObject(value) && !key.includes('.') ? dottedKeys(value, contract, [...way, key]) : [];
    return dotted ? [{ way, key }, ...below] : below;
  });
}

/** Whether the chart reads the path, or sets it itself. */
function isPathOf({ keys, dead, defaults }: ValuesContract, steps: readonly string[]): boolean {
  const path = steps.join('.');
  return valueAt(defaults, steps) !== undefined
    || [...keys, ...dead].some((each) => isAtOrBelow(each.path, path));
}

export const valuesListIncomplete = rule('values-list-incomplete', {
  of: valueSetsOf,
  *each(set: ValueSet) {
    for (const { path, chartList } of set.contract.keys) {
      const list = set.get(path);
      if (!chartList || !Array.isArray(list)) {
        continue;
      }
      for (const entry of chartList.entries) {
        if (!list.some((item) => doesWorkOf(entry, item, set.merged))) {
          yield {
            at: set.field(path),
            expected: `the chart's entry ${show(entry)}`,
            found: 'a list without it',
            values: { path, entry: show(entry) },
            symptom: chartList.symptom,
            restsOn: readBy(entry).filter((read) => set.merged.isSet(read)).map((read) => set.field(read)),
          };
        }
      }
    }
  },
});

export const valuesMissingKey = rule('values-missing-key', {
  of: valueSetsOf,
  each: (set: ValueSet) => missingValues(set, 'error'),
});

export const valuesRecommendedKey = rule('values-recommended-key', {
  of: valueSetsOf,
  each: (set: ValueSet) => missingValues(set, 'warning'),
});

export const valuesSecretValue = rule('values-secret-value', {
  of: valueSetsOf,
  each: (set: ValueSet) => set.contract.keys.flatMap(({ path }) => {
    const value = path.endsWith('.clientSecret') ? asText(set.get(path)) ?? '' : '';
    const isSecret = !['', 'false', PLACEHOLDER].includes(value) && !isTemplate(value) && !/<.*>/.test(value);
    return isSecret
      ? [{ at: set.field(path), expected: `"${PLACEHOLDER}"`, found: 'another text', values: { path } }]
      : [];
  }),
});
