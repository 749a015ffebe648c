import { Construct } from 'constructs';
import { Problems } from '../../common/props/problems';
import { demand, instanceOf, optional } from '../../common/props/prop-types';
import { RemoteRef } from '../../contract/upstream/remote-ref';
import { TextFile } from '../output/text-file';
import {
  deliverExternalSecrets, checkExternalSecrets, ExternalSecretsDeliveryProps,
} from './external-secrets-delivery';
import { secretScript } from './kubernetes-secrets-delivery';
import { SecretRotation } from './secret-rotation';
import { ISecretStore } from './secret-store';
import { SecretPlan } from './secret-target';
import { collisionsOf, recordPlane } from './secret-writers';

/** What is read from a secret store. */
interface FromStore {
  readonly store?: ISecretStore;
  readonly aheadOfChart?: boolean;
}

/** How secrets are delivered that no operator reads from a store. */
export interface SecretDeliveryOptions {
  /**
   * How a rotated secret reaches pods that run.
   *
   * @default - none: restart the workloads by hand
   */
  readonly rotation?: SecretRotation;
}

/**
 * How client secrets come into the cluster. The place of each is given beside its client, in `UnionIdentity`.
 *
 * Guide: section "Secret delivery".
 */
export class SecretDelivery {
  /**
   * Option A: External Secrets Operator reads them from a secret store.
   *
   * @throws when the refresh interval is not a duration, or no new value ever comes for `rotation`. The error
   *   lists all problems.
   *
   * @example
   * SecretDelivery.externalSecrets({ store: SecretStore.fromName('union') });
   */
  public static externalSecrets(props: ExternalSecretsDeliveryProps): SecretDelivery {
    checkExternalSecrets(props);
    const deliver = checked((scope, plan) => deliverExternalSecrets(scope, plan, props));
    const { store, aheadOfChart, rotation } = props;
    return new SecretDelivery(rotation, deliver, { store, aheadOfChart });
  }

  /**
   * Option B: a person runs a script that reads them from the environment. No manifest carries a value. The
   * script is `secretScript` of the plane.
   *
   * @throws when the rotation could never change.
   *
   * @example
   * const plane = new ControlPlaneAuth(chart, 'auth', { identity, secrets: SecretDelivery.kubernetesSecrets()
   * }); plane.secretScript?.writeTo(app, 'secrets.sh');
   */
  public static kubernetesSecrets(options: SecretDeliveryOptions = {}): SecretDelivery {
    const { rotation } = checkedOptions('SecretDelivery.kubernetesSecrets', options);
    return new SecretDelivery(rotation, checked((_scope, plan) => secretScript(plan)));
  }

  /**
   * You or another tool deliver the Secrets: `requiredSecrets` of the plane lists them with their keys.
   * Nothing is emitted; mounts and paths are set anyway.
   *
   * @throws when the rotation could never change.
   *
   * @example
   * const plane = new ControlPlaneAuth(chart, 'auth', { identity, secrets: SecretDelivery.provisioned() });
   * const needed = plane.requiredSecrets;
   */
  public static provisioned(options: SecretDeliveryOptions = {}): SecretDelivery {
    const { rotation } = checkedOptions('SecretDelivery.provisioned', options);
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

  private readonly emitsAhead: boolean;

  private constructor(
    private readonly rotation: SecretRotation | undefined,
    private readonly deliver: Deliver | undefined,
    { store, aheadOfChart = store !== undefined }: FromStore = {},
  ) {
    this._store = store;
    this._delivers = deliver !== undefined;
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
   * @param references where the secrets of the plane lie
   * @internal
   */
  public _podAnnotations(
    secrets: readonly string[], references: readonly RemoteRef[],
  ): Record<string, string> {
    return this.rotation?._podAnnotations(secrets, references) ?? {};
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
   * Checks where a secret is: somewhere in the store, and as a rotation needs it.
   *
   * @param missing what to say where it is nowhere
   * @internal
   */
  public _checkOwn(
    problems: Problems, prop: string, remote: RemoteRef | undefined, missing: string,
  ): void {
    if (this._readsStore && remote === undefined) {
      problems.addMissing(prop, missing);
    } else if (this._readsStore && this.rotation?._needsVersions && remote?.version === undefined) {
      problems.addMissing(
        `${prop}.version`,
        'without it the checksum of the rotation would never change; name it',
        'use SecretRotation.revision',
      );
    }
  }
}

function checkedOptions(subject: string, options: SecretDeliveryOptions): SecretDeliveryOptions {
  demand(subject, options, { rotation: optional(instanceOf(SecretRotation)) }, (problems) =>
    options.rotation?._check(problems));
  return options;
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
      `has the Secrets of ${path} as well (${shared.join(', ')}); give each plane a namespace of its own`,
    );
  }
  problems.throwIfAny();
  recordPlane(scope, delivered);
}
