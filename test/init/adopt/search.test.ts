import { leavesOf } from '../../../src/init/adopt/search';

test('the leaves of an object are what its author wrote, with lists as a whole', () => {
  const ofServer = { managedFields: [1], uid: 'u', resourceVersion: '1', generation: 1, creationTimestamp: 't', selfLink: '/x' };
  const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': '{}', 'own': 'a' };
  const leaves = leavesOf({
    status: { a: 1 },
    metadata: { name: 'x', ...ofServer, annotations },
    spec: { status: 's', generation: 2, list: [{ a: 1 }], none: null, empty: {}, left: undefined, no: false },
  });
  expect(Object.fromEntries(leaves)).toEqual({
    'metadata.name': '"x"', 'metadata.annotations.own': '"a"', 'spec.status': '"s"', 'spec.generation': '2', 'spec.list': '[{"a":1}]', 'spec.no': 'false',
  });
});
