import { RouteGroupName } from '../route-group-name';
import { GroupRoutes } from '../route-groups';
import { grpcMethods, grpcServices, paths, Route, trees } from '../routes';

/** Metering methods that the chart keeps apart from what users may ask of the usage service. */
const USAGE_METHODS_APART =
  'GetCustomMeasuresNames|GetMeasureGroup|GetMeasureGroups|GetBillableMeasures|GetBillingInfo' +
  '|ReportBillableUsage|ReportServerlessBillableUsage|CreateCustomer|AttachBillingPlanToCustomer' +
  '|GetCustomerCredits|EnqueueMetronomeRequest|EnqueueStripeRequest|GetOrgCheckoutSession';
const USAGE_PATHS_APART =
  'custom_measures_names|measure_group|measure_groups|billable_measures|billing_info|report_billable_usage' +
  '|customer_credits|checkout_session';

/**
 * Everything below a path but some names: a regular expression with a look-ahead, as the chart renders it.
 */
function treeWithout(backend: string, path: string, names: string): Route[] {
  return paths(backend, `${path}(/(?!${names}).*|$)`).map((route) => ({ ...route, subtreeOf: path }));
}

/** Routes that every release has. */
export const COMMON_ROUTES: GroupRoutes = {
  [RouteGroupName.OPEN_HTTP]: [
    ...trees(
      'flyteadmin:http', '/login', '/logout', '/callback', '/.well-known', '/config', '/oauth2', '/auth',
    ),
    ...paths('flyteadmin:http', '/me', '/healthcheck'),
    ...trees('flyteadmin:redoc', '/openapi'),
    ...paths('flyteconsole:http', '/healthz'),
    ...trees('usage:http', '/enqueue_metronome_request/v1', '/enqueue_stripe_request/v1'),
  ],
  [RouteGroupName.OPEN_GRPC]: grpcServices(
    'flyteadmin:grpc',
    'flyteidl.service.AuthMetadataService',
    'flyteidl2.auth.AuthMetadataService',
    'flyteidl.service.HealthService',
  ),
  [RouteGroupName.OPEN_GRPC_STREAMING]: grpcMethods(
    'flyteadmin:grpc', 'flyteidl.service.WatchService/WatchExecutionStatusUpdates',
  ),
  [RouteGroupName.GUARDED_HTTP]: [
    ...trees('flyteadmin:http', '/api', '/cloudadmin'),
    ...paths('flyteadmin:http', '/v1/*'),
    ...trees('authorizer:http', '/authorizer'),
    ...trees('cluster:http', '/cluster', '/clusterconfig', '/clusterpool', '/managed_cluster'),
    ...trees(
      'dataproxy:http', '/actor', '/agent', '/api/v1/dataproxy', '/dataplane', '/spark-history-server',
    ),
    ...trees('execution:http', '/echo', '/execution', '/workspace_instance', '/workspace_registry'),
    ...trees('executions:http', '/app', '/apps'),
    ...trees('identity:http', '/identities', '/members', '/oauth_app', '/policies', '/roles', '/users'),
    ...trees('organizations:http', '/org'),
    ...trees('usage:http', '/usage'),
  ],
  [RouteGroupName.GUARDED_GRPC]: [
    ...grpcServices('authorizer:connect', 'cloudidl.authorizer.AuthorizerService'),
    ...grpcServices(
      'cacheservice:grpc', 'flyteidl.cacheservice.CacheService', 'flyteidl.cacheservice.v2.CacheService',
    ),
    ...grpcServices('cluster:grpc', 'cloudidl.cloudaccounts.CloudAccountsService'),
    ...grpcServices(
      'cluster:connect',
      'cloudidl.cluster.ClusterNodepoolService',
      'cloudidl.cluster.ClusterService',
      'cloudidl.cluster.ManagedClusterService',
      'cloudidl.clusterconfig.ClusterConfigService',
      'cloudidl.clusterpool.ClusterPoolService',
    ),
    ...grpcServices('datacatalog:grpc', 'datacatalog.DataCatalog'),
    ...grpcServices(
      'dataproxy:grpc',
      'cloudidl.actor.ActorEnvironmentService',
      'cloudidl.agent.AgentService',
      'cloudidl.clouddataproxy.CloudDataProxyService',
      'cloudidl.imagebuilder.ImageService',
      'cloudidl.logs.LogsService',
      'cloudidl.secret.SecretService',
      'flyteidl.service.DataProxyService',
      'flyteidl2.dataproxy.DataProxyService',
      'flyteidl2.imagebuilder.ImageService',
      'flyteidl2.secret.SecretService',
    ),
    // The chart names these only bare, or only with what lies below.
    ...paths('dataproxy:grpc', '/cloudidl.support.SupportService'),
    ...grpcMethods(
      'dataproxy:grpc',
      'cloudidl.app.AppLogsService/*',
      'cloudidl.app.ReplicaService/*',
      'flyteidl2.app.AppLogsService/*',
      'flyteidl2.app.ReplicaService/*',
    ),
    ...grpcMethods('executions:grpc', 'cloudidl.app.AppService/*', 'flyteidl2.app.AppService/*'),
    ...grpcServices(
      'executions:grpc',
      'cloudidl.execution.ExecutionService',
      'cloudidl.workflow.InternalRunService',
      'cloudidl.workflow.RunService',
      'cloudidl.workflow.TaskService',
      'cloudidl.workflow.TriggerService',
      'cloudidl.workspace.WorkspaceInstanceService',
      'cloudidl.workspace.WorkspaceRegistryService',
      'flyteidl2.task.TaskService',
      'flyteidl2.trigger.TriggerService',
      'flyteidl2.workflow.RunService',
    ),
    ...grpcServices('identity:grpc', 'cloudidl.identity.IdentityService', 'cloudidl.identity.SelfServe'),
    ...grpcServices(
      'identity:connect',
      'cloudidl.apikey.APIKeyService',
      'cloudidl.identity.AppsService',
      'cloudidl.identity.MemberService',
      'cloudidl.identity.PolicyService',
      'cloudidl.identity.RoleService',
      'cloudidl.identity.UserService',
    ),
    ...grpcServices('organizations:grpc', 'cloudidl.org.OrgService'),
    ...grpcServices('usage:connect', 'cloudidl.usage.UsageService'),
  ],
  [RouteGroupName.GUARDED_GRPC_STREAMING]: [
    ...grpcServices(
      'flyteadmin:grpc',
      'cloudidl.cloudadmin.CloudAdminService',
      'flyteidl.service.AdminService',
      'flyteidl.service.IdentityService',
      'flyteidl.service.SignalService',
      'flyteidl.service.WatchService',
      'flyteidl2.auth.IdentityService',
      'flyteidl2.project.ProjectService',
    ),
    ...grpcServices('executions:grpc', 'cloudidl.echo.EchoService'),
    ...grpcMethods(
      'executions:grpc',
      'cloudidl.app.AppService/Lease',
      'cloudidl.app.AppService/Watch',
      'cloudidl.execution.ExecutionService/GetExecutionOperation',
      'cloudidl.workflow.InternalRunService/Record*',
      'cloudidl.workflow.InternalRunService/Update*',
      'cloudidl.workflow.RunLogsService/TailLogs',
      'cloudidl.workflow.RunService/Watch*',
      'cloudidl.workflow.TaskService/Watch*',
      'cloudidl.workspace.WorkspaceInstanceService/WatchWorkspaceInstances',
      'flyteidl2.app.AppService/Lease',
      'flyteidl2.app.AppService/Watch',
      'flyteidl2.task.TaskService/Watch*',
      'flyteidl2.workflow.RunLogsService/TailLogs',
      'flyteidl2.workflow.RunService/Watch*',
    ),
    ...grpcMethods(
      'dataproxy:grpc',
      'cloudidl.actor.ActorEnvironmentService/Stream*',
      'cloudidl.app.AppLogsService/TailLogs',
      'cloudidl.app.ReplicaService/WatchReplicas',
      'cloudidl.logs.LogsService/TailTaskExecutionLogs',
      'flyteidl2.app.AppLogsService/TailLogs',
      'flyteidl2.app.ReplicaService/WatchReplicas',
    ),
  ],
  [RouteGroupName.CONSOLE]: [
    ...paths('flyteconsole:http', '/'),
    ...trees('flyteconsole:http', '/console', '/cost', '/dashboard', '/loading', '/resources'),
    ...trees('unionconsole:http', '/v2'),
  ],
  [RouteGroupName.DATAPROXY]: [
    { ...paths('dataproxy:grpc', '/data')[0], pathType: 'Prefix' },
    ...paths('dataproxy:grpc', '/data/*'),
  ],
  [RouteGroupName.USAGE]: treeWithout('usage:http', '/usage/api/v1', USAGE_PATHS_APART),
  [RouteGroupName.USAGE_GRPC]: treeWithout(
    'usage:connect', '/cloudidl.usage.UsageService', USAGE_METHODS_APART,
  ),
} satisfies Record<RouteGroupName, Route[]>;

/** The queue service, through which runs went before the actions service took over. Gone since 2026.8.0. */
export const QUEUE_ROUTES: GroupRoutes = {
  [RouteGroupName.GUARDED_GRPC]: grpcServices(
    'queue:grpc',
    'cloudidl.workflow.QueueService',
    'cloudidl.workflow.StateService',
    'flyteidl2.workflow.QueueService',
    'flyteidl2.workflow.StateService',
  ),
  [RouteGroupName.GUARDED_GRPC_STREAMING]: grpcMethods(
    'queue:grpc',
    'cloudidl.workflow.LeaseService/Heartbeat',
    'cloudidl.workflow.LeaseService/StreamLeases',
    'cloudidl.workflow.QueueService/Heartbeat',
    'cloudidl.workflow.QueueService/StreamLeases',
    'cloudidl.workflow.StateService/Watch*',
    'flyteidl2.workflow.QueueService/Heartbeat',
    'flyteidl2.workflow.QueueService/StreamLeases',
    'flyteidl2.workflow.StateService/Watch*',
  ),
};

/**
 * Actions and leasor, which run things since 2026.6.3, and the queues that the cluster service administers.
 */
export const ACTIONS_ROUTES: GroupRoutes = {
  [RouteGroupName.GUARDED_GRPC]: [
    ...grpcServices(
      'cluster:connect',
      'cloudidl.queue.InternalQueueService',
      'cloudidl.queue.QueueService',
      'flyteidl2.cluster.ClusterService',
    ),
    ...grpcServices('dataproxy:grpc', 'flyteidl2.workflow.TranslatorService'),
    ...grpcServices('organizations:grpc', 'flyteidl2.settings.SettingsService'),
  ],
  [RouteGroupName.GUARDED_GRPC_STREAMING]: [
    ...grpcServices(
      'actions:grpc', 'cloudidl.pluginstate.PluginStateService', 'flyteidl2.actions.ActionsService',
    ),
    ...grpcMethods('cluster:connect', 'cloudidl.queue.QueueService/WatchQueueMetrics'),
    ...grpcServices('executions:grpc', 'flyteidl2.workflow.EventsProxyService'),
    ...grpcServices(
      'leasor:grpc', 'cloudidl.queue.InternalQueueManagerService', 'cloudidl.workflow.v2.LeasorService',
    ),
  ],
};
