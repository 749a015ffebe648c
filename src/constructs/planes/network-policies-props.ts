import { portNumber } from '../../common/props/checks';
import { flag, list, number, optional, struct } from '../../common/props/prop-types';
import { networkPeer, NetworkPeer } from '../pods/network-peer';

/** Who may talk to the pods of a plane, and to whom they may talk. */
export interface NetworkPolicies {
  /**
   * Whether to emit NetworkPolicies. Services trust the identity headers (`X-User-Subject` …) of every
   * caller: without policies, any pod of the cluster can present any identity. They take effect where the
   * network plugin of the cluster enforces them.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Other clients of the services: pods of your own that call them inside the cluster, Prometheus, the
   * pods of an edge that is not emitted here. Of a control plane these can present any identity.
   *
   * @default - none
   */
  readonly allowFrom?: NetworkPeer[];

  /**
   * Who resolves names: `{ namespace: 'kube-system', podLabels: { 'k8s-app': 'kube-dns' } }`, where nothing
   * else does. A cache on the nodes (NodeLocal DNSCache) is an address, such as `169.254.20.10/32` or that of
   * the Service `kube-dns`.
   *
   * @default - anyone at the ports of DNS, as clusters differ
   */
  readonly dns?: NetworkPeer[];

  /**
   * Further TCP ports that the services reach, wherever: a cache, a queue, a proxy. Consoles reach none.
   *
   * @default - none
   */
  readonly egressPorts?: number[];
}

export const NETWORK_POLICIES = struct<NetworkPolicies>({
  enabled: optional(flag),
  allowFrom: optional(list(networkPeer)),
  dns: optional(list(networkPeer)),
  egressPorts: optional(list(number(portNumber))),
});
