import { OAUTH_METADATA_PATH } from '../../contract/union/flyteadmin';
import { EdgeRoute, guardText } from '../edge/route';
import { leadsToFlyteadmin } from '../edge/server';
import { defineRule } from '../engine/rule';
import type { Model } from '../model/model';
import { anonymous, anonymousGrpc } from '../running/edge-looks';

/** What clients ask before they have a token. */
const METADATA = [
  '/flyteidl.service.AuthMetadataService/GetPublicClientConfig',
  '/flyteidl.service.AuthMetadataService/GetOAuth2Metadata',
  '/flyteidl2.auth.AuthMetadataService/GetPublicClientConfig',
  '/flyteidl2.auth.AuthMetadataService/GetOAuth2Metadata',
  `/${OAUTH_METADATA_PATH}`,
];

/** The routes of auth metadata to flyteadmin, where the input shows their guard. */
function subjectsOf(model: Model): { path: string; route: EdgeRoute }[] {
  return model.unionServers.flatMap((server) => METADATA.flatMap((path) => {
    const route = server.match(path);
    return route === undefined || !leadsToFlyteadmin(route) || route.guard.kind === 'opaque'
      ? []
      : [{ path, route }];
  }));
}

/** The service of a gRPC method, or the path as it is. */
function named(path: string): string {
  return /^\/([^/]+AuthMetadataService)\//.exec(path)?.[1] ?? path;
}

export const authMetadataGuarded = defineRule({
  id: 'auth-metadata-guarded',
  severity: 'error',
  area: 'SDK and CLI',
  title: 'Auth metadata is open.',
  symptom: 'SDK and CLI fail with UNAUTHENTICATED before they open a browser or ask for a token.',
  explanation: 'Clients learn from AuthMetadataService which client ID, scopes and token endpoint to use, '
    + 'and the authorization server\'s metadata stands below /.well-known. They ask before they have a '
    + 'token, so behind a guard they never get one.',
  remediation: 'Move AuthMetadataService (flyteidl.service and flyteidl2.auth) and /.well-known to an '
    + 'Ingress or route without a guard (the chart has them in the Ingresses controlplane-grpc and '
    + 'controlplane).',
  see: [
    anonymousGrpc(
      'flyteidl.service.AuthMetadataService/GetPublicClientConfig',
      '401 or 302: the service is guarded. 200 is right.',
    ),
    anonymous('/.well-known/oauth-authorization-server', '401 or 302: it is guarded. 200 is right.'),
  ],
  subjects: subjectsOf,
  notApplicable: 'No route in the input leads auth metadata to flyteadmin.',
  *check(subjects) {
    for (const { path, route } of subjects) {
      if (route.guard.kind !== 'none') {
        yield {
          at: route.field,
          expected: `${named(path)} served without a guard on ${route.host ?? 'every host'}`,
          found: guardText(route.guard),
        };
      }
    }
  },
});
