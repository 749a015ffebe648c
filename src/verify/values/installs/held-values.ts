import { textInBase64 } from '../../../common/data/bytes';
import { JsonObject } from '../../../common/data/json';
import { sameHome } from '../../kube/home';
import { asList, asObject, asText } from '../../kube/json-access';
import type { KubeObject } from '../../kube/kube-object';
import type { Field } from '../../read/field';
import { Around, folderOf, lastOf, Layer } from './install';

/** A key of a ConfigMap or Secret that holds values. */
export interface ValuesReference {
  readonly kind: string;
  readonly name: string;
  readonly key: string;
  /** That of the object which refers to it, where it says none. */
  readonly namespace?: string;
}

/** What a key holds, and where. */
interface HeldText {
  readonly text: string;
  readonly at: Field;
}

/** The key that `configMapKeyRef` or `secretKeyRef` names. */
export function keyReference(
  { configMapKeyRef, secretKeyRef }: JsonObject, defaultKey: string, defaultNamespace?: string,
): ValuesReference | undefined {
  const reference = asObject(secretKeyRef ?? configMapKeyRef);
  const name = asText(reference.name);
  return name === undefined ? undefined : {
    kind: secretKeyRef === undefined ? 'ConfigMap' : 'Secret',
    name,
    key: asText(reference.key) ?? defaultKey,
    namespace: asText(reference.namespace) ?? defaultNamespace,
  };
}

/** What a key holds; nothing where the input does not show it. */
function heldText(
  by: KubeObject, { kind, name, key, namespace }: ValuesReference, { ofKind }: Around,
): HeldText | undefined {
  const home = { cluster: by.cluster, namespace: namespace ?? by.namespace };
  const holder = ofKind('', kind).find((each) => each.name === name && sameHome(each, home));
  const [plain, data] = [holder?.textAt('stringData', key), holder?.textAt('data', key)];
  if (holder === undefined || (plain === undefined && data === undefined)) {
    return undefined;
  }
  const isEncoded = kind === 'Secret' && plain === undefined;
  return {
    text: plain ?? (isEncoded ? textInBase64(data!) : data!),
    at: holder.field(plain === undefined ? 'data' : 'stringData', key),
  };
}

/** What is read of the text that a key holds, or what one would have to add. */
export function heldLayers(
  by: KubeObject, reference: ValuesReference, around: Around, read: (held: HeldText) => Layer[],
): Layer[] {
  const { kind, name, key } = reference;
  const held = heldText(by, reference, around);
  const what = `${key} of the ${kind} ${name}`;
  if (held === undefined) {
    return [{ kind: 'unread', what, add: `the ${kind}, or the file that it is made of with --values` }];
  }
  return held.text.startsWith('ENC[')
    ? [{ kind: 'unread', what: `${what}, which is encrypted`, add: 'what it holds, with --values' }]
    : read(held);
}

/** The values that a key holds, or that a kustomization makes it of. */
export function heldValues(
  by: KubeObject, reference: ValuesReference | undefined, around: Around,
): Layer[] {
  if (reference === undefined) {
    return [];
  }
  const generated = around.kustomizations.flatMap((each) => generatedFile(each, reference)).slice(0, 1);
  return generated.length > 0
    ? generated
    : heldLayers(by, reference, around, (held) => [{ kind: 'text', ...held }]);
}

/** The file that a kustomization makes a key of a ConfigMap or Secret of. */
function generatedFile(kustomization: KubeObject, { kind, name, key }: ValuesReference): Layer[] {
  const generators = kustomization
    .listAt(kind === 'Secret' ? 'secretGenerator' : 'configMapGenerator')
    .map(asObject);
  return generators
    .filter((each) => each.name === name)
    .flatMap(({ files }) => asList(files))
    .flatMap((file): Layer[] => {
      const [, as = undefined, path = ''] = /^(?:([^=]+)=)?(.*)$/.exec(asText(file) ?? '') ?? [];
      return (as ?? lastOf(path)) === key
        ? [{ kind: 'file', path, beside: folderOf(kustomization.source.file) }]
        : [];
    });
}
