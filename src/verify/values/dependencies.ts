import type { ManifestText } from '../../common/yaml/input';
import { readYaml } from '../../common/yaml/yaml-reader';
import { asList, asObject, asText } from '../kube/json-access';

/** A chart that another one brings, by the key of its values. */
export interface Dependency {
  readonly name?: string;
  readonly version: string;
}

/** The dependency of the chart in whose folder a file lies. */
export type DependencyOf = (file: string, key: string) => Dependency | undefined;

/**
 * What the charts among the texts depend on. Source: Helm, "Charts", `dependencies` of `Chart.yaml`: values
 * stand under the alias, where there is one.
 */
export function chartDependencies(texts: readonly ManifestText[]): DependencyOf {
  const known = new Map<string, Dependency>();
  for (const { name: file, text } of texts.filter(({ name }) => /(^|[\\/])Chart\.ya?ml$/.test(name))) {
    const chart = asObject(readYaml(text).documents[0]?.value);
    for (const { name, alias, version } of asList(chart.dependencies).map(asObject)) {
      const key = asText(alias) ?? asText(name);
      known.set(keyOf(file, key), { name: asText(name), version: asText(version) ?? '' });
    }
  }
  return (file, key) => known.get(keyOf(file, key));
}

function keyOf(file: string, key = ''): string {
  return `${file.replace(/[^\\/]*$/, '')}\0${key}`;
}
