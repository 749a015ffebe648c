import { AUTHORIZER, UNION_AUTHZ } from '../authorizer';
import { RouteGroup } from '../routes';
import { RunAs, WorkloadContract, resources } from '../workloads';
import { ServiceDescription, ServiceRoutes, grpcServices, paths, trees, unionService } from './service';

const { GUARDED_GRPC, GUARDED_HTTP } = RouteGroup;

/** The union service that creates API keys. */
export const API_KEY_SERVICE = 'identity';

/**
 * The store of Union's roles (controlplane: templates/authz). It reads its secrets from the cluster, and
 * creates its signing key. In the chart its name contains that of the Helm release.
 */
const ROLE_SERVICE: WorkloadContract = {
  name: UNION_AUTHZ.name,
  container: 'userclouds-lite',
  configMap: `${UNION_AUTHZ.name}-config`,
  configDirectory: '/etc/userclouds',
  command: ['userclouds-lite'],
  args: [
    'serve',
    'all',
    '--config=/etc/userclouds/config.yaml',
    `--addr=:${UNION_AUTHZ.port}`,
    '--static=/usr/share/userclouds/static',
  ],
  ports: [{ name: 'http', containerPort: UNION_AUTHZ.port, servicePort: UNION_AUTHZ.port }],
  health: { path: '/readyz', port: UNION_AUTHZ.port },
  secretMounts: [],
  resources: resources(['250m', '1'], ['256Mi', '512Mi']),
  // Source: unionai/helm-charts, `union.authz.podSecurityContext`, rendered in Union mode.
  runAs: { user: 1000, group: 1000 },
  database: { file: 'config.yaml', section: 'userclouds', name: 'userclouds', maxOpenConnections: 20 },
};

/** Services for people, organizations and authorization. */
export const PEOPLE: readonly ServiceDescription[] = [
  unionService(AUTHORIZER, {
    speaksConnect: true,
    routes: [{
      groups: {
        [GUARDED_HTTP]: trees('http', '/authorizer'),
        [GUARDED_GRPC]: grpcServices('connect', 'cloudidl.authorizer.AuthorizerService'),
      },
    }],
    gatewayRules: {
      'controlplane-protected': [{ port: 81, trees: ['/authorizer'] }],
      'controlplane-grpc-protected': [{ port: 83, trees: ['/cloudidl.authorizer.AuthorizerService'] }],
    },
  }),

  unionService(API_KEY_SERVICE, {
    inChart: { since: '2026.6' },
    binary: 'cloudidentity',
    speaksConnect: true,
    // `services.identity.service` has no port named `connect` (values.yaml), although routes refer to it.
    lacksPorts: ['connect'],
    config: { identity: { app: { identityProviderConfig: { provider: 'noop' } } } },
    hasOwnAdminClient: { since: '2026.6' },
    routes: [{
      groups: {
        [GUARDED_HTTP]: trees(
          'http', '/identities', '/members', '/oauth_app', '/policies', '/roles', '/users',
        ),
        [GUARDED_GRPC]: [
          ...grpcServices('grpc', 'cloudidl.identity.IdentityService', 'cloudidl.identity.SelfServe'),
          ...grpcServices(
            'connect',
            'cloudidl.apikey.APIKeyService',
            'cloudidl.identity.AppsService',
            'cloudidl.identity.MemberService',
            'cloudidl.identity.PolicyService',
            'cloudidl.identity.RoleService',
            'cloudidl.identity.UserService',
          ),
        ],
      },
    }],
    gatewayRules: {
      'controlplane-grpc-protected': [{
        port: 80,
        trees: [
          '/cloudidl.apikey.APIKeyService',
          '/cloudidl.identity.AppsService',
          '/cloudidl.identity.UserService',
          '/cloudidl.identity.MemberService',
          '/cloudidl.identity.RoleService',
          '/cloudidl.identity.PolicyService',
          '/cloudidl.identity.IdentityService',
          '/cloudidl.identity.SelfServe',
        ],
      }],
    },
  }),

  unionService('organizations', {
    binary: 'cloudorganizations',
    inChart: { since: '2026.6' },
    hasDatabase: true,
    speaksConnect: true,
    ofOrganization: (organization) => ({
      organizations: { bootStrapConfig: { organizations: [organization], tenantType: 'SELF_MANAGED' } },
    }),
    routes: [
      {
        groups: {
          [GUARDED_HTTP]: trees('http', '/org'),
          [GUARDED_GRPC]: grpcServices('grpc', 'cloudidl.org.OrgService'),
        },
      },
      {
        since: '2026.6',
        groups: { [GUARDED_GRPC]: grpcServices('grpc', 'flyteidl2.settings.SettingsService') },
      },
    ],
    gatewayRules: {
      'controlplane-grpc-protected': [{
        port: 83,
        trees: ['/cloudidl.org.OrgService', '/flyteidl2.settings.SettingsService'],
      }],
    },
  }),

  { workload: ROLE_SERVICE },
];

const { CONSOLE, OPEN_HTTP } = RouteGroup;

/**
 * Source: flyte-core 1.16.1 (console/deployment.yaml) and unionai/helm-charts 2026.8.3
 * (templates/console/deployment.yaml).
 */
const CONSOLE_USER: RunAs = { user: 1000, group: 65534 };

/** The default console of a plane. */
export const DEFAULT_CONSOLE = 'flyteconsole';

/**
 * Static pages that call the APIs with the visitor's cookies: they need no configuration and no credentials.
 * Each has its own image (controlplane: values.yaml, `flyte.flyteconsole.image`, `console.image`).
 */
export const PAGES: readonly ServiceDescription[] = [
  {
    ...page(DEFAULT_CONSOLE, '/healthz', {
      [OPEN_HTTP]: paths('http', '/healthz'),
      [CONSOLE]: [
        ...paths('http', '/'),
        ...trees('http', '/console', '/cost', '/dashboard', '/loading', '/resources'),
      ],
    }, { BASE_URL: '/console', CONFIG_DIR: '/etc/flyte/config' }),
    isOfFlyte: true,
    gatewayRules: {
      'controlplane-unprotected': [{ port: 80, exact: ['/healthz'] }],
      'controlplane-protected': [
        { exact: ['/'] },
        { port: 80, trees: ['/console', '/dashboard', '/resources', '/cost', '/loading'] },
      ],
    },
  },
  {
    ...page('unionconsole', '/v2/healthz', { [CONSOLE]: trees('http', '/v2') }),
    // templates/console/service.yaml.
    otherPorts: { 'http-metrics': 8081 },
    gatewayRules: {
      'controlplane-unprotected': [{ port: 80, exact: ['/v2/healthz'] }],
      'controlplane-protected': [{ port: 80, trees: ['/v2'] }],
    },
  },
];

/** @param health path of probes, which is also that of the chart's open routes */
function page(
  name: string,
  health: string,
  groups: ServiceRoutes['groups'],
  environment?: WorkloadContract['environment'],
): ServiceDescription {
  return {
    isConsole: true,
    image: name,
    workload: {
      name,
      container: name,
      ports: [{ name: 'http', containerPort: 8080, servicePort: 80 }],
      health: { path: health, port: 8080 },
      secretMounts: [],
      runAs: CONSOLE_USER,
      environment,
    },
    routes: [{ groups }],
  };
}
