import { GatewayRoute, GatewayRouteRule } from '../gateway-routes';

/**
 * Gateway API routes of every release that renders any. Values add rules to these routes (`secretService`,
 * `artifacts.enabled`, …), never a route.
 *
 * Source: unionai/helm-charts at controlplane-2026.8.3, HTTPRoutes and GRPCRoutes of `helm template` on
 * `charts/controlplane` with `global.INGRESS_PROVIDER=envoy`. `controlplane-grpc-protected-extended` is there
 * since 2026.6.10.
 */
export const GATEWAY_ROUTES: readonly GatewayRoute[] = [
  {
    kind: 'HTTPRoute',
    name: 'controlplane-unprotected',
    guarded: false,
    rules: [
      {
        backend: 'flyteadmin:80',
        trees: ['/.well-known', '/login', '/logout', '/callback', '/config', '/oauth2', '/auth'],
        exact: ['/me', '/healthcheck'],
      },
      { backend: 'flyteadmin:87', trees: ['/openapi'] },
      { backend: 'flyteconsole:80', exact: ['/healthz'] },
      { backend: 'unionconsole:80', exact: ['/v2/healthz'] },
      { backend: 'usage:81', trees: ['/enqueue_metronome_request/v1', '/enqueue_stripe_request/v1'] },
    ],
  },
  {
    kind: 'HTTPRoute',
    name: 'controlplane-protected',
    guarded: true,
    rules: [
      { backend: 'flyteadmin:80', trees: ['/api', '/v1', '/cloudadmin'] },
      {
        backend: 'dataproxy:81',
        trees: [
          '/actor',
          '/agent',
          '/dataplane',
          '/spark-history-server',
          '/api/v1/dataproxy',
          '/cloudidl.support.SupportService',
        ],
      },
      { backend: 'executions:81', trees: ['/app', '/apps', '/echo', '/execution'] },
      { backend: 'cluster:81', trees: ['/cluster', '/clusterpool', '/clusterconfig', '/managed_cluster'] },
      { backend: 'authorizer:81', trees: ['/authorizer'] },
      { backend: 'usage:81', trees: ['/usage'] },
      { exact: ['/'] },
      { backend: 'flyteconsole:80', trees: ['/console', '/dashboard', '/resources', '/cost', '/loading'] },
      { backend: 'unionconsole:80', trees: ['/v2'] },
    ],
  },
  {
    kind: 'GRPCRoute',
    name: 'controlplane-grpc-unprotected',
    guarded: false,
    rules: [
      {
        backend: 'flyteadmin:81',
        trees: [
          '/flyteidl.service.HealthService',
          '/flyteidl.service.AuthMetadataService',
          '/flyteidl2.auth.AuthMetadataService',
        ],
        exact: ['/flyteidl.service.WatchService/WatchExecutionStatusUpdates'],
      },
    ],
  },
  {
    kind: 'GRPCRoute',
    name: 'controlplane-grpc-protected',
    guarded: true,
    rules: [
      {
        backend: 'flyteadmin:81',
        trees: [
          '/flyteidl.service.AdminService',
          '/flyteidl2.project.ProjectService',
          '/flyteidl2.auth.IdentityService',
          '/flyteidl.service.WatchService',
          '/cloudidl.cloudadmin.CloudAdminService',
          '/flyteidl.service.IdentityService',
          '/flyteidl.service.SignalService',
        ],
      },
      {
        backend: 'executions:80',
        trees: [
          '/cloudidl.execution.ExecutionService',
          '/cloudidl.echo.EchoService',
          '/cloudidl.app.AppService',
          '/cloudidl.workflow.RunLogsService',
          '/flyteidl2.app.AppService',
          '/flyteidl2.workflow.RunLogsService',
        ],
      },
      {
        backend: 'cluster:80',
        trees: [
          '/cloudidl.cluster.ClusterService',
          '/flyteidl2.cluster.ClusterService',
          '/cloudidl.cluster.ClusterNodepoolService',
          '/cloudidl.cloudaccounts.CloudAccountsService',
          '/cloudidl.cluster.ManagedClusterService',
          '/cloudidl.clusterpool.ClusterPoolService',
          '/cloudidl.clusterconfig.ClusterConfigService',
          '/cloudidl.queue.QueueService',
          '/cloudidl.queue.InternalQueueService',
        ],
      },
      {
        backend: 'identity:80',
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
      },
      {
        backend: 'organizations:83',
        trees: ['/cloudidl.org.OrgService', '/flyteidl2.settings.SettingsService'],
      },
      { backend: 'usage:80', trees: ['/cloudidl.usage.UsageService'] },
      { backend: 'authorizer:83', trees: ['/cloudidl.authorizer.AuthorizerService'] },
      {
        backend: 'cacheservice:89',
        trees: ['/flyteidl.cacheservice.CacheService', '/flyteidl.cacheservice.v2.CacheService'],
      },
      {
        backend: 'dataproxy:80',
        trees: [
          '/cloudidl.actor.ActorEnvironmentService',
          '/cloudidl.agent.AgentService',
          '/cloudidl.support.SupportService',
          '/cloudidl.clouddataproxy.CloudDataProxyService',
          '/flyteidl.service.DataProxyService',
          '/flyteidl2.dataproxy.DataProxyService',
          '/flyteidl2.workflow.TranslatorService',
          '/cloudidl.logs.LogsService',
          '/cloudidl.app.AppLogsService',
          '/cloudidl.app.ReplicaService',
          '/flyteidl2.app.AppLogsService',
          '/flyteidl2.app.ReplicaService',
          '/cloudidl.imagebuilder.ImageService',
          '/flyteidl2.imagebuilder.ImageService',
        ],
      },
    ],
  },
  {
    kind: 'GRPCRoute',
    name: 'controlplane-grpc-protected-extended',
    guarded: true,
    rules: [
      { backend: 'leasor:80', trees: ['/cloudidl.workflow.v2.LeasorService'] },
      {
        backend: 'actions:80',
        trees: ['/flyteidl2.actions.ActionsService', '/cloudidl.pluginstate.PluginStateService'],
      },
      {
        backend: 'executions:80',
        trees: [
          '/flyteidl2.workflow.EventsProxyService',
          '/cloudidl.workflow.RunService',
          '/cloudidl.workflow.InternalRunService',
          '/cloudidl.workflow.TaskService',
          '/cloudidl.workflow.TriggerService',
          '/flyteidl2.workflow.RunService',
          '/flyteidl2.task.TaskService',
          '/flyteidl2.trigger.TriggerService',
        ],
      },
    ],
  },
];

/**
 * The queue service, among the rules of `controlplane-grpc-protected`. Gone since 2026.8.0. Source:
 * `templates/common/_grpcroute-protected.yaml` at 0d02fefa.
 */
export const QUEUE_GATEWAY_RULE: GatewayRouteRule = {
  backend: 'queue:80',
  trees: [
    '/cloudidl.workflow.QueueService',
    '/cloudidl.workflow.StateService',
    '/cloudidl.workflow.LeaseService',
    '/flyteidl2.workflow.QueueService',
    '/flyteidl2.workflow.StateService',
  ],
};

/** The same routes, one of them with a further rule. */
export function gatewayRoutesWith(name: string, rule: GatewayRouteRule): GatewayRoute[] {
  return GATEWAY_ROUTES.map((route) =>
    (route.name === name ? { ...route, rules: [...route.rules, rule] } : route));
}
