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
import {
  EXTERNAL_SECRETS_API_VERSION, REPLACING_CREATION_POLICIES,
} from '../../contract/upstream/external-secrets';
import { guardedValue, REMOTE_REF, RemoteRef } from '../../contract/upstream/remote-ref';
import { ANNOTATIONS, OBJECT_METADATA, OneObject } from '../objects/api-objects';
import { ISecretStore, SECRET_STORE, SecretStore } from './secret-store';
import { clashOf, emptySecret, recordWriter, SecretWriter } from './secret-writers';

/** The owner of the Secret that an ExternalSecret writes. */
export enum SecretCreationPolicy {
  /**
   * ESO creates the Secret, owns it and replaces all of its content. Use it only if nothing else writes the
   * Secret.
   */
  OWNER = 'Owner',
  /** ESO creates the Secret and replaces all of its content, without owning it. */
  ORPHAN = 'Orphan',
  /** ESO adds its keys to a Secret that another tool creates. It never creates the Secret. */
  MERGE = 'Merge',
  /** ESO writes nothing. */
  NONE = 'None',
  /** ESO creates the Secret if it is missing, and otherwise adds its keys. Needs ESO 2.8 or later. */
  CREATE_OR_MERGE = 'CreateOrMerge',
}

/** What ESO does with the Secret when the entry in the store is deleted. */
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
   * The owner of the Secret.
   *
   * @default - `MERGE` for a Secret in which Union stores its own keys, such as `flyte-admin-secrets`;
   *   otherwise `OWNER`
   */
  readonly creationPolicy?: SecretCreationPolicy;

  /** @default SecretDeletionPolicy.RETAIN */
  readonly deletionPolicy?: SecretDeletionPolicy;

  /**
   * Values that ESO computes in the cluster, by key: Go templates over the keys of `data` (engine v2).
   *
   * @default - the values of the store, checked with `guardValues`
   */
  readonly template?: { [key: string]: string };

  /**
   * Annotations of the Secret. ESO manages only these.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };

  /**
   * Whether ESO copies labels and annotations of the ExternalSecret onto the Secret. They include those of
   * kubectl apply: kubectl then treats ESO's keys as its own and removes them at the next `apply
   * --server-side`, and Argo CD reports drift at every refresh. Excludes `template` and `annotations`.
   *
   * Source: External Secrets Operator, `setMetadata` in `externalsecret_controller_template.go`: it copies if
   * `target.template` is missing.
   *
   * @default false
   */
  readonly copyMetadata?: boolean;
}

/** One key of the Secret. */
export interface ExternalSecretData {
  /** Key of the Secret. */
  readonly secretKey: string;
  /** Location of its value in the store. */
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
   * How often ESO reads the store: ten seconds or more; zero for once.
   *
   * @default Duration.hours(1)
   */
  readonly refreshInterval?: Duration;

  /**
   * Whether ESO trims newlines at the end of each value, and refuses an empty value: the Secret then keeps
   * its current value, and the ExternalSecret reports the empty entry. Does not apply with `target.template`
   * or `target.copyMetadata`.
   *
   * @default true
   */
  readonly guardValues?: boolean;

  /**
   * Whether to also emit the Secret without data, as `MERGE` never creates it. Applying it keeps its keys.
   * Set it to false if Union's chart renders the Secret.
   *
   * @default - true with `MERGE` into a Secret in which Union stores its own keys
   */
  readonly ensureTarget?: boolean;

  /**
   * Whether to write out the API server's defaults. Without them Argo CD and Flux report drift.
   *
   * @default true
   */
  readonly spellOutDefaults?: boolean;
}

/**
 * Delivers values from a secret store into a Secret: an `ExternalSecret` of External Secrets Operator.
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
  /** Name of the target Secret. */
  public readonly secretName: string;
  /** The emitted object, to change it. */
  public override readonly apiObject: ApiObject;

  private readonly keys: readonly string[];

  /**
   * @throws when a name, key, store or interval is invalid, `data` is empty or has a key twice, the policies
   * conflict, or another ExternalSecret of the chart writes the same. The error lists all problems.
   */
  public constructor(scope: Construct, id: string, props: ExternalSecretProps) {
    super(scope, id);
    const { writer, apiObject } = whole(this, () => {
      demand('ExternalSecret', props, EXTERNAL_SECRET_PROPS, (problems) => check(problems, this, props));
      const ours = writerOf(this, props);
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

  /** Keys of the target Secret. */
  public get secretKeys(): string[] {
    return [...this.keys];
  }
}

const DEFAULT_INTERVAL = Duration.hours(1);

/** ESO reads the store at every refresh, and stores bill and rate-limit reads. */
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
    // A template replaces the values of the store.
    keys: writes ? keys : [],
  };
}

function check(problems: Problems, scope: Construct, props: ExternalSecretProps): void {
  const { target, data } = props;
  checkStore(problems, scope, props);
  problems.check('target.name', target.name, () => clashOf(scope, writerOf(scope, props)));
  const { deletionPolicy, creationPolicy = defaultPolicy(target.name) } = target;
  const isRefused = deletionPolicy === SecretDeletionPolicy.DELETE
    ? creationPolicy !== SecretCreationPolicy.OWNER
    : deletionPolicy === SecretDeletionPolicy.MERGE && creationPolicy === SecretCreationPolicy.NONE;
  if (isRefused) {
    problems.add(
      'target.deletionPolicy', deletionPolicy, `conflicts with creationPolicy ${creationPolicy}; use Retain`,
    );
  }
  const ofTemplate = target.template && Object.keys(target.template);
  ofTemplate?.forEach((key) => problems.check('target.template', key, secretKey));
  if (ofTemplate?.length === 0) {
    problems.add('target.template', target.template, 'must not be empty; leave it out for the keys of data');
  }
  if (target.copyMetadata && (target.template ?? target.annotations)) {
    problems.add('target.copyMetadata', true, 'has no effect with template or annotations; leave it out');
  }
  if (data.length === 0) {
    problems.add('data', data, 'must not be empty; give at least one key');
  }
  problems.eachOnce(data.map((entry) => entry.secretKey), (i) => `data[${i}].secretKey`,
    'is given twice; give each key once');
}

interface StoreReader {
  readonly namespace?: string;
  /** Its target cluster, from its annotation. */
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

/** A store that is a construct has a known namespace; one that is given by name does not. */
function checkStore(problems: Problems, scope: Construct, props: ExternalSecretProps): void {
  const { store } = props;
  if (!(store instanceof SecretStore)) {
    return;
  }
  const { namespace, cluster } = readerOf(scope, props);
  const remedy = `an ExternalSecret can only use a SecretStore of its namespace. Create one in ${namespace}, `
    + `use an existing one with SecretStore.fromName("${store.name}"), or use a ClusterSecretStore`;
  const home = store.metadata.namespace;
  const others = STORE_READERS.about(store, READS);
  const apart = others.find(({ value }) =>
    namespace !== undefined && value.namespace !== undefined && value.namespace !== namespace);
  // One file is applied to one cluster.
  const charts = (each: Construct) => chartOf(each) === chartOf(store);
  const abroad = others.find((other) => cluster !== undefined && other.value.cluster !== undefined
    && other.value.cluster !== cluster && (charts(scope) || charts(other.scope as Construct)));
  if (home !== undefined && namespace !== undefined && namespace !== home) {
    problems.add('store', store.name, `is in namespace ${home}, and ${scope.node.path} in `
      + `${namespace}: ${remedy}`);
  } else if (home === undefined && apart !== undefined) {
    problems.add('store', store.name, `has no namespace, and is already read in ${apart.value.namespace} by `
      + `${apart.scope.node.path}, while ${scope.node.path} is in ${namespace}: ${remedy}`);
  } else if (abroad !== undefined) {
    problems.add('store', store.name, `is already read in cluster ${abroad.value.cluster} by `
      + `${abroad.scope.node.path}, while ${scope.node.path} is in cluster ${cluster}: a store `
      + 'belongs to the cluster of its chart. Create one in each chart');
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

function emitTarget(scope: Construct, { metadata, target, ensureTarget }: ExternalSecretProps): void {
  const { name, creationPolicy = defaultPolicy(name) } = target;
  if (!(ensureTarget ?? (creationPolicy === SecretCreationPolicy.MERGE && isShared(name)))) {
    return;
  }
  const chart = Chart.of(scope);
  const namespace = metadata?.namespace ?? chart.namespace;
  // One Secret for all ExternalSecrets of a chart that merge into it.
  const isThere = chart.node.findAll().some((other) => ApiObject.isApiObject(other)
    && other.kind === 'Secret' && other.name === name && other.metadata.namespace === namespace);
  if (!isThere) {
    emptySecret(scope, 'Target', { name, namespace });
  }
}

/** Whether flyteadmin, the operator or a chart owns keys in it: an `Owner` would remove them. */
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
 * Always present: without it ESO copies the metadata of the ExternalSecret. Without `data` the values are
 * copied unchanged.
 */
function templateOf({ template, annotations }: ExternalSecretTarget, spellOutDefaults: boolean): JsonObject {
  return withoutUndefined({
    engineVersion: 'v2',
    mergePolicy: spellOutDefaults ? 'Replace' : undefined,
    metadata: annotations && { annotations },
    data: template,
  });
}
