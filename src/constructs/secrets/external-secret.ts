import { ApiObject, ApiObjectMetadata, Chart, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { JsonObject, withoutUndefined } from '../../common/data/json';
import { objectName, secretKey } from '../../common/props/checks';
import { Records, chartOf, duration, goDurationOf, whole } from '../../common/props/construct-props';
import { Problems } from '../../common/props/problems';
import {
  demand, flag, list, map, oneOf, optional, Shape, struct, text,
} from '../../common/props/prop-types';
import { CLUSTER_ANNOTATION } from '../../contract/own-annotations';
import { SECRETS } from '../../contract/union/secrets';
import { guardedValue, REMOTE_REF, RemoteRef } from '../../contract/upstream/remote-ref';
import {
  EXTERNAL_SECRETS_API_VERSION, MANAGED_LABEL, REPLACING_CREATION_POLICIES,
} from '../../contract/upstream/secret-operators';
import { ANNOTATIONS, OBJECT_METADATA, OneObject } from '../objects/api-objects';
import { ISecretStore, SECRET_STORE, SecretStore } from './secret-store';
import { clashOf, KEPT_AND_EMPTY, recordWriter, SecretWriter } from './secret-writers';

/** Who owns the Secret that an ExternalSecret writes. */
export enum SecretCreationPolicy {
  /** ESO creates the Secret, owns it and replaces everything in it. Only where nothing else writes. */
  OWNER = 'Owner',
  /** ESO creates the Secret and replaces everything in it, without owning it. */
  ORPHAN = 'Orphan',
  /** ESO adds its keys to a Secret that another tool creates. It never creates the Secret. */
  MERGE = 'Merge',
  /** ESO writes nothing. */
  NONE = 'None',
  /** ESO creates the Secret where it is missing and adds its keys otherwise. Needs ESO 2.8 or later. */
  CREATE_OR_MERGE = 'CreateOrMerge',
}

/** What happens to the Secret when the entry in the store is gone. */
export enum SecretDeletionPolicy {
  RETAIN = 'Retain',
  DELETE = 'Delete',
  MERGE = 'Merge',
}

/** The Secret that an ExternalSecret writes. */
export interface ExternalSecretTarget {
  /** Name of the Secret. */
  readonly name: string;

  /**
   * Who owns the Secret.
   *
   * @default - `MERGE` for a Secret in which Union keeps keys of its own, such as `flyte-admin-secrets`;
   *   otherwise `OWNER`
   */
  readonly creationPolicy?: SecretCreationPolicy;

  /** @default SecretDeletionPolicy.RETAIN */
  readonly deletionPolicy?: SecretDeletionPolicy;

  /**
   * Values that ESO computes in the cluster, by key: Go templates over the keys of `data` (engine v2).
   *
   * @default - the values of the store, as `guardValues` says
   */
  readonly template?: { [key: string]: string };

  /**
   * Annotations of the Secret. ESO manages these and no others.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };

  /**
   * Whether ESO copies labels and annotations of the ExternalSecret onto the Secret. They include those of
   * kubectl apply: kubectl then takes ESO's keys for its own and removes them at the next `apply
   * --server-side`, and Argo CD sees drift at every refresh. Excludes `template` and `annotations`.
   *
   * Source: External Secrets Operator, `setMetadata` in `externalsecret_controller_template.go`: it copies
   * where `target.template` is missing.
   *
   * @default false
   */
  readonly copyMetadata?: boolean;
}

/** One key of the Secret. */
export interface ExternalSecretData {
  /** Key of the Secret. */
  readonly secretKey: string;
  /** Where its value is. */
  readonly remoteRef: RemoteRef;
}

/** An `ExternalSecret` (external-secrets.io/v1). */
export interface ExternalSecretProps {
  /**
   * Name, namespace, labels, annotations.
   *
   * @default - a name derived from the construct path
   */
  readonly metadata?: ApiObjectMetadata;

  /** The store to read from. */
  readonly store: ISecretStore;

  /** The Secret to write. */
  readonly target: ExternalSecretTarget;

  /** The keys to write; at least one. */
  readonly data: ExternalSecretData[];

  /**
   * How often the store is read again: ten seconds or more; zero for once.
   *
   * @default Duration.hours(1)
   */
  readonly refreshInterval?: Duration;

  /**
   * Whether ESO cuts line ends off the end of each value, and refuses an empty one: the Secret then keeps the
   * value that it has, and the ExternalSecret says which entry of the store is empty. Does not apply with
   * `target.template` or `target.copyMetadata`.
   *
   * @default true
   */
  readonly guardValues?: boolean;

  /**
   * Whether to emit the Secret, too, without data: `MERGE` never creates it, and waits until someone does.
   * Applying it keeps the keys that are in it. Leave it to the chart where Union's chart renders the Secret.
   *
   * @default - true for a Secret in which Union keeps keys of its own, when it is merged into
   */
  readonly ensureTarget?: boolean;

  /**
   * Whether to spell out what the API server would default anyway. Argo CD and Flux otherwise report drift.
   *
   * @default true
   */
  readonly spellOutDefaults?: boolean;
}

/**
 * Delivers values from a secret store into a Secret: an `ExternalSecret` of External Secrets Operator, in its
 * own words.
 *
 * Source: External Secrets Operator, `apis/externalsecrets/v1/externalsecret_types.go` and its validator.
 *
 * @example
 * new ExternalSecret(chart, 'client', {
 *   store: SecretStore.fromName('default'),
 *   target: { name: 'reports-client' },
 *   data: [{ secretKey: 'client_secret', remoteRef: { key: 'union/reports' } }],
 * });
 */
export class ExternalSecret extends OneObject {
  /** Name of the Secret that is written. */
  public readonly secretName: string;
  /** The object that is emitted, to change it. */
  public override readonly apiObject: ApiObject;

  private readonly keys: readonly string[];

  /**
   * @throws when a name, key, store or interval is invalid, `data` is empty or names a key twice, the
   * policies exclude each other, or another ExternalSecret of the chart writes the same. The error lists all
   * problems.
   */
  public constructor(scope: Construct, id: string, props: ExternalSecretProps) {
    super(scope, id);
    const { writer, apiObject } = whole(this, () => {
      const ours = check(this, props);
      recordWriter(this, ours);
      if (props.store instanceof SecretStore) {
        STORE_READERS.add(props.store, READS, this, readerOf(this, props));
      }
      emitTarget(this, props);
      return {
        writer: ours,
        apiObject: new ApiObject(this, 'Resource', {
          apiVersion: EXTERNAL_SECRETS_API_VERSION,
          kind: 'ExternalSecret',
          metadata: props.metadata,
          spec: spec(props),
        }),
      };
    });
    this.secretName = props.target.name;
    this.keys = writer.keys;
    this.apiObject = apiObject;
  }

  /** Keys that are written. */
  public get secretKeys(): string[] {
    return [...this.keys];
  }
}

const DEFAULT_INTERVAL = Duration.hours(1);

/** ESO reads the store at every refresh, and stores bill and limit reads. */
export const REFRESH_INTERVAL = duration(Duration.seconds(10), 'to read once');

const EXTERNAL_SECRET_PROPS: Shape<ExternalSecretProps> = {
  metadata: optional(OBJECT_METADATA),
  store: SECRET_STORE,
  target: struct<ExternalSecretTarget>({
    name: text(objectName),
    creationPolicy: optional(oneOf('SecretCreationPolicy', SecretCreationPolicy)),
    deletionPolicy: optional(oneOf('SecretDeletionPolicy', SecretDeletionPolicy)),
    template: optional(map(text())),
    annotations: optional(ANNOTATIONS),
    copyMetadata: optional(flag),
  }),
  data: list(struct<ExternalSecretData>({ secretKey: text(secretKey), remoteRef: REMOTE_REF })),
  refreshInterval: optional(REFRESH_INTERVAL),
  spellOutDefaults: optional(flag),
  guardValues: optional(flag),
  ensureTarget: optional(flag),
};

function writerOf(scope: Construct, { metadata, target, data }: ExternalSecretProps): SecretWriter {
  const namespace = metadata?.namespace ?? Chart.of(scope).namespace;
  const { creationPolicy = defaultPolicy(target.name), template } = target;
  const writes = creationPolicy !== SecretCreationPolicy.NONE;
  const keys = template ? Object.keys(template) : data.map((entry) => entry.secretKey);
  return {
    secret: `${namespace ?? ''}/${target.name}`,
    replaces: REPLACING_CREATION_POLICIES.includes(creationPolicy),
    // A template replaces the values of the store by its own.
    keys: writes ? keys : [],
  };
}

/** Checks the props, and returns what they write. */
function check(scope: Construct, props: ExternalSecretProps): SecretWriter {
  demand('ExternalSecret', props, EXTERNAL_SECRET_PROPS, (problems) => {
    checkContents(problems, scope, props);
  });
  return writerOf(scope, props);
}

function checkContents(problems: Problems, scope: Construct, props: ExternalSecretProps): void {
  const { target, data } = props;
  checkStore(problems, scope, props);
  problems.check('target.name', target.name, () => clashOf(scope, writerOf(scope, props)));
  if (target.deletionPolicy === SecretDeletionPolicy.DELETE && target.creationPolicy
    && target.creationPolicy !== SecretCreationPolicy.OWNER) {
    problems.add(
      'target.deletionPolicy',
      target.deletionPolicy,
      `does not go with creationPolicy ${target.creationPolicy}; use Retain`,
    );
  }
  if (target.deletionPolicy === SecretDeletionPolicy.MERGE
    && target.creationPolicy === SecretCreationPolicy.NONE) {
    problems.add(
      'target.deletionPolicy', target.deletionPolicy, 'does not go with creationPolicy None; use Retain',
    );
  }
  for (const key of Object.keys(target.template ?? {})) {
    problems.check('target.template', key, secretKey);
  }
  if (target.copyMetadata && (target.template ?? target.annotations)) {
    problems.add(
      'target.copyMetadata',
      true,
      'copies only where there is neither template nor annotations; leave it out',
    );
  }
  if (data.length === 0) {
    problems.add('data', data, 'is empty; name at least one key');
  }
  problems.eachOnce(data.map((entry) => entry.secretKey), (i) => `data[${i}].secretKey`,
    'is written twice; write each key once');
}

/** What is known of who reads a store. */
interface StoreReader {
  readonly namespace?: string;
  /** The cluster that its objects go into, as their annotation says. */
  readonly cluster?: string;
}

const STORE_READERS = new Records<StoreReader>();

const READS = 'store';

function readerOf(scope: Construct, { metadata }: ExternalSecretProps): StoreReader {
  return {
    namespace: metadata?.namespace ?? Chart.of(scope).namespace,
    cluster: metadata?.annotations?.[CLUSTER_ANNOTATION],
  };
}

/** A store that is a construct says where it is; of one that is named no one knows. */
function checkStore(problems: Problems, scope: Construct, props: ExternalSecretProps): void {
  const { store } = props;
  if (!(store instanceof SecretStore)) {
    return;
  }
  const { namespace, cluster } = readerOf(scope, props);
  const remedy = `it finds a SecretStore of its own namespace only. Make one in ${namespace}, name an `
    + `existing one by SecretStore.fromName("${store.name}"), or use a ClusterSecretStore`;
  const home = store.metadata.namespace;
  const others = STORE_READERS.about(store, READS);
  const apart = others.find(({ value }) =>
    namespace !== undefined && value.namespace !== undefined && value.namespace !== namespace);
  // What goes into one file goes into one cluster.
  const charts = (each: Construct) => chartOf(each) === chartOf(store);
  const abroad = others.find((other) => cluster !== undefined && other.value.cluster !== undefined
    && other.value.cluster !== cluster && (charts(scope) || charts(other.scope as Construct)));
  if (home !== undefined && namespace !== undefined && namespace !== home) {
    problems.add('store', store.name, `is in namespace ${home}, and ${scope.node.path} in `
      + `${namespace}: ${remedy}`);
  } else if (home === undefined && apart !== undefined) {
    problems.add('store', store.name, `has no namespace, and is read in ${apart.value.namespace} by `
      + `${apart.scope.node.path} already, while ${scope.node.path} is in ${namespace}: ${remedy}`);
  } else if (abroad !== undefined) {
    problems.add('store', store.name, `is read in cluster ${abroad.value.cluster} by `
      + `${abroad.scope.node.path} already, while ${scope.node.path} is in cluster ${cluster}: a store `
      + 'serves the cluster of its chart. Make one in the chart of each');
  }
}

function spec(
  { store, target, data, refreshInterval, spellOutDefaults = true, guardValues = true }: ExternalSecretProps,
): JsonObject {
  const defaults = spellOutDefaults
    ? { conversionStrategy: 'Default', decodingStrategy: 'None', metadataPolicy: 'None' }
    : {};
  return {
    secretStoreRef: { name: store.name, kind: store.kind },
    refreshInterval: goDurationOf(refreshInterval ?? DEFAULT_INTERVAL),
    target: withoutUndefined({
      name: target.name,
      creationPolicy: target.creationPolicy ?? defaultPolicy(target.name),
      deletionPolicy: target.deletionPolicy ?? SecretDeletionPolicy.RETAIN,
      template: target.copyMetadata ? undefined : templateOf(
        guardValues ? withGuards(target, data) : target, spellOutDefaults,
      ),
    }),
    data: data.map(({ secretKey: key, remoteRef: { key: remoteKey, property, version } }) => ({
      secretKey: key,
      remoteRef: withoutUndefined({ key: remoteKey, property, version, ...defaults }),
    })),
  };
}

/** Applying it again keeps the data: without a `data` field there is nothing that apply would take back. */
function emitTarget(scope: Construct, { metadata, target, ensureTarget }: ExternalSecretProps): void {
  const { name, creationPolicy = defaultPolicy(name) } = target;
  if (!(ensureTarget ?? (creationPolicy === SecretCreationPolicy.MERGE && isShared(name)))) {
    return;
  }
  const chart = Chart.of(scope);
  const namespace = metadata?.namespace ?? chart.namespace;
  // One for all ExternalSecrets of a chart that add to it.
  const isThere = chart.node.findAll().some((other) => ApiObject.isApiObject(other)
    && other.kind === 'Secret' && other.name === name && other.metadata.namespace === namespace);
  if (!isThere) {
    new ApiObject(scope, 'Target', {
      apiVersion: 'v1',
      kind: 'Secret',
      type: 'Opaque',
      metadata: { name, namespace, labels: MANAGED_LABEL, annotations: KEPT_AND_EMPTY },
    });
  }
}

/** Whether flyteadmin, the operator or a chart keeps keys in it: an owner would remove them. */
function isShared(secretName: string): boolean {
  return Object.values(SECRETS).some(({ name, keysOfOthers }) =>
    name === secretName && keysOfOthers.length > 0);
}

function defaultPolicy(secretName: string): SecretCreationPolicy {
  return isShared(secretName) ? SecretCreationPolicy.MERGE : SecretCreationPolicy.OWNER;
}

function withGuards(target: ExternalSecretTarget, data: readonly ExternalSecretData[]): ExternalSecretTarget {
  const values = data.map(({ secretKey: key, remoteRef }) => [key, guardedValue(key, remoteRef)]);
  return { ...target, template: target.template ?? Object.fromEntries(values) };
}

/**
 * There is always one: without it ESO copies the metadata of the ExternalSecret. Without `data` the values
 * stay as they are.
 */
function templateOf({ template, annotations }: ExternalSecretTarget, spellOutDefaults: boolean): JsonObject {
  return withoutUndefined({
    engineVersion: 'v2',
    mergePolicy: spellOutDefaults ? 'Replace' : undefined,
    metadata: annotations && { annotations },
    data: template,
  });
}
