import { HELM_KEEP } from '../../contract/upstream/helm';
import { TextFile } from '../output';
import { SecretCreationPolicy } from '../secrets/external-secret';
import { BASICS, KEEP, KUBECTL_VARIABLE, LOOK, STANDING } from '../secrets/keeping-script';
import { SecretPlan, SecretTarget } from '../secrets/secret-target';

/**
 * What the chart rendered before, and with these values leaves to us: an upgrade removes it, with what others
 * keep there.
 */
function takenFromChart({ targets }: SecretPlan): string[] {
  return targets.filter(({ takenFromChart: taken }) => taken).map(({ secretName }) => secretName);
}

/** Others keep keys in it. */
function isShared({ creationPolicy }: SecretTarget): boolean {
  return creationPolicy === SecretCreationPolicy.MERGE;
}

/** For the head of a values file: what to do before the first upgrade of a running release. */
export function keepBeforeUpgrade(plan: SecretPlan): string[] {
  const names = takenFromChart(plan);
  return names.length === 0 ? [] : [
    'BEFORE the first upgrade of a running release with this file, run the take-over script of this plane '
      + '(takeOverScript).',
    `Helm removes what its chart rendered and now leaves to others (${names.join(', ')}), with the keys that `
      + 'others keep',
    'there. The script prevents that, and keeps the keys that an earlier kubectl apply has written.',
    'Without the script, this command keeps the Secret from Helm alone; "not found" is right on a fresh '
      + 'cluster:',
    ...names.map((name) =>
      `  kubectl annotate secret ${name} --namespace ${plan.namespace} --overwrite `
        + `${HELM_KEEP.annotation}=${HELM_KEEP.value}`),
  ];
}

/**
 * The same as a script, for every Secret in which others keep keys as well. None where there is nothing to
 * keep.
 */
export function takeOverScript(plan: SecretPlan): TextFile | undefined {
  const kept = plan.targets.filter((target) => isShared(target) || target.takenFromChart);
  return kept.length === 0 ? undefined : TextFile._of([
    '#!/bin/sh',
    `# Keeps the keys of the Secrets in namespace ${plan.namespace} that more than one tool writes.`,
    '#',
    '# Run it before manifests of this plane are applied to existing Secrets, before the first upgrade of '
      + 'a running Helm',
    '# release with its values, and after each kubectl apply on one of these Secrets. Without it,',
    '#',
    '#   - kubectl apply of a manifest without data removes the keys that another kubectl apply has '
      + 'written,',
    '#   - Helm, Argo CD and Flux delete a Secret that they no longer render, with all its keys.',
    '#',
    '# It changes no value and reads none. You can run it again; on a fresh cluster it does nothing. If it '
      + 'cannot keep a',
    '# Secret, it says why, goes on with the others, and exits with 1.',
    '#',
    '# To change one of these keys later with kubectl apply --server-side, add --force-conflicts. kubectl '
      + 'patch needs no flag.',
    '#',
    KUBECTL_VARIABLE,
    'set -eu',
    '',
    `namespace='${plan.namespace}'`,
    ...BASICS,
    '',
    ...STANDING,
    '',
    ...LOOK,
    '',
    ...KEEP,
    '',
    ...kept.map((target) => `keep ${target.secretName} ${isShared(target) ? 'shared' : 'owned'}`),
    '[ -z "$problems" ] || exit 1',
    '',
  ].join('\n'), true);
}
