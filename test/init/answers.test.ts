import { JsonObject } from '../../src/common/data/json';
import { mergedAnswers } from '../../src/init';

test.each<[string, JsonObject, JsonObject, JsonObject]>([
  ['maps', { applications: { webClientId: 'a', nativeClientId: 'b' } }, { applications: { webClientId: 'c' } }, { applications: { webClientId: 'c', nativeClientId: 'b' } }],
  ['lists of maps', { dataPlanes: [{ namespace: 'a' }, { namespace: 'b' }] }, { dataPlanes: [{ clusterName: 'east' }] },
    { dataPlanes: [{ namespace: 'a', clusterName: 'east' }, { namespace: 'b' }] }],
  ['a longer list of maps', { clients: [{ name: 'a' }] }, { clients: [{ clientId: 'b' }, { name: 'c' }] }, { clients: [{ name: 'a', clientId: 'b' }, { name: 'c' }] }],
])('%s are merged entry by entry', (_, found, told, both) => {
  expect(mergedAnswers(found, told)).toEqual(both);
});

test.each<[string, JsonObject, JsonObject]>([
  ['choice', { edge: { traefik: {} } }, { edge: { ingressNginx: {} } }],
  ['list of texts', { additionalDomains: ['a.example.com', 'b.example.com'] }, { additionalDomains: ['c.example.com'] }],
  ['list within further values', { controlPlane: { extraValues: { a: [1, 2] } } }, { controlPlane: { extraValues: { a: [3] } } }],
])('another %s takes the place of the first', (_, found, told) => {
  expect(mergedAnswers(found, told)).toEqual(told);
});

test('nothing takes no place', () => {
  expect(mergedAnswers({ organization: 'acme' }, { organization: null })).toEqual({ organization: 'acme' });
});
