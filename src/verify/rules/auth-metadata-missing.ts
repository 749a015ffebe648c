import {
  AUTH_METADATA_SERVICES, FLYTEADMIN_PATHS, OAUTH_METADATA_PATH,
} from '../../contract/union/flyteadmin';
import { isUnionServer } from '../edge/guarded-paths';
import { asksFlyteadmin, EdgeServer } from '../edge/server';
import { defineRule } from '../engine/rule';
import { flyteadminsBehind } from '../model/asked-flyteadmin';
import type { Model } from '../model/model';
import { missedRoutes, missesFlyteadmin, Needed } from '../model/way-to-flyteadmin';

/** What clients ask before they have a token, and SDKs of version 2. */
const [SERVICE, SERVICE_2] = AUTH_METADATA_SERVICES.map((service) => `/${service}/GetPublicClientConfig`);
const METADATA = `/${OAUTH_METADATA_PATH}`;

interface Subject {
  readonly server: EdgeServer;
  readonly needed: readonly Needed[];
}

/** Hosts whose gRPC routes are guarded, and whose flyteadmin and sign-in are in the input as well. */
function subjectsOf(model: Model): Subject[] {
  return model.unionServers
    .filter(
      (server) =>
        isUnionServer(server)
        && flyteadminsBehind(server, model.flyteadmins).length > 0
        && missesFlyteadmin(server, FLYTEADMIN_PATHS.callback, model) === undefined,
    )
    .flatMap((server) => {
      const guarded = server.routes.find(
        ({ protocol, guard }) => protocol === 'GRPC' && asksFlyteadmin(guard),
      );
      const paths = [
        SERVICE,
        ...(server.routes.some(({ path }) => path.includes('flyteidl2')) ? [SERVICE_2] : []),
        METADATA,
      ];
      return guarded === undefined
        ? []
        : [{ server, needed: paths.map((path) => ({ path, at: guarded.field })) }];
    });
}

export const authMetadataMissing = defineRule('auth-metadata-missing', {
  subjects: subjectsOf,
  notApplicable:
    'The input does not show a host with guarded gRPC routes together with its flyteadmin and sign-in.',
  *check(subjects, model) {
    for (const { server, needed } of subjects) {
      yield* missedRoutes(server, needed, model);
    }
  },
});
