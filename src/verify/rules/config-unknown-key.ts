import { aboveOf, nameOf, parentOf } from '../../common/data/dotted-path';
import { isObject } from '../../common/data/json';
import { oncePerName } from '../../common/data/once-per';
import { ConfigKey, configKeys } from '../../contract/union/releases/config-keys';
import type { Setting } from '../credentials/config-section';
import { isUnions } from '../credentials/plane';
import type { ServiceConfig } from '../credentials/service-config';
import { defineRule, Violation } from '../engine/rule';
import { isSlipOf } from '../model/key-slip';
import type { Model } from '../model/model';
import { placeKey } from '../read/field';

/** Configs of Union's services in manifests; what a chart makes of values is told at the values. */
function subjectsOf(model: Model): ServiceConfig[] {
  return model.configs.filter((config) => isUnions(config.container.workload)
    && config.fieldFor('').object.origin === undefined
    && (configKeys().get('') ?? []).some(({ path }) => config.has(path)));
}

export const configUnknownKey = defineRule('config-unknown-key', {
  subjects: subjectsOf,
  notApplicable: 'No config file of a service of Union in the manifests has settings of authentication.',
  *check(subjects) {
    const told = new Set<string>();
    // A fleet repeats its keys.
    const meantBy = oncePerName(keysMeantBy);
    for (const config of subjects) {
      for (const violation of slipsIn(config, '', meantBy)) {
        const place = placeKey(violation.at);
        // Services share files.
        if (!told.has(place)) {
          told.add(place);
          yield violation;
        }
      }
    }
  },
});

/** Those of a map, and of the maps in it that are known. */
function* slipsIn(
  config: ServiceConfig, map: string, meantBy: typeof keysMeantBy,
): Iterable<Violation> {
  for (const stranger of config.section(map)?.entries ?? []) {
    const meant = meantBy(stranger.path)
      .find((key) => config.get(key.path) === undefined && holdsAs(stranger, key));
    if (meant !== undefined) {
      const isBeside = parentOf(meant.path) === map;
      yield {
        at: stranger.field,
        expected: meant.path,
        found: stranger.path,
        belongs: isBeside ? stranger.beside(nameOf(meant.path)) : config.placeFor(meant.path),
        isMap: meant.isMap,
      };
    }
  }
  for (const { path } of configKeys().get(map) ?? []) {
    if (configKeys().has(path) && config.has(path)) {
      yield* slipsIn(config, path, meantBy);
    }
  }
}

/** The keys that a path may be meant to be, those beside it first; none where it is one itself. */
function keysMeantBy(path: string): readonly ConfigKey[] {
  const beside = configKeys().get(parentOf(path)) ?? [];
  const isKnown = beside.some((key) => key.path.toLowerCase() === path.toLowerCase());
  return isKnown
    ? []
    : [...beside.filter((key) => isSlipOf(nameOf(path), nameOf(key.path))), ...movesOf(path)];
}

/**
 * Keys of that name in a map above or just below, where an indentation that slipped belongs. Of single
 * settings only names that nothing else has: there is an `enabled` and a `name` anywhere.
 */
function movesOf(path: string): readonly ConfigKey[] {
  const around = parentOf(path);
  const isNear = (map: string) => ['', ...aboveOf(around)].includes(map)
    || (map !== '' && parentOf(map) === around);
  return [...configKeys()].filter(([map]) => map !== around && isNear(map))
    .flatMap(([, keys]) => keys)
    .filter((key) => isNamedAs(key, path) && (key.isMap || isTelling(key)));
}

function isNamedAs(key: ConfigKey, path: string): boolean {
  return nameOf(key.path).toLowerCase() === nameOf(path).toLowerCase();
}

function isTelling(key: ConfigKey): boolean {
  const alike = [...configKeys().values()].flat().filter((other) => isNamedAs(other, key.path));
  return nameOf(key.path).length >= 7 && alike.length === 1;
}

/** A map is meant by one that holds what belongs there. */
function holdsAs({ value }: Setting, { path: known, isMap }: ConfigKey): boolean {
  const within = (configKeys().get(known) ?? []).map((key) => nameOf(key.path).toLowerCase());
  return isMap && within.length > 0
    ? value === null
      || (isObject(value) && Object.keys(value).some((key) => within.includes(key.toLowerCase())))
    : isMap === isObject(value);
}
