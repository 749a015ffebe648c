import { parse } from 'yaml';
import { Manifest } from './_dist';

type Texts = Readonly<Record<string, unknown>>;

/**
 * What a reviewer looks at: every object with what it holds, and each label and annotation once, however many objects carry it. A changed
 * label, annotation or key of a Secret is a changed line here, and not one in each object.
 */
export function summaryOf(files: ReadonlyMap<string, readonly Manifest[]>): Record<string, readonly string[]> {
  const all = [...files.values()].flat();
  return {
    objects: [...files].flatMap(([file, manifests]) => manifests.map((manifest) => `${file}  ${lineOf(manifest)}`)),
    labels: counted(all.flatMap((manifest) => metadataIn(manifest).flatMap(({ labels }) => entriesOf(labels)))),
    annotations: counted(all.flatMap((manifest) => metadataIn(manifest).flatMap(({ annotations }) => entriesOf(annotations)))),
  };
}

function lineOf(manifest: Manifest): string {
  const { apiVersion, kind, metadata: { namespace, name } } = manifest;
  const holds = contentOf(manifest);
  return `${apiVersion} ${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}${holds.length > 0 ? `: ${holds.join(', ')}` : ''}`;
}

/** Keys of Secrets and ConfigMaps, with the entry of the store where one delivers them; containers with their images. */
function contentOf({ kind, data, stringData, spec }: Manifest): string[] {
  switch (kind) {
    case 'ExternalSecret':
      return (spec.data as { secretKey: string; remoteRef: { key: string } }[] ?? []).map(({ secretKey, remoteRef }) => `${secretKey} from ${remoteRef.key}`);
    case 'Deployment':
      return (spec.template.spec.containers as { name: string; image: string }[]).map(({ name, image }) => `${name} ${image}`);
    default:
      return [...Object.keys(data ?? {}), ...Object.keys(stringData ?? {})];
  }
}

interface Metadata {
  readonly labels?: Texts;
  readonly annotations?: Texts;
}

/** That of the object, and of what it makes: pods, Secrets. */
function metadataIn(value: unknown): Metadata[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, child]) => (key === 'metadata' ? [child as Metadata] : metadataIn(child)));
}

function entriesOf(texts: Texts | undefined): string[] {
  return Object.entries(texts ?? {}).map(([key, value]) => `${key}: ${String(value)}`);
}

/** Each once, in order, with how often it occurs. */
function counted(lines: readonly string[]): string[] {
  return [...new Set(lines)].sort().map((line) => `${line}   (${lines.filter((each) => each === line).length})`);
}

/** What a values file says otherwise than another one: each value by its path and each line of its head, then what it lacks. */
export function differences(text: string, from: string): string[] {
  const [own, other] = [valuesIn(text), valuesIn(from)];
  return [
    ...[...own].filter(([path, value]) => other.get(path) !== value).map(([path, value]) => `${path}${value}`),
    ...[...other.keys()].filter((path) => !own.has(path)).map((path) => `without ${path}`),
  ];
}

function valuesIn(text: string): Map<string, string> {
  const leaves = (value: unknown, path: string): [string, string][] => (typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value).flatMap(([key, child]) => leaves(child, path === '' ? key : `${path}.${key}`))
    : [[path, `: ${JSON.stringify(value)}`]]);
  return new Map([...text.split('\n').filter((line) => line.startsWith('#')).map((line): [string, string] => [line, '']), ...leaves(parse(text), '')]);
}
