import { Shape, struct } from '../../../common/props/prop-types';
import { PlaneEdge } from '../../edge';
import { PLANE_EDGE } from '../../edge/control-plane-edge';
import { SERVICES_PROPS, ServicesProps } from '../plane-workloads';
import { ANY_CONTROL_PLANE_PROPS, AnyControlPlaneProps } from './control-plane-auth-props';
import { DATABASE, Database } from './database';
import { CONTROL_PLANE_SERVICES_PROPS, ControlPlaneServicesProps } from './services';

/** A control plane in plain YAML. */
export interface ControlPlaneProps
  extends AnyControlPlaneProps, ControlPlaneServicesProps, ServicesProps {
  /** The edge, with the controller that the cluster has. */
  readonly edge: PlaneEdge;

  /** The PostgreSQL server that the services keep their state in. */
  readonly database: Database;
}

export const CONTROL_PLANE_PROPS: Shape<ControlPlaneProps> = {
  ...ANY_CONTROL_PLANE_PROPS,
  ...SERVICES_PROPS,
  ...CONTROL_PLANE_SERVICES_PROPS,
  edge: struct(PLANE_EDGE, '{ controller: EdgeController.traefik() }'),
  database: DATABASE,
};
