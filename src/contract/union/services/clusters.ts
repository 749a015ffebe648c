import { JsonObject } from '../../../common/data/json';
import { RouteGroup } from '../routes';
import { resources } from '../workloads';
import {
  grpcMethods, grpcServices, paths, ServiceDescription, ServiceRoute, trees, unionService,
} from './service';

const {
  GUARDED_GRPC, GUARDED_GRPC_STREAMING, GUARDED_HTTP, OPEN_HTTP, USAGE, USAGE_GRPC,
} = RouteGroup;

const NO_CLOUD: JsonObject = { cloudProvider: { provider: 'Mock' } };

/** Metering methods that the chart separates from the usage methods for users. */
const USAGE_METHODS_APART =
  'GetCustomMeasuresNames|GetMeasureGroup|GetMeasureGroups|GetBillableMeasures|GetBillingInfo' +
  '|ReportBillableUsage|ReportServerlessBillableUsage|CreateCustomer|AttachBillingPlanToCustomer' +
  '|GetCustomerCredits|EnqueueMetronomeRequest|EnqueueStripeRequest|GetOrgCheckoutSession';
const USAGE_PATHS_APART =
  'custom_measures_names|measure_group|measure_groups|billable_measures|billing_info|report_billable_usage' +
  '|customer_credits|checkout_session';

/**
 * All paths below a path except some names: a regular expression with a look-ahead, as the chart renders it.
 */
function treeWithout(port: string, path: string, names: string): ServiceRoute[] {
  return paths(port, `${path}(/(?!${names}).*|$)`).map((route) => ({ ...route, subtreeOf: path }));
}

/** Services for clusters and their usage. */
export const CLUSTERS: readonly ServiceDescription[] = [
  unionService('cluster', {
    binary: 'cloudcluster',
    hasDatabase: true,
    speaksConnect: true,
    config: { ...NO_CLOUD, cluster: { cloudflare: { active: false } } },
    routes: [
      {
        groups: {
          [GUARDED_HTTP]: trees('http', '/cluster', '/clusterconfig', '/clusterpool', '/managed_cluster'),
          [GUARDED_GRPC]: [
            ...grpcServices('grpc', 'cloudidl.cloudaccounts.CloudAccountsService'),
            ...grpcServices(
              'connect',
              'cloudidl.cluster.ClusterNodepoolService',
              'cloudidl.cluster.ClusterService',
              'cloudidl.cluster.ManagedClusterService',
              'cloudidl.clusterconfig.ClusterConfigService',
              'cloudidl.clusterpool.ClusterPoolService',
            ),
          ],
        },
      },
      {
        // It administers queues, since actions and leasor run executions.
        since: '2026.6',
        groups: {
          [GUARDED_GRPC]: grpcServices(
            'connect',
            'cloudidl.queue.InternalQueueService',
            'cloudidl.queue.QueueService',
            'flyteidl2.cluster.ClusterService',
          ),
          [GUARDED_GRPC_STREAMING]: grpcMethods('connect', 'cloudidl.queue.QueueService/WatchQueueMetrics'),
        },
      },
    ],
    gatewayRules: {
      'controlplane-protected': [{
        port: 81,
        trees: ['/cluster', '/clusterpool', '/clusterconfig', '/managed_cluster'],
      }],
      'controlplane-grpc-protected': [{
        port: 80,
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
      }],
    },
  }),

  unionService('usage', {
    speaksConnect: true,
    config: { ...NO_CLOUD, billing: { enable: false } },
    resources: resources(['500m', '3'], ['250Mi', '512Mi']),
    routes: [{
      groups: {
        [OPEN_HTTP]: trees('http', '/enqueue_metronome_request/v1', '/enqueue_stripe_request/v1'),
        [GUARDED_HTTP]: trees('http', '/usage'),
        [GUARDED_GRPC]: grpcServices('connect', 'cloudidl.usage.UsageService'),
        [USAGE]: treeWithout('http', '/usage/api/v1', USAGE_PATHS_APART),
        [USAGE_GRPC]: treeWithout('connect', '/cloudidl.usage.UsageService', USAGE_METHODS_APART),
      },
    }],
    gatewayRules: {
      'controlplane-unprotected': [{
        port: 81,
        trees: ['/enqueue_metronome_request/v1', '/enqueue_stripe_request/v1'],
      }],
      'controlplane-protected': [{ port: 81, trees: ['/usage'] }],
      'controlplane-grpc-protected': [{ port: 80, trees: ['/cloudidl.usage.UsageService'] }],
    },
  }),

  // Only routes refer to it; no chart renders it.
  unionService('execution', {
    inChart: 'never',
    trustsHeaders: false,
    routes: [{
      groups: {
        [GUARDED_HTTP]: trees('http', '/echo', '/execution', '/workspace_instance', '/workspace_registry'),
      },
    }],
  }),
];
