import type { Credential } from '../credentials/credential';
import { defineRule } from '../engine/rule';
import { asList } from '../kube/json-access';
import type { VolumeSource } from '../kube/volume';
import type { Container } from '../kube/workload';
import type { Model } from '../model/model';
import { placeKey } from '../read/field';

interface Subject {
  readonly credential: Credential;
  readonly source: VolumeSource;
  readonly mode: number;
}

/** Credentials that lie in files of a Secret. */
function subjectsOf(model: Model): Subject[] {
  return model.credentials.flatMap((credential) => {
    const { lookup, key } = credential;
    const candidate =
      lookup?.state === 'file' && key !== undefined
        ? lookup.candidates.find(({ source }) => source.kind === 'Secret' && source.name === key.secret)
        : undefined;
    return candidate === undefined
      ? []
      : [{ credential, source: candidate.source, mode: candidate.source.modeOf(candidate.key) }];
  });
}

export const credentialUnreadable = defineRule('credential-unreadable', {
  subjects: subjectsOf,
  notApplicable: 'No workload in the input reads a credential from a file of a Secret.',
  *check(subjects) {
    const reported = new Set<string>();
    for (const { credential: { container, path }, source, mode } of subjects) {
      // Several files of one volume: one cause, one finding.
      const place = placeKey(source.field);
      if (isKeptFrom(container, mode) && !reported.has(place)) {
        reported.add(place);
        yield {
          at: source.field,
          expected: `a mode by which ${container} may read ${path ?? 'the file'}, or an fsGroup`,
          found: `0${mode.toString(8).padStart(3, '0')}, for root alone`,
          values: { container: `${container}` },
        };
      }
    }
  },
});

/** Whether the digit of an octal mode has the bit that lets read: 0 for everybody, 1 for the group. */
function letsRead(mode: number, digit: number): boolean {
  return Math.floor(mode / 8 ** digit) % 8 >= 4;
}

/**
 * Whether a container's process is known to be kept from a file of a Secret or ConfigMap by the file's mode.
 * Such files belong to root and root's group, to whom an image's user belongs unless told otherwise; with
 * fsGroup they are given to that group, readable.
 *
 * Source: Kubernetes, pkg/volume/util/atomic_writer.go and volume_linux.go.
 */
function isKeptFrom({ security, workload }: Container, mode: number): boolean {
  const { runAsUser, runAsNonRoot, runAsGroup } = security;
  const isRoot = runAsUser === 0 || (runAsUser === undefined && runAsNonRoot !== true);
  if (isRoot || workload.podSecurity.fsGroup !== undefined || letsRead(mode, 0)) {
    return false;
  }
  const inRootsGroup =
    runAsGroup === undefined
    || runAsGroup === 0
    || asList(workload.podSecurity.supplementalGroups).includes(0);
  return !letsRead(mode, 1) || !inRootsGroup;
}
