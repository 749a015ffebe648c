import { JsonObject, mergeValues } from '../../../common/data/json';
import {
  AUTHORIZER, BOOTSTRAP_DOMAINS, BOOTSTRAP_RETRIES, UNION_AUTHZ,
} from '../../../contract/union/authorizer';
import {
  API_KEY_SERVICE, CACHE_SERVICE_NAME, isUnionService, settingsOfOrganization,
} from '../../../contract/union/services';
import { FLYTEADMIN } from '../../../contract/union/services/flyteadmin';
import { WorkloadContract } from '../../../contract/union/workloads';
import {
  askingAuthorizer, authorizerConnection, callerClaims, decidingAuthorizer, hasAuthorizer,
} from '../../settings/authorizer';
import { ConfigFiles } from '../../settings/config-files';
import { internalConnections } from '../../settings/connections';
import { ConfigContext } from '../../settings/context';
import { ApiKeyOverride, apiKeyOverridesConfig } from './api-key-override';
import { EntraDirectory, entraDirectoryConfig } from './entra-directory';
import { unionAuthzSettings, unionAuthzUrl } from './union-authz';

/**
 * The settings of services besides authentication, database and storage, so that they start: the charts' own
 * values say it. Not public is what happens without it.
 *
 * Source: unionai/helm-charts at controlplane-2026.8.3, `charts/controlplane/values.yaml`: `configMap`,
 * `flyte.configmap.adminServer`.
 */
export interface ServiceSurroundings {
  /** Names of all services, those included that others provide. */
  readonly services: readonly string[];
  readonly organization?: string;
  /** The API keys that the identity service makes of client credentials. */
  readonly apiKeyOverrides: readonly ApiKeyOverride[];
  /** The tenant whose people the console lists. */
  readonly entraDirectory?: EntraDirectory;
}

export function serviceSettings(
  context: ConfigContext, { name, settings }: WorkloadContract, around: ServiceSurroundings,
): ConfigFiles {
  if (name === UNION_AUTHZ.name) {
    return unionAuthzSettings(context);
  }
  if (!settings) {
    return new Map();
  }
  const { file, content } = settings;
  return new Map([[file, isUnionService(name)
    ? mergeValues(
      { ...content, ...shared(context, name, around, content), cache: { identity: { enabled: false } } },
      name === API_KEY_SERVICE ? identitySettings(around) : {},
    )
    : {
      ...content,
      ...(name === CACHE_SERVICE_NAME && hasAuthorizer(context)
        ? { authorizer: authorizerClient(context, CACHE_SERVICE_NAME) }
        : {}),
    }]]);
}

/** Of what the identity service makes API keys, and whom it lists. */
function identitySettings(
  { apiKeyOverrides, entraDirectory, organization }: ServiceSurroundings,
): JsonObject {
  return mergeValues(
    apiKeyOverrides.length > 0 ? apiKeyOverridesConfig(apiKeyOverrides, organization) : {},
    entraDirectory ? { identity: entraDirectoryConfig(entraDirectory) } : {},
  );
}

/**
 * flyteadmin in a file of its own: these sections are Union's, and the open-source flyteadmin takes no notice
 * of them.
 */
export function flyteadminSettings(context: ConfigContext, around: ServiceSurroundings): ConfigFiles {
  const ports = { sharedService: { port: 8089, httpPort: 8088, connectPort: 8089 } };
  const { authorizer, ...others } = shared(context, FLYTEADMIN.name, around, ports);
  return new Map([['union.yaml', {
    ...others,
    // Where the authorizer decides, the block in server.yaml says so.
    ...(hasAuthorizer(context) ? {} : { authorizer }),
    cloudEvents: { enable: false },
    private: { app: { cacheProviderConfig: { kind: 'bypass' }, populateUserFields: false } },
    union: { internalConnectionConfig: internalConnections(context) },
  }]]);
}

function shared(
  context: ConfigContext, name: string, { services, organization }: ServiceSurroundings, own: JsonObject,
): JsonObject {
  const security = {
    ...(organization === undefined ? {} : { singleTenantOrgID: organization }),
    ...callerClaims(context),
  };
  const tenant = {
    ...(Object.keys(security).length > 0 ? { security } : {}),
    ...(organization === undefined ? {} : { selfServeConfig: { legacyHosts: [organization] } }),
  };
  const client = services.includes(AUTHORIZER) ? authorizerClient(context, name) : NO_AUTHORIZER;
  return {
    sharedService: { ...own.sharedService as JsonObject, ...tenant },
    connection: { rootTenantURLPattern: `dns:///${context.identity.domain}` },
    authorizer: name === AUTHORIZER ? authorizerOf(context, organization) : client,
    ...(organization === undefined ? {} : settingsOfOrganization(name, organization)),
  };
}

/** Everybody who is signed in may do everything. */
const NO_AUTHORIZER = { type: 'Noop', internalCommunicationConfig: { enabled: false } };

function authorizerClient(context: ConfigContext, service: string): JsonObject {
  const { type, ...asking } = askingAuthorizer();
  return { type, ...mergeValues(authorizerConnection(context, service), asking) };
}

/** The authorizer itself: what the chart tells it besides, where Union's roles decide. */
function authorizerOf(context: ConfigContext, organization: string | undefined): JsonObject {
  if (!hasAuthorizer(context)) {
    return NO_AUTHORIZER;
  }
  const decides = {
    ...NO_AUTHORIZER, ...decidingAuthorizer(context), ...authorizerConnection(context, AUTHORIZER),
  };
  return context.authorization._mode === 'Union'
    ? mergeValues({
      bootstrap: { organization, domains: BOOTSTRAP_DOMAINS, projects: [], ...BOOTSTRAP_RETRIES },
      userCloudsClient: {
        clientID: UNION_AUTHZ.clientId,
        clientSecretName: UNION_AUTHZ.clientSecretName,
        tenantID: UNION_AUTHZ.tenantId,
        tenantUrl: unionAuthzUrl(context),
        enableLogging: true,
      },
    }, decides)
    : decides;
}
