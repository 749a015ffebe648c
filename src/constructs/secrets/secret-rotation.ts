import { sha256 } from '../../common/data/digest';
import { filledIn } from '../../common/props/checks';
import { Problems } from '../../common/props/problems';
import { demand, text } from '../../common/props/prop-types';
import { SECRETS_CHECKSUM_ANNOTATION } from '../../contract/own-annotations';
import { RELOADER_ANNOTATION } from '../../contract/upstream/helm';
import { RemoteRef } from '../../contract/upstream/remote-ref';

type Annotate = (secrets: readonly string[], references: readonly RemoteRef[]) => Record<string, string>;

const checksumWith = (word: string | null): Annotate => (_, references) =>
  ({ [SECRETS_CHECKSUM_ANNOTATION]: sha256(JSON.stringify([word, references])) });

/**
 * How a rotated secret reaches pods that run. Every service reads its secrets once, when it starts: the new
 * value is in the pod's files within a minute, and is not looked at until the pod starts anew.
 *
 * See docs/rotation.md.
 */
export class SecretRotation {
  /**
   * Stakater Reloader restarts the pods when a Secret changes that they mount. Each pod names the Secrets
   * that are delivered to it, and no others. Needs Reloader in the cluster.
   *
   * Source: Reloader takes the annotation from the pod template where the workload itself has none
   * (`internal/pkg/handler/upgrade.go`).
   *
   * @example
   * SecretDelivery.provisioned({ rotation: SecretRotation.reloader() });
   */
  public static reloader(): SecretRotation {
    return new SecretRotation((secrets) => ({ [RELOADER_ANNOTATION]: secrets.join(',') }));
  }

  /**
   * The pods carry a checksum of where their secrets come from: the entries of the store, each with the
   * `version` that it names. Change a version, apply, and the pods start anew. Needs nothing in the cluster.
   *
   * @example
   * SecretDelivery.externalSecrets({ store, rotation: SecretRotation.checksum() });
   */
  public static checksum(): SecretRotation {
    return new SecretRotation(checksumWith(null), true);
  }

  /**
   * The same with a word of your own, for entries without versions and for other deliveries: change it when
   * you rotate, apply, and the pods start anew.
   *
   * @param word such as the date
   * @throws when the word is blank.
   *
   * @example
   * SecretDelivery.kubernetesSecrets({ rotation: SecretRotation.revision('2026-11') });
   */
  public static revision(word: string): SecretRotation {
    demand('SecretRotation.revision', { word }, { word: text(filledIn) });
    return new SecretRotation(checksumWith(word));
  }

  private constructor(
    private readonly annotate: Annotate,
    /**
     * Whether only the versions of the entries make it change.
     *
     * @internal
     */
    public readonly _needsVersions: boolean = false,
  ) {}

  /**
   * Annotations for the pods that mount these Secrets.
   *
   * @internal
   */
  public _podAnnotations(
    secrets: readonly string[], references: readonly RemoteRef[],
  ): Record<string, string> {
    return secrets.length === 0 ? {} : this.annotate([...new Set(secrets)], references);
  }

  /**
   * What is wrong with it where nothing is read from a store.
   *
   * @internal
   */
  public _check(problems: Problems): void {
    if (this._needsVersions) {
      problems.add('rotation', 'checksum', 'would never change; use SecretRotation.revision');
    }
  }
}
