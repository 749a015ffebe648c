import { RouteGroupName } from '../route-group-name';
import { routeGroups } from '../route-groups';
import { grpcMethods, grpcServices, RouteContract } from '../routes';
import { COMMON_ROUTES } from './routes-2026-3';

/**
 * The queue service is gone; cluster, leasor and actions took its place.
 *
 * Source: unionai/helm-charts at controlplane-2026.8.3, the Ingresses of `helm template` on `charts/controlplane`.
 */
export const ROUTES_2026_8: RouteContract = {
  groups: routeGroups({
    ...COMMON_ROUTES,
    [RouteGroupName.GUARDED_GRPC]: [
      ...COMMON_ROUTES[RouteGroupName.GUARDED_GRPC],
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
      ...COMMON_ROUTES[RouteGroupName.GUARDED_GRPC_STREAMING],
      ...grpcServices('actions:grpc', 'cloudidl.pluginstate.PluginStateService', 'flyteidl2.actions.ActionsService'),
      ...grpcMethods('cluster:connect', 'cloudidl.queue.QueueService/WatchQueueMetrics'),
      ...grpcServices('executions:grpc', 'flyteidl2.workflow.EventsProxyService'),
      ...grpcServices('leasor:grpc', 'cloudidl.queue.InternalQueueManagerService', 'cloudidl.workflow.v2.LeasorService'),
    ],
  }),
  // `services.identity.service` offers no port named `connect` (values.yaml), though routes name it.
  missingBackends: ['datacatalog', 'execution', 'identity:connect'],
};
