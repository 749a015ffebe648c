import { Construct } from 'constructs';
import { KNOWN_EDGES } from '../../contract/edges/known-edges';
import { API_SERVER_PORTS, LABELS } from '../../contract/upstream/kubernetes';
import type { EdgeController } from '../edge';
import { gatePorts } from '../edge/auth-gate';
import { PlaneComponent, planePodLabels } from '../pods/labels';
import { NetworkPeer } from '../pods/network-peer';
import { addNetworkPolicy, dns, EgressRule, IngressRule } from '../pods/network-policy';
import { NetworkPolicies } from './network-policies-props';
import { unusualPort } from './url-port';
import { Workload } from './workload';

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
