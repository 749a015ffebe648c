import { given, placesOf } from '../../../src/init/program/expression';

test('a prop is below the place of its construct, unless its first part has a separate place', () => {
  const place = placesOf('controlPlane', { namespace: 'planes.namespace', dataPlane: '' });
  expect(['', 'x', 'x.y[0].z', 'namespace', 'namespace[1].a', 'dataPlane', 'dataPlane.x.y', 'dataPlanes.x'].map(place)).toEqual([
    'controlPlane', 'controlPlane.x', 'controlPlane.x.y[0].z', 'planes.namespace', 'planes.namespace[1].a', '', 'x.y', 'controlPlane.dataPlanes.x',
  ]);
  expect(placesOf('')('domain')).toBe('domain');
});

test('undefined values are omitted, false and empty ones are not', () => {
  expect(given({ a: undefined, b: false, c: '', d: null, e: 0 })).toEqual({ b: false, c: '', d: null, e: 0 });
});
