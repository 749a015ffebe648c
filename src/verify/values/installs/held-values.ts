import { JsonObject } from '../../../common/data/json';
import { textInBase64 } from '../../../common/data/texts';
import { sameHome } from '../../kube/home';
import { asList, asObject, asText } from '../../kube/json-access';
import type { KubeObject } from '../../kube/kube-object';
import type { Field } from '../../read/field';
import { Around, FileOfValues, folderOf, lastOf, Layer } from './install';

/** A key of a ConfigMap or Secret that holds values. */
export interface ValuesReference {
  readonly kind: string;
  readonly name: string;
  readonly key: string;
  /** That of the object which refers to it, where it says none. */
  readonly namespace?: string;
  /** Whether the tool does without it. */
  readonly optional?: boolean;
}

/** What a key holds, and where. */
export interface HeldText {
  readonly text: string;
  readonly at: Field;
}

/** The keys that `configMapKeyRef` and `secretKeyRef` name, in this order. */
export function keyReferences(
  entry: JsonObject, defaultKey: string, defaultNamespace?: string,
): ValuesReference[] {
  const said = { ConfigMap: entry.configMapKeyRef, Secret: entry.secretKeyRef };
  return Object.entries(said).flatMap(([kind, ref]) => {
    const reference = asObject(ref);
    const name = asText(reference.name);
    return name === undefined ? [] : [{
      kind,
      name,
      key: asText(reference.key) || defaultKey,
      namespace: asText(reference.namespace) || defaultNamespace,
      optional: reference.optional === true,
    }];
  });
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

/** How what a key holds is read: a text, or the file that a kustomization makes the key of. */
export interface HeldReader {
  text(held: HeldText): Layer[];
  file(file: FileOfValues): Layer[];
}

const VALUES: HeldReader = {
  text: (held) => [{ kind: 'text', ...held }],
  file: (file) => [{ kind: 'file', ...file }],
};

/** What a key holds, or that a kustomization makes it of, or what one would have to add. */
export function heldLayers(
  by: KubeObject, reference: ValuesReference, around: Around, reader: HeldReader = VALUES,
): Layer[] {
  const { kind, name, key, optional } = reference;
  const [generated] = around.kustomizations.flatMap((each) => generatedOf(each, reference));
  if (generated !== undefined && 'path' in generated) {
    return reader.file(generated);
  }
  const held = generated ?? heldText(by, reference, around);
  const what = `${key} of the ${kind} ${name}`;
  if (held === undefined) {
    const add = `the ${kind}, or the file that it is made of with --values`;
    return [{ kind: 'unread', what, add, secret: optional }];
  }
  return held.text.startsWith('ENC[')
    ? [{ kind: 'unread', what: `${what}, which is encrypted`, add: 'its content, with --values' }]
    : reader.text(held);
}

/** What a kustomization makes a key of a ConfigMap or Secret of. */
function generatedOf(
  kustomization: KubeObject, { kind, name, key }: ValuesReference,
): (FileOfValues | HeldText)[] {
  const generator = kind === 'Secret' ? 'secretGenerator' : 'configMapGenerator';
  const beside = folderOf(kustomization.source.file);
  return kustomization.listAt(generator).map(asObject).flatMap((each, index) => {
    const pairs = (list: unknown) => asList(list).map((entry) => keyAndRest(asText(entry) ?? ''));
    const files = pairs(each.files).map(([as, path]) => ({ as: as ?? lastOf(path), path, beside }));
    const literals = pairs(each.literals).map(([as, quoted], position) => {
      const at = kustomization.field(generator, index, 'literals', position);
      return { as, text: quoted.replace(/^(["'])(.*)\1$/s, '$2'), at };
    });
    return each.name !== name ? [] : [...files, ...literals].filter(({ as }) => as === key);
  });
}

function keyAndRest(pair: string): readonly [string | undefined, string] {
  const split = pair.indexOf('=');
  return split < 0 ? [undefined, pair] : [pair.slice(0, split), pair.slice(split + 1)];
}
