import { sha256 } from '../../common/data/digest';
import { filledIn } from '../../common/props/checks';
import { Problems } from '../../common/props/problems';
import { demand, text } from '../../common/props/prop-types';
import { SECRETS_CHECKSUM_ANNOTATION } from '../../contract/own-annotations';
import { RELOADER_ANNOTATION } from '../../contract/upstream/gitops';
import { RemoteRef } from '../../contract/upstream/remote-ref';

type Annotate = (secrets: readonly string[], references: readonly RemoteRef[]) => Record<string, string>;

const checksumWith = (word: string | null): Annotate => (_, references) =>
  ({ [SECRETS_CHECKSUM_ANNOTATION]: sha256(JSON.stringify([word, references])) });

/**
 * How running pods get a rotated secret. Services read their secrets once, at start: the new value is in the
 * pod's files within a minute, but has no effect until the pod restarts.
 *
 * See docs/rotation.md.
 */
export class SecretRotation {
  /**
   * Stakater Reloader restarts the pods when a mounted Secret changes. The annotation of each pod lists only
   * delivered Secrets. Needs Reloader in the cluster.
   *
   * Source: Reloader reads the annotation of the pod template if the workload itself has none
   * (`internal/pkg/handler/upgrade.go`).
   *
   * @example
   * SecretDelivery.provisioned({ rotation: SecretRotation.reloader() });
   */
  public static reloader(): SecretRotation {
    return new SecretRotation((secrets) => ({ [RELOADER_ANNOTATION]: secrets.join(',') }));
  }

  /**
   * The pods have a checksum of the locations of their secrets: the entries of the store, each with its
   * `version`. Change a version and apply, and the pods restart. Needs nothing in the cluster.
   *
   * @example
   * SecretDelivery.externalSecrets({ store, rotation: SecretRotation.checksum() });
   */
  public static checksum(): SecretRotation {
    return new SecretRotation(checksumWith(null), true);
  }

  /**
   * As `checksum`, with a word of your own, for entries without versions and for other deliveries. Change it
   * after a rotation and apply, and the pods restart.
   *
   * @param word such as the date
   * @throws when the word is empty.
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
     * Whether it changes only with the versions of the entries.
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
   * Its problem with a delivery without a store, if any.
   *
   * @internal
   */
  public _check(problems: Problems): void {
    if (this._needsVersions) {
      problems.add('rotation', 'checksum', 'would never change; use SecretRotation.revision');
    }
  }
}
