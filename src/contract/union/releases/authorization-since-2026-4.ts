import { JsonObject } from '../../../common/data/json';
import {
  ASKS_AUTHORIZER, AUTHORIZATION_MODES, AUTHORIZER, AUTHORIZER_PORT, BOOTSTRAP_DOMAINS, FORWARDED_HEADERS,
  TOKEN_HEADERS,
} from '../authorizer';
import { CACHE_SERVICE_NAME } from '../services/data';
import { entries, flag, objects, text, texts, ValueKey } from '../values-contract';
import { nested } from './chart-defaults';

/**
 * The authorizer settings of releases, since 2026.4.1, when every service began to query it. Its own roles
 * exist since 2026.4.9.
 *
 * Source: unionai/helm-charts, `tests/generated/controlplane.userclouds.yaml` at 4107e7f8 (2026.4.1) and
 * 8d57dfb6 (2026.4.9), and the sources of `contract/union/authorizer.ts`.
 */

const SHARED = 'configMap.authorizer';
const FLYTEADMIN = 'flyte.configmap.adminServer.authorizer';
const CACHE = 'flyte.configmap.cacheserviceServer.authorizer';
const DECIDES = 'services.authorizer.configMap.authorizer';

/**
 * The settings of the claims that identify callers. Source: `tests/values/controlplane.external-authz.yaml`
 * at 289df287.
 */
const SHARED_SECURITY = 'configMap.sharedService.security';
const FLYTEADMIN_SECURITY = 'flyte.configmap.adminServer.sharedService.security';

export const EXTERNAL_IDENTITY = 'global.USE_EXTERNAL_IDENTITY';

export const AUTHORIZER_BLOCKS = {
  asksAuthorizer: {
    values: SHARED,
    files: [{ workload: '*', except: AUTHORIZER, file: 'config.yaml', path: 'authorizer' }],
  },
  flyteadminAsksAuthorizer: {
    values: FLYTEADMIN,
    files: [{ workload: 'flyteadmin', file: 'server.yaml', path: 'authorizer' }],
  },
  cacheAsksAuthorizer: {
    values: CACHE,
    files: [{ workload: CACHE_SERVICE_NAME, file: 'server.yaml', path: 'authorizer' }],
  },
  authorizer: { values: DECIDES, files: [{ workload: AUTHORIZER, file: 'config.yaml', path: 'authorizer' }] },
  subjectClaims: {
    values: SHARED_SECURITY,
    files: [{ workload: '*', file: 'config.yaml', path: 'sharedService.security' }],
  },
  flyteadminSubjectClaims: {
    values: FLYTEADMIN_SECURITY,
    files: [{ workload: 'flyteadmin', file: 'server.yaml', path: 'sharedService.security' }],
  },
} as const;

const ASKING: JsonObject = {
  type: ASKS_AUTHORIZER,
  useExternalIdentity: `{{ .Values.${EXTERNAL_IDENTITY} | default "false" }}`,
  authorizerClient: {
    grpcConfig: {
      host: `dns:///${AUTHORIZER}.{{ .Release.Namespace }}.svc.cluster.local:${AUTHORIZER_PORT}`,
      insecure: true,
    },
    forwardHeaders: FORWARDED_HEADERS,
  },
};

/** By default every signed-in caller may do everything. */
export const AUTHORIZATION_DEFAULTS: JsonObject = nested({
  [SHARED]: { ...ASKING, internalCommunicationConfig: { enabled: false } },
  [FLYTEADMIN]: ASKING,
  [CACHE]: ASKING,
  [DECIDES]: {
    type: 'Noop',
    externalClient: { forwardHeaders: TOKEN_HEADERS },
    bootstrap: {
      organization: '{{ .Values.global.UNION_ORG }}',
      domains: BOOTSTRAP_DOMAINS,
      projects: [],
      serviceAccounts: [],
      adminUsers: [],
      dataplaneClusters: [],
    },
  },
});

function askingKeys(path: string, who: string): ValueKey[] {
  return [
    text(
      `${path}.type`,
      `The service that ${who} queries for authorization: the authorizer. The mode is the authorizer's own `
        + 'type',
      { oneOf: [ASKS_AUTHORIZER, ...Object.keys(AUTHORIZATION_MODES)] },
    ),
    texts(
      `${path}.authorizerClient.forwardHeaders`,
      `Headers that ${who} forwards to the authorizer: all that can contain a token`,
    ),
  ];
}

export const AUTHORIZATION_KEYS: readonly ValueKey[] = [
  ...askingKeys(SHARED, 'a union service'),
  ...askingKeys(FLYTEADMIN, 'flyteadmin'),
  ...askingKeys(CACHE, 'the cache service'),
  texts(
    `${SHARED_SECURITY}.subjectClaimNames`,
    'Claims that identify the caller of a union service, in order: those of flyteadmin',
  ),
  texts(
    `${FLYTEADMIN_SECURITY}.subjectClaimNames`,
    'Claims that identify the caller in the settings that flyteadmin shares with union services, in order',
  ),
  text(
    `${DECIDES}.type`,
    'The authorizer\'s source of decisions: none, Union\'s own roles (UserClouds is their old name), or a '
      + 'server of yours',
    { oneOf: Object.keys(AUTHORIZATION_MODES) },
  ),
  text(`${DECIDES}.bootstrap.organization`, 'Organization of the roles'),
  texts(`${DECIDES}.bootstrap.domains`, 'Initial domains of roles'),
  texts(`${DECIDES}.bootstrap.projects`, 'Initial projects of roles'),
  objects(
    `${DECIDES}.bootstrap.serviceAccounts`,
    'Applications with a role, by the subject of their tokens: {clientId, name, role}',
  ),
  objects(
    `${DECIDES}.bootstrap.adminUsers`,
    'The first administrators, by the subject of their tokens: {name, subject}',
  ),
  entries(
    `${DECIDES}.bootstrap.dataplaneClusters`,
    'Clusters, each with the subjects that manage and view it: {name, operators, viewers}, since '
      + '2026.7.2; before that only the name',
  ),
  text(
    `${DECIDES}.externalClient.grpcConfig.host`,
    'The external authorization server, as a gRPC target: dns:///host:port',
  ),
  flag(`${DECIDES}.externalClient.grpcConfig.insecure`, 'Whether to connect to it without TLS'),
  flag(`${DECIDES}.externalClient.failOpen`, 'Whether to allow every request while it does not answer'),
  texts(
    `${DECIDES}.externalClient.forwardHeaders`, 'Headers that it gets: all that can contain a token',
  ),
];
