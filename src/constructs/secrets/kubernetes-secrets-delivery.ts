import { shellQuoted } from '../../common/system/environment';
import { SecretContent } from '../../contract/union/secrets';
import { MANAGED_LABEL } from '../../contract/upstream/external-secrets';
import { HELM_OWNERSHIP } from '../../contract/upstream/helm';
import { TextFile } from '../output/text-file';
import { BASICS, KEEP, KUBECTL_VARIABLE, LOOK, STANDING } from './keeping-script';
import { contentOf, SecretEntry, SecretPlan, SecretTarget } from './secret-target';

const [MANAGED_LABEL_NAME] = Object.keys(MANAGED_LABEL);
/** In the notation of kubectl's JSONPath. */
const MANAGED_LABEL_PATH = MANAGED_LABEL_NAME.replace(/\./g, '\\.');

const VARIABLES: Partial<Record<SecretContent, string>> = {
  [SecretContent.SERVICE_CLIENT_SECRET]: 'UNION_SERVICE_CLIENT_SECRET',
  [SecretContent.WEB_CLIENT_SECRET]: 'UNION_WEB_CLIENT_SECRET',
};

/** Guide: section "Option B: Direct Kubernetes secrets", made idempotent. */
export function secretScript(plan: SecretPlan): TextFile {
  const adopts = plan.releaseName !== undefined && plan.targets.some((target) => target.renderedByChart);
  const variables = variablesOf(plan);
  const lines = [
    ...head(plan, variables, adopts),
    'set -eu',
    '',
    `namespace='${plan.namespace}'`,
    ...BASICS,
    'command -v base64 >/dev/null 2>&1 || problem "base64: command not found; install it"',
    '',
    ...CHECK,
    '',
    ...variables.map(([variable, content]) =>
      `[ -n "\${${variable}:-}" ] || problem '${variable}: is empty; export the ${content}'`),
    ...webApart(variables.map(([variable]) => variable)),
    '[ -z "$problems" ] || exit 1',
    ...STANDING,
    '',
    ...LOOK,
    '',
    ...KEEP,
    '',
    ...DELIVER,
    '',
    ...plan.targets.map(({ secretName }) => `ready ${secretName}`),
    '[ -z "$problems" ] || exit 1',
    '',
    ...(adopts ? adoption(plan) : []),
    ...plan.targets.map((target) => deliverLine(target, adopts)),
    '[ -z "$problems" ] || exit 1',
    '',
    'echo "Delivered. Next: apply the other synthesized manifests, if there are any, and run helm upgrade."',
  ];
  // Departs from the guide: DEVIATIONS.secretScript.
  return TextFile._of(`${lines.join('\n')}\n`, true);
}

type Variable = readonly [variable: string, content: string];

function variablesOf({ targets }: SecretPlan): Variable[] {
  const contents =
    targets.flatMap(({ entries }) => entries).map((entry) => [variableOf(entry), contentOf(entry)] as const);
  return [...new Map(contents)].filter((pair): pair is [string, string] => pair[0] !== undefined);
}

function head({ namespace }: SecretPlan, variables: readonly Variable[], adopts: boolean): string[] {
  return [
    '#!/bin/sh',
    `# Delivers the client secrets of the plane in namespace ${namespace}.`,
    '#',
    '# Reads the values from the environment. You can run it again, before or after the chart, even twice '
      + 'at the same time: it',
    '# creates missing Secrets, and patches only these keys of existing ones. At the '
      + 'end',
    '# it checks that all earlier keys still exist. Afterwards no kubectl apply removes the keys, '
      + 'and',
    '# Helm and Argo CD keep these Secrets in the cluster when they no longer render them: if a running '
      + 'Helm release',
    '# has created them, run the script before the upgrade, and again if Argo CD restores the old state '
      + 'before it gets the new one.',
    '#',
    '# It replaces the objects that deliver secrets. If the manifests contain nothing else, as for a '
      + 'data plane beside',
    '# the chart, kubectl apply answers "no objects passed to apply".',
    '#',
    ...variables.map(([variable, content]) => `#   ${variable}: ${content}`),
    KUBECTL_VARIABLE,
    ...(adopts ? ['#   HELM_RELEASE: the Helm release that adopts Secrets of the chart'] : []),
  ];
}

/** The metadata that Helm requires to adopt a Secret. */
function adoption({ releaseName }: SecretPlan): string[] {
  const labels = JSON.stringify(HELM_OWNERSHIP.label);
  const annotations = `{"${HELM_OWNERSHIP.releaseName}":"%s","${HELM_OWNERSHIP.releaseNamespace}":"%s"}`;
  return [
    '# For a Secret that the script creates before the chart renders it: Helm adopts it.',
    `adopted="$(printf ',"labels":${labels},"annotations":${annotations}' "\${HELM_RELEASE:-${releaseName}}" `
      + '"$namespace")"',
    '',
  ];
}

function deliverLine(target: SecretTarget, adopts: boolean): string {
  const literals = Object.entries(target.literals ?? {})
    .map(([key, value]) => `${key} ${shellQuoted(value)}`);
  const values = target.entries.flatMap((entry) => {
    const variable = variableOf(entry);
    return variable ? [`${entry.key} "$${variable}"`] : [];
  });
  const marks = adopts && target.renderedByChart ? '"$adopted"' : "''";
  return ['deliver', target.secretName, marks, ...literals, ...values].join(' ');
}

/** Service applications may share a client, but never with the web application. */
function webApart(variables: readonly string[]): string[] {
  const web = VARIABLES[SecretContent.WEB_CLIENT_SECRET]!;
  return variables.includes(web)
    ? variables.filter((variable) => variable !== web)
      .map((other) => `apart ${web} "\${${web}:-}" ${other} "\${${other}:-}"`)
    : [];
}

function variableOf({ content, variable }: SecretEntry): string | undefined {
  return variable ?? VARIABLES[content];
}

/** All checks run before anything is written, and all problems are reported together. */
const CHECK = [
  '# apart NAME VALUE NAME VALUE: two clients must not have the same value.',
  'apart() {',
  '  if [ -n "$2" ] && [ "$2" = "$4" ]; then',
  '    problem "$3: is the same as $1; each client has its own secret"',
  '  fi',
  '}',
  '',
  '# ready SECRET: checks that this user can write its keys, and that they last. External Secrets would '
    + 'write its own value back.',
  'ready() {',
  '  if ! managed="$("$kubectl" get secret "$1" --namespace "$namespace" --ignore-not-found \\',
  `    --output=jsonpath='{.metadata.labels.${MANAGED_LABEL_PATH}}')" || ! look "$1"; then`,
  '    problem "secret $1: cannot be read; see the message of kubectl above"',
  '    return 0',
  '  fi',
  '  if [ -n "$managed" ]; then',
  '    problem "secret $1: External Secrets delivers it; delete its ExternalSecret, then: $kubectl label '
    + `secret $1 --namespace $namespace ${MANAGED_LABEL_NAME}-"`,
  '  elif [ -n "$going" ]; then',
  '    problem "secret $1: is being deleted; wait until it is gone"',
  '  elif [ -n "$immutable" ]; then',
  '    problem "secret $1: is immutable; create it again without immutable: true"',
  '  fi',
  "  verb='patch'",
  '  [ -n "$version" ] || verb=\'create\'',
  '  allowed="$("$kubectl" auth can-i "$verb" "secret/$1" --namespace "$namespace" 2>/dev/null)" || true',
  '  case "$allowed" in',
  '    no*) problem "secret $1: you may not $verb it in namespace $namespace; request get, create and patch '
    + 'of secrets" ;;',
  '    *) ;;',
  '  esac',
  '}',
];

const DELIVER = [
  '# encoded VALUE: in base64. The value goes through a pipe, so that it is not in the process list.',
  'encoded() {',
  '  printf \'%s\' "$1" | base64 | tr -d \'\\n\'',
  '}',
  '',
  '# undelivered: reports the Secret of deliver, and continues with the others.',
  'undelivered() {',
  '  problem "secret $secret: was not delivered; fix what kubectl reports above, and run the script again"',
  '}',
  '',
  '# deliver SECRET MARKS [KEY VALUE]...: writes these keys, in one request; MARKS are for a new Secret '
    + 'yet.',
  'deliver() {',
  '  secret="$1" created="$2" data=\'\' names=\'\'',
  '  shift 2',
  '  while [ "$#" -gt 0 ]; do',
  '    data="$data${data:+,}\\"$1\\":\\"$(encoded "$2")\\""',
  '    names="$names $1"',
  '    shift 2',
  '  done',
  '  if ! look "$secret"; then',
  '    undelivered',
  '    return 0',
  '  fi',
  '  if [ -n "$version" ] || ! create; then',
  '    # It exists now. If creating it was refused, the patch reports it.',
  '    if ! look "$secret" || ! add; then',
  '      undelivered',
  '      return 0',
  '    fi',
  '    names="$names$keys"',
  '  fi',
  '  keep "$secret" owned "$names"',
  '}',
  '',
  '# add: patches the keys of deliver into the existing Secret.',
  'add() {',
  '  printf \'{"data":{%s}}\' "$data" | "$kubectl" patch secret "$secret" --namespace "$namespace" '
    + '--type=merge \\',
  '    --patch-file=/dev/stdin',
  '}',
  '',
  '# create: the Secret of deliver, with all keys at once.',
  'create() {',
  '  printf \'{"apiVersion":"v1","kind":"Secret","type":"Opaque",'
    + '"metadata":{"name":"%s","namespace":"%s"%s},"data":{%s}}\' \\',
  '    "$secret" "$namespace" "$created" "$data" | "$kubectl" create --filename=-',
  '}',
];
