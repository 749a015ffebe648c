import { objectName } from '../_internal/checks';
import { Problems } from '../_internal/problems';
import { SecretContent } from '../contract/secrets';
import { TextFile } from '../files';
import { SecretEntry, SecretPlan, SecretTarget } from './secret-target';

/** Delivery by a script that a person runs. */
export interface KubernetesSecretsDeliveryProps {
  /**
   * Name of the Helm release of the plane's chart. Where the script creates a Secret that the chart renders too, it
   * marks it for this release to adopt; without the mark `helm install` refuses it.
   *
   * @default "unionai-controlplane"
   */
  readonly helmRelease?: string;
}

const DEFAULT_HELM_RELEASE = 'unionai-controlplane';

/** The environment variable that carries each value. */
const VARIABLES: Partial<Record<SecretContent, string>> = {
  [SecretContent.SERVICE_CLIENT_SECRET]: 'UNION_SERVICE_CLIENT_SECRET',
  [SecretContent.WEB_CLIENT_SECRET]: 'UNION_WEB_CLIENT_SECRET',
};

export function checkKubernetesSecrets({ helmRelease = DEFAULT_HELM_RELEASE }: KubernetesSecretsDeliveryProps): void {
  new Problems('SecretDelivery.kubernetesSecrets').check('helmRelease', helmRelease, objectName).throwIfAny();
}

/** Guide: section "Option B: Direct Kubernetes secrets", made idempotent. */
export function secretScript(plan: SecretPlan, { helmRelease = DEFAULT_HELM_RELEASE }: KubernetesSecretsDeliveryProps): TextFile {
  const variables = [...new Map(plan.targets.flatMap(({ entries }) => entries).map((entry) => [variableOf(entry), entry.content]))]
    .filter((pair): pair is [string, SecretContent] => pair[0] !== undefined);
  const lines = [
    '#!/bin/sh',
    `# Delivers the client secrets of the plane in namespace ${plan.namespace}.`,
    '#',
    '# Reads the values from the environment. Run it as often as you like, before or after the chart:',
    '# it creates what is missing, changes these keys and keeps all others.',
    '#',
    ...variables.map(([variable, content]) => `#   ${variable}: ${content}`),
    '#   KUBECTL: the kubectl to use (default: kubectl)',
    ...(plan.targets.some((target) => target.renderedByChart) ? ['#   HELM_RELEASE: the Helm release that adopts Secrets of the chart'] : []),
    'set -eu',
    '',
    ...variables.map(([variable, content]) => `: "\${${variable}:?is empty; export the ${content}}"`),
    '',
    `namespace='${plan.namespace}'`,
    'kubectl="${KUBECTL:-kubectl}"',
    '',
    ...PUT,
    ...(plan.targets.some((target) => target.renderedByChart) ? ['', `helm_release="\${HELM_RELEASE:-${helmRelease}}"`, '', ...ADOPT] : []),
    '',
    ...plan.targets.flatMap(targetLines),
  ];
  return TextFile._of(`${lines.join('\n')}\n`, true);
}

function targetLines(target: SecretTarget): string[] {
  const literals = Object.entries(target.literals ?? {}).map(([key, value]) => `put ${target.secretName} ${key} '${value}'`);
  const puts = target.entries.flatMap((entry) => {
    const variable = variableOf(entry);
    return variable ? [`put ${target.secretName} ${entry.key} "$${variable}"`] : [];
  });
  return target.renderedByChart ? [`adopt ${target.secretName}`, ...literals, ...puts] : [...literals, ...puts];
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
  '    app.kubernetes.io/managed-by: Helm',
  '  annotations:',
  '    meta.helm.sh/release-name: "$helm_release"',
  '    meta.helm.sh/release-namespace: "$namespace"',
  'EOF',
  '}',
];
