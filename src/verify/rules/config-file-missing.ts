import { grouped } from '../../common/data/grouped';
import { defineRule, Violation } from '../engine/rule';
import { homeKey, sameHome } from '../kube/home';
import { ConfigPattern, configPatterns, passedOver } from '../model/config-lookups';
import { misspeltVolumes } from '../model/misspelt-sources';
import type { Model } from '../model/model';
import type { Field } from '../read/field';

/**
 * Patterns of `--config` whose files the input shows, or ought to show: one that shows no ConfigMap of the
 * namespace is a part of the whole. An image may know its files by itself, unless others of Union are told.
 */
function subjectsOf(model: Model): ConfigPattern[] {
  const patterns = configPatterns(model).filter(({ lookup }) => lookup.state !== 'opaque');
  const shown = patterns.filter(({ lookup }) => lookup.state === 'found');
  return patterns.filter(
    ({ lookup, container }) =>
      (lookup.state !== 'absent' && lookup.state !== 'unnamed')
      || shown.some(
        (other) => other.container !== container && sameHome(other.container.workload, container.workload),
      ),
  );
}

export const configFileMissing = defineRule('config-file-missing', {
  subjects: subjectsOf,
  notApplicable:
    'No container of Union in the input names its config files with --config, or the input shows no '
      + 'ConfigMap.',
  *check(subjects, model) {
    // Pods wait for those, too, whose files nobody asks for by --config.
    yield* misspeltVolumes(model, 'ConfigMap', subjects.flatMap(({ lookup, container: { workload } }) =>
      lookup.state === 'absent' ? [{ workload, name: lookup.source.name }] : []));
    yield* ofOtherEnding(subjects, model);
    for (const group of byCause(subjects)) {
      const { container, lookup } = group[0];
      const fault = faultOf(lookup, container.field);
      if (fault !== undefined) {
        yield {
          ...fault,
          expected: `${group[0].glob} in `
            + `${container}${group.length > 1 ? ` and ${group.length - 1} more` : ''}`,
          values: { container: String(container), glob: group[0].glob },
        };
      }
    }
  },
});

/** Services share a ConfigMap; each file of it is told once. */
function* ofOtherEnding(subjects: readonly ConfigPattern[], model: Model): Iterable<Violation> {
  const told = new Set<string>();
  for (const pattern of subjects) {
    for (const { configMap, key, path } of passedOver(pattern, model)) {
      const place = `${configMap.object.toString()} ${key}`;
      if (!told.has(place)) {
        told.add(place);
        yield {
          at: configMap.object.field('data', key),
          expected: `a name that ${pattern.glob} of ${pattern.container} matches`,
          found: `${path}, which nobody reads`,
          headline: 'unread',
          values: { file: key },
        };
      }
    }
  }
}

/** Containers of a pod share its volumes, workloads their ConfigMaps: one cause, one finding. */
function byCause(patterns: readonly ConfigPattern[]): ConfigPattern[][] {
  return grouped(patterns, ({ glob, lookup, container: { workload } }) =>
    JSON.stringify(
      lookup.state === 'absent'
        ? [lookup.source.name, homeKey(workload)]
        : [lookup.state, glob, workload.object.toString()],
    ),
  );
}

function faultOf(
  lookup: ConfigPattern['lookup'], container: Field,
): Pick<Violation, 'at' | 'found'> | undefined {
  switch (lookup.state) {
    case 'unmounted':
      return { at: container, found: 'no mount that covers the directory' };
    case 'unnamed':
      return { at: container, found: `no --config, so that ${lookup.file.path} is not read` };
    case 'unflagged':
      return { at: container, found: 'a command line with --config and no path, or a path and no --config' };
    case 'empty':
      return { at: container, found: 'only empty files' };
    case 'no-volume':
      return {
        at: lookup.mount.field,
        found: `a mount of the volume ${lookup.mount.volumeName}, which the pod does not declare`,
      };
    case 'absent':
      return { at: lookup.source.field, found: `no ConfigMap ${lookup.source.name} in the input` };
    case 'no-key':
      return {
        at: lookup.source.field,
        found: `ConfigMap ${lookup.source.name} without the key ${lookup.key}`,
      };
    case 'others':
      return {
        at: container,
        found: lookup.paths.length > 0 ? `only ${lookup.paths.join(', ')}` : 'no file',
      };
    default:
      return undefined;
  }
}
