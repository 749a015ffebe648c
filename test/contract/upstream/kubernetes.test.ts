import { objectAt, podSpecPath } from '../../../src/contract/upstream/kubernetes';

test.each([
  ['Pod', '/spec'],
  ['Deployment', '/spec/template/spec'],
  ['StatefulSet', '/spec/template/spec'],
  ['DaemonSet', '/spec/template/spec'],
  ['ReplicaSet', '/spec/template/spec'],
  ['Job', '/spec/template/spec'],
  ['CronJob', '/spec/jobTemplate/spec/template/spec'],
  ['Service', undefined],
])('the pod spec of a %s stands at %s', (kind, expected) => expect(podSpecPath(kind)).toBe(expected));

test.each<[string, unknown, unknown]>([
  ['/a/b', { a: { b: { c: 1 } } }, { c: 1 }],
  ['/a', { a: {} }, {}],
  ['/a/b', { a: 'x' }, undefined],
  ['/a/b', {}, undefined],
  ['/a', { a: [1] }, undefined],
  ['/a', undefined, undefined],
])('objectAt finds %s of %j: %j', (pointer, root, expected) => expect(objectAt(root, pointer)).toEqual(expected));
