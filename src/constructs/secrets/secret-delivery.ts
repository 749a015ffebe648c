import { Construct } from 'constructs';
import { Problems } from '../../common/props/problems';
import { demand, instanceOf, optional } from '../../common/props/prop-types';
import { RemoteRef, _isSameEntry } from '../../contract/upstream/remote-ref';
import { TextFile } from '../output';
import {
  deliverExternalSecrets, checkExternalSecrets, ExternalSecretsDeliveryProps, storeEntries,
} from './external-secrets-delivery';
import { secretScript } from './kubernetes-secrets-delivery';
import { SecretRotation } from './secret-rotation';
import { ISecretStore } from './secret-store';
import { SecretPlan } from './secret-target';
import { collisionsOf, recordPlane } from './secret-writers';

/** What is read from a secret store. */
interface FromStore {
  readonly store?: ISecretStore;
  /** Where the secrets lie, by prop: a new version of one is another reference. */
  readonly entries?: Readonly<Record<string, RemoteRef>>;
  readonly aheadOfChart?: boolean;
}

/**
 * How client secrets come into the cluster.
 *
 * Guide: section "Secret delivery".
 */
export class SecretDelivery {
  /**
   * Option A: External Secrets Operator reads them from a secret store.
   *
   * @throws when a remote key is empty or the refresh interval is no duration. The error lists all problems.
   *
   * @example
   * SecretDelivery.externalSecrets({ store, webClientSecret, serviceClientSecret });
   */
  public static externalSecrets(props: ExternalSecretsDeliveryProps): SecretDelivery {
    checkExternalSecrets(props);
    const deliver = checked((scope, plan) => deliverExternalSecrets(scope, plan, props));
    const { store, aheadOfChart, rotation } = props;
    return new SecretDelivery(rotation, deliver, { store, aheadOfChart, entries: storeEntries(props) });
  }

  /**
   * Option B: a person runs a script that reads them from the environment. No manifest carries a value. The
   * script is `secretScript` of the plane.
   *
   * @param rotation how a rotated secret reaches pods that run; where it is left out, somebody restarts the
   *   workloads
   *
   * @throws when the rotation could never change.
   *
   * @example
   * const plane = new ControlPlaneAuth(chart, 'auth', { identity, secrets: SecretDelivery.kubernetesSecrets()
   * }); plane.secretScript?.writeTo('secrets.sh');
   */
  public static kubernetesSecrets(rotation?: SecretRotation): SecretDelivery {
    checkRotation('SecretDelivery.kubernetesSecrets', rotation);
    return new SecretDelivery(rotation, checked((_scope, plan) => secretScript(plan)));
  }

  /**
   * Somebody else delivers the Secrets: `requiredSecrets` of the plane lists them with their keys. Nothing is
   * emitted; mounts and paths are wired all the same.
   *
   * @param rotation how a rotated secret reaches pods that run; where it is left out, somebody restarts the
   *   workloads
   *
   * @throws when the rotation could never change.
   *
   * @example
   * const plane = new ControlPlaneAuth(chart, 'auth', { identity, secrets: SecretDelivery.provisioned() });
   * const needed = plane.requiredSecrets;
   */
  public static provisioned(rotation?: SecretRotation): SecretDelivery {
    checkRotation('SecretDelivery.provisioned', rotation);
    return new SecretDelivery(rotation, undefined);
  }

  /**
   * The store that they are read from.
   *
   * @internal
   */
  public readonly _store?: ISecretStore;
  /**
   * Whether anything comes of it; otherwise others deliver.
   *
   * @internal
   */
  public readonly _delivers: boolean;

  private readonly entries: Readonly<Record<string, RemoteRef>>;
  private readonly emitsAhead: boolean;

  private constructor(
    private readonly rotation: SecretRotation | undefined,
    private readonly deliver: Deliver | undefined,
    { store, entries = {}, aheadOfChart = store !== undefined }: FromStore = {},
  ) {
    this._store = store;
    this._delivers = deliver !== undefined;
    this.entries = entries;
    this.emitsAhead = aheadOfChart;
  }

  /**
   * Whether the values come from a secret store, so that each needs to be located there.
   *
   * @internal
   */
  public get _readsStore(): boolean {
    return this._store !== undefined;
  }

  /**
   * Emits what delivers the Secrets of a plane; returns the script where a person must act.
   *
   * @internal
   */
  public _deliver(scope: Construct, plan: SecretPlan): TextFile | undefined {
    return this.deliver?.(scope, plan);
  }

  /**
   * Annotations for pods that mount these Secrets; none without a rotation.
   *
   * @param own where secrets lie that are delivered to this plane besides these
   * @internal
   */
  public _podAnnotations(
    secrets: readonly string[], own: readonly RemoteRef[] = [],
  ): Record<string, string> {
    const references = Object.values(this.entries);
    return this.rotation?._podAnnotations(secrets, [...references, ...own]) ?? {};
  }

  /**
   * Names of the Secrets that are emitted although the chart renders them.
   *
   * @internal
   */
  public _takenOver({ targets }: SecretPlan): string[] {
    const taken = targets.filter(({ ensureExists, renderedByChart }) =>
      this.emitsAhead && ensureExists && renderedByChart);
    return taken.map(({ secretName }) => secretName);
  }

  /**
   * Whether pods learn of a rotation.
   *
   * @internal
   */
  public get _rotates(): boolean {
    return this.rotation !== undefined;
  }

  /**
   * Checks where a secret lies that is delivered besides these: somewhere in the store, and as a rotation
   * needs it.
   *
   * @param missing what to say where it lies nowhere
   * @internal
   */
  public _checkOwn(
    problems: Problems, prop: string, remote: RemoteRef | undefined, missing: string,
  ): void {
    if (this._readsStore && remote === undefined) {
      problems.add(prop, undefined, missing);
    } else if (this._readsStore && this.rotation?._needsVersions && remote?.version === undefined) {
      problems.add(
        `${prop}.version`,
        undefined,
        'without it the checksum of the rotation would never change; name it, or give the checksum a '
          + 'revision',
      );
    }
  }

  /**
   * Whether a prop of the delivery says where a secret lies in the store.
   *
   * @internal
   */
  public _locates(prop: string): boolean {
    return prop in this.entries;
  }

  /**
   * The prop that names the same entry of the store.
   *
   * @internal
   */
  public _propOf(remote: RemoteRef): string | undefined {
    return Object.keys(this.entries).find((prop) => _isSameEntry(this.entries[prop], remote));
  }
}

function checkRotation(subject: string, rotation: SecretRotation | undefined): void {
  demand(subject, { rotation }, { rotation: optional(instanceOf(SecretRotation)) }, (problems) =>
    rotation?._check(problems, []));
}

type Deliver = (scope: Construct, plan: SecretPlan) => TextFile | undefined;

function checked(deliver: Deliver): Deliver {
  return (scope, plan) => {
    checkPlan(scope, plan);
    return deliver(scope, plan);
  };
}

/** Before anything is emitted: a Secret that two deliver holds the keys of whoever came last. */
function checkPlan(scope: Construct, { plane, namespace, targets }: SecretPlan): void {
  const secretNames = targets.map(({ secretName }) => secretName);
  const problems = new Problems(`Secrets of ${scope.node.path}`);
  for (const twice of new Set(secretNames.filter((name, i) => secretNames.indexOf(name) < i))) {
    problems.add('Secret', twice, 'is delivered twice; give the Secret of the API key a name of its own');
  }
  const delivered = { plane, namespace, secretNames };
  for (const { path, secretNames: shared } of collisionsOf(scope, delivered)) {
    problems.add(
      'namespace',
      namespace,
      `holds the Secrets of ${path} as well (${shared.join(', ')}); give each plane a namespace of its own`,
    );
  }
  problems.throwIfAny();
  recordPlane(scope, delivered);
}
