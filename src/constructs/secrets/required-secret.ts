import { SecretCreationPolicy } from './external-secret';
import { SecretPlan, SecretTarget, contentOf } from './secret-target';

/** A key that must be in a Secret before the pods start. */
export interface RequiredSecretKey {
  /** The key, such as `client_secret`. */
  readonly key: string;

  /** What its value is, such as `service application client secret`. */
  readonly content: string;

  /**
   * The value itself, where it is no secret: a client ID, a config file.
   *
   * @default - a secret, which nobody may write down here
   */
  readonly value?: string;
}

/** A Secret that the pods of a plane need, whoever delivers it. */
export interface RequiredSecret {
  /** Namespace of the Secret. */
  readonly namespace: string;

  /** Name of the Secret. */
  readonly name: string;

  /** The keys that it must hold. */
  readonly keys: RequiredSecretKey[];

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
    shared: target.creationPolicy === SecretCreationPolicy.MERGE,
  }));
}

function keysOf({ entries, literals = {}, apiKeys = {}, apiKeysAlone }: SecretTarget): RequiredSecretKey[] {
  const read = entries.filter(({ ofOlderRelease }) => !ofOlderRelease);
  const given = read.map((entry): RequiredSecretKey => ({ key: entry.key, content: contentOf(entry) }));
  return [
    ...Object.entries(literals).map(([key, value]) => ({ key, content: 'fixed text, no secret', value })),
    ...(apiKeysAlone ? [] : given),
    ...Object.keys(apiKeys).map((key) => ({
      key,
      content: `API key that holds the ${given.map(({ content }) => content).join(' and ')}`,
    })),
  ];
}
