import { filledIn, hostName } from '../../../common/props/checks';
import { Shape, flag, instanceOf, optional, text } from '../../../common/props/prop-types';
import { DataPlaneIdentity } from '../../identity';
import { CHART_PROPS, ChartProps, PLANE_PROPS, PlaneProps } from '../plane-props';

/**
 * What a data plane is given, beside Union's chart or without it.
 *
 * @internal
 */
export interface AnyDataPlaneProps extends PlaneProps {
  /**
   * Which data plane of the deployment this is: `identity.dataPlane('east')`, or
   * `identity.unlistedDataPlane()` where `UnionIdentity` lists none.
   */
  readonly dataPlane: DataPlaneIdentity;

  /**
   * The host name under which this data plane reaches the control plane: one of those that `UnionIdentity`
   * names, such as one within the cluster or the private network. Its certificate must name it. The chart
   * makes the host names of apps of it, too; `ingress.serving.hostOverride` of its values takes another one.
   *
   * @default - the domain of the deployment
   */
  readonly controlPlaneHost?: string;

  /**
   * Whether apps that the data plane serves are for those who are signed in at the control plane
   * (`serving.auth`, `gateway.auth`). With `false` they are open to everyone who reaches them, and a warning
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
   * upgrade` writes the placeholder back. External Secrets replaces it within seconds, the script when it
   * runs, and a pod that starts in between keeps the placeholder.
   *
   * @default false
   */
  readonly chartCreatesSecret?: boolean;
}

export const ANY_DATA_PLANE_PROPS: Shape<AnyDataPlaneProps> = {
  ...PLANE_PROPS,
  dataPlane: instanceOf(DataPlaneIdentity),
  controlPlaneHost: optional(text(filledIn, hostName)),
  appAuthentication: optional(flag),
};

export const DATA_PLANE_AUTH_PROPS: Shape<DataPlaneAuthProps> = {
  ...ANY_DATA_PLANE_PROPS,
  ...CHART_PROPS,
  chartCreatesSecret: optional(flag),
};
