import { isObject, JsonObject } from '../../../common/data/json';
import { CROSSPLANE_INSTALLERS } from '../../../contract/upstream/chart-installers';
import { asList, asObject, asText } from '../../kube/json-access';
import { KubeObject } from '../../kube/kube-object';
import { heldText, heldValues, unseen, ValuesReference } from './held-values';
import { Around, inlineLayers, Install, lastOf, Layer, nameOf } from './install';
import { setValue } from './set-value';

/** What Releases of Crossplane's Helm provider install. */
export function crossplaneInstalls(around: Around): Install[] {
  const { groups, kind } = CROSSPLANE_INSTALLERS;
  return groups.flatMap((group) => around.ofKind(group, kind)).map((object) => {
    const { chart, values, valuesFrom, set, namespace } = object.objectAt('spec', 'forProvider');
    const { name, repository, version, url } = asObject(chart);
    return {
      by: object,
      name: nameOf(object),
      chart: asText(name) ?? chartOfPackage(asText(url)),
      repository: asText(repository) ?? asText(url),
      version: asText(version),
      namespace: asText(namespace) ?? object.namespace,
      helmRelease: object.annotations['crossplane.io/external-name'] ?? object.name,
      layers: [
        ...asList(valuesFrom).flatMap((entry) => {
          const reference = referenceIn(asObject(entry), CROSSPLANE_INSTALLERS.keys.values);
          return reference === undefined ? [] : [heldValues(object, reference, around)];
        }),
        // A map; its first version took a text.
        ...inlineLayers(values, object.field('spec', 'forProvider', 'values')),
        ...asList(set).map((entry, index) => ofSet(object, asObject(entry), index, around)),
      ],
    };
  });
}

/** Such as `controlplane` of `https://charts.example.com/controlplane-2026.8.3.tgz`. */
function chartOfPackage(url: string | undefined): string | undefined {
  return url === undefined ? undefined : lastOf(url).replace(/-\d[^/]*$/, '');
}

function ofSet(object: KubeObject, entry: JsonObject, index: number, around: Around): Layer {
  const reference = referenceIn(asObject(entry.valueFrom), CROSSPLANE_INSTALLERS.keys.set);
  const at = object.field('spec', 'forProvider', 'set', index);
  const held = reference === undefined ? undefined : heldText(object, reference, around)?.text;
  return reference !== undefined && held === undefined
    ? unseen(reference)
    : { kind: 'set', sets: [setValue(asText(entry.name) ?? '', held ?? asText(entry.value) ?? '', at)] };
}

function referenceIn(source: JsonObject, key: string): ValuesReference | undefined {
  const kind = isObject(source.secretKeyRef) ? 'Secret' : 'ConfigMap';
  const reference = asObject(source.secretKeyRef ?? source.configMapKeyRef);
  const name = asText(reference.name);
  return name === undefined
    ? undefined
    : { kind, name, key: asText(reference.key) ?? key, namespace: asText(reference.namespace) };
}
