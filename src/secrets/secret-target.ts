import { SecretContent } from '../contract/secrets';
import { SecretCreationPolicy } from './external-secret';

/** One Secret that must hold certain keys. */
export interface SecretTarget {
  readonly secretName: string;
  /** Name of the ExternalSecret that would deliver it. */
  readonly externalSecretName: string;
  readonly entries: readonly SecretEntry[];
  readonly creationPolicy: SecretCreationPolicy;
  /** Whether to emit the Secret without data, so that `Merge` has a target. */
  readonly ensureExists: boolean;
  /** Whether the chart renders the Secret; whoever creates it before the chart must let Helm adopt it. */
  readonly renderedByChart: boolean;
  /** Whether the guide leaves it out of Option A (External Secrets). */
  readonly notExternal?: boolean;
}

export interface SecretEntry {
  readonly key: string;
  readonly content: SecretContent;
}

/** All Secrets of one plane. */
export interface SecretPlan {
  readonly namespace: string;
  readonly targets: readonly SecretTarget[];
  /** The guide's spelling: no defaults, no comments. */
  readonly toTheLetter: boolean;
}
