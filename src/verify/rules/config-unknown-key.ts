import { nameOf } from '../../common/data/dotted-path';
import { isObject } from '../../common/data/json';
import { ConfigKey, configKeys } from '../../contract/union/releases/config-keys';
import type { Setting } from '../credentials/config-section';
import { isUnions } from '../credentials/plane';
import type { ServiceConfig } from '../credentials/service-config';
import { defineRule, Violation } from '../engine/rule';
import { isSlipOf } from '../model/key-slip';
import type { Model } from '../model/model';
import { placeKey } from '../read/field';
import { settings } from '../running/cluster-looks';

/** Configs of Union's services in manifests; what a chart makes of values is told at the values. */
function subjectsOf(model: Model): ServiceConfig[] {
  return model.configs.filter((config) => isUnions(config.container.workload)
    && config.fieldFor('').object.origin === undefined
    && (configKeys().get('') ?? []).some(({ path }) => config.has(path)));
}

export const configUnknownKey = defineRule({
  id: 'config-unknown-key',
  severity: 'warning',
  area: 'config',
  title: 'Settings of authentication in config files are spelled as the services spell them.',
  symptom: 'The setting has no effect, and nothing says so: the services ignore keys that they do not know, '
    + 'and go by their default.',
  explanation: 'The key is nearly the name of a setting that is missing beside it. Of other keys that are '
    + 'not known here nothing is said: the services have more than concern authentication.',
  remediation: 'Correct the spelling, in the values or the program that the ConfigMap is made of.',
  see: [settings('$NS', 'auth|clientId|baseUrl', 'The settings as the services read them.')],
  subjects: subjectsOf,
  notApplicable: 'No config file of a service of Union in the manifests has settings of authentication.',
  *check(subjects) {
    const told = new Set<string>();
    for (const config of subjects) {
      for (const [map, known] of configKeys()) {
        for (const violation of slipsIn(config, map, known)) {
          const place = placeKey(violation.at);
          // Services share files.
          if (!told.has(place)) {
            told.add(place);
            yield violation;
          }
        }
      }
    }
  },
});

function* slipsIn(config: ServiceConfig, map: string, known: readonly ConfigKey[]): Iterable<Violation> {
  const strangers = (config.section(map)?.entries ?? []).filter(({ path }) =>
    !known.some((key) => key.path.toLowerCase() === path.toLowerCase()));
  const missing = strangers.length === 0 ? [] : known.filter(({ path }) => config.get(path) === undefined);
  for (const stranger of strangers) {
    const meant = missing.find((key) => isMeant(stranger, key));
    if (meant !== undefined) {
      yield {
        at: stranger.field,
        expected: meant.path,
        found: stranger.path,
        belongs: stranger.beside(nameOf(meant.path)),
        isMap: isObject(stranger.value),
      };
    }
  }
}

/** A map is meant by one that holds what belongs there. */
function isMeant({ path, value }: Setting, { path: known, isMap }: ConfigKey): boolean {
  const within = (configKeys().get(known) ?? []).map((key) => nameOf(key.path).toLowerCase());
  return isSlipOf(nameOf(path), nameOf(known)) && (isMap && within.length > 0
    ? isObject(value) && Object.keys(value).some((key) => within.includes(key.toLowerCase()))
    : isMap === isObject(value));
}
