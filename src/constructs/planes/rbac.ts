// Tests: test/constructs/planes/data-plane/access.test.ts
import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { PolicyRule, ReasonedRule } from '../../contract/union/kubernetes-access';
import { inNoNamespace } from '../objects/api-objects';

const API_GROUP = 'rbac.authorization.k8s.io';
const apiVersion = `${API_GROUP}/v1`;

/** A ServiceAccount that gets a role. */
export interface Subject {
  readonly name: string;
  readonly namespace: string;
}

/** A role in one namespace, with its subjects. */
export function addRole(
  scope: Construct, name: string, rules: readonly ReasonedRule[], subject: Subject,
): void {
  const metadata = { name, namespace: subject.namespace };
  new ApiObject(scope, 'role', { apiVersion, kind: 'Role', metadata, rules: rules.map(bare) });
  new ApiObject(scope, 'role-binding', {
    apiVersion,
    kind: 'RoleBinding',
    metadata,
    ...binding('Role', name, subject),
  });
}

/** A role that is bound elsewhere, namespace by namespace. */
export function addClusterRole(
  scope: Construct, id: string, name: string, rules: readonly ReasonedRule[],
): void {
  inNoNamespace(new ApiObject(scope, id, {
    apiVersion, kind: 'ClusterRole', metadata: { name }, rules: rules.map(bare),
  }));
}

/**
 * Binds a role in all namespaces.
 *
 * @param role name of the role and of the binding
 */
export function bindInCluster(scope: Construct, id: string, role: string, subject: Subject): void {
  const metadata = { name: role };
  inNoNamespace(new ApiObject(scope, id, {
    apiVersion, kind: 'ClusterRoleBinding', metadata, ...binding('ClusterRole', role, subject),
  }));
}

/** The reasons are only for docs/roles.md. */
function bare({ why: _, ...rule }: ReasonedRule): PolicyRule {
  return rule;
}

function binding(kind: string, role: string, { name, namespace }: Subject): object {
  return {
    roleRef: { apiGroup: API_GROUP, kind, name: role },
    subjects: [{ kind: 'ServiceAccount', name, namespace }],
  };
}
