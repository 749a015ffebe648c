import { parse } from 'yaml';
import { ChartVersion, ObjectStorage } from '../../../../src';
import { oktaAuth } from '../../../_tools/fixtures';
import { find } from '../../../_tools/made';
import { expectValid, Manifest } from '../../../_tools/schemas';
import { dataPlaneManifests } from '../_planes';

interface Rule {
  readonly apiGroups: string[];
  readonly resources: string[];
  readonly verbs: string[];
  readonly resourceNames?: string[];
}

/** The rules that a service account has by bindings of a kind. */
function rulesOf(manifests: readonly Manifest[], service: string, bindingKind: 'RoleBinding' | 'ClusterRoleBinding'): Rule[] {
  const bindings = manifests.filter(({ kind, subjects }) => kind === bindingKind && subjects.some(({ name }: any) => name === service));
  return bindings.flatMap(({ roleRef }) => find(manifests, roleRef.kind, roleRef.name).rules);
}

function allows(rules: readonly Rule[], verb: string, resource: string, group = ''): boolean {
  return rules.some(({ apiGroups, resources, verbs }) => apiGroups.includes(group) && resources.includes(resource) && verbs.includes(verb));
}

const template = (manifests: readonly Manifest[], file: string) => parse(find(manifests, 'ConfigMap', 'union-clusterresource-template').data[file]);

describe.each([ChartVersion.V2026_3, ChartVersion.V2026_8])('data plane %s', (chartVersion) => {
  const manifests = dataPlaneManifests({ chartVersion });
  const services = manifests.filter(({ kind }) => kind === 'Deployment').map(({ metadata }) => metadata.name);
  const runner = chartVersion === ChartVersion.V2026_3 ? 'executor' : 'leaseworker';

  test('every service has an account with a token, under its own name', () => {
    for (const service of services) {
      const { spec } = find(manifests, 'Deployment', service).spec.template;
      expect([spec.serviceAccountName, spec.automountServiceAccountToken]).toEqual([service, true]);
      find(manifests, 'ServiceAccount', service);
    }
  });

  test('roles are valid, and say no "*"', () => {
    const roles = manifests.filter(({ apiVersion }) => apiVersion.startsWith('rbac.'));
    expect(roles.length).toBeGreaterThan(10);
    roles.forEach(expectValid);
    for (const { rules = [] } of roles) {
      for (const rule of rules) {
        expect([...rule.apiGroups, ...rule.resources, ...rule.verbs]).not.toContain('*');
        expect(rule.verbs.filter((verb: string) => ['escalate', 'impersonate'].includes(verb))).toEqual([]);
      }
    }
  });

  test('bound roles exist, and are bound to accounts of this plane', () => {
    for (const { kind, roleRef, subjects } of manifests.filter((manifest) => /RoleBinding$/.test(manifest.kind))) {
      expect([kind, find(manifests, roleRef.kind, roleRef.name).metadata.name]).toEqual([kind, roleRef.name]);
      expect(subjects.map(({ name, namespace }: any) => [services.includes(name), namespace])).toEqual([[true, 'union']]);
    }
  });

  test('no account reads Secrets of all namespaces, or starts pods in them', () => {
    for (const service of services) {
      const rules = rulesOf(manifests, service, 'ClusterRoleBinding');
      for (const [verb, resource] of [['get', 'secrets'], ['list', 'secrets'], ['create', 'pods'], ['create', 'clusterrolebindings']]) {
        expect([service, verb, resource, allows(rules, verb, resource)]).toEqual([service, verb, resource, false]);
      }
    }
  });

  test('propeller finds workflows everywhere, and makes their kind where it is missing', () => {
    const rules = rulesOf(manifests, 'flytepropeller', 'ClusterRoleBinding');
    expect(allows(rules, 'watch', 'flyteworkflows', 'flyte.lyft.com')).toBe(true);
    expect(allows(rules, 'create', 'customresourcedefinitions', 'apiextensions.k8s.io')).toBe(true);
    expect(parse(find(manifests, 'ConfigMap', 'flyte-propeller-config').data['core.yaml']).propeller['create-flyteworkflow-crd']).toBe(true);
  });

  test('the operator keeps its tunnel token in the Secret of the plane', () => {
    expect(allows(rulesOf(manifests, 'union-operator', 'RoleBinding'), 'update', 'secrets')).toBe(true);
  });

  test('cluster resource sync makes namespaces, and binds the roles of those who run tasks there, and no others', () => {
    const rules = rulesOf(manifests, 'union-syncresources', 'ClusterRoleBinding');
    expect(allows(rules, 'create', 'namespaces')).toBe(true);
    expect(rules.filter(({ verbs }) => verbs.includes('bind'))).toEqual([{
      apiGroups: ['rbac.authorization.k8s.io'],
      resources: ['clusterroles'],
      resourceNames: ['union-union-operator-tasks', 'union-flytepropeller-tasks', `union-${runner}-tasks`],
      verbs: ['bind'],
    }]);
    const { data } = find(manifests, 'ConfigMap', 'union-clusterresource-template');
    // In the order of their names: first the namespace, then who may do something in it.
    expect(Object.keys(data).sort()).toEqual([
      'a_namespace.yaml', 'ab_flytepropeller_role_binding.yaml', `ab_${runner}_role_binding.yaml`, 'ab_union_operator_role_binding.yaml', 'b_default_service_account.yaml',
    ].sort());
    for (const service of ['union_operator', 'flytepropeller', runner]) {
      const { metadata, roleRef, subjects } = template(manifests, `ab_${service}_role_binding.yaml`);
      expect(metadata.namespace).toBe('{{ namespace }}');
      expect(find(manifests, roleRef.kind, roleRef.name).rules).toContainEqual(expect.objectContaining({ resources: expect.arrayContaining(['pods']) }));
      expect(subjects).toEqual([{ kind: 'ServiceAccount', name: service.replace('_', '-'), namespace: 'union' }]);
    }
    const { volumes, containers } = find(manifests, 'Deployment', 'union-syncresources').spec.template.spec;
    expect(volumes).toContainEqual({ name: 'resource-templates', configMap: { name: 'union-clusterresource-template' } });
    const { templatePath } = parse(find(manifests, 'ConfigMap', 'union-clusterresourcesync-config').data['cluster_resources.yaml']).cluster_resources;
    expect(containers[0].volumeMounts).toContainEqual({ name: 'resource-templates', mountPath: templatePath, readOnly: true });
  });

  test('tasks act under the identity that opens the storage, where pods have one', () => {
    expect(template(manifests, 'b_default_service_account.yaml').metadata.annotations).toEqual({
      'eks.amazonaws.com/role-arn': 'arn:aws:iam::123456789012:role/union-storage',
    });
    const nodes = dataPlaneManifests({ chartVersion, storage: ObjectStorage.s3({ bucket: 'acme-union', region: 'us-east-2' }) });
    expect(find(nodes, 'ConfigMap', 'union-clusterresource-template').data).not.toHaveProperty(['b_default_service_account.yaml']);
  });

  test('a client that signs in has credentials: the operator has no client of flyteadmin, and so no connection to it', () => {
    for (const { data, metadata } of manifests.filter(({ kind, data: files }) => kind === 'ConfigMap' && !('a_namespace.yaml' in files))) {
      for (const content of Object.values<string>(data).map((text) => parse(text))) {
        expect([metadata.name, content.admin === undefined || 'clientSecretLocation' in content.admin]).toEqual([metadata.name, true]);
      }
    }
    expect(parse(find(manifests, 'ConfigMap', 'union-operator').data['config.yaml'])).not.toHaveProperty('admin');
  });

  test('every service knows its cluster', () => {
    const named = dataPlaneManifests({ chartVersion, clusterName: 'east', identity: oktaAuth({ organization: 'acme' }) });
    const config = (configMap: string, file: string) => parse(find(named, 'ConfigMap', configMap).data[file]);
    expect(config('union-operator', 'config.yaml').operator.clusterId).toEqual({ name: 'east', organization: 'acme' });
    expect(config('union-clusterresourcesync-config', 'cluster_resources.yaml').cluster_resources.clusterName).toBe('east');
    expect(config('flyte-propeller-config', 'core.yaml').propeller).toMatchObject({ 'cluster-id': 'east', 'rawoutput-prefix': 's3://acme-union/data' });
    expect(config(runner, 'config.yaml')[runner]).toMatchObject({ cluster: 'east', organization: 'acme', workerName: 'acme-east-worker1' });
    // Beside its settings of authentication.
    expect(config(runner, 'config.yaml')[runner].unionAuth).toMatchObject({ injectSecret: true });
    expect(parse(find(manifests, 'ConfigMap', 'union-operator').data['config.yaml']).operator.clusterId).toEqual({ name: 'union' });
  });
});

test.each<[Record<string, string[]>, string]>([
  [{ 'ray.io/v1': ['rayjobs'] }, 'taskObjects: "ray.io/v1" is not an API group; write it without a version, such as ray.io, and the core group as ""'],
  [{ '*': ['rayjobs'] }, 'taskObjects: "*" is not an API group'],
  [{ 'ray.io': ['RayJob'] }, 'taskObjects.ray.io[0]: "RayJob" is not a resource; write it in the plural and in lower case, such as rayjobs'],
  [{ 'ray.io': ['*'] }, 'taskObjects.ray.io[0]: "*" is not a resource'],
  [{ 'ray.io': [] }, 'taskObjects.ray.io: [] must not be empty; give a resource, or leave the group out'],
  [{ 'ray.io': [''] }, 'taskObjects.ray.io[0]: must not be empty'],
])('kinds that no rule could name are refused: %j', (taskObjects, problem) => expect(() => dataPlaneManifests({ taskObjects })).toThrow(problem));

test('the core group has an empty name', () => {
  const manifests = dataPlaneManifests({ taskObjects: { '': ['persistentvolumeclaims'] } });
  expect(allows(find(manifests, 'ClusterRole', 'union-flytepropeller-tasks').rules, 'create', 'persistentvolumeclaims')).toBe(true);
});

test('plugins get the kinds that they make, in the namespaces of tasks', () => {
  const manifests = dataPlaneManifests({ taskObjects: { 'ray.io': ['rayjobs'] } });
  expect(allows(find(manifests, 'ClusterRole', 'union-flytepropeller-tasks').rules, 'create', 'rayjobs', 'ray.io')).toBe(true);
  const everywhere = rulesOf(manifests, 'flytepropeller', 'ClusterRoleBinding').filter(({ apiGroups }) => apiGroups.includes('ray.io'));
  expect(everywhere).toEqual([{ apiGroups: ['ray.io'], resources: ['rayjobs'], verbs: ['list', 'watch'] }]);
  expect(allows(find(manifests, 'ClusterRole', 'union-union-operator-tasks').rules, 'create', 'rayjobs', 'ray.io')).toBe(false);
});

test('the API server keeps cluster resource sync to the namespaces of tasks, unless one says otherwise', () => {
  const policies = (props: Parameters<typeof dataPlaneManifests>[0]) =>
    dataPlaneManifests(props).filter(({ apiVersion }) => apiVersion.startsWith('admissionregistration.'));
  const [policy, binding] = policies({ namespace: 'union-east' });
  [policy, binding].forEach(expectValid);
  expect(policy.spec.matchConditions[0].expression).toBe('request.userInfo.username == "system:serviceaccount:union-east:union-syncresources"');
  expect([policy.metadata.namespace, binding.metadata.namespace]).toEqual([undefined, undefined]);
  expect([binding.spec.policyName, binding.spec.validationActions]).toEqual([policy.metadata.name, ['Deny']]);
  // Whatever it may write in all namespaces.
  const written = rulesOf(dataPlaneManifests({ namespace: 'union-east' }), 'union-syncresources', 'ClusterRoleBinding')
    .filter(({ verbs }) => verbs.includes('create')).flatMap(({ resources }) => resources);
  // Left out, the API server puts them there, and the next apply takes them for another writer's.
  expect(policy.spec.matchConstraints).toMatchObject({ matchPolicy: 'Equivalent', namespaceSelector: {}, objectSelector: {} });
  for (const { scope, apiVersions, operations } of policy.spec.matchConstraints.resourceRules) {
    expect([scope, apiVersions, operations]).toEqual(['*', ['*'], ['CREATE', 'UPDATE']]);
  }
  expect(policy.spec.matchConstraints.resourceRules.flatMap(({ resources }: Rule) => resources).sort()).toEqual(written.sort());
  expect(policies({ restrictResourceSync: false })).toEqual([]);
});
