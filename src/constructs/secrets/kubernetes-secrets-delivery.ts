import { demand, instanceOf, optional } from '../../common/props/kinds';
import { Problems } from '../../common/props/problems';
import { shellQuoted } from '../../common/system/shell';
import { SecretContent } from '../../contract/union/secrets';
import { MANAGED_LABEL } from '../../contract/upstream/external-secrets';
import { HELM_KEEP, HELM_OWNERSHIP } from '../../contract/upstream/helm';
import { departs, DEVIATIONS } from '../identity/deviations';
import { TextFile } from '../output';
import { SecretRotation } from './secret-rotation';
import { SecretEntry, SecretPlan, SecretTarget, contentOf } from './secret-target';

/** Delivery by a script that a person runs. */
export interface KubernetesSecretsDeliveryProps {
  /**
   * How a rotated secret reaches pods that run.
   *
   * @default - not at all: restart the workloads by hand
   */
  readonly rotation?: SecretRotation;
}

const [MANAGED_LABEL_NAME] = Object.keys(MANAGED_LABEL);
/** As a JSONPath of kubectl writes it. */
const MANAGED_LABEL_PATH = MANAGED_LABEL_NAME.replace(/\./g, '\\.');

/** The environment variable that carries each value. */
const VARIABLES: Partial<Record<SecretContent, string>> = {
  [SecretContent.SERVICE_CLIENT_SECRET]: 'UNION_SERVICE_CLIENT_SECRET',
  [SecretContent.WEB_CLIENT_SECRET]: 'UNION_WEB_CLIENT_SECRET',
};

export function checkKubernetesSecrets(props: KubernetesSecretsDeliveryProps): void {
  demand('SecretDelivery.kubernetesSecrets', props, { rotation: optional(instanceOf(SecretRotation)) });
  const problems = new Problems('SecretDelivery.kubernetesSecrets');
  props.rotation?._check(problems, []);
  problems.throwIfAny();
}

/** Guide: section "Option B: Direct Kubernetes secrets", made idempotent. */
export function secretScript(plan: SecretPlan): TextFile {
  const adopts = plan.helmRelease !== undefined && plan.targets.some((target) => target.renderedByChart);
  const variables = [...new Map(plan.targets.flatMap(({ entries }) => entries).map((entry) => [variableOf(entry), contentOf(entry)]))]
    .filter((pair): pair is [string, string] => pair[0] !== undefined);
  const lines = [
    '#!/bin/sh',
    `# Delivers the client secrets of the plane in namespace ${plan.namespace}.`,
    '#',
    '# Reads the values from the environment. Run it as often as you like, before or after the chart:',
    '# it creates what is missing, changes these keys and keeps all others. Where a running release of the chart has made them,',
    '# run it before the upgrade: Helm then leaves them in the cluster when the chart stops to render them.',
    '#',
    '# It takes the place of the manifests: beside the chart those are empty, and kubectl apply says "no objects passed to apply".',
    '#',
    ...variables.map(([variable, content]) => `#   ${variable}: ${content}`),
    '#   KUBECTL: the kubectl to use (default: kubectl)',
    ...(adopts ? ['#   HELM_RELEASE: the Helm release that adopts Secrets of the chart'] : []),
    'set -eu',
    '',
    `namespace='${plan.namespace}'`,
    'kubectl="${KUBECTL:-kubectl}"',
    '',
    ...CHECK,
    '',
    ...variables.map(([variable, content]) => `[ -n "\${${variable}:-}" ] || problem '${variable}: is empty; export the ${content}'`),
    ...webApart(variables.map(([variable]) => variable)),
    '[ -z "$problems" ] || exit 1',
    ...plan.targets.map(({ secretName }) => `not_external ${secretName}`),
    '[ -z "$problems" ] || exit 1',
    '',
    ...KEEP,
    '',
    ...PUT,
    ...(adopts ? ['', `helm_release="\${HELM_RELEASE:-${plan.helmRelease}}"`, '', ...ADOPT] : []),
    '',
    ...plan.targets.flatMap((target) => targetLines(target, adopts)),
    '',
    'echo "Delivered. Beside Union\'s chart there is nothing else to apply: the synthesized manifests are empty. Go on with helm upgrade."',
  ];
  return departs(DEVIATIONS.secretScript, TextFile._of(`${lines.join('\n')}\n`, true));
}

function targetLines(target: SecretTarget, adopts: boolean): string[] {
  const literals = Object.entries(target.literals ?? {}).map(([key, value]) => `put ${target.secretName} ${key} ${shellQuoted(value)}`);
  const puts = target.entries.flatMap((entry) => {
    const variable = variableOf(entry);
    return variable ? [`put ${target.secretName} ${entry.key} "$${variable}"`] : [];
  });
  return [...(adopts && target.renderedByChart ? [`adopt ${target.secretName}`] : []), `keep ${target.secretName}`, ...literals, ...puts];
}

/** Service applications may share a client; the web application is another one, always. */
function webApart(variables: readonly string[]): string[] {
  const web = VARIABLES[SecretContent.WEB_CLIENT_SECRET]!;
  return variables.includes(web)
    ? variables.filter((variable) => variable !== web).map((other) => `apart ${web} "\${${web}:-}" ${other} "\${${other}:-}"`)
    : [];
}

function variableOf({ content, variable }: SecretEntry): string | undefined {
  return variable ?? VARIABLES[content];
}

/** One field manager a key: server-side apply takes back the fields that a manager leaves out. */
const PUT = [
  '# put SECRET KEY VALUE: the value goes through a pipe, so that no process list shows it.',
  'put() {',
  '  printf \'%s\' "$3" |',
  '    "$kubectl" create secret generic "$1" --namespace "$namespace" --from-file="$2=/dev/stdin" --dry-run=client --output=yaml |',
  '    "$kubectl" apply --server-side --force-conflicts --field-manager="union-auth-$2" --filename=-',
  '}',
];

/** Everything is checked before anything is written, and everything that is wrong is said at once. */
const CHECK = [
  "problems=''",
  'problem() {',
  '  printf \'%s\\n\' "$1" >&2',
  '  problems=yes',
  '}',
  '',
  '# apart NAME VALUE NAME VALUE: one value for two clients is a slip.',
  'apart() {',
  '  if [ -n "$2" ] && [ "$2" = "$4" ]; then',
  '    problem "$3: is the same as $1; each client has a secret of its own"',
  '  fi',
  '}',
  '',
  '# not_external SECRET: External Secrets would write its own value back.',
  'not_external() {',
  `  managed="$("$kubectl" get secret "$1" --namespace "$namespace" --ignore-not-found --output=jsonpath='{.metadata.labels.${MANAGED_LABEL_PATH}}')"`,
  '  if [ -n "$managed" ]; then',
  `    problem "secret $1: External Secrets delivers it; delete its ExternalSecret, then: $kubectl label secret $1 --namespace $namespace ${MANAGED_LABEL_NAME}-"`,
  '  fi',
  '}',
];

/** Under a field manager of its own, so that nothing that is written later takes it back. */
const KEEP = [
  '# keep SECRET: no upgrade of the chart removes it, although the chart stops to render it.',
  'keep() {',
  '  "$kubectl" apply --server-side --force-conflicts --field-manager=union-auth-keep --filename=- <<EOF',
  'apiVersion: v1',
  'kind: Secret',
  'metadata:',
  '  name: "$1"',
  '  namespace: "$namespace"',
  '  annotations:',
  `    ${HELM_KEEP.annotation}: ${HELM_KEEP.value}`,
  'EOF',
  '}',
];

/** Answers of `get` other than "not found" stop the script; `create` refuses what has come into being since. */
const ADOPT = [
  '# adopt SECRET: creates a Secret of the chart before the chart, so that Helm takes it over. Never touches one that exists.',
  'adopt() {',
  '  found="$("$kubectl" get secret "$1" --namespace "$namespace" --ignore-not-found --output=name)"',
  '  if [ -n "$found" ]; then',
  '    return 0',
  '  fi',
  '  "$kubectl" create --filename=- <<EOF',
  'apiVersion: v1',
  'kind: Secret',
  'type: Opaque',
  'metadata:',
  '  name: "$1"',
  '  namespace: "$namespace"',
  '  labels:',
  ...Object.entries(HELM_OWNERSHIP.label).map(([label, value]) => `    ${label}: ${value}`),
  '  annotations:',
  `    ${HELM_OWNERSHIP.releaseName}: "$helm_release"`,
  `    ${HELM_OWNERSHIP.releaseNamespace}: "$namespace"`,
  'EOF',
  '}',
];
