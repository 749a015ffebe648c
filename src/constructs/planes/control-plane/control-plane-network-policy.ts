import { Construct } from 'constructs';
import { namespaceName } from '../../../common/props/checks';
import { whole } from '../../../common/props/construct-props';
import { demand, list, optional, Shape, text } from '../../../common/props/prop-types';
import { TRUSTING_SERVICES } from '../../../contract/union/services';
import { FLYTEADMIN } from '../../../contract/union/services/flyteadmin';
import { CONTROL_PLANE_NAMESPACE } from '../../../contract/union/workloads';
import { LABELS } from '../../../contract/upstream/kubernetes';
import { ControlPlaneEdge } from '../../edge/control-plane-edge';
import { CONTROL_PLANE_EDGE, IControlPlaneEdge } from '../../edge/edge-controller';
import { mustAdmitEdges } from '../../edge/neighbours';
import { SeveralObjects, emit } from '../../objects/api-objects';
import { labelObjects, PlaneComponent } from '../../pods/labels';
import { networkPeer, NetworkPeer, peers } from '../../pods/network-policy';
import { inChart, mustHavePodNetwork } from '../../settings/chart-namespace';
import { addPolicyOfGate } from '../network-policies';

/** Who may talk to the services that Union's chart runs. */
export interface ControlPlaneNetworkPolicyProps {
  /**
   * Namespace of the control plane.
   *
   * @default - that of the chart; `union-cp` where it has none
   */
  readonly namespace?: string;

  /**
   * The edge of the control plane: its pods reach the services.
   *
   * @default ControlPlaneEdge.chartIngress(), that of the chart
   */
  readonly edge?: IControlPlaneEdge;

  /**
   * Who else may call the services, and be anyone. Services of your own that call them inside the cluster, a
   * data plane in the same cluster that calls the Services by name, Prometheus. Each of them can present any
   * identity.
   *
   * @default - none
   */
  readonly allowFrom?: NetworkPeer[];
}

const PROPS: Shape<ControlPlaneNetworkPolicyProps> = {
  namespace: optional(text(namespaceName)),
  edge: optional(CONTROL_PLANE_EDGE),
  allowFrom: optional(list(networkPeer)),
};

/** Name of the policy. */
export const SERVICES_POLICY = 'union-trusting-services';

/**
 * Closes the services of Union's chart to all but the edge and the pods of the control plane's namespace, and
 * the auth gate to all but the edge.
 *
 * The services take the caller's identity from `X-User-Subject` and similar headers, and the chart brings no
 * NetworkPolicy: any pod of the cluster that reaches `usage` without the edge can present any identity. It
 * takes effect where the network plugin of the cluster enforces policies. `ControlPlane` brings its own, so
 * this is for use beside the chart.
 *
 * Source: `app.kubernetes.io/name` of the pods, controlplane chart 2026.3 to 2026.8,
 * `templates/deployment.yaml` and flyte-core.
 *
 * @example
 * new ControlPlaneNetworkPolicy(controlPlaneChart, 'policy', {
 *   edge: new ControlPlaneEdge(controlPlaneChart, 'edge', { identity, controller: EdgeController.traefik()
 *   }), allowFrom: [{ namespace: 'monitoring', podLabels: { 'app.kubernetes.io/name': 'prometheus' } }],
 * });
 */
export class ControlPlaneNetworkPolicy extends SeveralObjects {
  /**
   * The synthesis fails where an edge of the app serves the routes and its controller is locked out: another
   * one is let in, or its pods are in the network of their nodes, where no label selects them.
   *
   * @throws when the namespace is not a namespace name or a peer is invalid. The error lists all problems.
   */
  public constructor(scope: Construct, id: string, props: ControlPlaneNetworkPolicyProps = {}) {
    super(scope, id);
    whole(this, () => this.emit(props));
  }

  private emit(props: ControlPlaneNetworkPolicyProps): void {
    const ownNamespace = () => inChart(this, props).namespace ?? CONTROL_PLANE_NAMESPACE;
    demand('ControlPlaneNetworkPolicy', props, PROPS, (problems) => {
      problems.check('namespace', ownNamespace(), namespaceName);
    });
    const namespace = ownNamespace();
    const { edge: { controller } = ControlPlaneEdge.chartIngress(), allowFrom = [] } = props;
    const edgePods = controller._pods(namespace);
    mustAdmitEdges(this, namespace, controller.name);
    if (![...edgePods, ...allowFrom].some(({ cidr }) => cidr !== undefined)) {
      mustHavePodNetwork(this, namespace, controller._comesWithChart);
    }
    emit(this, {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: SERVICES_POLICY, namespace },
      spec: {
        podSelector: {
          matchExpressions: [
            { key: LABELS.name, operator: 'In', values: [FLYTEADMIN.name, ...TRUSTING_SERVICES].sort() },
          ],
        },
        policyTypes: ['Ingress'],
        // The chart's own pods, the auth gate among them, have no label in common that others lack.
        ingress: [{ from: peers([{ namespace }, ...edgePods, ...allowFrom]) }],
      },
    });
    addPolicyOfGate(this, controller, {
      namespace, edgePods: () => edgePods, flyteadmin: { [LABELS.name]: FLYTEADMIN.name },
    });
    const { CONTROL_PLANE: component } = PlaneComponent;
    labelObjects(this, { name: SERVICES_POLICY, instance: namespace, component });
  }
}
