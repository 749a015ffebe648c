import { isObject, JsonObject } from '../../common/data/json';
import { show } from '../../common/values/show';
import { isTemplate } from '../../common/values/template';
import { EXTRA_HOSTS } from '../../contract/union/releases/base-since-2026-4';
import { ValueKey } from '../../contract/union/values-contract';
import { AUTHORIZED_URIS } from '../../contract/union/values-control-plane';
import { defineValuesRule, Violation } from '../engine/rule';
import { unpadded } from '../kube/padding';
import { unreplacedIn } from '../kube/placeholder';
import { holdsReference } from '../kube/reference';
import { brokenReferences } from '../model/broken-references';
import type { ValueSet } from '../values/value-set';

export const valuesWrongValue = defineValuesRule('values-wrong-value', {
  *check(set) {
    yield* unlikeDefaults(set);
    for (const { place, path, right } of brokenReferences(set)) {
      const found = `.Values.${path}, which nobody sets`;
      yield { at: set.field(place), expected: `.Values.${right}`, found, headline: 'template' };
    }
    for (const key of set.contract.keys) {
      const value = set.get(key.path);
      if (value === undefined
        || value === null
        || isUnknown(value)
        || (set.isAuthless && key.only !== undefined)) {
        continue;
      }
      const expected = key.orAs !== undefined && set.get(key.orAs) === value
        ? undefined
        : expectation(key, value);
      if (expected !== undefined) {
        yield { at: set.field(key.path), expected, found: show(value), values: { path: key.path } };
      }
    }
  },
});

/**
 * Switches of the chart to which somebody gave a text: no reader takes "no" for false. Those that have a key
 * of their own are judged by it.
 */
function* unlikeDefaults(set: ValueSet): Iterable<Violation> {
  const known = new Set(set.contract.keys.map(({ path }) => path));
  for (const path of switchesIn(set.contract.defaults)) {
    const value = set.get(path);
    if (!known.has(path) && typeof value === 'string' && !isUnknown(value)) {
      yield {
        at: set.field(path),
        expected: 'true or false, without quotes',
        found: show(value),
        values: { path },
      };
    }
  }
}

/** Dotted paths of what is true or false in a chart's own values. */
function switchesIn(values: JsonObject, before = ''): string[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const below = isObject(value) ? switchesIn(value, `${before}${key}.`) : [];
    return typeof value === 'boolean' ? [`${before}${key}`] : below;
  });
}

/** A text that becomes the value later. Placeholders of a guide are the business of value-unreplaced. */
function isUnknown(value: unknown): boolean {
  return (
    typeof value === 'string'
    && (isTemplate(value) || holdsReference(value) || unreplacedIn(value) !== undefined)
  );
}

/** What ought to stand there instead; nothing for a good value. */
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
  // A blank value leaves the chart's.
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

/** Of lists, those that hold hosts or URLs. */
function badItem({ path }: ValueKey, items: readonly string[]): string | undefined {
  const meaning = MEANINGS_OF_ITEMS[path];
  return items
    .filter((item) => !isUnknown(item))
    .map((item) => badAddress(meaning, item))
    .find((expected) => expected !== undefined);
}

/** Hosts go without scheme, port and path, URLs with their scheme. */
function badAddress(meaning: ValueKey['meaning'], value: string): string | undefined {
  if (meaning === 'domain') {
    const host = value.replace(/^[a-z]+:\/+/i, '').replace(/[/:].*$/, '');
    return host === value ? undefined : `a host name alone, such as ${host}`;
  }
  const isUrl = meaning === 'issuer' || meaning === 'tokenEndpoint';
  return isUrl && !/^https?:\/\/[^/\s]/i.test(value) ? 'a URL with its scheme, such as https://…' : undefined;
}
