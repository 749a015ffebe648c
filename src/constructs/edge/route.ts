import { flag, number, optional, struct, text } from '../../common/props/prop-types';
import { RouteGroup } from '../../contract/union/routes';

/** A route of your own, beside those of the chart release. */
export interface Route {
  /** The group it joins. The group decides whether it is guarded, and how the backend is spoken to. */
  readonly group: RouteGroup;

  /**
   * The path: letters, digits and `-`, `.`, `_`, `~` between slashes (`/reports`), or a gRPC service or
   * method (`/acme.v1.Reports`, `/acme.v1.Reports/List`) in a gRPC group.
   */
  readonly path: string;

  /** Name of the Service, in the namespace of the control plane. */
  readonly service: string;

  /** Number of the Service's port, 1 to 65535. */
  readonly port: number;

  /**
   * Whether the route answers the path alone, and not what is below it. A route of `/x` answers `/x/y` as
   * well otherwise, and never `/xy`.
   *
   * @default false
   */
  readonly exact?: boolean;

  /**
   * Whether the edge asks who calls before it lets a request in. `routes` of an edge say it; a route that you
   * give may, and is refused where its group does otherwise.
   *
   * @default - as the group has it
   */
  readonly guarded?: boolean;
}

/** The kinds alone; `routeTable` checks each against the routes of the release. */
export const ROUTE = struct<Route>({
  group: text(),
  path: text(),
  service: text(),
  port: number(),
  exact: optional(flag),
  guarded: optional(flag),
});
