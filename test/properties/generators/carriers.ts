import fc from 'fast-check';
import { Made, made, used } from '../_made';
import { duration } from './deliveries';
import { furtherMetadata, label, maybe, objectName, word } from './texts';

const VERSIONS: Readonly<Record<string, string>> = { 2026.3: '2026.3.0', 2026.6: '2026.6.1', 2026.8: '2026.8.3' };

/** What carries the values of a plane into its cluster, in a chart of its own. */
export function carriers(plane: string, release: string): fc.Arbitrary<Made[]> {
  const carried = used(plane);
  const chart = fc.constantFrom('https://charts.example.com/union', 'oci://registry.example.com/union').map((repository) => ({ repository, version: VERSIONS[release] }));
  const metadata = maybe(fc.record({ name: objectName, ...furtherMetadata }, { requiredKeys: [] }));
  const argo = fc.record({
    metadata,
    chart,
    plane: fc.constant(carried),
    automated: maybe(fc.boolean()),
    retry: maybe(fc.record({ limit: maybe(fc.integer({ min: -1, max: 9 })) })),
    syncOptions: maybe(fc.constant(['CreateNamespace=true'])),
    project: maybe(word),
    manifests: maybe(fc.record({ repository: fc.constant('https://git.example.com/union'), path: fc.constantFrom('dist', '007', 'a/b'), revision: maybe(word) })),
  }).map((props) => made('ArgoApplication', props));
  const flux = fc.record({
    metadata,
    chart,
    plane: fc.constant(carried),
    interval: maybe(fc.constant(made('Duration', 600))),
    retryInterval: maybe(duration),
    storageNamespace: maybe(label),
    dependsOn: maybe(fc.array(fc.tuple(objectName, maybe(label)).map(([name, namespace]) => (namespace === undefined ? name : `${namespace}/${name}`)), { maxLength: 1 })),
    secretRef: maybe(objectName),
  }).map((props) => made('FluxHelmRelease', props));
  return fc.oneof(fc.constant<Made[]>([]), argo.map((one) => [one]), flux.map((one) => [one]), fc.tuple(argo, flux));
}
