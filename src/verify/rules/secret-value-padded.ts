import { SECRETS } from '../../contract/union/secrets';
import { isGuarded } from '../../contract/upstream/guarded-value';
import { defineRule } from '../engine/rule';
import { asTextMap } from '../kube/json-access';
import type { Secret } from '../kube/secret';
import type { Model } from '../model/model';
import { secretMatches } from '../running/cluster-looks';

interface Subject {
  readonly secret: Secret;
  readonly key: string;
  readonly purpose: string;
  /** Read from a variable, which nobody trims. */
  readonly variable: boolean;
}

/** The values that services read from Secrets of the input, each once. */
function subjectsOf(model: Model): Subject[] {
  const found = new Map<string, Subject>();
  for (const { key, purpose, envVar, delivery } of model.credentials) {
    for (const writer of delivery?.writers ?? []) {
      if (key !== undefined && writer.kind === 'manifest' && writer.secret.valueKind(key.key) === 'value'
        && !isCutOff(model, writer.secret, key.key)) {
        const id = JSON.stringify([writer.object.source.file, writer.object.source.document, writer.object.source.path, key.key]);
        const variable = envVar !== undefined || found.get(id)?.variable === true;
        found.set(id, { secret: writer.secret, key: key.key, purpose, variable });
      }
    }
  }
  return [...found.values()];
}

/** Whether an ExternalSecret in the input brings the key, and no line end with it. */
function isCutOff(model: Model, secret: Secret, key: string): boolean {
  return /^a (line feed|carriage return)/.test(secret.padding(key) ?? '') && model.externalSecrets.some((externalSecret) =>
    externalSecret.target === secret.name && externalSecret.writesInto(secret)
    && isGuarded(asTextMap(externalSecret.at('target', 'template', 'data'))[key] ?? ''));
}

export const secretValuePadded = defineRule({
  id: 'secret-value-padded',
  severity: 'warning',
  area: 'secret delivery',
  title: 'A secret has no line break or blank around it.',
  symptom: 'The provider answers invalid_client although the secret looks right: sign-in ends at /callback with 401, or a service gets no token.',
  explanation: 'Echo and editors end a file with a line feed, Windows with a carriage return before it, and kubectl create secret --from-file keeps both. flyteadmin takes one line feed off its '
    + 'web client secret and leaves a carriage return (auth/auth_context.go); the admin client trims all white space of a file (token_source_provider.go); a variable is taken as it is, and what '
    + 'other readers do is their own. Values are looked at, never shown.',
  remediation: 'Write the value without it: printf %s "$SECRET" instead of echo, and the same in the store that it comes from. Then restart the pods that read it.',
  see: [
    secretMatches('$NS', SECRETS.unionServices.name, '-z "[[:space:]]$"', '1: the value ends in a line break or blank. 0 is right. The same for the other Secrets.'),
  ],
  subjects: subjectsOf,
  notApplicable: 'No Secret in the input holds the value of a credential that a workload in the input reads.',
  *check(subjects) {
    for (const { secret, key, purpose, variable } of subjects) {
      const padding = secret.padding(key);
      if (padding !== undefined) {
        const found = `a value with ${padding}${variable ? ', read from a variable' : ''}`;
        yield { at: secret.keyField(key), expected: `the ${purpose} and nothing around it`, found };
      }
    }
  },
});
