import { JsonObject } from '../../_internal/json';
import { AUTHORIZATION_HEADER } from '../../contract/union/flyteadmin';
import { AUTHORIZER, isUnionService } from '../../contract/union/union-services';
import { WorkloadContract } from '../../contract/union/workloads';
import { ConfigContext } from '../../settings/context';
import { ConfigFiles } from '../config-files';
import { internalConnections } from '../connections';

/**
 * What services are told besides authentication, database and storage, so that they start: the charts' own values say it. Not
 * public is what happens without it.
 *
 * Source: unionai/helm-charts at controlplane-2026.8.3, `charts/controlplane/values.yaml`: `configMap`, `flyte.configmap.adminServer`.
 */
export interface ServiceSurroundings {
  /** Names of all services, those included that others provide. */
  readonly services: readonly string[];
  readonly organization?: string;
}

export function serviceSettings(context: ConfigContext, { name, settings }: WorkloadContract, around: ServiceSurroundings): ConfigFiles {
  if (!settings) {
    return new Map();
  }
  const { file, content } = settings;
  return new Map([[file, isUnionService(name)
    ? { ...content, ...shared(context, name, around, content), cache: { identity: { enabled: false } } }
    : content]]);
}

/** flyteadmin in a file of its own: these sections are Union's, and the open-source flyteadmin takes no notice of them. */
export function flyteadminSettings(context: ConfigContext, around: ServiceSurroundings): ConfigFiles {
  const ports = { sharedService: { port: 8089, httpPort: 8088, connectPort: 8089 } };
  return new Map([['union.yaml', {
    ...shared(context, 'flyteadmin', around, ports),
    cloudEvents: { enable: false },
    private: { app: { cacheProviderConfig: { kind: 'bypass' }, populateUserFields: false } },
    union: { internalConnectionConfig: internalConnections(context) },
  }]]);
}

function shared(context: ConfigContext, name: string, { services, organization }: ServiceSurroundings, own: JsonObject): JsonObject {
  const tenant = organization === undefined
    ? {}
    : { security: { singleTenantOrgID: organization }, selfServeConfig: { legacyHosts: [organization] } };
  return {
    sharedService: { ...own.sharedService as JsonObject, ...tenant },
    connection: { rootTenantURLPattern: `dns:///${context.auth.domain}` },
    authorizer: services.includes(AUTHORIZER) && name !== AUTHORIZER ? authorizerClient(context) : NO_AUTHORIZER,
    ...(name === 'organizations' && organization !== undefined
      ? { organizations: { bootStrapConfig: { organizations: [organization], tenantType: 'SELF_MANAGED' } } }
      : {}),
  };
}

/** Everybody who is signed in may do everything. */
const NO_AUTHORIZER = { type: 'Noop', internalCommunicationConfig: { enabled: false } };

function authorizerClient({ namespace }: ConfigContext): JsonObject {
  return {
    type: 'Authorizer',
    authorizerClient: {
      grpcConfig: { host: `dns:///${AUTHORIZER}.${namespace}.svc.cluster.local:80`, insecure: true },
      forwardHeaders: ['authorization', AUTHORIZATION_HEADER, 'x-user-token'],
    },
  };
}
