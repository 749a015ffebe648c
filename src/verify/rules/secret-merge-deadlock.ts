import { SECRET_MISSING_REASON } from '../../contract/upstream/external-secrets';
import type { SecretUse } from '../credentials/secret-uses';
import { defineRule } from '../engine/rule';
import type { ExternalSecret } from '../kube/external-secret';
import { sameHome } from '../kube/home';
import { asObject } from '../kube/json-access';
import type { Workload } from '../kube/workload';
import type { Model } from '../model/model';
import { externalSecretStatus, warnings } from '../running/cluster-looks';

interface Subject {
  readonly externalSecret: ExternalSecret;
  readonly use: SecretUse;
}

/**
 * ExternalSecrets that merge into a Secret which a workload of the planes uses, unless only the outside can
 * tell whether it exists.
 */
function subjectsOf(model: Model): Subject[] {
  return model.externalSecrets
    .filter(({ creationPolicy }) => creationPolicy === 'Merge')
    .flatMap((externalSecret) => {
      const uses = model.secretUses.byPlanes(externalSecret.target, externalSecret.object)
        .filter(({ workload }) => externalSecret.writesInto(workload));
      const use = uses.find(({ required }) => required) ?? uses[0];
      return use === undefined || isCreatedOutside(model, externalSecret, use)
        ? []
        : [{ externalSecret, use }];
    });
}

export const secretMergeDeadlock = defineRule({
  id: 'secret-merge-deadlock',
  severity: 'error',
  area: 'secret delivery',
  title: 'Somebody creates the Secret that an ExternalSecret merges into, and it takes the keys.',
  symptom: 'Pods hang in ContainerCreating with FailedMount "secret not found", while the ExternalSecret is '
    + 'Ready with reason SecretMissing.',
  explanation: 'With creationPolicy Merge, External Secrets adds keys to a Secret that exists and never '
    + 'creates one. When it is created later, the keys still wait for the next refreshInterval. An init '
    + 'container of a pod that mounts the Secret cannot create it either: the mount fails first. The API '
    + 'server refuses every change of an immutable Secret. The rule is silent where a service reads its '
    + 'database password from the Secret and nothing in the input writes that key: then the Secret comes '
    + 'from outside.',
  remediation: 'Put an empty Secret of that name (no data) beside the ExternalSecret, or, where nobody else '
    + 'writes keys into it, set creationPolicy: Owner. In the data plane chart secrets.admin.create: false '
    + 'renders no Secret.',
  see: [
    externalSecretStatus(
      'SecretMissing: the ExternalSecret waits for a Secret that nobody makes. SecretSynced is right.',
    ),
    warnings('$NS', 'FailedMount "secret … not found" names the Secret.'),
  ],
  subjects: subjectsOf,
  notApplicable:
    'No ExternalSecret in the input merges into a Secret that a workload in the input uses and that comes '
      + 'from the input alone.',
  *check(subjects, model) {
    for (const { externalSecret, use } of subjects) {
      if (!isCreated(model, externalSecret)) {
        yield {
          at: externalSecret.field('target', 'creationPolicy'),
          expected: `an object that creates Secret ${externalSecret.target} for ${use.workload.object}`,
          found: 'creationPolicy Merge and nothing in the input that creates it',
        };
      }
      const target = model.secret(externalSecret.target, externalSecret.object);
      if (target?.object.at('immutable') === true) {
        yield {
          at: target.object.field('immutable'),
          expected: 'a Secret that takes further keys',
          found: `immutable: true, and ${externalSecret.object} merges into it`,
        };
      }
    }
  },
});

/**
 * Whether the database password in it must have come from elsewhere, or a live ExternalSecret found its
 * target.
 */
function isCreatedOutside(model: Model, externalSecret: ExternalSecret, { workload }: SecretUse): boolean {
  const { object, target } = externalSecret;
  if (object.live) {
    return !object
      .listAt('status', 'conditions')
      .some((condition) => asObject(condition).reason === SECRET_MISSING_REASON);
  }
  return model
    .credentialsIn(target, workload)
    .some(({ purpose, delivery }) => purpose === 'database password' && delivery?.state === 'key-missing');
}

function isCreated(model: Model, { object, target }: ExternalSecret): boolean {
  const byWriter = model.writers.of(target, object).some((writer) => {
    switch (writer.kind) {
      case 'manifest': return true;
      case 'external-secret': return !['Merge', 'None'].includes(writer.externalSecret.creationPolicy);
      // The pod of a process waits for the Secret itself, as do copies of it.
      default: return writer.kind !== 'process' && writer.object !== object;
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
