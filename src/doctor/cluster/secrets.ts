import { isObject } from '../../common/data/json';
import { WITHHELD_ANNOTATION } from '../../contract/own-annotations';
import { CHART_DEFAULT_CLIENT_SECRET, PLACEHOLDER } from '../../contract/union/secrets';
import { LAST_APPLIED_ANNOTATION, RECORDERS } from '../../contract/upstream/kubernetes';
import type { Kubectl } from './kubectl';

/** A Secret of the cluster without its values: they do not leave kubectl. */
export interface SecretOutline {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly type: string;
  readonly keys: Readonly<Record<string, 'empty' | 'placeholder' | 'value'>>;
  readonly labels: Readonly<Record<string, string>>;
  /** When its keys were last written, as far as the API server says. */
  readonly written?: Date;
  /** Who owns which keys: by it `kubectl apply` takes keys away. */
  readonly owners: readonly KeyOwner[];
  /** Whether kubectl recorded every key as applied. The record itself has values, so it is not read. */
  readonly recorded: boolean;
}

interface KeyOwner {
  readonly manager: string;
  /** As field paths name them: `f:client_secret`. */
  readonly keys: readonly string[];
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** What the charts write for others to overwrite, as Secrets hold it. */
const PLACEHOLDERS = [PLACEHOLDER, CHART_DEFAULT_CLIENT_SECRET].flatMap(
  (word) => [base64(word), base64(`${word}\n`)],
);

const IS_PLACEHOLDER = `or ${PLACEHOLDERS.map((word) => `(eq $value "${word}")`).join(' ')}`;

/** What a key holds: no more than this is printed. */
const KIND = '{{if eq (len $value) 0}}"empty"{{else if '
  + `${IS_PLACEHOLDER}}}"placeholder"{{else}}"value"{{end}}`;

const textAt = (name: string, path: string) => `"${name}":{{printf "%q" ${path}}},`;

/** One JSON object a line. */
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

/** The Secrets of a namespace, those of Helm's releases apart. */
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

/** Lists end in null, as templates know no last one. */
function said<T>(list: readonly (T | null)[]): T[] {
  return list.filter((each): each is T => each !== null);
}

/** The same as a manifest for the verifier: keys, what kind of value each has, and whose they are. */
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
