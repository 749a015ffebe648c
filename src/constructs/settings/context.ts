import { ReleaseContract } from '../../contract/union/release-contract';
import { Authorization } from '../authorization';
import { UnionAuth } from '../identity';
import { Deviation } from '../identity/deviations';

/** What every block is computed from. */
export interface ConfigContext {
  readonly auth: UnionAuth;
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
  { auth }: ConfigContext, deviation: Deviation, entries: T,
): T | Record<string, never> {
  return auth._mend(deviation, entries, {});
}
