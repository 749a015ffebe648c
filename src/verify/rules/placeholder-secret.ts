import type { Credential } from '../credentials/credential';
import { defineRule, Violation } from '../engine/rule';
import type { EnvVar } from '../kube/environment';
import { secretValueKind } from '../kube/secret-value';
import type { Model } from '../model/model';

/** Credentials whose Secret the input writes, or whose value stands in the pod itself. */
function subjectsOf(model: Model): Credential[] {
  return model.credentials.filter((credential) => literalVariable(credential) !== undefined
    || (credential.delivery !== undefined && !['unknown', 'missing'].includes(credential.delivery.state)));
}

export const placeholderSecret = defineRule('placeholder-secret', {
  subjects: subjectsOf,
  notApplicable: 'No workload in the input reads a credential from a Secret that the input writes.',
  *check(subjects) {
    for (const credential of subjects) {
      const variable = literalVariable(credential);
      yield* variable === undefined ? inSecrets(credential) : inVariable(credential, variable);
    }
  },
});

function inVariable({ purpose }: Credential, { value = '', field }: EnvVar): Violation[] {
  const kind = secretValueKind(value);
  return kind === 'placeholder' || kind === 'empty'
    ? [{ at: field.child('value'), expected: `the ${purpose}`, found: kindText(kind), values: { purpose } }]
    : [];
}

function inSecrets({ purpose, key, delivery }: Credential): Violation[] {
  const writers = key !== undefined && delivery?.state === 'placeholder' ? delivery.writers : [];
  return writers.flatMap((writer) => writer.kind === 'manifest' ? [{
    at: writer.secret.keyField(key!.key),
    values: { purpose },
    expected: `the ${purpose}`,
    found: `${kindText(writer.secret.valueKind(key!.key))} `
      + `${writer.secret.observed ? 'in the cluster' : 'that nothing in the input replaces'}`,
  }] : []);
}

function kindText(kind: string): string {
  return kind === 'empty' ? 'an empty value' : 'a placeholder';
}

/** The variable of a pod that holds the credential as a literal. */
function literalVariable({ envVar, container }: Credential): EnvVar | undefined {
  return envVar === undefined
    ? undefined
    : container.env.find(({ name, value }) => name === envVar && value !== undefined);
}
