import { JsonObject } from '../../../common/data/json';
import { CROSSPLANE_INSTALLERS } from '../../../contract/upstream/chart-installers';
import { asList, asObject, asText } from '../../kube/json-access';
import { KubeObject } from '../../kube/kube-object';
import { heldLayers, keyReferences } from './held-values';
import { Around, inlineLayers, Install, Layer, nameOf } from './install';
import { setLayers, setValues } from './set-value';

/** What Releases of Crossplane's Helm provider install. */
export function crossplaneInstalls(around: Around): Install[] {
  const { groups, kind } = CROSSPLANE_INSTALLERS;
  return groups.flatMap((group) => around.ofKind(group, kind)).map((object) => {
    const { chart, values, valuesFrom, set, namespace } = object.objectAt('spec', 'forProvider');
    const { name, repository, version, url } = asObject(chart);
    return {
      by: object,
      name: nameOf(object),
      // The URL of a package counts for all three.
      chart: asText(url ?? name),
      repository: asText(url ?? repository),
      version: url === undefined ? asText(version) : undefined,
      namespace: asText(namespace) ?? object.namespace,
      releaseName: object.annotations['crossplane.io/external-name'] ?? object.name,
      layers: [
        ...asList(valuesFrom).flatMap((entry) =>
          keyReferences(asObject(entry), CROSSPLANE_INSTALLERS.keys.values)
            // Of both the Secret counts. Source: its controller, `getDataValueFromSource`.
            .slice(-1).flatMap((reference) => heldLayers(object, reference, around))),
        // A map; its first version took a text.
        ...inlineLayers(values, object.field('spec', 'forProvider', 'values')),
        ...asList(set).flatMap((entry, index) => ofSet(object, asObject(entry), index, around)),
      ],
    };
  });
}

function ofSet(object: KubeObject, entry: JsonObject, index: number, around: Around): Layer[] {
  const reference = keyReferences(asObject(entry.valueFrom), CROSSPLANE_INSTALLERS.keys.set).pop();
  const at = object.field('spec', 'forProvider', 'set', index);
  const read = (text: string) => setValues(`${asText(entry.name) ?? ''}=${text}`, at);
  const set = (text: string) => setLayers(read(text));
  return reference === undefined ? set(asText(entry.value) ?? '') : heldLayers(object, reference, around, {
    text: ({ text }) => set(text),
    file: (file) => [{ kind: 'content', ...file, read }],
  });
}
