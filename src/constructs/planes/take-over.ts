import { HELM_KEEP } from '../../contract/upstream/helm';
import { TextFile } from '../output';
import { SecretPlan } from '../secrets/secret-target';

/** The Secrets that the chart rendered before, and with these values leaves to us: an upgrade removes them, with whatever others keep in them. */
function takenFromChart({ targets }: SecretPlan): string[] {
  return targets.filter(({ takenFromChart: taken }) => taken).map(({ secretName }) => secretName);
}

/** For the head of a values file: what to do before the first upgrade of a running release. */
export function keepBeforeUpgrade(plan: SecretPlan): string[] {
  const names = takenFromChart(plan);
  return names.length === 0 ? [] : [
    `BEFORE the first upgrade of a running release with this file: Helm removes what its chart rendered and now leaves to others (${names.join(', ')}),`,
    'with the keys that others keep there. Keep it; on a fresh cluster "not found" is right:',
    ...names.map((name) => `  kubectl annotate secret ${name} --namespace ${plan.namespace} --overwrite ${HELM_KEEP.annotation}=${HELM_KEEP.value}`),
  ];
}

/** The same as a script, which says what it found. */
export function takeOverScript(plan: SecretPlan): TextFile | undefined {
  const names = takenFromChart(plan);
  return names.length === 0 ? undefined : TextFile._of([
    '#!/bin/sh',
    `# Run it once before the first upgrade of a running release in namespace ${plan.namespace} with the values of this plane.`,
    '#',
    '# Helm removes what its chart rendered and now leaves to others, with the keys that others keep there. This keeps it.',
    '# It changes no key, may be run as often as you like, and does nothing on a fresh cluster.',
    '#',
    '#   KUBECTL: the kubectl to use (default: kubectl)',
    'set -eu',
    '',
    `namespace='${plan.namespace}'`,
    'kubectl="${KUBECTL:-kubectl}"',
    '',
    'keep() {',
    '  found="$("$kubectl" get secret "$1" --namespace "$namespace" --ignore-not-found --output=name)"',
    '  if [ -z "$found" ]; then',
    '    echo "secret $1: not there, nothing to keep"',
    '    return 0',
    '  fi',
    `  "$kubectl" annotate secret "$1" --namespace "$namespace" --overwrite ${HELM_KEEP.annotation}=${HELM_KEEP.value}`,
    '}',
    '',
    ...names.map((name) => `keep ${name}`),
    '',
  ].join('\n'), true);
}
