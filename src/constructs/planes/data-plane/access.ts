import type { ServiceAccount } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { filledIn, matching, objectName } from '../../../common/props/checks';
import { list, map, optional, text } from '../../../common/props/prop-types';
import {
  BINDS_TASK_ROLES, bindRule, DATA_PLANE_ACCESS, rule,
} from '../../../contract/union/data-plane-access';
import { cdk8sPlus } from '../../objects/cdk8s-plus';
import { addClusterRole, addRole, bindInCluster } from '../rbac';

/** Kinds of objects that plugins make for tasks: their resources, in the plural, by API group. */
export type TaskObjects = Readonly<Record<string, string[]>>;

/** A rule of RBAC of a kind, or of all, gives no leave, or all of it. */
const RESOURCES = map(list(text(filledIn, matching(
  /^[a-z][a-z0-9]*(\/[a-z]+)?$/, 'is not a resource; write it in the plural and in lower case, such as '
    + 'rayjobs',
))));

export const TASK_OBJECTS = optional((problems, prop, value) => {
  const isMap = RESOURCES(problems, prop, value);
  if (isMap) {
    for (const [group, resources] of Object.entries(value as TaskObjects)) {
      problems.check(prop, group, groupName);
      problems.check(`${prop}.${group}`, resources, () =>
        (resources.length === 0 ? 'is empty; name a resource, or leave the group out' : undefined));
    }
  }
  return isMap;
});

/** The group of pods and ConfigMaps has an empty name. */
function groupName(group: string): string | undefined {
  return group === '' || objectName(group) === undefined
    ? undefined
    : 'is not an API group; write it without a version, such as ray.io, and the core group as ""';
}

/** Who runs tasks, and makes for them what plugins ask for. */
const TASK_RUNNERS = ['flytepropeller', 'executor', 'leaseworker'];
const TASK_OBJECTS_WHY = 'makes what plugins ask for, as `taskObjects` names it';
const MAKES = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'];

/** The role of a service in the namespaces of tasks; names without a namespace carry that of the plane. */
export function taskRole(namespace: string, service: string): string {
  return `${namespace}-${service}-tasks`;
}

/** The services with a role in the namespaces of tasks. */
export function servicesWithTasks(names: readonly string[]): string[] {
  return names.filter((name) => (DATA_PLANE_ACCESS[name]?.tasks.length ?? 0) > 0);
}

/** What decides about the access of a service besides the service. */
export interface AccessOptions {
  readonly namespace: string;
  /** All services of the plane. */
  readonly names: readonly string[];
  readonly taskObjects: TaskObjects;
}

/** A service account for a service that talks to the Kubernetes API, with what it may do there. */
export function addAccess(
  scope: Construct, service: string, { namespace, names, taskObjects }: AccessOptions,
): ServiceAccount {
  const { own, tasks, cluster } = DATA_PLANE_ACCESS[service];
  const made = Object.entries(TASK_RUNNERS.includes(service) ? taskObjects : {})
    .map(([apiGroup, resources]) => rule(apiGroup, resources, MAKES, TASK_OBJECTS_WHY));
  const access = new Construct(scope, `${service}-access`);
  const account = new (cdk8sPlus().ServiceAccount)(access, 'service-account', {
    metadata: { name: service, namespace },
    automountToken: true,
  });
  const subject = { name: service, namespace };
  if (own.length > 0) {
    addRole(access, service, own, subject);
  }
  if (tasks.length > 0) {
    addClusterRole(access, 'task-role', taskRole(namespace, service), [...tasks, ...made]);
  }
  const everywhere = [
    ...cluster,
    // Caches of what plugins make are over all namespaces too.
    ...made.map((each) => ({ ...each, verbs: ['list', 'watch'] })),
    ...(service === BINDS_TASK_ROLES
      ? [bindRule(servicesWithTasks(names).map((name) => taskRole(namespace, name)))]
      : []),
  ];
  const name = `${namespace}-${service}`;
  addClusterRole(access, 'cluster-role', name, everywhere);
  bindInCluster(access, 'cluster-role-binding', name, subject);
  return account;
}
