import { CLIENT_SECRET_KEY, SecretContent } from '../../contract/union/secrets';
import { RemoteRef } from '../../contract/upstream/remote-ref';
import { DataPlaneIdentity, UnionIdentity } from '../identity';
import { DEVIATIONS } from '../identity/deviations';
import { OAuthApplication } from '../identity/oauth-client';
import { clientSecretVariable } from '../objects/api-objects';
import { SecretCreationPolicy } from './external-secret';

/** One Secret that must hold certain keys. */
export interface SecretTarget {
  readonly secretName: string;
  /** Name of the ExternalSecret that would deliver it. */
  readonly externalSecretName: string;
  readonly entries: readonly SecretEntry[];
  readonly creationPolicy: SecretCreationPolicy;
  /** Whether to emit the Secret without data, so that `Merge` has a target. */
  readonly ensureExists: boolean;
  /** Whether the chart renders the Secret; what creates it before the chart must let Helm adopt it. */
  readonly renderedByChart: boolean;
  /**
   * Whether the chart rendered it before and, with our values, does not: an upgrade of a running release
   * removes it.
   */
  readonly takenFromChart?: boolean;
  /** Whether the guide leaves it out of Option A (External Secrets). */
  readonly notExternal?: boolean;
  /** Further keys whose values are not secret. */
  readonly literals?: Readonly<Record<string, string>>;
  /** Keys with an API key: Go templates over the entries, which External Secrets Operator runs. */
  readonly apiKeys?: Readonly<Record<string, string>>;
  /** Annotations of the object that delivers it. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Whether the Secret holds the API keys alone, and the entries go into nothing else. */
  readonly apiKeysAlone?: boolean;
}

export interface SecretEntry extends SecretSource {
  readonly key: string;
  readonly content: SecretContent;
  /** Whether only a release reads it that may run until the upgrade, or again after it. */
  readonly ofOlderRelease?: boolean;
}

/** Where a value comes from. */
export interface SecretSource {
  /** Its place in the secret store. */
  readonly remote?: RemoteRef;
  /** The variable in which the script finds it, where it is not that of every value of its kind. */
  readonly variable?: string;
  /** The application whose client secret it is, by its name for people. */
  readonly whose?: string;
}

/** A Secret that no one else writes, so that its delivery may own it. */
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

/** The client secret of a service application. */
export function serviceSecret(client: SecretSource): SecretEntry {
  return { key: CLIENT_SECRET_KEY, content: SecretContent.SERVICE_CLIENT_SECRET, ...client };
}

/** The source of a client secret of an application that the identity lists. */
export function clientSecretOf({ id, name, secret }: OAuthApplication): SecretSource {
  return { remote: secret, variable: clientSecretVariable(id), whose: name };
}

/** Where the values lie in a secret store: a new version of one is another reference. */
export function referencesOf({ targets }: SecretPlan): RemoteRef[] {
  const references = targets.flatMap(({ entries }) => entries.flatMap(({ remote }) => remote ?? []));
  return [...new Map(references.map((reference) => [JSON.stringify(reference), reference])).values()];
}

/** The source of the client secret of a data plane: its operator's, or the service application's. */
export function clientSecretOfPlane({ _operator, _isListed }: DataPlaneIdentity): SecretSource {
  return _isListed ? clientSecretOf(_operator) : { remote: _operator.secret };
}

/** What a value is, for people. */
export function contentOf({ content, whose }: SecretEntry): string {
  return whose === undefined ? content : `client secret of ${whose}`;
}

/** All Secrets of one plane. */
export interface SecretPlan {
  /** Which plane of which deployment it is. */
  readonly plane: string;
  readonly namespace: string;
  /** The Helm release that takes over the Secrets that the chart renders; none without the chart. */
  readonly releaseName?: string;
  readonly targets: readonly SecretTarget[];
  /** Annotations of every object that delivers. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** The guide's spelling: no defaults, no comments. */
  readonly toTheLetter: boolean;
}

/** Whether ExternalSecrets are spelled as the guide spells them. */
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
