import { RouteGroup } from '../routes';
import { SECRETS } from '../secrets';
import { resources } from '../workloads';
import { grpcMethods, grpcServices, ServiceDescription, trees, unionService } from './service';

const { GUARDED_GRPC, GUARDED_GRPC_STREAMING, GUARDED_HTTP } = RouteGroup;

/** Services that run executions. */
export const RUNS: readonly ServiceDescription[] = [
  unionService('executions', {
    binary: 'cloudpropeller',
    hasDatabase: true,
    config: {
      cloudEventsProcessor: { cloudProvider: 'Local' },
      workspace: { enable: false },
      executions: { apps: { enrichIdentities: false } },
    },
    hasOwnAdminClient: {},
    routes: [
      {
        groups: {
          [GUARDED_HTTP]: trees('http', '/app', '/apps'),
          [GUARDED_GRPC]: [
            ...grpcMethods('grpc', 'cloudidl.app.AppService/*', 'flyteidl2.app.AppService/*'),
            ...grpcServices(
              'grpc',
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
          ],
          [GUARDED_GRPC_STREAMING]: [
            ...grpcServices('grpc', 'cloudidl.echo.EchoService'),
            ...grpcMethods(
              'grpc',
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
          ],
        },
      },
      {
        before: '2026.6',
        groups: {
          [GUARDED_GRPC]: grpcServices(
            'grpc', 'cloudidl.workflow.TranslatorService', 'flyteidl2.workflow.TranslatorService',
          ),
        },
      },
      {
        since: '2026.6',
        groups: { [GUARDED_GRPC_STREAMING]: grpcServices('grpc', 'flyteidl2.workflow.EventsProxyService') },
      },
    ],
    gatewayRules: {
      'controlplane-protected': [{ port: 81, trees: ['/app', '/apps', '/echo', '/execution'] }],
      'controlplane-grpc-protected': [{
        port: 80,
        trees: [
          '/cloudidl.execution.ExecutionService',
          '/cloudidl.echo.EchoService',
          '/cloudidl.app.AppService',
          '/cloudidl.workflow.RunLogsService',
          '/flyteidl2.app.AppService',
          '/flyteidl2.workflow.RunLogsService',
        ],
      }],
      'controlplane-grpc-protected-extended': [{
        port: 80,
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
      }],
    },
  }),

  unionService('run-scheduler', {
    binary: 'cloudpropeller',
    start: ['scheduler', 'start'],
    hasDatabase: true,
    runsOnce: 'would start each scheduled run once per pod',
  }),

  // Ten shards, `actions-<number>-<hash>`. Actions and leasor run executions since 2026.6.3.
  unionService('actions', {
    inChart: { since: '2026.6' },
    // Of the router in front of its shards.
    otherPorts: { admin: 9901 },
    needsScylla: true,
    readers: [{ secrets: [SECRETS.unionServices.name], podAnnotations: 'actions.podAnnotations' }],
    routes: [{
      since: '2026.6',
      groups: {
        [GUARDED_GRPC_STREAMING]: grpcServices(
          'grpc', 'cloudidl.pluginstate.PluginStateService', 'flyteidl2.actions.ActionsService',
        ),
      },
    }],
    gatewayRules: {
      'controlplane-grpc-protected-extended': [{
        port: 80,
        trees: ['/flyteidl2.actions.ActionsService', '/cloudidl.pluginstate.PluginStateService'],
      }],
    },
  }),

  unionService('leasor', {
    inChart: { since: '2026.6' },
    needsScylla: true,
    resources: resources(['1', '2'], ['2Gi', '4Gi']),
    runsOnce: 'would issue each lease once per pod',
    routes: [{
      since: '2026.6',
      groups: {
        [GUARDED_GRPC_STREAMING]: grpcServices(
          'grpc', 'cloudidl.queue.InternalQueueManagerService', 'cloudidl.workflow.v2.LeasorService',
        ),
      },
    }],
    gatewayRules: {
      'controlplane-grpc-protected-extended': [{ port: 80, trees: ['/cloudidl.workflow.v2.LeasorService'] }],
    },
  }),

  // It started runs before actions, until 2026.8.0. Its rule among Gateway API routes:
  // `templates/common/_grpcroute-protected.yaml` at 0d02fefa.
  unionService('queue', {
    inChart: { before: '2026.8' },
    needsScylla: true,
    routes: [{
      before: '2026.8',
      groups: {
        [GUARDED_GRPC]: grpcServices(
          'grpc',
          'cloudidl.workflow.QueueService',
          'cloudidl.workflow.StateService',
          'flyteidl2.workflow.QueueService',
          'flyteidl2.workflow.StateService',
        ),
        [GUARDED_GRPC_STREAMING]: grpcMethods(
          'grpc',
          'cloudidl.workflow.LeaseService/Heartbeat',
          'cloudidl.workflow.LeaseService/StreamLeases',
          'cloudidl.workflow.QueueService/Heartbeat',
          'cloudidl.workflow.QueueService/StreamLeases',
          'cloudidl.workflow.StateService/Watch*',
          'flyteidl2.workflow.QueueService/Heartbeat',
          'flyteidl2.workflow.QueueService/StreamLeases',
          'flyteidl2.workflow.StateService/Watch*',
        ),
      },
    }],
    gatewayRules: {
      'controlplane-grpc-protected': [{
        before: '2026.8',
        port: 80,
        trees: [
          '/cloudidl.workflow.QueueService',
          '/cloudidl.workflow.StateService',
          '/cloudidl.workflow.LeaseService',
          '/flyteidl2.workflow.QueueService',
          '/flyteidl2.workflow.StateService',
        ],
      }],
    },
  }),
];
