import { Model } from '../../../src/verify/model/model';
import { organizationNames, rolesWithoutOrganization } from '../../../src/verify/model/organizations';
import { parseManifests } from '../../../src/verify/parse';
import { authorizer } from '../_authorization';
import { deployment, externalSecret, Json, manifests } from '../_manifests';
import { modelOf } from '../_model';
import { dataPlaneService, service } from '../_planes';
import { DATA_PLANE_VALUES } from '../_values';

const shared = (singleTenantOrgID: string) => ({ sharedService: { security: { singleTenantOrgID } } });
const SHARED = 'acme at data["config.yaml"]: sharedService.security.singleTenantOrgID';
const [CONFIG] = service('executions', shared('acme'));
const MOUNT = { volumeMounts: [{ name: 'config', mountPath: '/etc/config' }] };
const volumes = [{ name: 'config', configMap: { name: 'executions' } }];
const key = (organization: string) => externalSecret('keys', {
  spec: { target: { template: { data: { key: `{{ printf "%s:%s:%s:%s" "union.example.com" "eager" .secret "${organization}" | b64enc }}` } } } },
});

test.each<[string, Json[] | string, string[]]>([
  ['a service of the control plane', service('executions', shared('acme')), [SHARED]],
  ['no service of a data plane by that setting', dataPlaneService('union-operator', shared('acme')), []],
  ['a service of a data plane', dataPlaneService('leaseworker', { leaseworker: { organization: 'acme' } }), ['acme at data["config.yaml"]: leaseworker.organization']],
  ...['', '${ORG}', '{{ .Values.global.UNION_ORG }}', 'a-${ORG}'].map((name): [string, Json[], string[]] => [`no service by ${JSON.stringify(name)}`, service('executions', shared(name)), []]),
  ['no init container', [CONFIG, deployment('executions', { pod: { initContainers: [{ name: 'init', ...MOUNT }], containers: [{ name: 'main' }], volumes } })], []],
  ['no service of others', [CONFIG, deployment('others', { container: MOUNT, pod: { volumes } })], []],
  ['an API key', [key('acme')], ['acme at spec.target.template.data.key']],
  ['no API key that leaves it blank', [key('')], []],
  ['values', `${DATA_PLANE_VALUES}orgName: acme\n`, ['acme at orgName']],
  ['no values without it', DATA_PLANE_VALUES, []],
])('the organization is named by %s', (_, input, expected) => {
  const { objects, valueSets } = parseManifests([{ name: 'in.yaml', text: typeof input === 'string' ? input : manifests(...input) }]);
  expect(organizationNames(new Model(objects, valueSets)).map(({ name, field }) => `${name} at ${field}`)).toEqual(expected);
});

test.each([['acme', 0], ['', 1], [' ', 1], [undefined, 1]])('roles in the organization %p: %p places lack one', (organization, count) => {
  const places = rolesWithoutOrganization(modelOf(...authorizer({ bootstrap: { organization } })));
  expect(places.map(String)).toEqual(Array(count).fill(`data["config.yaml"]: authorizer.bootstrap${organization === undefined ? '' : '.organization'}`));
  expect(rolesWithoutOrganization(modelOf(...authorizer({ type: 'Noop', bootstrap: { organization } })))).toEqual([]);
});
