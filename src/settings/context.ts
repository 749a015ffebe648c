import { ReleaseContract } from '../contract/union/release-contract';
import { AuthProfile, UnionAuth } from '../identity';

/** What every block is computed from. */
export interface ConfigContext {
  readonly auth: UnionAuth;
  /** Namespace of the plane that reads the block. */
  readonly namespace: string;
  readonly release: ReleaseContract;
  /** The `sub` of the service application's tokens. */
  readonly serviceSubject?: string;
  /** Client IDs of the data planes that have a client of their own. */
  readonly dataPlaneClientIds?: readonly string[];
}

export function isGuide({ auth }: ConfigContext): boolean {
  return auth.profile === AuthProfile.GUIDE;
}

/** Entries that the guide leaves out and a working deployment needs. */
export function hardened<T extends object>(context: ConfigContext, entries: T): T | Record<string, never> {
  return isGuide(context) ? {} : entries;
}
