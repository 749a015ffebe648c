import { UNION_AUTHZ_ACCESS } from '../../src/constructs/planes/control-plane/add-services';
import { servicesWithTasks, taskRole } from '../../src/constructs/planes/data-plane/service-settings';
import {
  BINDS_TASK_ROLES, bindRule, DATA_PLANE_ACCESS, FLYTEADMIN_ACCESS, ReasonedRule, WorkloadAccess,
} from '../../src/contract/union/kubernetes-access';

interface EmittedRole {
  readonly kind: string;
  readonly name: string;
  readonly where: string;
  readonly rules: readonly ReasonedRule[];
  readonly source: string;
}

/** Each role that we emit, with its rules, for planes in `union-cp` and `union`. */
export const ROLES: readonly EmittedRole[] = [
  {
    kind: 'Role',
    name: 'flyteadmin-secrets',
    where: 'the control plane\'s namespace',
    rules: FLYTEADMIN_ACCESS,
    source: 'flyteorg/flyte `flyteadmin/auth/create_secrets.go`',
  },
  {
    kind: 'Role',
    name: 'union-authz-secrets',
    where: 'the control plane\'s namespace, where `Authorization.union` decides',
    rules: UNION_AUTHZ_ACCESS,
    source: 'controlplane chart, `templates/authz/rbac.yaml`',
  },
  ...Object.entries(DATA_PLANE_ACCESS).flatMap(([service, access]) => rolesOf(service, access)),
];

function rolesOf(service: string, { own, tasks, cluster, source }: WorkloadAccess): EmittedRole[] {
  const binds = service === BINDS_TASK_ROLES
    ? [bindRule(servicesWithTasks(Object.keys(DATA_PLANE_ACCESS)).map((name) => taskRole('union', name)))]
    : [];
  return [
    { kind: 'Role', name: service, where: 'the data plane\'s namespace', rules: own, source },
    { kind: 'ClusterRole', name: taskRole('union', service), where: 'each namespace of tasks, by RoleBindings', rules: tasks, source },
    { kind: 'ClusterRole', name: `union-${service}`, where: 'everywhere', rules: [...cluster, ...binds], source },
  ].filter(({ rules }) => rules.length > 0);
}

/** docs/roles.md. */
export function rolesMarkdown(): string {
  return [
    '# Roles in plain YAML',
    '',
    '<!-- Written by `npx projen docs`. -->',
    '',
    'The rights of pods of planes in plain YAML at the Kubernetes API, each with its reason. Services that are not listed get no token for it. Union\'s charts have',
    'their own roles. `taskObjects` of a `DataPlane` adds the kinds that plugins make, for the services that run tasks. Release 2026.3 has the executor, later ones',
    'the leaseworker. External Secrets, Reloader and the controller of the edge have the roles that their own installation gives them.',
    ...ROLES.flatMap(({ kind, name, where, rules, source }) => [
      '',
      `## ${kind} \`${name}\``,
      '',
      `In ${where}. Source: ${source}.`,
      '',
      '| API group | resources | verbs | why |',
      '|---|---|---|---|',
      ...rules.map(row),
    ]).map((line) => line.replace('In everywhere.', 'In all namespaces.')),
    '',
  ].join('\n');
}

function row({ apiGroups, resources, resourceNames = [], verbs, why }: ReasonedRule): string {
  const code = (texts: readonly string[]) => texts.map((text) => `\`${text || 'core'}\``).join(', ');
  const named = resourceNames.length === 0 ? '' : ` named ${code(resourceNames)}`;
  return `| ${code(apiGroups)} | ${code(resources)}${named} | ${code(verbs)} | ${why} |`;
}
