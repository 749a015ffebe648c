import { Shape, flag, optional } from '../../../common/props/prop-types';
import { PLANE_AUTH_PROPS, PlaneAuthProps } from '../plane-props';
import { DATA_PLANE_IDENTITY_PROPS, DataPlaneIdentityProps } from './data-plane-identity';

/** The authentication of a data plane. */
export interface DataPlaneAuthProps extends PlaneAuthProps, DataPlaneIdentityProps {
  /**
   * Whether the chart creates `union-secret-auth` with a placeholder (`secrets.admin.create: true`), the guide's other way. It needs no Secret
   * of ours, and a running release keeps its own; but each `helm upgrade` writes the placeholder back. External Secrets replaces
   * it within seconds, the script when somebody runs it, and a pod that starts in between keeps the placeholder.
   *
   * @default false
   */
  readonly chartCreatesSecret?: boolean;
}

export const DATA_PLANE_AUTH_PROPS: Shape<DataPlaneAuthProps> = {
  ...PLANE_AUTH_PROPS,
  ...DATA_PLANE_IDENTITY_PROPS,
  chartCreatesSecret: optional(flag),
};
