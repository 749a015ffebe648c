import { Shape, flag, optional } from '../../../common/props/prop-types';
import { CHART_PROPS, ChartProps, PLANE_PROPS, PlaneProps } from '../plane-props';
import { DATA_PLANE_IDENTITY_PROPS, DataPlaneIdentityProps } from './data-plane-identity';

/**
 * What a data plane is given, beside Union's chart or without it.
 *
 * @internal
 */
export interface AnyDataPlaneProps extends PlaneProps, DataPlaneIdentityProps {
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

/** The authentication of a data plane beside Union's chart. */
export interface DataPlaneAuthProps extends AnyDataPlaneProps, ChartProps {
  /**
   * Whether the chart creates `union-secret-auth` with a placeholder (`secrets.admin.create: true`), the
   * guide's other way. It needs no Secret of ours, and a running release keeps its own; but each `helm
   * upgrade` writes the placeholder back. External Secrets replaces it within seconds, the script when
   * somebody runs it, and a pod that starts in between keeps the placeholder.
   *
   * @default false
   */
  readonly chartCreatesSecret?: boolean;
}

export const ANY_DATA_PLANE_PROPS: Shape<AnyDataPlaneProps> = {
  ...PLANE_PROPS,
  ...DATA_PLANE_IDENTITY_PROPS,
  appAuthentication: optional(flag),
};

export const DATA_PLANE_AUTH_PROPS: Shape<DataPlaneAuthProps> = {
  ...ANY_DATA_PLANE_PROPS,
  ...CHART_PROPS,
  chartCreatesSecret: optional(flag),
};
