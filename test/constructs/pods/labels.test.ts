import { ApiObject } from 'cdk8s';
import { imageVersion, labelObjects, PlaneComponent } from '../../../src/constructs/pods/labels';
import { inChart } from '../../_tools/made';

test.each([
  ['registry.example.com/union/services:1.2.3', '1.2.3'],
  ['registry.example.com:5000/union/services:1', '1'],
  ['registry.example.com:5000/union/services', undefined],
  ['services', undefined],
  ['services:1@sha256:0a0b', '1'],
  ['services@sha256:0a0b', undefined],
  ['services:1_2-x.Y', '1_2-x.Y'],
  ['services:-1', undefined],
  ['services:1-', undefined],
  [`services:${'a'.repeat(63)}`, 'a'.repeat(63)],
  [`services:${'a'.repeat(64)}`, undefined],
])('the image %s is of version %s', (image, version) => expect(imageVersion(image)).toBe(version));

test('labels of an object are kept, and labels of the user override all', () => {
  const [{ metadata }] = inChart((chart) => {
    const labels = { 'app.kubernetes.io/name': 'mine', 'team': 'a', 'other': 'kept' };
    new ApiObject(chart, 'it', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'it', labels } });
    labelObjects(chart, { name: 'usage', instance: 'union-cp', component: PlaneComponent.CONTROL_PLANE, version: '2026.8' }, { labels: { team: 'b' }, annotations: { owner: 'b' } });
  }).manifests;
  expect(metadata).toEqual({
    name: 'it',
    annotations: { owner: 'b' },
    labels: {
      'app.kubernetes.io/name': 'mine',
      'app.kubernetes.io/instance': 'union-cp',
      'app.kubernetes.io/version': '2026.8',
      'app.kubernetes.io/component': 'control-plane',
      'app.kubernetes.io/part-of': 'union',
      'app.kubernetes.io/managed-by': 'cdk8s-union-auth',
      'team': 'b',
      'other': 'kept',
    },
  });
});
