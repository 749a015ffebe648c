import { SECRETS_CHECKSUM_ANNOTATION } from '../../contract/own-annotations';
import { isClientSecretKey } from '../../contract/union/secrets';
import { READ_ONCE_POLICY, ZERO_DURATION } from '../../contract/upstream/external-secrets';
import { RELOADER_ANNOTATION, restartsOnChange, watchedSecrets } from '../../contract/upstream/gitops';
import { defineRule, Violation } from '../engine/rule';
import type { ExternalSecret } from '../kube/external-secret';
import type { Workload } from '../kube/workload';
import type { Model } from '../model/model';
import { unionExternalSecrets } from '../model/union-secrets';

/** The ExternalSecrets that read client secrets of Union from a store; generated values have no rotation. */
function subjectsOf(model: Model): readonly ExternalSecret[] {
  return unionExternalSecrets(model).filter(({ data }) =>
    data.some(({ secretKey, remoteKey }) => remoteKey !== undefined && isClientSecretKey(secretKey)));
}

/** The workload that is made to start anew with a new value, by Reloader or a checksum of ours. */
function restarted(model: Model, { target, object }: ExternalSecret): Workload | undefined {
  return model.secretUses.of(target, object).map(({ workload }) => workload)
    .find(({ object: { annotations }, podAnnotations }) =>
      restartsOnChange(annotations, target) || restartsOnChange(podAnnotations, target)
      || podAnnotations[SECRETS_CHECKSUM_ANNOTATION] !== undefined);
}

export const rotationNeverArrives = defineRule('rotation-never-arrives', {
  subjects: subjectsOf,
  notApplicable: 'No ExternalSecret in the input reads a client secret of Union from a store.',
  *check(subjects, model) {
    for (const externalSecret of subjects) {
      const setting = onceSettingOf(externalSecret);
      const counting = setting === undefined ? undefined : whoCountsOnIt(model, externalSecret, subjects);
      if (setting !== undefined && counting !== undefined) {
        yield {
          at: externalSecret.field(setting),
          expected: `the store to be read again, as ${counting}`,
          found: `${setting} ${String(externalSecret.at(setting))}, which reads it once`,
        };
      }
      yield* setting === undefined ? watchedElsewhere(model, externalSecret) : [];
    }
  },
});

/** Pods that are started anew with a Secret that nobody has, and not with the one that they use. */
function watchedElsewhere(model: Model, { target, object }: ExternalSecret): Violation[] {
  const workloads = new Set(model.secretUses.of(target, object).map(({ workload }) => workload));
  return [...workloads].flatMap((workload) => {
    const { object: { annotations }, podAnnotations, secretNames } = workload;
    const isOnPod = podAnnotations[RELOADER_ANNOTATION] !== undefined;
    const watched = watchedSecrets(isOnPod ? podAnnotations : annotations);
    const nobodys = watched.filter((name) => name !== '' && model.writers.of(name, workload).length === 0
      && !secretNames.some(({ text }) => text === name));
    const starts = [annotations, podAnnotations].some((each) => restartsOnChange(each, target));
    return starts || nobodys.length === 0 ? [] : [{
      at: isOnPod
        ? workload.podAnnotationField(RELOADER_ANNOTATION)
        : workload.object.annotationField(RELOADER_ANNOTATION),
      expected: `${target}, which the pod uses`,
      found: `${watched.join(', ')}, of which nobody has ${nobodys.join(', ')}`,
      headline: 'reloader',
      values: { found: nobodys.join(', ') },
    }];
  });
}

/** Who has the new value, or is to have it, as a phrase; nothing where all are read once. */
function whoCountsOnIt(
  model: Model, externalSecret: ExternalSecret, others: readonly ExternalSecret[],
): string | undefined {
  const pods = restarted(model, externalSecret);
  const again = others.find((each) => onceSettingOf(each) === undefined);
  return pods === undefined
    ? again && `${again.object} has it`
    : `${pods.object} is to start anew with a new value`;
}

/** The setting by which the store is read once. */
function onceSettingOf(externalSecret: ExternalSecret): 'refreshPolicy' | 'refreshInterval' | undefined {
  const policy = externalSecret.at('refreshPolicy') ?? 'Periodic';
  if (policy === READ_ONCE_POLICY) {
    return 'refreshPolicy';
  }
  // A bare number is refused: another finding.
  const interval = externalSecret.at('refreshInterval');
  const isZero = typeof interval === 'string' && ZERO_DURATION.test(interval);
  return policy === 'Periodic' && isZero ? 'refreshInterval' : undefined;
}
