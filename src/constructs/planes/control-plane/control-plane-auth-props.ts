import { Shape, instanceOf, optional } from '../../../common/props/prop-types';
import { ChartVersion } from '../../../contract/union/releases/chart-version';
import { REMOTE_REF, RemoteRef } from '../../../contract/upstream/remote-ref';
import { Authorization } from '../../authorization';
import { IControlPlaneEdge } from '../../edge';
import { CONTROL_PLANE_EDGE } from '../../edge/chart-edge';
import { UnionIdentity } from '../../identity';
import { CHART_PROPS, ChartProps, PLANE_PROPS, PlaneProps } from '../plane-props';
import { ENTRA_DIRECTORY, EntraDirectory } from './entra-directory';

/**
 * What a control plane is given, beside Union's chart or without it.
 *
 * @internal
 */
export interface AnyControlPlaneProps extends PlaneProps {
  /** The identity, shared by all planes of the deployment. */
  readonly identity: UnionIdentity;

  /**
   * The oldest release of the charts that may still run, or that one may go back to. Keys that it reads and
   * `chartVersion` does not stay in the Secrets: applying these manifests before the upgrade takes nothing
   * from pods that run, and `helm rollback` finds what it needs. The head of the values names the keys, and a
   * warning where you name an older release here. Name `chartVersion` itself once you will not roll back, or
   * where nothing older ever ran: then they are removed.
   *
   * @default - every older release that is known, where secrets are read from a store or delivered by the
   * script
   */
  readonly migratingFrom?: ChartVersion;

  /**
   * Who may do what, once signed in. docs/authorization.md.
   *
   * @default Authorization.noop(): everyone may do everything
   */
  readonly authorization?: Authorization;

  /**
   * The tenant of Microsoft Entra ID whose people the console lists (`identityProviderConfig: azure` of the
   * identity service).
   *
   * @default - no one is listed
   */
  readonly entraDirectory?: EntraDirectory;
}

/** The authentication of a control plane beside Union's chart. */
export interface ControlPlaneAuthProps extends AnyControlPlaneProps, ChartProps {
  /**
   * The edge of the control plane. With a `ControlPlaneEdge` the values turn the chart's own Ingresses and
   * its ingress-nginx off, and flyteadmin reaches the other services by the public domain. To keep both while
   * DNS moves, say so in `extraValues`: docs/moving-off-ingress-nginx.md.
   *
   * @default ChartEdge.ingressNginx(), that of the chart
   */
  readonly edge?: IControlPlaneEdge;

  /**
   * Where the database password is in the store. Give it where no other ExternalSecret delivers `pass.txt`:
   * External Secrets refuses to merge into a Secret that another ExternalSecret owns.
   *
   * @default - `pass.txt` of `union-controlplane-secrets` is delivered by others and left alone
   */
  readonly databasePassword?: RemoteRef;
}

export const ANY_CONTROL_PLANE_PROPS: Shape<AnyControlPlaneProps> = {
  ...PLANE_PROPS,
  identity: instanceOf(UnionIdentity),
  migratingFrom: optional(instanceOf(ChartVersion)),
  authorization: optional(instanceOf(Authorization)),
  entraDirectory: optional(ENTRA_DIRECTORY),
};

export const CONTROL_PLANE_AUTH_PROPS: Shape<ControlPlaneAuthProps> = {
  ...ANY_CONTROL_PLANE_PROPS,
  ...CHART_PROPS,
  edge: optional(CONTROL_PLANE_EDGE),
  databasePassword: optional(REMOTE_REF),
};
