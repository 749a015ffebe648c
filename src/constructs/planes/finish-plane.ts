import { Construct } from 'constructs';
import { ControlPlaneEdge } from '../edge/control-plane-edge';
import { edgePods } from '../edge/neighbours';
import { labelObjects, PlaneComponent, planePodLabels } from '../pods/labels';
import { addNetworkPolicies, addPolicyOfGate, PlaneNetwork, ReachedPorts } from './network-policies';
import { PlaneAuth } from './plane-auth';
import { PlaneWorkloads, ServicesProps } from './plane-workloads';
import { refuseDoubles } from './refuse-doubles';
import { unusualPort } from './url-port';

/** What there is of a plane once everything is there. */
export interface FinishedPlane {
  readonly component: PlaneComponent;
  readonly auth: PlaneAuth;
  readonly workloads: PlaneWorkloads;
  readonly edge?: ControlPlaneEdge;
  /** Names of the services in its namespace that others run. */
  readonly servedElsewhere?: readonly string[];
  readonly reachedPorts: Omit<ReachedPorts, 'provider'>;
}

/** The last step: the pods of a plane, who may talk to them, and the labels of every object. */
export function finishPlane(plane: Construct, made: FinishedPlane, props: ServicesProps): void {
  const { component, auth, workloads, edge, servedElsewhere = [], reachedPorts } = made;
  const { namespace, chartVersion, identity: { identityProvider } } = auth._design.context;
  refuseDoubles(component === PlaneComponent.CONTROL_PLANE ? 'ControlPlane' : 'DataPlane', plane, namespace);
  workloads.finish(namespace);
  const { enabled = true, ...options } = props.networkPolicies ?? {};
  const network: PlaneNetwork = {
    namespace,
    component,
    servedElsewhere,
    options,
    edgePods: () => edgePods(plane, namespace),
    reached: {
      provider: [identityProvider.issuer, identityProvider.tokenEndpoint].flatMap(unusualPort),
      ...reachedPorts,
    },
  };
  if (enabled) {
    addNetworkPolicies(workloads.all, network);
    const gate = edge?.controller._gateDialect.service;
    if (edge?.apiObjects.some(({ kind, name }) => kind === 'Deployment' && name === gate)) {
      addPolicyOfGate(edge, edge.controller, { ...network, flyteadmin: planePodLabels(component) });
    }
  }
  auth._labelAll(component);
  labelObjects(
    plane,
    { name: `union-${component}`, instance: namespace, component, version: `${chartVersion}` },
    props.metadata,
  );
}
