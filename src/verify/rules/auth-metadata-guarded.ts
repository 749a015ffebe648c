import { AUTH_METADATA_SERVICES, OAUTH_METADATA_PATH } from '../../contract/union/flyteadmin';
import { defineRule } from '../engine/rule';
import { behindGuards, openPaths } from '../model/open-paths';

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

export const authMetadataGuarded = defineRule('auth-metadata-guarded', {
  subjects: (model) => openPaths(model, METADATA),
  notApplicable: 'No route in the input leads auth metadata to flyteadmin.',
  check: (subjects) => behindGuards(subjects, named),
});
