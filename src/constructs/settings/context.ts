import { ReleaseContract } from '../../contract/union/release-contract';
import { Authorization } from '../authorization';
import { UnionIdentity } from '../identity';
import { Deviation } from '../identity/deviations';

/** What every block is computed from. */
export interface ConfigContext {
  readonly identity: UnionIdentity;
  /** Namespace of the plane that reads the block. */
  readonly namespace: string;
  readonly release: ReleaseContract;
  /** Client IDs that the control plane answers besides its own: of data planes and pipelines. */
  readonly trustedClientIds?: readonly string[];
  /** Who may do what, on a control plane. */
  readonly authorization?: Authorization;
}

/** Entries that the guide leaves out and a working deployment needs. */
export function mendedBy<T extends object>(
  { identity }: ConfigContext, deviation: Deviation, entries: T,
): T | Record<string, never> {
  return identity._mend(deviation, entries, {});
}
