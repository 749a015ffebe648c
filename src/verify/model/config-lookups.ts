import { oncePer } from '../../common/data/once-per';
import { configGlobs, unflaggedGlob } from '../credentials/config-files';
import { ConfigLookup, lookUpConfig } from '../credentials/config-lookup';
import { isUnions } from '../credentials/plane';
import type { ConfigMap } from '../kube/config-map';
import type { Container } from '../kube/workload';
import type { Model } from './model';

/** A pattern of `--config` of one of Union's containers, and what it leads to. */
export interface ConfigPattern {
  readonly container: Container;
  readonly glob: string;
  readonly lookup: ConfigLookup;
}

/** Every pattern of `--config` on the command lines of Union's containers. */
export const configPatterns = oncePer((model: Model): readonly ConfigPattern[] =>
  model.workloads
    .flatMap(({ containers }) => containers)
    .flatMap((container) => patternsOf(container, model)),
);

function patternsOf(container: Container, model: Model): ConfigPattern[] {
  const { workload, commandLine } = container;
  const unflagged = unflaggedGlob(commandLine);
  const globs = configGlobs(commandLine).filter((glob) => /\.(ya?ml|json)$/.test(glob));
  if ((globs.length === 0 && unflagged === undefined) || !isUnions(workload)) {
    return [];
  }
  return unflagged !== undefined
    ? [{ container, glob: unflagged, lookup: { state: 'unflagged' } }]
    : globs.map((glob) => ({
      container,
      glob,
      lookup: lookUpConfig(container, glob, (name) => model.configMap(name, workload)),
    }));
}

/** A config file of Union's containers: a key of a ConfigMap. */
export interface ConfigKey {
  readonly configMap: ConfigMap;
  readonly key: string;
}

/** The config files that Union's containers read, each once. */
export function configKeys(model: Model): ConfigKey[] {
  const found = new Map<ConfigMap, Set<string>>();
  for (const { lookup } of configPatterns(model)) {
    for (const { configMap, key } of lookup.state === 'found' ? lookup.files : []) {
      found.set(configMap, (found.get(configMap) ?? new Set()).add(key));
    }
  }
  return [...found].flatMap(([configMap, keys]) => [...keys].map((key) => ({ configMap, key })));
}
