import { CLIENT_SECRET_KEY, SecretContent } from '../../contract/union/secrets';
import { RemoteRef } from '../../contract/upstream/remote-ref';
import { DataPlaneIdentity, UnionIdentity } from '../identity';
import { DEVIATIONS } from '../identity/deviations';
import { OAuthApplication } from '../identity/oauth-client';
import { clientSecretVariable } from '../objects/api-objects';
import { SecretCreationPolicy } from './external-secret';

/** One Secret with its required keys. */
export interface SecretTarget {
  readonly secretName: string;
  /** Name of the ExternalSecret that delivers it, if one does. */
  readonly externalSecretName: string;
  readonly entries: readonly SecretEntry[];
  readonly creationPolicy: SecretCreationPolicy;
  /** Whether to emit the Secret without data, so that `Merge` has a target. */
  readonly ensureExists: boolean;
  /** Whether the chart renders the Secret. If it is created before, Helm must be able to adopt it. */
  readonly renderedByChart: boolean;
  /**
   * Whether the chart rendered it before, but not with our values: an upgrade of a running Helm release
   * deletes it.
   */
  readonly takenFromChart?: boolean;
  /** Whether the guide omits it from Option A (External Secrets). */
  readonly notExternal?: boolean;
  /** Additional keys with values that are not secret. */
  readonly literals?: Readonly<Record<string, string>>;
  /** Keys with an API key: Go templates over the entries, for External Secrets Operator. */
  readonly apiKeys?: Readonly<Record<string, string>>;
  /** Annotations of the object that delivers it. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Whether the Secret contains only the API keys, and not the entries. */
  readonly apiKeysAlone?: boolean;
}

export interface SecretEntry extends SecretSource {
  readonly key: string;
  readonly content: SecretContent;
  /** Whether only an older release reads it, until the upgrade or after a rollback. */
  readonly ofOlderRelease?: boolean;
}

export interface SecretSource {
  /** Its location in the secret store. */
  readonly remote?: RemoteRef;
  /** Its variable in the script, if it differs from that of its kind. */
  readonly variable?: string;
  /** The application of the client secret, by its display name. */
  readonly whose?: string;
}

/** A Secret that nothing else writes, so that its delivery can own it. */
export function ownTarget(
  secretName: string, contents: Pick<SecretTarget, 'entries' | 'literals' | 'apiKeys' | 'apiKeysAlone'>,
): SecretTarget {
  return {
    secretName,
    externalSecretName: secretName,
    ...contents,
    creationPolicy: SecretCreationPolicy.OWNER,
    ensureExists: false,
    renderedByChart: false,
  };
}

export function serviceSecret(client: SecretSource): SecretEntry {
  return { key: CLIENT_SECRET_KEY, content: SecretContent.SERVICE_CLIENT_SECRET, ...client };
}

/** The source of a client secret of an application that the identity lists. */
export function clientSecretOf({ id, name, secret }: OAuthApplication): SecretSource {
  return { remote: secret, variable: clientSecretVariable(id), whose: name };
}

/** The locations of the values in a secret store; a new version is another reference. */
export function referencesOf({ targets }: SecretPlan): RemoteRef[] {
  const references = targets.flatMap(({ entries }) => entries.flatMap(({ remote }) => remote ?? []));
  return [...new Map(references.map((reference) => [JSON.stringify(reference), reference])).values()];
}

/** The source of the client secret of a data plane: that of its operator, or of the service application. */
export function clientSecretOfPlane({ _operator, _isListed }: DataPlaneIdentity): SecretSource {
  return _isListed ? clientSecretOf(_operator) : { remote: _operator.secret };
}

export function contentOf({ content, whose }: SecretEntry): string {
  return whose === undefined ? content : `client secret of ${whose}`;
}

/** All Secrets of one plane. */
export interface SecretPlan {
  /** The plane and its deployment. */
  readonly plane: string;
  readonly namespace: string;
  /** The Helm release that adopts the Secrets of the chart; undefined without the chart. */
  readonly releaseName?: string;
  readonly targets: readonly SecretTarget[];
  /** Annotations of every object that delivers Secrets. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** The guide's notation: no defaults, no comments. */
  readonly toTheLetter: boolean;
}

/** Whether ExternalSecrets are written as in the guide. */
export function toTheLetter(identity: UnionIdentity): boolean {
  return identity._mend(
    [
      DEVIATIONS.externalSecretDefaults, DEVIATIONS.secretTemplate, DEVIATIONS.valueGuard,
      DEVIATIONS.keptSecrets,
    ],
    false,
    true,
  );
}

/** A Secret that the pods of a plane need with any delivery. */
export interface RequiredSecret {
  /** Namespace of the Secret. */
  readonly namespace: string;

  /** Name of the Secret. */
  readonly name: string;

  /**
   * The keys that it must contain before the pods start, each with a description: `service application client
   * secret`.
   */
  readonly keys: { [key: string]: string };

  /**
   * The values of those keys that are not secret: a client ID, a config file.
   *
   * @default - none; all are secrets
   */
  readonly values?: { [key: string]: string };

  /**
   * Whether other tools (the chart, flyteadmin, the operator) own keys in it: add keys, and replace nothing.
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
    ...Object.fromEntries(Object.keys(literals).map((key) => [key, 'fixed text, not secret'])),
    ...(apiKeysAlone ? {} : given),
    ...Object.fromEntries(Object.keys(apiKeys).map((key) => [key, whole])),
  };
}
