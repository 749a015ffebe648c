import { AUTH_METADATA_SERVICES, OAUTH_METADATA_PATH } from '../../contract/union/flyteadmin';
import { defineRule } from '../engine/rule';
import { behindGuards, openPaths } from '../model/open-paths';
import { anonymous, anonymousGrpc, PUBLIC_CLIENT_METHOD } from '../running/edge-looks';

/** What clients ask before they have a token. */
const METADATA = [
  ...AUTH_METADATA_SERVICES.flatMap((service) =>
    [`/${service}/GetPublicClientConfig`, `/${service}/GetOAuth2Metadata`]),
  `/${OAUTH_METADATA_PATH}`,
];

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
      PUBLIC_CLIENT_METHOD,
      '401 or 302: the service is guarded. 200 is right.',
    ),
    anonymous('/.well-known/oauth-authorization-server', '401 or 302: it is guarded. 200 is right.'),
  ],
  subjects: (model) => openPaths(model, METADATA),
  notApplicable: 'No route in the input leads auth metadata to flyteadmin.',
  check: (subjects) => behindGuards(subjects, named),
});
