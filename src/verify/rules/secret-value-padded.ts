import { isClientSecretKey } from '../../contract/union/secrets';
import { isGuarded } from '../../contract/upstream/guarded-value';
import { defineRule, Violation } from '../engine/rule';
import type { ExternalSecret } from '../kube/external-secret';
import type { Secret } from '../kube/secret';
import type { Model } from '../model/model';
import { placeKey } from '../read/field';

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
        const id = placeKey(writer.secret.keyField(key.key));
        const variable = envVar !== undefined || found.get(id)?.variable === true;
        found.set(id, { secret: writer.secret, key: key.key, purpose, variable });
      }
    }
  }
  return [...found.values()];
}

/** Keys of client secrets that a template writes with something around the value. */
function paddedByTemplate(externalSecret: ExternalSecret): Violation[] {
  return Object.entries(externalSecret.template)
    .filter(([key]) => isClientSecretKey(key))
    .flatMap(([key, text]) => {
      const behind = /\}\}[ \t]*\n\s*$/.test(text) ? 'a line feed' : undefined;
      const around = /^\s*["'].*["']\s*$/s.test(text) ? 'quotes' : behind;
      return around === undefined ? [] : [{
        at: externalSecret.templateField(key),
        expected: 'a template that writes the value and nothing around it',
        headline: 'template',
        found: `a template that writes ${around} around it, or behind it`,
      }];
    });
}

/** Whether an ExternalSecret in the input brings the key, and no line end with it. */
function isCutOff(model: Model, secret: Secret, key: string): boolean {
  return (
    /^a (line feed|carriage return)/.test(secret.padding(key) ?? '')
    && model.externalSecrets.some(
      (externalSecret) =>
        externalSecret.target === secret.name
        && externalSecret.writesInto(secret)
        && isGuarded(externalSecret.template[key] ?? ''),
    )
  );
}

export const secretValuePadded = defineRule('secret-value-padded', {
  subjects: (model) => [
    ...subjectsOf(model),
    ...model.externalSecrets.filter((externalSecret) =>
      Object.keys(externalSecret.template).some(isClientSecretKey),
    ),
  ],
  notApplicable: 'No Secret in the input holds the value of a credential that a workload in the input reads.',
  *check(subjects) {
    for (const subject of subjects) {
      if (!('secret' in subject)) {
        yield* paddedByTemplate(subject);
        continue;
      }
      const { secret, key, purpose, variable } = subject;
      const padding = secret.padding(key) ?? secret.wrapping(key);
      if (padding !== undefined) {
        const found = `a value with ${padding}${variable ? ', read from a variable' : ''}`;
        yield { at: secret.keyField(key), expected: `the ${purpose} and nothing around it`, found };
      }
    }
  },
});
