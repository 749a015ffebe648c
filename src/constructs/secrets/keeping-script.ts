// Tests: test/constructs/planes/take-over-script.test.ts
import { KEY_HOLDER } from '../../contract/own-annotations';
import { FIELD_MANAGER_PREFIX } from '../../contract/upstream/external-secrets';
import { ARGO_CD } from '../../contract/upstream/gitops';
import { LAST_APPLIED_ANNOTATION } from '../../contract/upstream/kubernetes';
import { pointerStep } from '../objects/api-objects';
import { KEPT } from './secret-writers';

/**
 * Shell functions of the scripts that people run. They inspect a Secret without reading a value, and keep its
 * keys.
 *
 * A manifest cannot keep them. kubectl's client-side apply removes fields that are in
 * `last-applied-configuration` but not in the manifest. Its server-side apply, and Argo CD's, first take over
 * the fields of a client-side apply, and then do the same. So the script removes the annotation if it
 * contains data, and adds an owner to each key that never applies: server-side apply removes a key only with
 * its last owner. Both happen in one request, which fails if the Secret has changed in between. No value is
 * read or sent.
 *
 * Source: kubectl, `pkg/cmd/apply` (`migrateToSSAIfNecessary`) and client-go, `util/csaupgrade`; tried with
 * kubectl 1.33 and 1.35 on 1.34, and with Argo CD 3.5.
 */

const [SYNC_OPTIONS, COMPARE_OPTIONS] = Object.keys(ARGO_CD.keep);

/** `$kubectl`, and `problem`, which reports a problem and lets the script continue. */
export const BASICS = [
  'kubectl="${KUBECTL:-kubectl}"',
  '',
  "problems=''",
  'problem() {',
  '  printf \'%s\\n\' "$1" >&2',
  '  problems=yes',
  '}',
  '',
  'command -v "$kubectl" >/dev/null 2>&1 || {',
  '  problem "kubectl: command $kubectl not found; install it, or set KUBECTL"',
  '  exit 1',
  '}',
];

/** The environment variable of `BASICS`, for the head of a script. */
export const KUBECTL_VARIABLE = '#   KUBECTL: the kubectl to use (default: kubectl)';

/**
 * `standing`: stops the script in a namespace that is being deleted, but not for users who cannot read
 * namespaces.
 */
export const STANDING = [
  'phase="$("$kubectl" get namespace "$namespace" --output=jsonpath=\'{.status.phase}\' 2>/dev/null)" || '
    + 'phase=\'\'',
  'if [ "$phase" = Terminating ]; then',
  '  problem "namespace $namespace: is being deleted, with every Secret in it; nothing was changed"',
  '  exit 1',
  'fi',
];

/** The facts that `look` queries, one per line: words and names, no values. */
const FACTS = [
  'version {{.metadata.resourceVersion}}',
  'type {{.type}}',
  '{{if .immutable}}immutable yes',
  '{{end}}{{if .metadata.deletionTimestamp}}going yes',
  '{{end}}{{range .metadata.ownerReferences}}{{if .controller}}owner {{.kind}} {{.name}}',
  '{{end}}{{end}}{{if .metadata.annotations}}annotated yes',
  '{{end}}{{range $name, $value := .metadata.annotations}}{{if eq $name '
    + `"${LAST_APPLIED_ANNOTATION}"}}applied yes`,
  `{{end}}{{if eq $name "${SYNC_OPTIONS}"}}sync {{$value}}`,
  `{{end}}{{if eq $name "${COMPARE_OPTIONS}"}}compare {{$value}}`,
  `{{end}}{{if eq $name ${Object.keys(KEPT).map((name) => `"${name}"`).join(' ')}}}mark {{$name}}={{$value}}`,
  `{{end}}{{end}}{{range $i, $entry := .metadata.managedFields}}{{if eq .manager "${KEY_HOLDER}"}}holder `
    + '{{$i}}',
  '{{range $field, $_ := index .fieldsV1 "f:data"}}held {{$field}}',
  '{{end}}{{end}}{{end}}{{range $key, $_ := .data}}{{$kind := "key"}}{{range $.metadata.managedFields}}',
  '{{- if exists . "fieldsV1" "f:data" (printf "f:%s" $key)}}',
  `{{- if ge (len .manager) ${FIELD_MANAGER_PREFIX.length}}}`,
  `{{- if eq (slice .manager 0 ${FIELD_MANAGER_PREFIX.length}) "${FIELD_MANAGER_PREFIX}"}}{{$kind = `
    + '"delivered"}}{{end}}{{end}}{{end}}{{end}}',
  '{{- $kind}} {{$key}}',
  '{{end}}',
];

/** `look SECRET`: sets `version` (empty if the Secret is missing) and the variables of `FACTS`. */
export const LOOK = [
  `facts='${FACTS.join('\n')}'`,
  '',
  '# look SECRET: gets its properties and the names of its keys, without values.',
  'look() {',
  "  version='' type='' immutable='' going='' owner='' annotated='' applied='' sync='' compare='' marks='|'",
  "  holder='' held=' ' keys=' ' others=' '",
  '  seen="$("$kubectl" get secret "$1" --namespace "$namespace" --ignore-not-found '
    + '--output=go-template="$facts")" || return 1',
  '  while read -r fact value; do',
  '    case "$fact" in',
  '      version) version="$value" ;;',
  '      type) type="$value" ;;',
  '      immutable) immutable="$value" ;;',
  '      going) going="$value" ;;',
  '      owner) owner="$value" ;;',
  '      annotated) annotated="$value" ;;',
  '      applied) applied="$value" ;;',
  '      sync) sync="$value" ;;',
  '      compare) compare="$value" ;;',
  '      mark) marks="$marks$value|" ;;',
  '      holder) holder="$value" ;;',
  '      held) held="$held${value#f:} " ;;',
  '      key) keys="$keys$value " others="$others$value " ;;',
  '      delivered) keys="$keys$value " ;;',
  '      *) ;;',
  '    esac',
  '  done <<EOF',
  '$seen',
  'EOF',
  '}',
];

/** `remain SECRET KEYS RESULT`: checks that keys still exist. */
const REMAIN = [
  '# remain SECRET KEYS RESULT: checks that each of the keys still existed at the last look.',
  'remain() {',
  "  lost=''",
  '  for key in $2; do',
  '    case "$keys" in',
  '      *" $key "*) ;;',
  '      *) lost="$lost $key" ;;',
  '    esac',
  '  done',
  '  if [ -n "$lost" ]; then',
  '    problem "secret $1: lost$lost meanwhile; find out what writes the Secret"',
  '  elif [ "$keys" = \' \' ]; then',
  '    echo "secret $1: has no keys yet; new keys $3"',
  '  else',
  '    echo "secret $1: its keys $3:${keys% }"',
  '  fi',
  '}',
];

/** `keep SECRET`: needs `BASICS` and `LOOK`. */
export const KEEP = [
  '# change OPERATION: adds an operation of JSON Patch to the request.',
  'change() {',
  '  changes="$changes,$1"',
  '}',
  '',
  '# mark ANNOTATION VALUE PATH: sets an annotation unless it already has this value.',
  'mark() {',
  '  case "$marks" in',
  '    *"|$1=$2|"*) return 0 ;;',
  '    *) ;;',
  '  esac',
  '  [ -n "$annotated" ] || change \'{"op":"add","path":"/metadata/annotations","value":{}}\'',
  '  annotated=yes',
  '  change "$(printf \'{"op":"add","path":"/metadata/annotations/%s","value":"%s"}\' "$3" "$2")"',
  '}',
  '',
  '# changes_of SECRET: the changes that it still needs, after look.',
  'changes_of() {',
  "  changes='' record=''",
  '  case ",$sync," in',
  '    *,Prune=false,*) ;;',
  `    *) mark ${SYNC_OPTIONS} "\${sync:+$sync,}${KEPT[SYNC_OPTIONS]}" ${pointerStep(SYNC_OPTIONS)} ;;`,
  '  esac',
  '  case ",$compare," in',
  `    *,${KEPT[COMPARE_OPTIONS]},*) ;;`,
  `    *) mark ${COMPARE_OPTIONS} "\${compare:+$compare,}${KEPT[COMPARE_OPTIONS]}" `
    + `${pointerStep(COMPARE_OPTIONS)} ;;`,
  '  esac',
  ...Object.entries(KEPT).filter(([name]) => ![SYNC_OPTIONS, COMPARE_OPTIONS].includes(name))
    .map(([name, value]) => `  mark ${name} ${value} ${pointerStep(name)}`),
  '  [ -z "$applied" ] || unrecord "$1" || return 1',
  '  own',
  '}',
  '',
  '# unrecord SECRET: removes the record of the last kubectl apply if it contains keys.',
  'unrecord() {',
  '  record="$("$kubectl" get secret "$1" --namespace "$namespace" --output=jsonpath="$record_path")" || '
    + 'return 1',
  '  case "$record" in',
  '    *\'"data":\'* | *\'"stringData":\'*)',
  `      change '{"op":"remove","path":"/metadata/annotations/${pointerStep(LAST_APPLIED_ANNOTATION)}"}' ;;`,
  "    *) record='' ;;",
  '  esac',
  '}',
  `record_path='{.metadata.annotations.${LAST_APPLIED_ANNOTATION.replace(/\./g, '\\.')}}'`,
  '',
  '# own: adds a field manager that nothing else uses to each key that no ExternalSecret delivers.',
  'own() {',
  "  fields='' missing=''",
  '  for key in $others; do',
  '    fields="$fields,\\"f:$key\\":{}"',
  '    case "$held" in',
  '      *" $key "*) ;;',
  '      *) missing=yes ;;',
  '    esac',
  '  done',
  '  [ -n "$missing" ] || return 0',
  '  operation=add place=-',
  '  [ -z "$holder" ] || operation=replace place="$holder"',
  '  entry="$(printf \'"fieldsType":"FieldsV1","fieldsV1":{"f:data":{%s}}\' "${fields#,}")"',
  `  entry="$(printf '{"manager":"${KEY_HOLDER}","operation":"Apply","apiVersion":"v1",%s}' "$entry")"`,
  '  change "$(printf \'{"op":"%s","path":"/metadata/managedFields/%s","value":%s}\' "$operation" "$place" '
    + '"$entry")"',
  '}',
  '',
  '# keep SECRET shared|owned [KEYS]: afterwards no apply of a manifest without these keys removes them, and '
    + 'no tool that',
  '# stops rendering the Secret deletes it. Retries if the Secret has changed in the meantime. KEYS must '
    + 'exist too.',
  'keep() {',
  '  look "$1" || {',
  '    problem "secret $1: cannot be read; see the message of kubectl above"',
  '    return 0',
  '  }',
  '  if [ -z "$version" ]; then',
  '    echo "secret $1: does not exist, nothing to keep"',
  '    return 0',
  '  fi',
  '  before="${3:-} $keys" became=\'were kept already\'',
  '  fit "$1" "$2" || return 0',
  '  while :; do',
  '    changes_of "$1" || {',
  '      problem "secret $1: cannot be read; see the message of kubectl above"',
  '      return 0',
  '    }',
  '    [ -n "$changes" ] || break',
  '    unless="$(printf \'{"op":"replace","path":"/metadata/resourceVersion","value":"%s"}\' "$version")"',
  '    if said="$(printf \'%s\' "[$unless$changes]" | "$kubectl" patch secret "$1" --namespace "$namespace" '
    + '\\',
  '      --type=json --patch-file=/dev/stdin 2>&1)"; then',
  '      became="are kept from now on${record:+, and what kubectl noted of them at its last apply is gone}"',
  '      said=\'\'',
  '    fi',
  '    tried="$version"',
  '    look "$1" || {',
  '      problem "secret $1: ${said:+cannot be kept: $said; it }cannot be read; see the message of '
    + 'kubectl above"',
  '      return 0',
  '    }',
  '    if [ -z "$version" ] || { [ -n "$said" ] && [ "$version" = "$tried" ]; }; then',
  '      problem "secret $1: cannot be kept: ${said:-it is gone}"',
  '      return 0',
  '    fi',
  '  done',
  '  remain "$1" "$before" "$became"',
  '}',
  '',
  '# fit SECRET shared|owned: checks after look that keys in it can be kept.',
  'fit() {',
  '  if [ -n "$going" ]; then',
  '    problem "secret $1: is being deleted, with its keys:${keys% }"',
  '  elif [ -n "$owner" ] && [ "$2" = owned ]; then',
  '    echo "secret $1: belongs to $owner, which writes all its keys; nothing to keep"',
  '  elif [ -n "$owner" ]; then',
  '    problem "secret $1: belongs to $owner, which can replace all its keys, and deletes it when it is '
    + 'deleted; an ExternalSecret releases it with creationPolicy: Merge"',
  '  elif [ -n "$immutable" ]; then',
  '    problem "secret $1: is immutable and accepts no further key; create it again without immutable: true"',
  '  elif [ "$2" = shared ] && [ "$type" != Opaque ]; then',
  '    problem "secret $1: is of type $type, and Kubernetes refuses manifests of type Opaque for it; create '
    + 'it again as Opaque"',
  '  else',
  '    return 0',
  '  fi',
  '  return 1',
  '}',
  '',
  ...REMAIN,
];
