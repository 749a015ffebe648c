import { accountUnbound } from '../../../src/verify/rules/access';
import { object } from '../_manifests';
import { externalAuth, flyteadmin, ISSUER } from '../_planes';
import { remedy, testRule } from '../_rule-harness';

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
    ['a pod names an account that is not there', [...withAccount('flyte-admin'), account],
      ['apps/v1/Deployment union-cp/flyteadmin', 'spec.template.spec.serviceAccountName', 'the ServiceAccount flyteadmin', 'flyte-admin, which is not there'],
      remedy(['serviceAccountName: flyte-admin', 'serviceAccountName: flyteadmin'])],
    ['the binding of its role names the account of a former release',
      [...withAccount('flyteadmin'), account, ALL_OF_FLYTEADMIN, { ...binding(), roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'union-flyteadmin' }, subjects: [{ kind: 'ServiceAccount', name: 'former' }] }],
      [`${RBAC}/RoleBinding union-cp/secrets`, 'subjects[0]', 'the ServiceAccount flyteadmin, which the union-flyteadmin is for', 'former, which is not there']],
    ['a binding names an account of another namespace', [...withAccount('flyteadmin'), account, role(ALL), binding('union')],
      [`${RBAC}/RoleBinding union-cp/secrets`, 'subjects[0]', 'a ServiceAccount flyteadmin in namespace union',
        'flyteadmin, which is not there, but in namespace union-cp']],
    ['a binding names a role that is not there', [...withAccount('flyteadmin'), account, role(ALL), binding('union-cp', 'secret')],
      [`${RBAC}/RoleBinding union-cp/secrets`, 'roleRef.name', 'the Role secrets', 'secret, which is not there']],
    ['a template binds an account of another namespace', [...withAccount('flyteadmin'), account, template('flyte')],
      ['v1/ConfigMap union-cp/templates', 'data["binding.yaml"]', 'a ServiceAccount flyteadmin in namespace flyte',
        'flyteadmin, which is not there, but in namespace union-cp']],
    ['flyteadmin may only read', [...withAccount('flyteadmin'), account, role(['get', 'list']), binding()],
      [`${RBAC}/Role union-cp/secrets`, 'rules', 'update, patch, create of secrets for flyteadmin', 'no such rule']],
  ],
  says: {
    '': 'Deployment union-cp/flyteadmin names ServiceAccount flyte-admin, which is not there',
    'rights': 'Role union-cp/secrets does not let flyteadmin read and write the Secrets that it needs',
  },
  passes: [
    ['all of it is there', [...withAccount('flyteadmin'), account, role(ALL), binding(), template('union-cp')]],
    ['the role is for everything', [...withAccount('flyteadmin'), account, role(['*']), binding()]],
    ['a further role comes from elsewhere', [...withAccount('flyteadmin'), account, role(['get']), binding(), {
      ...binding('union-cp', 'more'), metadata: { name: 'more', namespace: 'union-cp' }, roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'more' },
    }]],
    ['the role comes from elsewhere', [...withAccount('flyteadmin'), account, binding()]],
  ],
  notApplicable: [['no account and no binding is in the input', withAccount('flyteadmin')]],
});
