import { portNumber } from '../../common/props/checks';
import { flag, list, number, optional, struct } from '../../common/props/prop-types';
import { networkPeer, NetworkPeer } from '../pods/network-peer';

/** Who may talk to the pods of a plane, and to whom they may talk. */
export interface NetworkPolicies {
  /**
   * Whether to emit NetworkPolicies. Services trust the identity headers (`X-User-Subject` …) of whoever
   * reaches them: without policies every pod of the cluster can be anybody. They take effect where the
   * network plugin of the cluster enforces them.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Who else may talk to the services: pods of your own that call them inside the cluster, Prometheus, the
   * pods of an edge that is not emitted here. Of a control plane these can present any identity.
   *
   * @default - nobody
   */
  readonly allowFrom?: NetworkPeer[];

  /**
   * Further TCP ports that the services reach, wherever: a cache, a queue, a proxy.
   *
   * @default - none
   */
  readonly egressPorts?: number[];
}

export const NETWORK_POLICIES = struct<NetworkPolicies>({
  enabled: optional(flag),
  allowFrom: optional(list(networkPeer)),
  egressPorts: optional(list(number(portNumber))),
});
