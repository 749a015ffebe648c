import { Shape, flag, optional } from '../../../common/props/prop-types';
import { PLANE_AUTH_PROPS, PlaneAuthProps } from '../plane-props';
import { DATA_PLANE_IDENTITY_PROPS, DataPlaneIdentityProps } from './data-plane-identity';

/** The authentication of a data plane. */
export interface DataPlaneAuthProps extends PlaneAuthProps, DataPlaneIdentityProps {
  /**
   * Whether the chart creates `union-secret-auth` with a placeholder (`secrets.admin.create: true`), the
   * guide's other way. It needs no Secret of ours, and a running release keeps its own; but each `helm
   * upgrade` writes the placeholder back. External Secrets replaces it within seconds, the script when
   * somebody runs it, and a pod that starts in between keeps the placeholder.
   *
   * @default false
   */
  readonly chartCreatesSecret?: boolean;

  /**
   * Whether apps that the data plane serves are for those who are signed in at the control plane
   * (`serving.auth`, `gateway.auth`). With `false` they are open to everybody who reaches them, and a warning
   * says so.
   *
   * @default - as the values of the chart have it: they are, but for files of Union's for AWS and GCP of
   * 2026.6 and 2026.7
   */
  readonly appAuthentication?: boolean;
}

export const DATA_PLANE_AUTH_PROPS: Shape<DataPlaneAuthProps> = {
  ...PLANE_AUTH_PROPS,
  ...DATA_PLANE_IDENTITY_PROPS,
  chartCreatesSecret: optional(flag),
  appAuthentication: optional(flag),
};
