import { accountUnbound } from '../../../src/verify/rules/access';
import { manifests, object } from '../_manifests';
import { externalAuth, flyteadmin, ISSUER } from '../_planes';
import { testRule } from '../_rule-harness';

const RBAC = 'rbac.authorization.k8s.io/v1';
type Pod = { readonly spec: { readonly template: { readonly spec: object } } };
const withAccount = (serviceAccountName: string) => flyteadmin(externalAuth(ISSUER)).map((each) => (each.kind === 'Deployment'
  ? { ...each, spec: { template: { spec: { ...(each as unknown as Pod).spec.template.spec, serviceAccountName } } } }
  : each));
const account = object('v1', 'ServiceAccount', 'flyteadmin');
const role = (verbs: string[]) => object(RBAC, 'Role', 'secrets', { rules: [{ apiGroups: [''], resources: ['secrets'], verbs }] });
const binding = (namespace = 'union-cp', name = 'secrets') => object(RBAC, 'RoleBinding', 'secrets', {
  roleRef: { apiGroup: RBAC, kind: 'Role', name },
  subjects: [{ kind: 'ServiceAccount', name: 'flyteadmin', namespace }],
});
const ALL = ['get', 'update', 'patch', 'create'];
const template = (namespace: string) => object('v1', 'ConfigMap', 'templates', {
  data: { 'binding.yaml': `kind: RoleBinding\nmetadata:\n  namespace: "{{ namespace }}"\nroleRef: { kind: ClusterRole, name: tasks }\nsubjects: [{ kind: ServiceAccount, name: flyteadmin, namespace: ${namespace} }]\n` },
});

const ALL_OF_FLYTEADMIN = object(RBAC, 'ClusterRole', 'union-flyteadmin', { rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }] });

testRule(accountUnbound, {
  fires: [
    {
      when: 'a pod names an account that is not there',
      input: manifests(...withAccount('flyte-admin'), account),
      findings: [{
        object: 'apps/v1/Deployment union-cp/flyteadmin',
        field: 'spec.template.spec.serviceAccountName',
        line: 'serviceAccountName: flyte-admin',
        expected: 'the ServiceAccount flyteadmin',
        found: 'flyte-admin, which is not there',
      }],
      remedy: [['serviceAccountName: flyte-admin', 'serviceAccountName: flyteadmin']],
    },
    {
      when: 'the binding of its role names the account of a former release',
      input: manifests(...withAccount('flyteadmin'), account, ALL_OF_FLYTEADMIN, { ...binding(), roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'union-flyteadmin' }, subjects: [{ kind: 'ServiceAccount', name: 'former' }] }),
      findings: [{
        object: `${RBAC}/RoleBinding union-cp/secrets`,
        field: 'subjects[0]',
        line: 'kind: ServiceAccount',
        expected: 'the ServiceAccount flyteadmin, which the union-flyteadmin is for',
        found: 'former, which is not there',
      }],
    },
    {
      when: 'a binding names an account of another namespace',
      input: manifests(...withAccount('flyteadmin'), account, role(ALL), binding('union')),
      findings: [{
        object: `${RBAC}/RoleBinding union-cp/secrets`,
        field: 'subjects[0]',
        line: 'kind: ServiceAccount',
        expected: 'a ServiceAccount flyteadmin in namespace union',
        found: 'flyteadmin, which is not there, but in namespace union-cp',
      }],
    },
    {
      when: 'a binding names a role that is not there',
      input: manifests(...withAccount('flyteadmin'), account, role(ALL), binding('union-cp', 'secret')),
      findings: [{ object: `${RBAC}/RoleBinding union-cp/secrets`, field: 'roleRef.name', line: 'name: secret', expected: 'the Role secrets', found: 'secret, which is not there' }],
    },
    {
      when: 'a template binds an account of another namespace',
      input: manifests(...withAccount('flyteadmin'), account, template('flyte')),
      findings: [{
        object: 'v1/ConfigMap union-cp/templates',
        field: 'data["binding.yaml"]',
        line: 'binding.yaml: |',
        expected: 'a ServiceAccount flyteadmin in namespace flyte',
        found: 'flyteadmin, which is not there, but in namespace union-cp',
      }],
    },
    {
      when: 'flyteadmin may only read',
      input: manifests(...withAccount('flyteadmin'), account, role(['get', 'list']), binding()),
      findings: [{ object: `${RBAC}/Role union-cp/secrets`, field: 'rules', line: 'rules:', expected: 'update, patch, create of secrets for flyteadmin', found: 'no such rule' }],
    },
  ],
  passes: [
    { when: 'all of it is there', input: manifests(...withAccount('flyteadmin'), account, role(ALL), binding(), template('union-cp')) },
    { when: 'the role is for everything', input: manifests(...withAccount('flyteadmin'), account, role(['*']), binding()) },
    { when: 'the role comes from elsewhere', input: manifests(...withAccount('flyteadmin'), account, binding()) },
  ],
  notApplicable: [{
    when: 'no account and no binding is in the input',
    input: manifests(...withAccount('flyteadmin')),
    reason: 'The input shows no account or binding beside a workload of Union.',
  }],
});
