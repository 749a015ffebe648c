// Tests: test/constructs/planes/plane.test.ts, test/constructs/planes/wiring.test.ts
import type { Deployment, ServiceAccount } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { JsonObject, mergeValues } from '../../../common/data/json';
import { SERVED_ELSEWHERE_ANNOTATION } from '../../../contract/own-annotations';
import {
  AUTHORIZER, BOOTSTRAP_DOMAINS, BOOTSTRAP_RETRIES, UNION_AUTHZ,
} from '../../../contract/union/authorizer';
import { FLYTEADMIN_ACCESS, ReasonedRule } from '../../../contract/union/kubernetes-access';
import { CLIENT_SECRET_KEY, SECRETS } from '../../../contract/union/secrets';
import {
  API_KEY_SERVICE, CACHE_SERVICE_NAME, isUnionService, settingsOfOrganization,
} from '../../../contract/union/services';
import { FLYTEADMIN, GENERATE_SECRETS } from '../../../contract/union/services/flyteadmin';
import { CONTROL_PLANE_IMAGE, WorkloadContract } from '../../../contract/union/workloads';
import { serviceHost } from '../../../contract/upstream/kubernetes';
import { cdk8sPlus } from '../../objects/api-objects';
import {
  askingAuthorizer, authorizerConnection, callerClaims, decidingAuthorizer, hasAuthorizer,
  internalConnections,
} from '../../settings/authorizer';
import { ConfigContext, ConfigFiles, withFiles } from '../../settings/context';
import { _imageOf, settingsOf } from '../per-service';
import { refuseDoubles } from '../plane';
import type { PlaneDesign } from '../plane-design';
import { PlaneWorkloads } from '../plane-workloads';
import { addRole } from '../rbac';
import { CONFIG_VOLUME, Workload } from '../workload';
import { ApiKeyOverride, apiKeyOverridesConfig, apiKeys } from './api-key-seeds';
import { EntraDirectory, entraDirectoryConfig } from './control-plane-auth-props';
import { databaseConfig, mountDatabaseAuthority, withDatabasePassword } from './database';
import {
  ControlPlaneProps, ControlPlaneService, serviceContract, serviceImageOf, serviceNames, servicesOf,
} from './services';

/** The URL at which the authorizer reaches union-authz, which stores Union's roles. */
function unionAuthzUrl({ namespace }: ConfigContext): string {
  return `http://${serviceHost(UNION_AUTHZ.name, namespace)}:${UNION_AUTHZ.port}`;
}

/** A key of a Secret that the service reads through the Kubernetes API. */
function secretReference(secret: string, key: string): string {
  return `kube://secrets/${secret}?key=${key}`;
}

/**
 * The settings of union-authz besides its database: the client of the authorizer, and the defaults of the
 * chart.
 *
 * Source: controlplane `templates/authz/configmap.yaml`, rendered (`contract/union/authorizer.ts` says
 * where).
 */
function unionAuthzSettings(context: ConfigContext): ConfigFiles {
  const { applicationId, clientId, port, signingKey } = UNION_AUTHZ;
  const itself = `http://localhost:${port}`;
  return new Map([['config.yaml', {
    auth: {
      issuer: unionAuthzUrl(context),
      signingKey: secretReference(signingKey.secret, signingKey.key),
      apps: [{
        id: applicationId,
        name: applicationId,
        credentials: [
          { clientId, clientSecret: secretReference(SECRETS.unionServices.name, CLIENT_SECRET_KEY) },
        ],
      }],
    },
    cache: {
      enabled: true,
      type: 'memory',
      ttl: '60m',
      memory: { maxEntries: 100000, shards: 128, depShards: 128 },
    },
    services: { checkAttributeEndpoint: itself, idpEndpoint: itself, authzEndpoint: itself },
  }]]);
}

/**
 * It reads the client secret and creates its signing key. Its other use of Secrets is not documented, so the
 * role is that of the chart.
 *
 * Source: controlplane `templates/authz/rbac.yaml`.
 */
export const UNION_AUTHZ_ACCESS: readonly ReasonedRule[] = [{
  apiGroups: [''],
  resources: ['secrets'],
  verbs: ['get', 'list', 'watch', 'create', 'update', 'delete'],
  why: 'reads its client secret and makes its signing key. It sees every Secret of its namespace',
}];

function unionAuthzAccount(scope: Construct, namespace: string): ServiceAccount {
  const account = new (cdk8sPlus().ServiceAccount)(scope, 'service-account', {
    metadata: { name: UNION_AUTHZ.name, namespace },
    automountToken: true,
  });
  addRole(scope, `${UNION_AUTHZ.name}-secrets`, UNION_AUTHZ_ACCESS, { name: UNION_AUTHZ.name, namespace });
  return account;
}

/** The ServiceAccount of flyteadmin, with write access only to its own Secret, for generated keys. */
function flyteadminServiceAccount(scope: Construct, namespace: string): ServiceAccount {
  const metadata = { name: FLYTEADMIN.name, namespace };
  const { ServiceAccount: ServiceAccountClass } = cdk8sPlus();
  const account = new ServiceAccountClass(scope, 'service-account', { metadata, automountToken: true });
  addRole(scope, `${FLYTEADMIN.name}-secrets`, FLYTEADMIN_ACCESS, metadata);
  return account;
}

/** Adds the init container that creates the cookie keys. flyteadmin does not start without them. */
function addGenerateSecrets(deployment: Deployment, image: string): void {
  const { EnvFieldPaths, EnvValue, Volume } = cdk8sPlus();
  const init = deployment.addInitContainer({
    name: GENERATE_SECRETS.name,
    image,
    command: [...GENERATE_SECRETS.command],
    args: [GENERATE_SECRETS.script],
    // The API server's default; without it server-side apply reports a conflict.
    envVariables: {
      [GENERATE_SECRETS.namespaceVariable]: EnvValue.fromFieldRef(EnvFieldPaths.POD_NAMESPACE, {
        apiVersion: 'v1',
      }),
    },
    resources: {},
  });
  const config = deployment.containers[0].mounts.find(({ volume }) => volume.name === CONFIG_VOLUME)!;
  init.mount(config.path, config.volume, { readOnly: true });
  init.mount(GENERATE_SECRETS.scratchDirectory, Volume.fromEmptyDir(deployment, 'scratch', 'scratch'));
}

/**
 * Settings that services need to start, besides authentication, database and storage. The values are those of
 * the charts; the behaviour without them is not documented.
 *
 * Source: unionai/helm-charts at controlplane-2026.8.3, `charts/controlplane/values.yaml`: `configMap`,
 * `flyte.configmap.adminServer`.
 */
export interface ServiceSurroundings {
  /** Names of all services, including those that others provide. */
  readonly services: readonly string[];
  readonly organization?: string;
  /** The API keys that the identity service creates from client credentials. */
  readonly apiKeyOverrides: readonly ApiKeyOverride[];
  /** The tenant whose users the console lists. */
  readonly entraDirectory?: EntraDirectory;
}

function serviceSettings(
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

/** The API keys of the identity service, and the tenant whose users it lists. */
function identitySettings(
  { apiKeyOverrides, entraDirectory, organization }: ServiceSurroundings,
): JsonObject {
  return mergeValues(
    apiKeyOverrides.length > 0 ? apiKeyOverridesConfig(apiKeyOverrides, organization) : {},
    entraDirectory ? { identity: entraDirectoryConfig(entraDirectory) } : {},
  );
}

/**
 * flyteadmin's settings in a separate file: these sections are Union's, and open-source flyteadmin ignores
 * them.
 */
function flyteadminSettings(context: ConfigContext, around: ServiceSurroundings): ConfigFiles {
  const ports = { sharedService: { port: 8089, httpPort: 8088, connectPort: 8089 } };
  const { authorizer, ...others } = shared(context, FLYTEADMIN.name, around, ports);
  return new Map([['union.yaml', {
    ...others,
    // With an authorizer, the block in server.yaml sets this.
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

/** Every signed-in caller may do everything. */
const NO_AUTHORIZER = { type: 'Noop', internalCommunicationConfig: { enabled: false } };

function authorizerClient(context: ConfigContext, service: string): JsonObject {
  const { type, ...asking } = askingAuthorizer();
  return { type, ...mergeValues(authorizerConnection(context, service), asking) };
}

/** The settings of the authorizer itself, from the chart, if Union's roles decide. */
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

type AddService = (
  contract: WorkloadContract, image: string, configFiles: ConfigFiles, serviceAccount?: ServiceAccount,
) => Workload;

/** Adds flyteadmin, its scheduler and all other services. The props are already checked. */
export function addServices(plane: Construct, design: PlaneDesign, props: ControlPlaneProps): PlaneWorkloads {
  const { context, config, secretPlan } = design;
  const { flyteadmin, scheduler } = context.release.controlPlane;
  const { database, servedElsewhere = [] } = props;
  const names = serviceNames(context.release, props);
  const surroundings = {
    services: [...names, ...servedElsewhere],
    organization: props.identity.organization,
    apiKeyOverrides: apiKeys(props.identity, context.release.controlPlane),
    entraDirectory: props.entraDirectory,
  };
  const workloads = new PlaneWorkloads('ControlPlane', names, { ...props, secretPlan });
  const add: AddService = (contract, image, configFiles, serviceAccount) => {
    const added = workloads.add(plane, {
      contract: withDatabasePassword(contract),
      namespace: context.namespace,
      image,
      configFiles: withFiles(configFiles, databaseConfig(contract, database)),
      serviceAccount,
    });
    mountDatabaseAuthority(added.deployment, contract, database);
    return added;
  };
  const ofFlyte = (name: string): ConfigFiles => config.service(name)._files;
  const admin = withFiles(ofFlyte(flyteadmin.name), flyteadminSettings(context, surroundings));
  const ofAdmin = withProjects(flyteadmin, database.initialProjects);
  addFlyteadmin(plane, design, props, (account) =>
    add(ofAdmin, planeImage(props, flyteadmin.name), admin, account));
  add(scheduler, planeImage(props, scheduler.name), ofFlyte(scheduler.name));
  for (const service of servicesOf(props)) {
    addFurtherService(plane, { service, design, props, surroundings }, add);
  }
  // Check for a second plane before the edges are compared.
  refuseDoubles('ControlPlane', plane, context.namespace);
  return workloads;
}

const planeImage = ({ images, settings }: ControlPlaneProps, name: string): string =>
  _imageOf(images, CONTROL_PLANE_IMAGE, settingsOf(settings, name));

function addFlyteadmin(
  plane: Construct,
  { context, secretPlan }: PlaneDesign,
  props: ControlPlaneProps,
  add: (account: ServiceAccount) => Workload,
): void {
  const { servedElsewhere = [], secrets } = props;
  const account = flyteadminServiceAccount(new Construct(plane, 'flyteadmin-access'), context.namespace);
  const { deployment, service } = add(account);
  addGenerateSecrets(deployment, planeImage(props, context.release.controlPlane.flyteadmin.name));
  if (servedElsewhere.length > 0) {
    // For readers of the manifests, and `verify`: routes to these Services lead somewhere.
    service!.metadata.addAnnotation(SERVED_ELSEWHERE_ANNOTATION, servedElsewhere.join(','));
  }
  if (!secrets._store) {
    // No ExternalSecret shows which clients of data planes are trusted.
    secretPlan.targets.flatMap(({ annotations = {} }) => Object.entries(annotations))
      .forEach(([annotation, value]) => service!.metadata.addAnnotation(annotation, value));
  }
}

interface FurtherService {
  readonly service: ControlPlaneService;
  readonly design: PlaneDesign;
  readonly props: ControlPlaneProps;
  readonly surroundings: ServiceSurroundings;
}

function addFurtherService(
  plane: Construct, { service, design, props, surroundings }: FurtherService, add: AddService,
): void {
  const { context, config } = design;
  const { name, own = false } = service;
  const isConfigured = settingsOf(props.settings, name).config !== undefined;
  const contract = own ? serviceContract(service, isConfigured) : config._workload(name);
  const signsIn = !own && isUnionService(name);
  const credentials = signsIn ? config.service(name)._files : new Map();
  const configFiles = own
    ? credentials
    : withFiles(serviceSettings(context, contract, surroundings), credentials);
  const account = !own && name === UNION_AUTHZ.name
    ? unionAuthzAccount(new Construct(plane, `${name}-access`), context.namespace)
    : undefined;
  add(contract, serviceImageOf(props, service), configFiles, account);
}

/** The defaults of the chart (controlplane: values.yaml, `flyte.flyteadmin.initialProjects`). */
const INITIAL_PROJECTS = ['union-health-monitoring', 'flytesnacks'];

/**
 * flyteadmin with its initial projects; without any there is no container, since the command refuses to run.
 */
function withProjects(
  flyteadmin: WorkloadContract, projects: readonly string[] = INITIAL_PROJECTS,
): WorkloadContract {
  const { inits = [] } = flyteadmin;
  const seeded = inits.map((init) =>
    (init.name === 'seed-projects' ? { ...init, command: [...init.command ?? [], ...projects] } : init));
  return {
    ...flyteadmin,
    inits: seeded.filter(({ name }) => name !== 'seed-projects' || projects.length > 0),
  };
}
