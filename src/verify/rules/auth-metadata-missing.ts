import {
  AUTH_METADATA_SERVICES, FLYTEADMIN_PATHS, OAUTH_METADATA_PATH,
} from '../../contract/union/flyteadmin';
import { isUnionServer } from '../edge/guarded-paths';
import { asksFlyteadmin, EdgeServer } from '../edge/server';
import { defineRule } from '../engine/rule';
import { flyteadminsBehind } from '../model/asked-flyteadmin';
import type { Model } from '../model/model';
import { missedRoutes, missesFlyteadmin, Needed } from '../model/way-to-flyteadmin';
import { anonymous, anonymousGrpc, PUBLIC_CLIENT_METHOD } from '../running/edge-looks';

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

export const authMetadataMissing = defineRule({
  id: 'auth-metadata-missing',
  severity: 'error',
  area: 'SDK and CLI',
  title: 'Auth metadata is routed to flyteadmin on every host that serves gRPC.',
  symptom:
    'SDK and CLI fail with UNIMPLEMENTED, 404 or UNAUTHENTICATED before they open a browser or ask for a '
      + 'token.',
  explanation: 'A client that gets UNAUTHENTICATED asks the same host for AuthMetadataService, to learn '
    + 'which client ID, scopes and token endpoint to use, and some ask for the '
    + `metadata of the authorization server at ${METADATA}. Where no route leads there, or a catch-all takes `
    + 'them, it cannot authenticate at all. SDKs of version 2 ask flyteidl2.auth.AuthMetadataService, on '
    + 'hosts that serve them.',
  remediation: `Route ${AUTH_METADATA_SERVICES.join(' and ')} to `
    + 'flyteadmin\'s gRPC port, and /.well-known to its HTTP port, without a guard (the chart renders them '
    + 'in the Ingresses controlplane-grpc and controlplane).',
  see: [
    anonymousGrpc(PUBLIC_CLIENT_METHOD, '404 or 401: no open route leads there. 200 is right.'),
    anonymous(METADATA, '404, or a redirect: no open route leads there. 200 is right.'),
  ],
  subjects: subjectsOf,
  notApplicable:
    'The input does not show a host with guarded gRPC routes together with its flyteadmin and sign-in.',
  *check(subjects, model) {
    for (const { server, needed } of subjects) {
      yield* missedRoutes(server, needed, model);
    }
  },
});
