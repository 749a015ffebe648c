/**
 * What services of both planes may do with the Kubernetes API: as little as they need.
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

/** A rule with its reason, a phrase, for whoever reviews it: docs/roles.md. */
export interface ReasonedRule extends PolicyRule {
  readonly why: string;
}

export interface WorkloadAccess {
  /** In the namespace of the plane. */
  readonly own: readonly ReasonedRule[];
  /** In each namespace of tasks; cluster resource sync binds it there. */
  readonly tasks: readonly ReasonedRule[];
  /** Everywhere: what is watched over all namespaces, or lies in none. */
  readonly cluster: readonly ReasonedRule[];
  /** Where it follows from. */
  readonly source: string;
}

const READ = ['get', 'list', 'watch'];
const WATCH = ['list', 'watch'];
const WRITE = [...READ, 'create', 'update', 'patch', 'delete'];
/** How cluster resource sync applies: it creates, or else gets and patches. */
const APPLY = ['get', 'create', 'patch'];

/** A rule of one API group. */
export const rule = (
  apiGroup: string, resources: readonly string[], verbs: readonly string[], why: string,
): ReasonedRule => ({ apiGroups: [apiGroup], resources, verbs, why });

const WORKFLOWS = 'flyte.lyft.com';
const RUNS_TASKS = [
  rule('', ['pods'], WRITE, 'runs tasks as pods, and takes them away'),
  rule('', ['podtemplates'], READ, 'reads the templates that tasks name'),
  rule('', ['events'], ['create', 'update', 'patch'], 'says what happens to tasks'),
];
const RUNS_WORKFLOWS = [
  rule(WORKFLOWS, ['flyteworkflows'], [...WRITE, 'deletecollection'], 'keeps each workflow that runs in one'),
  rule(WORKFLOWS, ['flyteworkflows/finalizers', 'flyteworkflows/status'], ['update', 'patch'],
    'says how far a workflow is, and keeps it until its pods are gone'),
];
const WATCHES_TASKS = [rule('', ['pods', 'podtemplates'], WATCH, 'its caches are over all namespaces')];

const CHART = (name: string) => `dataplane chart, \`dataplane.rbac.slots\` of ${name}`;

const TASK_RUNNER: WorkloadAccess = {
  own: [rule('', ['endpoints'], READ, 'the resolver of gRPC finds the connectors by them')],
  tasks: RUNS_TASKS,
  cluster: WATCHES_TASKS,
  source: CHART('the leaseworker'),
};

/** In the namespace of the control plane. */
export const FLYTEADMIN_ACCESS: readonly ReasonedRule[] = [
  {
    ...rule('', ['secrets'], ['get', 'update', 'patch'], 'its init container adds the keys of sessions'),
    resourceNames: [SECRETS.flyteadmin.name],
  },
  rule('', ['secrets'], ['create'], 'flyteadmin tries this first, and `create` cannot be narrowed to a name'),
];

/** By the name of the workload; who is not here may do nothing. */
export const DATA_PLANE_ACCESS: Readonly<Record<string, WorkloadAccess>> = {
  'union-operator': {
    own: [
      rule('', ['podtemplates'], READ, 'reads the templates that tasks name'),
      rule('', ['secrets', 'configmaps'], [...READ, 'create', 'update'],
        'keeps its tunnel token and what building of images needs. It sees every Secret of its namespace: '
        + 'run nothing else there'),
      rule('apps', ['deployments'], [...READ, 'update'], 'sees which services run, and restarts them'),
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
      rule(WORKFLOWS, ['flyteworkflows'], WATCH, 'its caches are over all namespaces'),
      rule('', ['namespaces'], ['list'], 'its collector of garbage goes through them'),
      rule('apiextensions.k8s.io', ['customresourcedefinitions'], ['create'],
        '`create-flyteworkflow-crd` makes the kind of workflows when it starts; it changes none'),
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
        'makes the namespaces of projects and what is in them; nothing can be bound there before'),
      rule('rbac.authorization.k8s.io', ['rolebindings'], APPLY,
        'binds the roles for tasks there. A ValidatingAdmissionPolicy keeps it to namespaces of tasks '
        + '(`restrictResourceSync`)'),
    ],
    source: CHART('clusterresourcesync'),
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
export function bindRule(roles: readonly string[]): ReasonedRule {
  return {
    ...rule(
      'rbac.authorization.k8s.io', ['clusterroles'], ['bind'], 'may bind these roles, and no stronger ones',
    ),
    resourceNames: roles,
  };
}
