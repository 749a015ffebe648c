import { Model } from '../../../src/verify/model/model';
import { parseManifests } from '../../../src/verify/parse';
import { externalSecretsCrd, manifests } from '../_manifests';

const api = (...objects: Record<string, unknown>[]) =>
  new Model(parseManifests([{ name: 'input.yaml', text: manifests(...objects) }]).objects).externalSecretsApi;

test('without CRDs nothing is known', () => {
  expect(api().servedVersions('ExternalSecret')).toBeUndefined();
  expect(api().creationPolicies('v1')).toBeUndefined();
});

test('a CRD tells the versions that are served and the policies that it admits', () => {
  const known = api(externalSecretsCrd({ v1: true, v1beta1: false }, ['Owner', 'Merge']));
  expect(known.servedVersions('ExternalSecret')).toEqual(['v1']);
  expect(known.servedVersions('SecretStore')).toBeUndefined();
  expect(known.creationPolicies('v1')).toEqual(['Owner', 'Merge']);
  expect(known.creationPolicies('v2')).toBeUndefined();
});

test('a CRD without an enum does not tell the policies', () => {
  expect(api(externalSecretsCrd({ v1: true })).creationPolicies('v1')).toBeUndefined();
});
