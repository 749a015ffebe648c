import { JsonObject, mergeValues, nestUnder } from '../../common/data/json';
import { FLYTEADMIN_SERVICE } from '../../contract/union/flyteadmin';
import { serviceHost } from '../../contract/upstream/kubernetes';
import { authorizerConnection, hasAuthorizer } from './authorizer';
import { ConfigFiles } from './config-files';
import { ConfigContext } from './context';

/**
 * Whom each service talks to. The charts' own values say it; without the charts we must.
 */

/** Inside the control plane, flyteadmin is reached by its Service (controlplane: `FLYTEADMIN_ENDPOINT`). */
function adminConnection(context: ConfigContext): JsonObject {
  return { admin: adminEndpoint(context) };
}

/**
 * Union services reach each other by their Services too (controlplane:
 * `configMap.union.internalConnectionConfig`).
 */
export function internalConnections({ namespace }: ConfigContext): JsonObject {
  return { enabled: true, urlPattern: `${serviceHost('_SERVICE_', namespace)}:80` };
}

/** Whom a service of the control plane calls, by the section of its config files. */
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
 * From a data plane, everything is reached through the control plane's edge (dataplane: `config.admin`,
 * `config.union.connection`).
 */
export function dataPlaneConnections(host: string): JsonObject {
  const endpoint = `dns:///${host}`;
  return { admin: { endpoint, insecure: false }, union: { connection: { host: endpoint } } };
}

/**
 * Adds each connection to the config file that speaks of it already: one without credentials would be
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
