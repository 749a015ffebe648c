import { Model } from '../../../src/verify/model/model';
import { organizationNames, rolesWithoutOrganization } from '../../../src/verify/model/organizations';
import { parseManifests } from '../../../src/verify/parse';
import { authorizer } from '../_authorization';
import { deployment, externalSecret, Json } from '../_manifests';
import { modelOf } from '../_model';
import { dataPlaneService, service } from '../_planes';
import { DATA_PLANE_VALUES } from '../_values';

const inManifests = (...objects: Json[]) => organizationNames(modelOf(...objects)).map(({ name, field }) => `${name} at ${field}`);
const shared = (singleTenantOrgID: string) => ({ sharedService: { security: { singleTenantOrgID } } });
const SHARED = 'data["config.yaml"]: sharedService.security.singleTenantOrgID';

test('services of each plane name it where their plane does', () => {
  expect(inManifests(...service('executions', shared('acme')))).toEqual([`acme at ${SHARED}`]);
  expect(inManifests(...dataPlaneService('union-operator', shared('acme')))).toEqual([]);
  expect(inManifests(...dataPlaneService('leaseworker', { leaseworker: { organization: 'acme' } }))).toEqual(['acme at data["config.yaml"]: leaseworker.organization']);
});

test.each(['', '${ORG}', '{{ .Values.global.UNION_ORG }}', 'a-${ORG}'])('%p names none', (name) => {
  expect(inManifests(...service('executions', shared(name)))).toEqual([]);
});

test('init containers and services of others name none', () => {
  const [configMap] = service('executions', shared('acme'));
  const mount = { volumeMounts: [{ name: 'config', mountPath: '/etc/config' }] };
  const volumes = [{ name: 'config', configMap: { name: 'executions' } }];
  expect(inManifests(configMap, deployment('executions', { pod: { initContainers: [{ name: 'init', ...mount }], containers: [{ name: 'main' }], volumes } }))).toEqual([]);
  expect(inManifests(configMap, deployment('others', { container: mount, pod: { volumes } }))).toEqual([]);
});

test('API keys name it, unless they leave it blank', () => {
  const key = (organization: string) => ({ target: { template: { data: { key: `{{ printf "%s:%s:%s:%s" "union.example.com" "eager" .secret "${organization}" | b64enc }}` } } } });
  expect(inManifests(externalSecret('keys', { spec: key('acme') }))).toEqual(['acme at spec.target.template.data.key']);
  expect(inManifests(externalSecret('keys', { spec: key('') }))).toEqual([]);
});

test('values name it, if they do', () => {
  const inValues = (more: string) => {
    const { objects, valueSets } = parseManifests([{ name: 'dp.yaml', text: `${DATA_PLANE_VALUES}${more}` }]);
    return organizationNames(new Model(objects, valueSets)).map(({ name, field }) => `${name} at ${field}`);
  };
  expect(inValues('orgName: acme\n')).toEqual(['acme at orgName']);
  expect(inValues('')).toEqual([]);
});

test.each([['acme', 0], ['', 1], [' ', 1], [undefined, 1]])('roles in the organization %p: %p places lack one', (organization, count) => {
  const places = rolesWithoutOrganization(modelOf(...authorizer({ bootstrap: { organization } })));
  expect(places.map(String)).toEqual(Array(count).fill(`data["config.yaml"]: authorizer.bootstrap${organization === undefined ? '' : '.organization'}`));
  expect(rolesWithoutOrganization(modelOf(...authorizer({ type: 'Noop', bootstrap: { organization } })))).toEqual([]);
});

