import { filledIn, objectName } from '../../../common/props/checks';
import { Shape, list, optional, text } from '../../../common/props/prop-types';
import { EDGE_OPTIONS, EdgeOptions } from '../../edge/control-plane-edge';
import { SERVICES_PROPS, ServicesProps } from '../plane-workloads';
import { CONTROL_PLANE_AUTH_PROPS, ControlPlaneAuthProps } from './control-plane-auth-props';
import { DATABASE, Database } from './database';
import { CONTROL_PLANE_SERVICES_PROPS, ControlPlaneServicesProps } from './services';

/** A control plane in plain YAML. */
export interface ControlPlaneProps
  extends ControlPlaneAuthProps, ControlPlaneServicesProps, ServicesProps, EdgeOptions {
  /** The PostgreSQL server that the services keep their state in. */
  readonly database: Database;

  /**
   * Names of the projects that flyteadmin makes where they are missing: without one, nobody can register
   * anything.
   *
   * @default ["union-health-monitoring", "flytesnacks"], as Union's chart has it
   */
  readonly initialProjects?: string[];
}

export const CONTROL_PLANE_PROPS: Shape<ControlPlaneProps> = {
  ...CONTROL_PLANE_AUTH_PROPS,
  ...SERVICES_PROPS,
  ...EDGE_OPTIONS,
  ...CONTROL_PLANE_SERVICES_PROPS,
  database: DATABASE,
  initialProjects: optional(list(text(filledIn, objectName))),
};
