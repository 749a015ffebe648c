/**
 * Minimal permissions of the services of both planes in the Kubernetes API.
 *
 * Source: unionai/helm-charts, `charts/dataplane`: the `dataplane.rbac.slots` of operator, propeller,
 * leaseworker and clusterresourcesync in their serviceaccount.yaml, without their wildcards over kinds of
 * objects; flyteorg/flyte `flytepropeller/cmd/controller/cmd/root.go`.
 */

import { SECRETS } from './secrets';

export interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** A rule with its reason, a phrase for reviewers (docs/roles.md). */
export interface ReasonedRule extends PolicyRule {
  readonly why: string;
}

export interface WorkloadAccess {
  /** In the namespace of the plane. */
  readonly own: readonly ReasonedRule[];
  /** In each namespace of tasks; cluster resource sync binds it there. */
  readonly tasks: readonly ReasonedRule[];
  /** Cluster-wide: watches over all namespaces, and cluster-scoped objects. */
  readonly cluster: readonly ReasonedRule[];
  /** Source of the rules. */
  readonly source: string;
}

const READ = ['get', 'list', 'watch'];
const WATCH = ['list', 'watch'];
const WRITE = [...READ, 'create', 'update', 'patch', 'delete'];
/** The verbs of cluster resource sync: it creates, or else gets and patches. */
const APPLY = ['get', 'create', 'patch'];

/** A rule of one API group. */
export const rule = (
  apiGroup: string, resources: readonly string[], verbs: readonly string[], why: string,
): ReasonedRule => ({ apiGroups: [apiGroup], resources, verbs, why });

const WORKFLOWS = 'flyte.lyft.com';
const RUNS_TASKS = [
  rule('', ['pods'], WRITE, 'runs tasks as pods, and takes them away'),
  rule('', ['podtemplates'], READ, 'reads the templates that tasks name'),
  rule('', ['events'], ['create', 'update', 'patch'], 'reports events of tasks'),
];
const RUNS_WORKFLOWS = [
  rule(WORKFLOWS, ['flyteworkflows'], [...WRITE, 'deletecollection'], 'keeps each workflow that runs in one'),
  rule(WORKFLOWS, ['flyteworkflows/finalizers', 'flyteworkflows/status'], ['update', 'patch'],
    'updates the status of a workflow, and keeps it until its pods are gone'),
];
const WATCHES_TASKS = [rule('', ['pods', 'podtemplates'], WATCH, 'its caches span all namespaces')];

const CHART = (name: string) => `dataplane chart, \`dataplane.rbac.slots\` of ${name}`;

const TASK_RUNNER: WorkloadAccess = {
  own: [rule('', ['endpoints'], READ, 'the gRPC resolver uses them to find the connectors')],
  tasks: RUNS_TASKS,
  cluster: WATCHES_TASKS,
  source: CHART('the leaseworker'),
};

/** In the namespace of the control plane. */
export const FLYTEADMIN_ACCESS: readonly ReasonedRule[] = [
  {
    ...rule('', ['secrets'], ['get', 'update', 'patch'], 'its init container adds the session keys'),
    resourceNames: [SECRETS.flyteadmin.name],
  },
  rule('', ['secrets'], ['create'], 'flyteadmin tries this first, and `create` cannot be limited to a name'),
];

/** By name of the workload; workloads that are not listed have no permissions. */
export const DATA_PLANE_ACCESS: Readonly<Record<string, WorkloadAccess>> = {
  'union-operator': {
    own: [
      rule('', ['podtemplates'], READ, 'reads the templates that tasks name'),
      rule('', ['secrets', 'configmaps'], [...READ, 'create', 'update'],
        'stores its tunnel token and the credentials of image builds. It can read every Secret of its '
        + 'namespace: run nothing else there'),
      rule('apps', ['deployments'], [...READ, 'update'], 'reads the state of services, and restarts them'),
    ],
    tasks: [
      ...RUNS_WORKFLOWS,
      rule('', ['resourcequotas', 'pods', 'configmaps', 'podtemplates', 'secrets'], WRITE,
        'runs and ends tasks for the control plane, with their Secrets and quotas'),
    ],
    cluster: [
      rule('', ['resourcequotas', 'pods', 'namespaces', 'nodes'], WATCH, 'reports capacity and use'),
      rule('metrics.k8s.io', ['pods'], ['list'], 'reports what pods use'),
    ],
    source: CHART('the operator'),
  },
  'flytepropeller': {
    own: [],
    tasks: [...RUNS_TASKS, ...RUNS_WORKFLOWS],
    cluster: [
      ...WATCHES_TASKS,
      rule(WORKFLOWS, ['flyteworkflows'], WATCH, 'its caches span all namespaces'),
      rule('', ['namespaces'], ['list'], 'its garbage collector lists them'),
      rule('apiextensions.k8s.io', ['customresourcedefinitions'], ['create'],
        '`create-flyteworkflow-crd` creates the workflow CRD at start; it changes none'),
    ],
    source: `${CHART('propeller')}; flyteorg/flyte \`flytepropeller/cmd/controller/cmd/root.go\``,
  },
  'executor': TASK_RUNNER,
  'leaseworker': TASK_RUNNER,
  'union-syncresources': {
    own: [],
    tasks: [],
    cluster: [
      rule('', ['namespaces', 'serviceaccounts', 'resourcequotas'], APPLY,
        'creates the namespaces of projects and their content; no role can be bound there before'),
      rule('rbac.authorization.k8s.io', ['rolebindings'], APPLY,
        'binds the roles for tasks there. A ValidatingAdmissionPolicy restricts it to namespaces of tasks '
        + '(`restrictResourceSync`)'),
    ],
    source: CHART('clusterresourcesync'),
  },
};

/** The service that binds the roles of the others in the namespaces of tasks. */
export const BINDS_TASK_ROLES = 'union-syncresources';

/**
 * The label of namespaces of tasks.
 *
 * Source: dataplane chart 2026.3 and 2026.8, clusterresourcesync/configmap.yaml and
 * `executionNamespaceLabels` of the operator.
 */
export const TASK_NAMESPACE = { 'union.ai/namespace-type': 'flyte' } as const;

/** Allows it to bind these roles, and no stronger ones. */
export function bindRule(roles: readonly string[]): ReasonedRule {
  return {
    ...rule(
      'rbac.authorization.k8s.io', ['clusterroles'], ['bind'], 'may bind these roles, and no stronger ones',
    ),
    resourceNames: roles,
  };
}
