import { EDGE } from './edges';
import { struct } from './field';
import { GITOPS } from './gitops';
import { DATA_PLANES, IDENTITY } from './identity';
import { CONTROL_PLANE, PLANES } from './planes';
import { PROVIDER } from './providers';
import { SECRETS } from './secrets';

const { domain, additionalDomains, organization, applications, clients, preferRefreshTokens } = IDENTITY;

/** Everything that can be answered, in the order of the file. */
export const ANSWERS = struct('Authentication of a self-hosted Union.ai deployment, described once', {
  domain,
  additionalDomains,
  organization,
  provider: PROVIDER,
  applications,
  preferRefreshTokens,
  secrets: SECRETS,
  planes: PLANES,
  controlPlane: CONTROL_PLANE,
  dataPlanes: DATA_PLANES,
  clients,
  ...EDGE,
  gitops: GITOPS,
});
