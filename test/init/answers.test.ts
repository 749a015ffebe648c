import { JsonObject } from '../../src/common/data/json';
import { answerAt, fieldAt, mergedAnswers, withAnswer } from '../../src/init';

test.each<[string, JsonObject, JsonObject, JsonObject]>([
  ['maps', { applications: { web: { clientId: 'a' }, native: { clientId: 'b' } } }, { applications: { web: { clientId: 'c' } } },
    { applications: { web: { clientId: 'c' }, native: { clientId: 'b' } } }],
  ['named entries', { dataPlanes: { a: { namespace: 'a' }, b: { namespace: 'b' } } }, { dataPlanes: { a: { releaseName: 'east' } } },
    { dataPlanes: { a: { namespace: 'a', releaseName: 'east' }, b: { namespace: 'b' } } }],
  ['lists of maps', { edge: { tls: [{ secretName: 'a' }] } }, { edge: { tls: [{ hosts: ['b'] }, { secretName: 'c' }] } },
    { edge: { tls: [{ secretName: 'a', hosts: ['b'] }, { secretName: 'c' }] } }],
])('%s are merged entry by entry', (_, found, told, both) => expect(mergedAnswers(found, told)).toEqual(both));

test.each<[string, JsonObject, JsonObject]>([
  ['choice', { edge: { controller: { traefik: {} } } }, { edge: { controller: { ingressNginx: {} } } }],
  ['list of texts', { additionalDomains: ['a.example.com', 'b.example.com'] }, { additionalDomains: ['c.example.com'] }],
  ['list within further values', { controlPlane: { extraValues: { a: [1, 2] } } }, { controlPlane: { extraValues: { a: [3] } } }],
])('another %s takes the place of the first', (_, found, told) => expect(mergedAnswers(found, told)).toEqual(told));

test('named data planes take the place of the one without a name, and the other way round', () => {
  const [one, named] = [{ dataPlane: { namespace: 'a' } }, { dataPlanes: { east: {} } }];
  expect(mergedAnswers(one, named)).toEqual(named);
  expect(mergedAnswers(named, one)).toEqual(one);
});

test.each([
  ['dataPlanes.us-east.operator.clientId', { dataPlanes: { 'us-east': { operator: { clientId: 'x' } } } }],
  ['dataPlanes["1.east"].namespace', { dataPlanes: { '1.east': { namespace: 'x' } } }],
  ['dataPlanes.0.namespace', { dataPlanes: { 0: { namespace: 'x' } } }],
  ['edge.tls[0].secretName', { edge: { tls: [{ secretName: 'x' }] } }],
])('%s leads to its answer, whether or not anything is on the way', (path, answers) => {
  expect(withAnswer({}, path, 'x')).toEqual(answers);
  expect(answerAt(answers, path)).toBe('x');
  expect(fieldAt(path)?.type).toBe('text');
});

test('nothing takes no place', () => expect(mergedAnswers({ organization: 'acme' }, { organization: null })).toEqual({ organization: 'acme' }));

test.each([[9999, 'text'], [10_000, undefined]])('an index of %i', (index, type) => expect(fieldAt(`edge.tls[${index}].secretName`)?.type).toBe(type));
