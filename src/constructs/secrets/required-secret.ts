import { SecretCreationPolicy } from './external-secret';
import { SecretPlan, SecretTarget, contentOf } from './secret-target';

/** A Secret that the pods of a plane need, however it is delivered. */
export interface RequiredSecret {
  /** Namespace of the Secret. */
  readonly namespace: string;

  /** Name of the Secret. */
  readonly name: string;

  /**
   * The keys that it must hold before the pods start, and what each holds: `service application client
   * secret`.
   */
  readonly keys: { [key: string]: string };

  /**
   * The values of those keys that are not secret: a client ID, a config file.
   *
   * @default - none; all are secrets, which must not be written here
   */
  readonly values?: { [key: string]: string };

  /**
   * Whether others (the chart, flyteadmin, the operator) keep keys of their own in it: add to it, and replace
   * nothing.
   */
  readonly shared: boolean;
}

/** @internal */
export function _requiredSecrets({ namespace, targets }: SecretPlan): RequiredSecret[] {
  return targets.map((target) => ({
    namespace,
    name: target.secretName,
    keys: keysOf(target),
    values: target.literals && { ...target.literals },
    shared: target.creationPolicy === SecretCreationPolicy.MERGE,
  }));
}

function keysOf({
  entries,
  literals = {},
  apiKeys = {},
  apiKeysAlone,
}: SecretTarget): Record<string, string> {
  const given = Object.fromEntries(entries.filter(({ ofOlderRelease }) => !ofOlderRelease)
    .map((entry) => [entry.key, contentOf(entry)]));
  const whole = `API key with the ${Object.values(given).join(' and ')}`;
  return {
    ...Object.fromEntries(Object.keys(literals).map((key) => [key, 'fixed text, no secret'])),
    ...(apiKeysAlone ? {} : given),
    ...Object.fromEntries(Object.keys(apiKeys).map((key) => [key, whole])),
  };
}
