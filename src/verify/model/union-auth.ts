import { guardedRouteNames } from '../../contract/union/releases/chart-gateway-routes';
import { isUnionServer } from '../edge/guarded-paths';
import type { EdgeServer } from '../edge/server';
import { flyteadminsBehind } from './asked-flyteadmin';
import type { Model } from './model';

const PROTECTED_BY_NAME: readonly string[] = [...guardedRouteNames('HTTPRoute'), ...guardedRouteNames('GRPCRoute')];

/**
 * Whether the routes of a host must be guarded: authentication is on in flyteadmin, or somebody guards part of the host
 * already, or the chart names its Gateway API routes "protected". Where flyteadmin says that authentication is off, nobody
 * means to guard anything.
 */
export function demandsGuards(server: EdgeServer, model: Model): boolean {
  const flyteadmins = flyteadminsBehind(server, model.flyteadmins);
  if (flyteadmins.some(({ authDisabled }) => authDisabled)) {
    return false;
  }
  return server.routes.some(({ guard }) => guard.kind === 'subrequest' || guard.kind === 'other')
    || (flyteadmins.some(({ authEnabled }) => authEnabled) && isUnionServer(server))
    || server.routes.some(({ edge, object }) => edge.guardsApart && PROTECTED_BY_NAME.includes(object.name));
}
