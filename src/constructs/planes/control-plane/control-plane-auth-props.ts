import { filledIn } from '../../../common/props/checks';
import { Shape, flag, instanceOf, list, optional, text } from '../../../common/props/prop-types';
import { ChartRelease } from '../../../contract/union/releases/chart-release';
import { Authorization } from '../../authorization';
import { Edge } from '../../edge';
import { DATA_PLANE_CLIENT, DataPlaneClient } from '../data-plane-client';
import { PLANE_AUTH_PROPS, PlaneAuthProps } from '../plane-props';
import { API_KEY_OVERRIDE, ApiKeyOverride } from './api-key-override';

/** The authentication of a control plane. */
export interface ControlPlaneAuthProps extends PlaneAuthProps {
  /**
   * Subject (`sub`) of the service application's tokens, where `applications` of `UnionAuth` do not say it: give it there, so that everything
   * that names the application knows it.
   *
   * Source: controlplane `values.yaml`, `configMap.union.connection.trustedIdentityClaims`.
   *
   * @default - that of `UnionAuth`; with `IdentityProvider.oidc` the client ID itself, and a warning
   */
  readonly serviceSubject?: string;

  /**
   * Data planes with a service client of their own that `UnionAuth` does not list. The control plane trusts these clients, and manifests say
   * so. Each must be registered with the identity provider: `ClientRegistration.service`. Listed in `UnionAuth`, they need nothing here.
   *
   * @default - none: every other data plane uses the service application of the control plane
   */
  readonly dataPlanes?: DataPlaneClient[];

  /**
   * Whether the identity service makes the API keys of eager tasks from client credentials (`services.identity.apiKeyOverrides`): for each
   * data plane of `UnionAuth` from its eager client, and with `true` for each of `dataPlanes` from its client. The credentials are delivered
   * into one Secret a cluster.
   *
   * @default - for the eager clients of `UnionAuth`, where the chart release reads it; false otherwise
   */
  readonly seedApiKeys?: boolean;

  /**
   * Client credentials from which the identity service makes system API keys, one for all data planes or one a cluster.
   *
   * @default - none
   */
  readonly apiKeyOverrides?: ApiKeyOverride[];

  /**
   * The oldest release of the charts that may still run, or that one may go back to. Keys that it reads and `chartRelease` does not stay in
   * the Secrets: applying these manifests before the upgrade takes nothing from pods that run, and `helm rollback` finds what it needs. The
   * head of the values names the keys, and a warning where you name an older release here. Name `chartRelease` itself once nobody goes back,
   * or where nothing older ever ran: then they go.
   *
   * @default - every older release that is known, where secrets are read from a store or delivered by the script
   */
  readonly migratingFrom?: ChartRelease;

  /**
   * Who may do what, once they are signed in. docs/authorization.md.
   *
   * @default Authorization.noop(): everybody may do everything
   */
  readonly authorization?: Authorization;

  /**
   * Which edge the control plane has. Beside the chart it decides how flyteadmin reaches the other services: by default the chart
   * names the Service of its ingress-nginx, which goes when you remove it; with another edge it is the public domain.
   *
   * @default Edge.ingressNginx()
   */
  readonly edge?: Edge;
}

export const CONTROL_PLANE_AUTH_PROPS: Shape<ControlPlaneAuthProps> = {
  ...PLANE_AUTH_PROPS,
  serviceSubject: optional(text(filledIn)),
  dataPlanes: optional(list(DATA_PLANE_CLIENT)),
  seedApiKeys: optional(flag),
  apiKeyOverrides: optional(list(API_KEY_OVERRIDE)),
  migratingFrom: optional(instanceOf(ChartRelease)),
  authorization: optional(instanceOf(Authorization)),
  edge: optional(instanceOf(Edge)),
};
