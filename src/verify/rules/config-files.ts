import { grouped } from '../../common/data/collections';
import { nameOf, parentOf } from '../../common/data/json';
import { configKeys } from '../../contract/union/releases/config-keys';
import { oncePerPlace, rule, Violation } from '../engine/rule';
import { elsewhereText, homeKey, sameHome } from '../kube/home';
import { objectText } from '../kube/kube-object';
import { ConfigPattern, configFileKeys, configPatterns, passedOver } from '../model/config-lookups';
import { KeyTree } from '../model/key-tree';
import type { Model } from '../model/model';
import { keysLacking, lacksIn, thingsLacking } from '../model/pod-needs';

/** The config files that services are configured to read. */

export const configFileMissing = rule('config-file-missing', {
  /** Patterns whose files are shown or must exist: an image may contain its own. */
  of(model): ConfigPattern[] {
    const patterns = configPatterns(model).filter(({ lookup }) => lookup.state !== 'opaque');
    const shown = patterns.filter(({ lookup }) => lookup.state === 'found');
    return patterns.filter(
      ({ lookup, container }) =>
        (lookup.state !== 'absent' && lookup.state !== 'unnamed')
        || shown.some(
          (other) => other.container !== container && sameHome(other.container.workload, container.workload),
        ),
    );
  },
  *all(subjects, model) {
    // Pods also wait for volumes whose files no --config names.
    const told = subjects.flatMap(({ lookup, container: { workload } }) =>
      ('source' in lookup && lookup.source ? [{ workload, name: lookup.source.name }] : []));
    yield* thingsLacking(model, 'ConfigMap', told);
    yield* keysLacking(model, 'ConfigMap', 'keyless', told);
    yield* ofOtherEnding(subjects, model);
    const lost = new Set(lacksIn(model).flatMap(({ key, workload }) => (key === undefined ? [] : workload)));
    for (const group of byCause(subjects.filter(({ lookup, container }) =>
      lookup.state !== 'others' || !lost.has(container.workload)))) {
      const { container, lookup } = group[0];
      if ('found' in lookup) {
        const name = lookup.state === 'absent' ? lookup.source?.name : undefined;
        const others = model.configMaps.map(({ object }) => object).filter((each) => each.name === name);
        const elsewhere = elsewhereText(others, container.workload);
        yield {
          at: lookup.at ?? container.field,
          found: elsewhere === '' ? lookup.found : `ConfigMap ${name}, which is not there${elsewhere}`,
          expected: `${group[0].glob} in `
            + `${container}${group.length > 1 ? ` and ${group.length - 1} more` : ''}`,
          values: { container: objectText(container.workload.object), glob: group[0].glob },
        };
      }
    }
  },
});

/** Services share a ConfigMap; each file of it is reported once. */
function ofOtherEnding(subjects: readonly ConfigPattern[], model: Model): Violation[] {
  const unread = subjects.flatMap((pattern) => passedOver(pattern, model).map((file) => ({ pattern, file })));
  return grouped(unread, ({ file: { configMap, key } }) => `${configMap.object} ${key}`)
    .map(([{ pattern, file: { configMap, key, path } }]) => ({
      at: configMap.object.field('data', key),
      expected: `a name that ${pattern.glob} of ${pattern.container} matches`,
      found: `${path}, which nothing reads`,
      headline: 'unread',
      values: { file: key },
    }));
}

/** Containers of a pod share its volumes, and workloads their ConfigMaps: one cause, one finding. */
function byCause(patterns: readonly ConfigPattern[]): ConfigPattern[][] {
  return grouped(patterns, ({ glob, lookup, container: { workload } }) =>
    JSON.stringify(
      lookup.state === 'absent'
        ? [lookup.source?.name, homeKey(workload)]
        : [lookup.state, glob, workload.object.toString()],
    ),
  );
}

export const configUnknownKey = rule('config-unknown-key', {
  /** Configs of Union's services in manifests; a fault in values is reported at the values. */
  of: (model) =>
    model.configs.filter((config) => config.fieldFor('').object.origin === undefined
      && (configKeys().get('') ?? []).some(({ path }) => config.has(path))),
  each: (config) => [...CONFIG_TREE().strays(
    (map) => config.section(map)?.entries ?? [], (path) => config.get(path) === undefined,
  )].map(({ entry, right, isMap }) => ({
    at: entry.field,
    expected: right,
    found: entry.path,
    belongs: parentOf(right) === parentOf(entry.path) ? entry.beside(nameOf(right)) : config.placeFor(right),
    isMap,
  })),
  // Services share files.
  cause: oncePerPlace,
});

let tree: KeyTree | undefined;

/** Of all releases; services read names case-insensitively. */
const CONFIG_TREE = () => (tree ??= new KeyTree(
  [...configKeys().values()].flat(), (one, other) => one.toLowerCase() === other.toLowerCase(),
));

export const configUnreadable = rule('config-unreadable', {
  of: configFileKeys,
  each({ configMap, key }) {
    const found = configMap.fault(key);
    return found !== undefined
      && { at: configMap.object.field('data', key), expected: 'YAML that the service can read', found };
  },
});
