import { ReleaseContract } from '../../contract/union/release-contract';
import { Authorization } from '../authorization';
import { FurtherDataPlane } from '../authorization/accounts';
import { UnionAuth } from '../identity';
import { Deviation } from '../identity/deviations';

/** What every block is computed from. */
export interface ConfigContext {
  readonly auth: UnionAuth;
  /** Namespace of the plane that reads the block. */
  readonly namespace: string;
  readonly release: ReleaseContract;
  /** The `sub` of the service application's tokens, where the identity does not say it. */
  readonly serviceSubject?: string;
  /** Client IDs that the control plane answers besides its own: of data planes and pipelines. */
  readonly trustedClientIds?: readonly string[];
  /** Who may do what, on a control plane. */
  readonly authorization?: Authorization;
  /** The data planes of a control plane that the identity does not list. */
  readonly furtherDataPlanes?: readonly FurtherDataPlane[];
}

/** Entries that the guide leaves out and a working deployment needs. */
export function mendedBy<T extends object>({ auth }: ConfigContext, deviation: Deviation, entries: T): T | Record<string, never> {
  return auth._mend(deviation, entries, {});
}
