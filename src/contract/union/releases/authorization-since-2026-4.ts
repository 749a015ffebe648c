import { JsonObject } from '../../../common/data/json';
import {
  ASKS_AUTHORIZER, AUTHORIZATION_MODES, AUTHORIZER, AUTHORIZER_PORT, BOOTSTRAP_DOMAINS, FORWARDED_HEADERS,
  TOKEN_HEADERS,
} from '../authorizer';
import { CACHE_SERVICE_NAME } from '../services/data';
import { entries, flag, objects, text, texts, ValueKey } from '../values-contract';
import { nested } from './chart-defaults';

/**
 * Where releases are told who may do what, since every service asks the authorizer: 2026.4.1. Its own roles
 * came with 2026.4.9.
 *
 * Source: unionai/helm-charts, `tests/generated/controlplane.userclouds.yaml` at 4107e7f8 (2026.4.1) and
 * 8d57dfb6 (2026.4.9), and what `contract/union/authorizer.ts` names.
 */

const SHARED = 'configMap.authorizer';
const FLYTEADMIN = 'flyte.configmap.adminServer.authorizer';
const CACHE = 'flyte.configmap.cacheserviceServer.authorizer';
const DECIDES = 'services.authorizer.configMap.authorizer';

/**
 * Where services are told which claims name a caller. Source: `tests/values/controlplane.external-authz.yaml`
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

/** Everyone who is signed in may do everything, until someone says otherwise. */
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
      `Whom ${who} asks who may do what: the authorizer. The mode is the authorizer's own type`,
      { oneOf: [ASKS_AUTHORIZER, ...Object.keys(AUTHORIZATION_MODES)] },
    ),
    texts(
      `${path}.authorizerClient.forwardHeaders`,
      `Headers that ${who} hands on to the authorizer: each that a token may come in`,
    ),
  ];
}

export const AUTHORIZATION_KEYS: readonly ValueKey[] = [
  ...askingKeys(SHARED, 'a union service'),
  ...askingKeys(FLYTEADMIN, 'flyteadmin'),
  ...askingKeys(CACHE, 'the cache service'),
  texts(
    `${SHARED_SECURITY}.subjectClaimNames`,
    'Claims that name the caller of a union service, in order: those of flyteadmin',
  ),
  texts(
    `${FLYTEADMIN_SECURITY}.subjectClaimNames`,
    'Claims that name the caller of what flyteadmin shares with union services, in order',
  ),
  text(
    `${DECIDES}.type`,
    'What the authorizer decides by: nothing, Union\'s own roles (UserClouds is their old name), or a server '
      + 'of yours',
    { oneOf: Object.keys(AUTHORIZATION_MODES) },
  ),
  text(`${DECIDES}.bootstrap.organization`, 'Organization in which roles are given'),
  texts(`${DECIDES}.bootstrap.domains`, 'Domains that roles know at first'),
  texts(`${DECIDES}.bootstrap.projects`, 'Projects that roles know at first'),
  objects(
    `${DECIDES}.bootstrap.serviceAccounts`,
    'Applications that have a role, by the subject of their tokens: {clientId, name, role}',
  ),
  objects(
    `${DECIDES}.bootstrap.adminUsers`,
    'The first administrators, by the subject of their tokens: {name, subject}',
  ),
  entries(
    `${DECIDES}.bootstrap.dataplaneClusters`,
    'Clusters, each with the subjects of those who manage and see it: {name, operators, viewers}, since '
      + '2026.7.2; before by name alone',
  ),
  text(
    `${DECIDES}.externalClient.grpcConfig.host`,
    'The server that decides, as a gRPC target: dns:///host:port',
  ),
  flag(`${DECIDES}.externalClient.grpcConfig.insecure`, 'Whether it is asked without TLS'),
  flag(`${DECIDES}.externalClient.failOpen`, 'Whether everything is allowed while it cannot be asked'),
  texts(
    `${DECIDES}.externalClient.forwardHeaders`, 'Headers that it is handed: each that a token may come in',
  ),
];
