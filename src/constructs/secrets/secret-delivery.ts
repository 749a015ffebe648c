import { Construct } from 'constructs';
import { Problems } from '../../common/props/problems';
import { demand, instanceOf, optional } from '../../common/props/prop-types';
import { RemoteRef } from '../../contract/upstream/remote-ref';
import { UnionIdentity } from '../identity';
import { TextFile } from '../output/text-file';
import {
  deliverExternalSecrets, checkExternalSecrets, ExternalSecretsDeliveryProps,
} from './external-secrets-delivery';
import { secretScript } from './kubernetes-secrets-delivery';
import { SecretRotation } from './secret-rotation';
import { ISecretStore } from './secret-store';
import { SecretPlan } from './secret-target';
import { collisionsOf, recordPlane } from './secret-writers';

/** The clients of the deployment, with their secrets, and what delivers them. */
export interface OtherSecrets {
  readonly identity: UnionIdentity;
  readonly secrets: SecretDelivery;
}

/** Options of deliveries without a secret store. */
export interface SecretDeliveryOptions {
  /**
   * How running pods get a rotated secret.
   *
   * @default - none; restart the workloads by hand
   */
  readonly rotation?: SecretRotation;
}

/**
 * How client secrets get into the cluster. The location of each is given with its client in `UnionIdentity`.
 *
 * Guide: section "Secret delivery".
 */
export class SecretDelivery {
  /**
   * Option A: External Secrets Operator reads them from a secret store.
   *
   * @throws when the refresh interval is not a duration, or the store is read only once, so that `rotation`
   *   has no effect. The error lists all problems.
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
   * Option B: a person runs a script that reads them from the environment. No manifest contains a value. The
   * script is `secretScript` of the plane.
   *
   * @throws when the rotation can never change.
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
   * You or another tool deliver the Secrets: `requiredSecrets` of the plane lists them with their keys. The
   * library emits none of them, but sets mounts and paths.
   *
   * @throws when the rotation can never change.
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
   * The store that has the values, if any: each then needs a location in it.
   *
   * @internal
   */
  public readonly _store?: ISecretStore;
  /**
   * Whether the library delivers the Secrets; otherwise you do.
   *
   * @internal
   */
  public readonly _delivers: boolean;

  private readonly emitsAhead: boolean;

  private constructor(
    /**
     * How pods get rotated secrets, if they do.
     *
     * @internal
     */
    public readonly _rotation: SecretRotation | undefined,
    private readonly deliver: Deliver | undefined,
    { store, aheadOfChart = store !== undefined }: Partial<ExternalSecretsDeliveryProps> = {},
  ) {
    this._store = store;
    this._delivers = deliver !== undefined;
    this.emitsAhead = aheadOfChart;
  }

  /**
   * Emits the objects that deliver the Secrets of a plane; returns the script, if any.
   *
   * @internal
   */
  public _deliver(scope: Construct, plan: SecretPlan): TextFile | undefined {
    return this.deliver?.(scope, plan);
  }

  /**
   * Names of the emitted Secrets that the chart also renders.
   *
   * @internal
   */
  public _takenOver({ targets }: SecretPlan): string[] {
    const taken = targets.filter(({ ensureExists, renderedByChart }) =>
      this.emitsAhead && ensureExists && renderedByChart);
    return taken.map(({ secretName }) => secretName);
  }

  /**
   * Checks the location of a secret: that it has one in the store, and that it fits the rotation.
   *
   * @param missing the message for a missing location
   * @internal
   */
  public _checkOwn(
    problems: Problems, prop: string, remote: RemoteRef | undefined, missing: string,
  ): void {
    if (this._store && remote === undefined) {
      problems.addMissing(prop, missing);
    } else if (this._store && this._rotation?._needsVersions && remote?.version === undefined) {
      problems.addMissing(
        `${prop}.version`,
        'otherwise the checksum of the rotation would never change',
        'use SecretRotation.revision',
      );
    }
  }

  /**
   * The same for a secret of no application, which must not have the location of an application's secret.
   *
   * @internal
   */
  public _checkApart(
    problems: Problems,
    prop: string,
    remote: RemoteRef | undefined,
    { missing, identity, clientId }: { missing: string; identity: UnionIdentity; clientId?: string },
  ): void {
    this._checkOwn(problems, prop, remote, missing);
    const other = remote
      && identity._applications._withSecretIn(remote).find((each) => each.clientId !== clientId);
    if (other) {
      problems.add(prop, remote, `is also the location of client ${other.clientId}; each secret has its own, `
        + 'give it');
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

/**
 * Checks before anything is emitted that no Secret is delivered twice: the last one would replace the keys of
 * the first.
 */
function checkPlan(scope: Construct, { plane, namespace, targets }: SecretPlan): void {
  const secretNames = targets.map(({ secretName }) => secretName);
  const problems = new Problems(`Secrets of ${scope.node.path}`);
  for (const twice of new Set(secretNames.filter((name, i) => secretNames.indexOf(name) < i))) {
    problems.add('Secret', twice, 'is delivered twice; give the Secret of the API key its own name');
  }
  const delivered = { plane, namespace, secretNames };
  for (const { path, secretNames: shared } of collisionsOf(scope, delivered)) {
    problems.add(
      'namespace',
      namespace,
      `has the same Secrets as ${path} (${shared.join(', ')}); give each plane its own namespace`,
    );
  }
  problems.throwIfAny();
  recordPlane(scope, delivered);
}
