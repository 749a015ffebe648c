import { UnionIdentity } from '../identity';
import { Scheduling } from '../pods/scheduling';
import { TableGroup } from './route-table';

/** The hosts that one certificate serves. */
export interface HostSet {
  readonly hosts: readonly string[];
  /** Name of the TLS Secret; absent where the edge's own default certificate serves the hosts. */
  readonly secretName?: string;
}

/** What an edge gets: already checked. */
export interface EdgeContext {
  readonly identity: UnionIdentity;
  readonly namespace: string;
  /** Every host, the main one first. */
  readonly hosts: readonly string[];
  /** The same hosts by certificate. */
  readonly hostSets: readonly HostSet[];
  /**
   * Whether requests for hosts without a certificate come in the clear, from something in front that ends
   * TLS.
   */
  readonly tlsEndsElsewhere: boolean;
  /** Every group; one whose routes are all in another group has none. */
  readonly groups: readonly TableGroup[];
  /** Of pods that it brings, by default. */
  readonly scheduling?: Scheduling;
}
