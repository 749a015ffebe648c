import { imageVersion } from '../../../src/constructs/pods/labels';

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
