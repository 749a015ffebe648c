import { DELIVERY_REMEDIES } from './delivery';
import { EDGE_REMEDIES } from './edge';
import { SERVICES_REMEDIES } from './services';

/** What a remedy says, done to a fixture that fires: each text that changes, and into what. */
export interface Remedy {
  /** Of the fixture. */
  readonly when: string;
  readonly edits: readonly (readonly [search: string, replacement: string])[];
}

/** By the rule. */
export type Remedies = Readonly<Record<string, Remedy>>;

export const REMEDIES: Remedies = { ...EDGE_REMEDIES, ...SERVICES_REMEDIES, ...DELIVERY_REMEDIES };
