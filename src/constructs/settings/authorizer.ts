// Tests: test/constructs/planes/control-plane/authorization.test.ts
import { JsonObject, mergeValues, nestUnder, withoutUndefined } from '../../common/data/json';
import {
  ASKS_AUTHORIZER, AUTHORIZER, AUTHORIZER_PORT, FORWARDED_HEADERS, TOKEN_HEADERS,
} from '../../contract/union/authorizer';
import { FLYTEADMIN_SERVICE } from '../../contract/union/flyteadmin';
import { AuthorizationContract, BlockPlacement } from '../../contract/union/release-contract';
import { serviceHost } from '../../contract/upstream/kubernetes';
import {
  accountsOf, Authorization, clustersOf, serviceAccountEntry, subjectsOf, UnionAuthorizationProps,
} from '../authorization/authorization';
import { ProviderFeature } from '../identity/providers/provider-description';
import { ConfigBlock, ConfigContext, ConfigFiles } from './context';

/** The settings of a control plane with an authorizer. */
interface DecidingContext extends ConfigContext {
  readonly authorization: Authorization;
}

/** Whether there is an authorizer. Without one the chart's defaults apply, and nothing is emitted. */
export function hasAuthorizer(context: ConfigContext): context is DecidingContext {
  return context.authorization !== undefined && context.authorization._mode !== 'Noop';
}

/** The settings of every service that queries the authorizer: the mode, and the headers to forward. */
export function askingAuthorizer(): JsonObject {
  return { type: ASKS_AUTHORIZER, authorizerClient: { forwardHeaders: [...FORWARDED_HEADERS] } };
}

/**
 * The address of the authorizer for a service. The charts' values have it; without the charts we must set it.
 */
export function authorizerConnection(context: ConfigContext, service: string): JsonObject {
  const host = `dns:///${serviceHost(AUTHORIZER, context.namespace)}:${AUTHORIZER_PORT}`;
  return {
    ...(service === AUTHORIZER ? {} : { authorizerClient: { grpcConfig: { host, insecure: true } } }),
    ...(usesExternalIdentity(context) ? { useExternalIdentity: true } : {}),
  };
}

/** The settings of the authorizer itself. */
export function decidingAuthorizer(context: DecidingContext): JsonObject {
  const { authorization: { _decision: decision }, release } = context;
  switch (decision.mode) {
    case 'Noop':
      return { type: decision.mode };
    case 'External':
      return {
        type: decision.mode,
        externalClient: {
          grpcConfig: { host: decision.host, insecure: decision.insecure ?? false },
          failOpen: decision.failOpen ?? false,
          forwardHeaders: [...TOKEN_HEADERS],
        },
      };
    case 'Union':
      return { type: release.controlPlane.authorization!.unionType, bootstrap: bootstrap(context, decision) };
  }
}

/** The role assignments at the first start. */
function bootstrap(
  context: DecidingContext, { admins, domains, projects }: UnionAuthorizationProps,
): JsonObject {
  const { identity, release } = context;
  return withoutUndefined({
    organization: identity.organization,
    domains,
    projects,
    serviceAccounts: accountsOf(context.identity).map(serviceAccountEntry),
    adminUsers: admins.flatMap((admin) => subjectsOf(admin).map((subject, i) =>
      ({ name: i === 0 ? admin.name : `${admin.name} (SDK and CLI)`, subject }))),
    dataplaneClusters: dataPlaneClusters(context, release.controlPlane.authorization!),
  });
}

/**
 * An administrator of the organization has no rights in its clusters: each lists who manages and reads it.
 */
function dataPlaneClusters(context: DecidingContext, { clusterRoles }: AuthorizationContract): unknown[] {
  return clustersOf(context.identity).map(({ name, operator, viewer }) =>
    (clusterRoles ? { name, operators: [operator.subject], viewers: [viewer.subject] } : name));
}

/**
 * Whether every caller is treated as an external identity. Services then ignore the claim that distinguishes
 * applications from people.
 */
function usesExternalIdentity({ identity, authorization }: ConfigContext): boolean {
  const decision = authorization?._decision;
  switch (decision?.mode) {
    case 'Union':
      return decision.externalIdentity ?? false;
    case 'External':
      return decision.externalIdentity ?? !identity.identityProvider._supports(ProviderFeature.IDENTITY_TYPE);
    default:
      return false;
  }
}

/** The same as blocks of the values; empty if every signed-in caller may do everything. */
export function authorizerBlocks(context: ConfigContext): ConfigBlock[] {
  if (!hasAuthorizer(context)) {
    return [];
  }
  const { blocks } = context.release.controlPlane;
  const claims = callerClaims(context);
  const told = (content: JsonObject, ...placements: readonly (BlockPlacement | undefined)[]): ConfigBlock[] =>
    placements.flatMap((placement) => (placement ? [{ placement, content }] : []));
  return [
    ...told(
      askingAuthorizer(), blocks.asksAuthorizer, blocks.flyteadminAsksAuthorizer, blocks.cacheAsksAuthorizer,
    ),
    ...told(decidingAuthorizer(context), blocks.authorizer),
    ...(claims ? told(claims, blocks.subjectClaims, blocks.flyteadminSubjectClaims) : []),
  ];
}

/** The claims by which a service identifies callers, if tokens do not follow the standard. */
export function callerClaims(context: ConfigContext): JsonObject | undefined {
  const { subjectClaimNames } = context.identity.identityProvider;
  return hasAuthorizer(context) && subjectClaimNames.join() !== 'sub' ? { subjectClaimNames } : undefined;
}

/** The value for all of them. */
export function externalIdentityValue(context: ConfigContext): JsonObject {
  const { authorization } = context.release.controlPlane;
  return authorization && usesExternalIdentity(context)
    ? nestUnder(authorization.externalIdentity, true)
    : {};
}

/**
 * The services that each service calls. The charts' values have them; without the charts we must set them.
 */

/**
 * Inside the control plane, services reach flyteadmin at its Service (controlplane: `FLYTEADMIN_ENDPOINT`).
 */
function adminConnection(context: ConfigContext): JsonObject {
  return { admin: adminEndpoint(context) };
}

/**
 * Union services also reach each other at their Services (controlplane:
 * `configMap.union.internalConnectionConfig`).
 */
export function internalConnections({ namespace }: ConfigContext): JsonObject {
  return { enabled: true, urlPattern: `${serviceHost('_SERVICE_', namespace)}:80` };
}

/** The services that a service of the control plane calls, by the section of its config files. */
export function controlPlaneConnections(
  context: ConfigContext, service: string, isUnionService: boolean,
): JsonObject {
  return {
    ...(isUnionService ? unionServiceConnections(context, service) : adminConnection(context)),
    ...(hasAuthorizer(context) ? { authorizer: authorizerConnection(context, service) } : {}),
  };
}

function unionServiceConnections(context: ConfigContext, service: string): JsonObject {
  const internal = internalConnections(context);
  const ownConnections = context.release.controlPlane.blocks.ownAdminClients.flatMap(({ files }) => files)
    .filter((file) => file.workload === service)
    .map((file) => nestUnder(file.path, adminEndpoint(context)));
  return ownConnections.reduce(mergeValues, {
    ...adminConnection(context),
    union: { internalConnectionConfig: internal },
  });
}

function adminEndpoint({ namespace }: ConfigContext): JsonObject {
  const { name, grpcPort } = FLYTEADMIN_SERVICE;
  return { endpoint: `dns:///${serviceHost(name, namespace)}:${grpcPort}`, insecure: true };
}

/**
 * A data plane reaches everything through the control plane's edge (dataplane: `config.admin`,
 * `config.union.connection`).
 */
export function dataPlaneConnections(host: string): JsonObject {
  const endpoint = `dns:///${host}`;
  return { admin: { endpoint, insecure: false }, union: { connection: { host: endpoint } } };
}

/**
 * Adds each connection to the config file that already has its credentials: one without credentials would be
 * refused.
 */
export function withConnections(
  files: ConfigFiles, connections: JsonObject,
): Map<string, JsonObject> {
  const merged = new Map(files);
  for (const [key, connection] of Object.entries(connections)) {
    const file = [...files.keys()].find((name) => key in files.get(name)!);
    if (file !== undefined) {
      merged.set(file, mergeValues({ [key]: connection }, merged.get(file)!));
    }
  }
  return merged;
}
