import { Construct } from 'constructs';
import { portNumber, urlOf } from '../../common/props/checks';
import { flag, list, number, optional, struct } from '../../common/props/prop-types';
import { KNOWN_EDGES } from '../../contract/edges/known-edges';
import { API_SERVER_PORTS, LABELS } from '../../contract/upstream/kubernetes';
import { gatePorts } from '../edge/auth-gate';
import type { EdgeController } from '../edge/edge-controller';
import { PlaneComponent, planePodLabels } from '../pods/labels';
import {
  addNetworkPolicy, dns, EgressRule, IngressRule, networkPeer, NetworkPeer,
} from '../pods/network-policy';
import { Workload } from './workload';

/** Settings of the NetworkPolicies of a plane. */
export interface NetworkPolicies {
  /**
   * Whether to emit NetworkPolicies. Services trust the identity headers (`X-User-Subject` …) of every
   * caller: without policies, any pod of the cluster can present any identity. The network plugin of the
   * cluster must enforce policies.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Other clients of the services: pods of your own in the cluster, Prometheus, the pods of an edge outside
   * of this app. In a control plane each of them can present any identity.
   *
   * @default - none
   */
  readonly allowFrom?: NetworkPeer[];

  /**
   * The DNS servers, such as `{ namespace: 'kube-system', podLabels: { 'k8s-app': 'kube-dns' } }`. For a
   * cache on the nodes (NodeLocal DNSCache) give its address, such as `169.254.20.10/32`, or that of the
   * Service `kube-dns`.
   *
   * @default - any address at the DNS ports, as clusters differ
   */
  readonly dns?: NetworkPeer[];

  /**
   * Additional TCP ports that services can reach at any address, such as those of a cache, a queue or a
   * proxy; not for consoles.
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

/** The port of a URL, unless it is 443, which every policy allows. */
export function unusualPort(url = ''): number[] {
  const { port, protocol } = urlOf(url) ?? { port: '', protocol: 'https:' };
  if (port !== '') {
    return [Number(port)];
  }
  return protocol === 'http:' ? [80] : [];
}

/** The input for the policies of a plane. */
export interface PlaneNetwork {
  readonly namespace: string;
  readonly component: PlaneComponent;
  /**
   * Names of the services in its namespace that run outside of this app; Union's charts use them as pod
   * labels.
   */
  readonly servedElsewhere: readonly string[];
  readonly options: NetworkPolicies;
  /** The pods that forward requests from outside; evaluated when the policies are written. */
  readonly edgePods: () => readonly NetworkPeer[];
  readonly reached: ReachedPorts;
}

/** Ports other than 443 that the configuration of services refers to. */
export interface ReachedPorts {
  /** Used by every service that signs in. */
  readonly provider: readonly number[];
  readonly database: readonly number[];
  readonly storage: readonly number[];
}

/**
 * HTTPS: the provider, object storage, the other plane. A policy applies to the pod behind a Service, so the
 * port behind 443 can differ: for edges, and the Kubernetes API.
 */
const HTTPS_PORTS = [443, ...KNOWN_EDGES.map(({ tlsPort }) => tlsPort)];

/**
 * The metadata servers of clouds, with the credentials of pod identities for object storage; GKE uses the
 * second port.
 */
const CLOUD_METADATA: EgressRule = { to: [{ cidr: '169.254.0.0/16' }], ports: [80, 988] };

/**
 * One policy per service. Services trust the identity headers of every caller, so only the edge and the
 * plane's own pods may connect.
 */
export function addNetworkPolicies(workloads: readonly Workload[], network: PlaneNetwork): void {
  const { namespace, component, servedElsewhere, options: { allowFrom = [] }, edgePods } = network;
  const plane: NetworkPeer[] = [
    { podLabels: planePodLabels(component) },
    ...servedElsewhere.map((service) => ({ podLabels: { [LABELS.name]: service } })),
  ];
  for (const workload of workloads) {
    const offered = workload.contract.ports.filter(({ servicePort }) => servicePort !== undefined);
    const served = offered.map(({ containerPort, targetPort = containerPort }) => targetPort);
    const ingress = (): IngressRule[] => [
      ...(served.length > 0 ? [{ from: [...edgePods(), ...plane], ports: served }] : []),
      { from: allowFrom },
    ];
    addNetworkPolicy(workload, { name: workload.contract.name, namespace }, workload.selector, () => ({
      ingress: ingress(),
      egress: egressOf(workload, plane, network),
    }));
  }
}

/** The destinations of a service: the plane's own pods, the provider, and those in its configuration. */
function egressOf(
  { contract, callsApi }: Workload, plane: readonly NetworkPeer[], { options, reached }: PlaneNetwork,
): EgressRule[] {
  const names = dns(options.dns);
  if (contract.configMap === undefined && contract.secretMounts.length === 0) {
    return [names];
  }
  return [
    names,
    { to: plane },
    {
      ports: [
        ...HTTPS_PORTS,
        ...callsApi ? API_SERVER_PORTS : [],
        ...reached.provider,
        ...contract.database ? reached.database : [],
        ...contract.storage ? reached.storage : [],
        ...options.egressPorts ?? [],
      ],
    },
    ...contract.storage ? [CLOUD_METADATA] : [],
  ];
}

/** The input for the policy of a gate. */
interface GateNetwork {
  readonly namespace: string;
  readonly edgePods: () => readonly NetworkPeer[];
  readonly options?: Pick<NetworkPolicies, 'dns'>;
  /** Labels of flyteadmin's pods. */
  readonly flyteadmin: Readonly<Record<string, string>>;
}

/** The gate may connect only to flyteadmin, and only the edge to the gate. */
export function addPolicyOfGate(
  scope: Construct, { _kind: { known: { dialect }, gate } }: EdgeController, network: GateNetwork,
): void {
  const { namespace, edgePods, flyteadmin, options } = network;
  const [otherPort] = unusualPort(gate?.flyteadminAddress && `http://${gate.flyteadminAddress}`);
  addNetworkPolicy(scope, { name: dialect.service, namespace }, { [LABELS.name]: dialect.service }, () => ({
    ingress: [{ from: edgePods(), ports: Object.values(gatePorts(dialect)) }],
    egress: [
      dns(options?.dns),
      otherPort === undefined ? { to: [{ podLabels: flyteadmin }] } : { ports: [otherPort] },
    ],
  }));
}
