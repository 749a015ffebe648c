import { isObject } from '../../common/data/json';
import { WITHHELD_ANNOTATION } from '../../contract/own-annotations';
import { CHART_DEFAULT_CLIENT_SECRET, PLACEHOLDER } from '../../contract/union/secrets';
import { LAST_APPLIED_ANNOTATION, RECORDERS } from '../../contract/upstream/kubernetes';
import type { Kubectl } from './kubectl';

/** A Secret of the cluster without its values, which do not leave kubectl. */
export interface SecretOutline {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly type: string;
  readonly keys: Readonly<Record<string, 'empty' | 'placeholder' | 'value'>>;
  readonly labels: Readonly<Record<string, string>>;
  /** The last change of its keys, as far as the API server shows it. */
  readonly written?: Date;
  /** The owners of keys, which decide what `kubectl apply` removes. */
  readonly owners: readonly KeyOwner[];
  /** Whether kubectl recorded every key as applied. The record itself contains values, so it is not read. */
  readonly recorded: boolean;
}

interface KeyOwner {
  readonly manager: string;
  /** As field paths: `f:client_secret`. */
  readonly keys: readonly string[];
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** The charts' placeholders, in the encoding of Secrets. */
const PLACEHOLDERS = [PLACEHOLDER, CHART_DEFAULT_CLIENT_SECRET].flatMap(
  (word) => [base64(word), base64(`${word}\n`)],
);

const IS_PLACEHOLDER = `or ${PLACEHOLDERS.map((word) => `(eq $value "${word}")`).join(' ')}`;

/** The kind of a key's value: nothing else is printed. */
const KIND = '{{if eq (len $value) 0}}"empty"{{else if '
  + `${IS_PLACEHOLDER}}}"placeholder"{{else}}"value"{{end}}`;

const textAt = (name: string, path: string) => `"${name}":{{printf "%q" ${path}}},`;

/** One JSON object per line. */
const TEMPLATE = [
  '{{range .items}}{',
  textAt('namespace', '.metadata.namespace'),
  textAt('name', '.metadata.name'),
  textAt('uid', '.metadata.uid'),
  textAt('type', '.type'),
  '"labels":{ {{range $name, $value := .metadata.labels}}',
  '{{printf "%q" $name}}:{{printf "%q" $value}},{{end}}"":null},',
  '"written":[{{range .metadata.managedFields}}',
  '{{if and (index .fieldsV1 "f:data") .time}}{{printf "%q" .time}},{{end}}{{end}}null],',
  '"recordedBy":[{{range .metadata.managedFields}}{{$manager := .manager}}',
  '{{with index .fieldsV1 "f:metadata"}}{{range $field, $empty := index . "f:annotations"}}',
  `{{if eq $field "f:${LAST_APPLIED_ANNOTATION}"}}{{printf "%q" $manager}},{{end}}`,
  '{{end}}{{end}}{{end}}null],',
  '"owners":[{{range .metadata.managedFields}}{{if index .fieldsV1 "f:data"}}',
  '{"manager":{{printf "%q" .manager}},"keys":[',
  '{{range $key, $value := index .fieldsV1 "f:data"}}{{printf "%q" $key}},{{end}}null]},{{end}}{{end}}null],',
  `"keys":{ {{range $key, $value := .data}}{{printf "%q" $key}}:${KIND},{{end}}"":null}}{{"\\n"}}{{end}}`,
].join('');

/** The Secrets of a namespace, without those of Helm releases. */
export async function secretsIn(namespace: string, kubectl: Kubectl): Promise<readonly SecretOutline[]> {
  const printed = await kubectl([
    '-n', namespace, 'get', 'secrets', '--field-selector=type!=helm.sh/release.v1',
    '-o', `go-template=${TEMPLATE}`,
  ]);
  return printed.split('\n').filter((line) => line !== '').map(outlineOf);
}

function outlineOf(line: string): SecretOutline {
  const { namespace, name, uid, type, keys, labels, written, owners, recordedBy } =
    JSON.parse(line) as Record<string, unknown>;
  const times = said(written as (string | null)[]).sort();
  return {
    namespace: String(namespace),
    name: String(name),
    uid: String(uid),
    type: String(type),
    keys: Object.fromEntries(
      Object.entries(isObject(keys) ? keys : {}).filter(([key]) => key !== ''),
    ) as SecretOutline['keys'],
    labels: Object.fromEntries(
      Object.entries(isObject(labels) ? labels : {}).filter(([label]) => label !== ''),
    ) as SecretOutline['labels'],
    ...(times.length === 0 ? {} : { written: new Date(times.at(-1)!) }),
    owners: said(owners as ({ manager: string; keys: (string | null)[] } | null)[])
      .map(({ manager, keys: owned }) => ({ manager, keys: said(owned) })),
    recorded: said(recordedBy as (string | null)[]).some((manager) => RECORDERS.includes(manager)),
  };
}

/** Lists end with null, as templates cannot detect the last item. */
function said<T>(list: readonly (T | null)[]): T[] {
  return list.filter((each): each is T => each !== null);
}

/** The same as a manifest for `verify`: keys, the kind of each value, and the owners. */
export function manifestOf(
  { namespace, name, uid, type, keys, labels, owners, recorded }: SecretOutline,
): Record<string, unknown> {
  const stand = { empty: '', placeholder: base64(PLACEHOLDER), value: base64('withheld') };
  const data = Object.fromEntries(Object.entries(keys).map(([key, kind]) => [key, stand[kind]]));
  const record = JSON.stringify({ data: Object.fromEntries(Object.keys(keys).map((key) => [key, ''])) });
  const annotations = {
    [WITHHELD_ANNOTATION]: 'by doctor --kube',
    ...(recorded ? { [LAST_APPLIED_ANNOTATION]: record } : {}),
  };
  const managedFields = owners.map((owner) => ({
    manager: owner.manager, fieldsV1: { 'f:data': Object.fromEntries(owner.keys.map((key) => [key, {}])) },
  }));
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { namespace, name, uid, labels, annotations, managedFields },
    type,
    data,
  };
}
