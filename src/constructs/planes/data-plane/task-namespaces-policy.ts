import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { BINDS_TASK_ROLES, TASK_NAMESPACE } from '../../../contract/union/data-plane-access';
import { inNoNamespace } from '../../objects/patches';

const apiVersion = 'admissionregistration.k8s.io/v1';

/** What cluster resource sync may write in all namespaces, because those of tasks come into being by it. */
const RESOURCE_RULES = [
  { apiGroups: [''], resources: ['namespaces', 'serviceaccounts', 'resourcequotas'] },
  { apiGroups: ['rbac.authorization.k8s.io'], resources: ['rolebindings'] },
].map((rule) => ({ ...rule, apiVersions: ['*'], operations: ['CREATE', 'UPDATE'] }));

const [[LABEL, VALUE]] = Object.entries(TASK_NAMESPACE);

/**
 * The namespace that is written, or written into. One that is there must have had its label before: it may
 * not be given one.
 */
const HOME = 'request.resource.resource != "namespaces" ? dyn(namespaceObject) : request.operation == '
  + '"UPDATE" ? oldObject : object';
const HAS_LABEL = 'has(variables.home.metadata.labels) '
  + `&& "${LABEL}" in variables.home.metadata.labels && variables.home.metadata.labels["${LABEL}"] == `
  + `"${VALUE}"`;

/**
 * Keeps cluster resource sync to the namespaces of tasks. RBAC cannot: a role that says which namespaces
 * needs their names, and they come later. Without it whoever runs as its ServiceAccount binds the operator's
 * role in kube-system, and reads the Secrets there.
 *
 * Source: Kubernetes, `admissionregistration.k8s.io/v1`, since 1.30.
 */
export function addTaskNamespacesPolicy(scope: Construct, namespace: string): void {
  const name = `${namespace}-${BINDS_TASK_ROLES}`;
  const user = `system:serviceaccount:${namespace}:${BINDS_TASK_ROLES}`;
  const clusterWide = (kind: string, spec: object) =>
    inNoNamespace(new ApiObject(scope, kind, { apiVersion, kind, metadata: { name }, ...{ spec } }));
  clusterWide('ValidatingAdmissionPolicy', {
    failurePolicy: 'Fail',
    // The API server puts its defaults in their places: left out, they would be another's at the next apply.
    matchConstraints: {
      matchPolicy: 'Equivalent',
      namespaceSelector: {},
      objectSelector: {},
      resourceRules: RESOURCE_RULES.map((rule) => ({ ...rule, scope: '*' })),
    },
    matchConditions: [
      { name: 'cluster-resource-sync', expression: `request.userInfo.username == "${user}"` },
    ],
    variables: [{ name: 'home', expression: HOME }],
    validations: [{
      expression: HAS_LABEL,
      message: `cluster resource sync writes into namespaces with the label ${LABEL}=${VALUE} alone; `
        + 'label the namespace of a project and domain that another tool has created',
    }],
  });
  clusterWide('ValidatingAdmissionPolicyBinding', { policyName: name, validationActions: ['Deny'] });
}
