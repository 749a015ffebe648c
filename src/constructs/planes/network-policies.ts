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

/** The port of a URL, where it is not that of https, which every policy opens. */
export function unusualPort(url = ''): number[] {
  const { port, protocol } = urlOf(url) ?? { port: '', protocol: 'https:' };
  if (port !== '') {
    return [Number(port)];
  }
  return protocol === 'http:' ? [80] : [];
}

/** What the policies of a plane go by. */
export interface PlaneNetwork {
  readonly namespace: string;
  readonly component: PlaneComponent;
  /** Names of the services in its namespace that others run: by them Union's charts label the pods. */
  readonly servedElsewhere: readonly string[];
  readonly options: NetworkPolicies;
  /** Whose pods bring requests from outside. Asked when the policies are written. */
  readonly edgePods: () => readonly NetworkPeer[];
  readonly reached: ReachedPorts;
}

/** Ports other than that of HTTPS which the services are configured to reach. */
export interface ReachedPorts {
  /** Of whatever signs in. */
  readonly provider: readonly number[];
  readonly database: readonly number[];
  readonly storage: readonly number[];
}

/**
 * HTTPS: the provider, object storage, the other plane. A policy is asked once the address of a Service has
 * become that of a pod, and what a Service offers as 443 listens elsewhere: edges, and the Kubernetes API.
 */
const HTTPS_PORTS = [443, ...KNOWN_EDGES.map(({ tlsPort }) => tlsPort)];

/**
 * Where clouds hand out the credentials of a pod's identity, which opens object storage; GKE answers at its
 * second port.
 */
const CLOUD_METADATA: EgressRule = { to: [{ cidr: '169.254.0.0/16' }], ports: [80, 988] };

/**
 * One policy a service. Services take the identity headers of whoever reaches them for granted, so it is the
 * edge that may, and the plane's own pods: no one else's.
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

/** To whom a service must get: its siblings, the provider, and of the rest what it is configured for. */
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

/** What the policy of a gate goes by. */
interface GateNetwork {
  readonly namespace: string;
  readonly edgePods: () => readonly NetworkPeer[];
  readonly options?: Pick<NetworkPolicies, 'dns'>;
  /** Labels of flyteadmin's pods. */
  readonly flyteadmin: Readonly<Record<string, string>>;
}

/** The gate asks flyteadmin, and no one but the edge asks the gate. */
export function addPolicyOfGate(
  scope: Construct, { _gateDialect: dialect, _gate: gate }: EdgeController, network: GateNetwork,
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
