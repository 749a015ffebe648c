/**
 * What the services of a data plane may do with the Kubernetes API: as little as they need.
 *
 * Source: unionai/helm-charts, `charts/dataplane`: the `dataplane.rbac.slots` of operator, propeller,
 * leaseworker and clusterresourcesync in their serviceaccount.yaml, without their wildcards over kinds of
 * objects; flyteorg/flyte `flytepropeller/cmd/controller/cmd/root.go`.
 */

export interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

export interface WorkloadAccess {
  /** In the namespace of the plane. */
  readonly own: readonly PolicyRule[];
  /** In each namespace of tasks; cluster resource sync binds it there. */
  readonly tasks: readonly PolicyRule[];
  /** Everywhere: what is watched over all namespaces, or lies in none. */
  readonly cluster: readonly PolicyRule[];
}

const READ = ['get', 'list', 'watch'];
const WATCH = ['list', 'watch'];
const WRITE = [...READ, 'create', 'update', 'patch', 'delete'];
/** How cluster resource sync applies: it creates, or else gets and patches. */
const APPLY = ['get', 'create', 'patch'];

const rule = (
  apiGroup: string, resources: readonly string[], verbs: readonly string[], resourceNames?: readonly string[],
): PolicyRule =>
  ({ apiGroups: [apiGroup], resources, ...(resourceNames ? { resourceNames } : {}), verbs });

const WORKFLOWS = 'flyte.lyft.com';
/** Pods of tasks, and what is said of them. */
const RUNS_TASKS = [
  rule('', ['pods'], WRITE),
  rule('', ['podtemplates'], READ),
  rule('', ['events'], ['create', 'update', 'patch']),
];
const RUNS_WORKFLOWS = [
  rule(WORKFLOWS, ['flyteworkflows'], [...WRITE, 'deletecollection']),
  rule(WORKFLOWS, ['flyteworkflows/finalizers', 'flyteworkflows/status'], ['update', 'patch']),
];
/** Their caches are over all namespaces. */
const WATCHES_TASKS = [rule('', ['pods', 'podtemplates'], WATCH)];

const TASK_RUNNER: WorkloadAccess = {
  // For the resolver of gRPC, which finds the connectors.
  own: [rule('', ['endpoints'], READ)],
  tasks: RUNS_TASKS,
  cluster: WATCHES_TASKS,
};

/** By the name of the workload; who is not here may do nothing. */
export const DATA_PLANE_ACCESS: Readonly<Record<string, WorkloadAccess>> = {
  'union-operator': {
    own: [
      rule('', ['podtemplates'], READ),
      // Its tunnel token, and images that it builds.
      rule('', ['secrets', 'configmaps'], [...READ, 'create', 'update']),
      rule('apps', ['deployments'], [...READ, 'update']),
    ],
    tasks: [
      ...RUNS_WORKFLOWS,
      rule('', ['resourcequotas', 'pods', 'configmaps', 'podtemplates', 'secrets'], WRITE),
    ],
    cluster: [
      rule('', ['resourcequotas', 'pods', 'namespaces', 'nodes'], WATCH),
      rule('metrics.k8s.io', ['pods'], ['list']),
    ],
  },
  'flytepropeller': {
    own: [],
    tasks: [...RUNS_TASKS, ...RUNS_WORKFLOWS],
    cluster: [
      ...WATCHES_TASKS,
      rule(WORKFLOWS, ['flyteworkflows'], WATCH),
      // Its collector of garbage asks for them.
      rule('', ['namespaces'], ['list']),
      // `create-flyteworkflow-crd`
      rule('apiextensions.k8s.io', ['customresourcedefinitions'], ['create']),
    ],
  },
  'executor': TASK_RUNNER,
  'leaseworker': TASK_RUNNER,
  'union-syncresources': {
    own: [],
    tasks: [],
    // In namespaces that come into being by it, where nothing can be bound before.
    cluster: [
      rule('', ['namespaces', 'serviceaccounts', 'resourcequotas'], APPLY),
      rule('rbac.authorization.k8s.io', ['rolebindings'], APPLY),
    ],
  },
};

/** Who binds the roles of the others in the namespaces of tasks. */
export const BINDS_TASK_ROLES = 'union-syncresources';

/**
 * The label by which Union knows namespaces of tasks.
 *
 * Source: dataplane chart 2026.3 and 2026.8, clusterresourcesync/configmap.yaml and
 * `executionNamespaceLabels` of the operator.
 */
export const TASK_NAMESPACE = { 'union.ai/namespace-type': 'flyte' } as const;

/** Lets it bind these roles, and no stronger ones. */
export function bindRule(roles: readonly string[]): PolicyRule {
  return rule('rbac.authorization.k8s.io', ['clusterroles'], ['bind'], roles);
}
