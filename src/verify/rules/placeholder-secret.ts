import { SECRETS } from '../../contract/union/secrets';
import type { Credential } from '../credentials/credential';
import { defineRule, Violation } from '../engine/rule';
import type { EnvVar } from '../kube/environment';
import { secretValueKind } from '../kube/secret-value';
import type { Model } from '../model/model';
import { secretAtProvider, secretMatches } from '../running/cluster-looks';

/** Credentials whose Secret the input writes, or whose value stands in the pod itself. */
function subjectsOf(model: Model): Credential[] {
  return model.credentials.filter((credential) => literalVariable(credential) !== undefined
    || (credential.delivery !== undefined && !['unknown', 'missing'].includes(credential.delivery.state)));
}

export const placeholderSecret = defineRule({
  id: 'placeholder-secret',
  severity: 'error',
  area: 'secret delivery',
  title: 'No service reads a placeholder as its secret.',
  symptom:
    'The identity provider answers 401 invalid_client to the token request, though file, mount and key are '
      + 'all in place.',
  explanation: 'The charts render the word "placeholder" (flyte-core on its own: "foobar") for something '
    + 'else to overwrite. Nothing in the input writes the key a second time, so the service sends the '
    + 'placeholder. Where an ExternalSecret does, secret-writers-collide speaks up. A Secret that nobody '
    + 'mounts, as flyte-secret-auth without the scheduler, does no harm.',
  remediation: 'Deliver the value with an ExternalSecret of creationPolicy Merge and take the placeholder '
    + 'out of the values, or create the Secret outside of the manifests.',
  see: [
    secretMatches(
      '$CP',
      SECRETS.unionServices.name,
      '"^(placeholder|foobar)$"',
      '1: it is the placeholder. 0 is right. The same for the other Secrets.',
    ),
    secretAtProvider(
      '$CP',
      SECRETS.unionServices.name,
      'invalid_client: the provider does not know this secret. Nothing is printed where it gives a token.',
    ),
  ],
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
    ? [{ at: field.child('value'), expected: `the ${purpose}`, found: kindText(kind) }]
    : [];
}

function inSecrets({ purpose, key, delivery }: Credential): Violation[] {
  const writers = key !== undefined && delivery?.state === 'placeholder' ? delivery.writers : [];
  return writers.flatMap((writer) => writer.kind === 'manifest' ? [{
    at: writer.secret.keyField(key!.key),
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
