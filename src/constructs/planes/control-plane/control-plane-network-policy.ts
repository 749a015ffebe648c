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

/** Settings of the NetworkPolicies for the services of Union's chart. */
export interface ControlPlaneNetworkPolicyProps {
  /**
   * Namespace of the control plane.
   *
   * @default - that of the chart; without one "union-cp"
   */
  readonly namespace?: string;

  /**
   * The edge of the control plane. Its pods can reach the services.
   *
   * @default ControlPlaneEdge.chartIngress(), the edge of the chart
   */
  readonly edge?: IControlPlaneEdge;

  /**
   * Other clients that can reach the services. Services of your own in the cluster, a data plane in the same
   * cluster that calls the Services by name, Prometheus. Each of them can present any identity.
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
 * Restricts access to the services of Union's chart to the edge and the pods of the control plane's
 * namespace, and access to the auth gate to the edge.
 *
 * The services trust `X-User-Subject` and similar headers, and the chart has no NetworkPolicy: any pod in the
 * cluster that reaches `usage` without the edge can present any identity. The network plugin of the cluster
 * must enforce policies. `ControlPlane` emits its own policies, so use this only with the chart.
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
   * The synthesis fails if the policies lock out the controller of an edge in the app: because they admit
   * another one, or its pods use the host network, where labels do not apply.
   *
   * @throws when the namespace or a peer is invalid. The error lists all problems.
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
    const edgePods = controller._kind.pods(namespace);
    mustAdmitEdges(this, namespace, controller.name);
    if (![...edgePods, ...allowFrom].some(({ cidr }) => cidr !== undefined)) {
      mustHavePodNetwork(this, namespace, controller._kind.comesWithChart);
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
        // The chart's own pods, the auth gate included, have no common label that only they have.
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
