import type { Credential } from '../credentials/credential';
import { defineRule } from '../engine/rule';
import { isKeptFrom } from '../kube/file-access';
import type { VolumeSource } from '../kube/volume';
import type { Model } from '../model/model';
import { placeKey } from '../read/field';
import { columns } from '../running/cluster-looks';

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

export const credentialUnreadable = defineRule({
  id: 'credential-unreadable',
  severity: 'error',
  area: 'services',
  title: 'The process may read the file of its credential.',
  symptom: 'The file is there, and the service logs "permission denied" when it opens it; every call that it '
    + 'makes gets 401, or it stops.',
  explanation: 'Files of Secrets belong to root. A process that runs as another user reads them by their '
    + 'mode, 0644 where nothing is said: with 0400 it may not, unless the pod has an fsGroup, to which '
    + 'Kubernetes then gives the files.',
  remediation: 'Leave defaultMode out, or set it to 0444; or set fsGroup in the securityContext of the pod.',
  see: [
    columns(
      '-n $NS get deploy',
      {
        NAME: '.metadata.name',
        USER: '.spec.template.spec.securityContext.runAsUser',
        FSGROUP: '.spec.template.spec.securityContext.fsGroup',
        MODES: '.spec.template.spec.volumes[*].secret.defaultMode',
      },
      'Modes are decimal: 256 is 0400, for root alone; with it an fsGroup must stand beside a user.',
    ),
  ],
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
        };
      }
    }
  },
});
