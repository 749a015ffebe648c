import { EXTERNAL_SECRETS_GROUP, SECRET_MISSING_REASON } from '../../contract/upstream/external-secrets';
import type { SecretUse } from '../credentials/secret-uses';
import { defineRule } from '../engine/rule';
import { sameHome } from '../kube/home';
import { asObject } from '../kube/json-access';
import type { KubeObject } from '../kube/kube-object';
import type { Workload } from '../kube/workload';
import type { Model } from '../model/model';
import type { Field } from '../read/field';
import { objectText } from '../texts/headline';

interface Subject {
  /** What fills the Secret. */
  readonly object: KubeObject;
  readonly target: string;
  readonly use: SecretUse;
  /** Where it leaves making the Secret to others. */
  readonly at: Field;
}

/**
 * Those that fill a Secret which a workload of the planes uses and do not make it, unless only the outside
 * can tell whether it exists.
 */
function subjectsOf(model: Model): Subject[] {
  return [...merging(model), ...filling(model)]
    .filter((subject) => !isCreatedOutside(model, subject));
}

function merging(model: Model): Subject[] {
  return model.externalSecrets
    .filter(({ creationPolicy }) => creationPolicy === 'Merge')
    .flatMap((externalSecret) => {
      const { target, object } = externalSecret;
      const uses = model.secretUses.byPlanes(target, object)
        .filter(({ workload }) => externalSecret.writesInto(workload));
      return subjectOf({ object, target, at: externalSecret.field('target', 'creationPolicy') }, uses);
    });
}

/** Objects of other operators that are told to make no Secret. */
function filling(model: Model): Subject[] {
  return model.secretUses.names.flatMap((target) => model.writers.named(target).flatMap((writer) => {
    const { object } = writer;
    const at = 'waitsAt' in writer ? writer.waitsAt : undefined;
    return at === undefined
      ? []
      : subjectOf({ object, target, at }, model.secretUses.byPlanes(target, object));
  }));
}

/** For one who uses it, at best who cannot do without. */
function subjectOf(subject: Omit<Subject, 'use'>, uses: readonly SecretUse[]): Subject[] {
  const use = uses.find(({ required }) => required) ?? uses[0];
  return use === undefined ? [] : [{ ...subject, use }];
}

export const secretMergeDeadlock = defineRule('secret-merge-deadlock', {
  subjects: subjectsOf,
  notApplicable:
    'Nothing in the input merges into a Secret that a workload in the input uses and that comes from the '
      + 'input alone.',
  *check(subjects, model) {
    for (const subject of subjects) {
      const { object, target, use, at } = subject;
      if (!isCreated(model, subject)) {
        const how = object.group === EXTERNAL_SECRETS_GROUP ? 'creationPolicy Merge' : 'no create: true';
        yield {
          at,
          expected: `an object that creates Secret ${target} for ${use.workload.object}`,
          values: { secret: target },
          found: `${how} and nothing in the input that creates it`,
        };
      }
      const secret = model.secret(target, object);
      if (secret?.object.at('immutable') === true) {
        yield {
          at: secret.object.field('immutable'),
          expected: 'a Secret that takes further keys',
          found: `immutable: true, and ${object} merges into it`,
          headline: 'immutable',
          values: { user: objectText(object) },
        };
      }
    }
  },
});

/**
 * Whether the database password in it must have come from elsewhere, or a live ExternalSecret found its
 * target.
 */
function isCreatedOutside(model: Model, { object, target, use: { workload } }: Subject): boolean {
  if (object.live) {
    return !object
      .listAt('status', 'conditions')
      .some((condition) => asObject(condition).reason === SECRET_MISSING_REASON);
  }
  return model
    .credentialsIn(target, workload)
    .some(({ purpose, delivery }) => purpose === 'database password' && delivery?.state === 'key-missing');
}

function isCreated(model: Model, { object, target }: Subject): boolean {
  const byWriter = model.writers.of(target, object).some((writer) => {
    switch (writer.kind) {
      case 'manifest': return true;
      case 'external-secret': return !['Merge', 'None'].includes(writer.externalSecret.creationPolicy);
      // The pod of a process waits for the Secret itself, as do copies of it.
      default: return writer.kind !== 'process' && writer.object !== object && !writer.waitsAt;
    }
  });
  return (
    byWriter
    || model.workloads.some((workload) => sameHome(workload, object) && mayCreate(model, workload, target))
  );
}

/** Whether a process of a pod that starts without the Secret names it in its command line. */
function mayCreate(model: Model, workload: Workload, secret: string): boolean {
  const waits = model.secretUses
    .of(secret, workload)
    .some((use) => use.workload === workload && use.required);
  return (
    !waits
    && workload.containers.some(({ commandLine }) =>
      commandLine.some((argument) => argument.includes(secret)),
    )
  );
}
