import { imageReference, imageRegistry, imageTag } from '../../../src/common/props/image';

const DIGEST = `@sha256:${'a'.repeat(64)}`;

test.each([
  'nginx', 'nginx:1.28', 'docker.io/nginxinc/nginx-unprivileged:1.28-alpine', `a/b${DIGEST}`, `a/b:1${DIGEST}`, 'localhost/a', 'localhost:5000/a__b',
  'registry.example.com:5000/union/a.b-c', '[fd00::1]:5000/union', 'Registry.example.com/union:V1', `a:${'x'.repeat(128)}`,
])('takes the image %s', (image) => {
  expect(imageReference(image)).toBeUndefined();
});

test.each([
  '', 'nginx:', ':1', 'https://docker.io/nginx', 'oci://docker.io/nginx', 'nginx:1.28:x', 'Nginx:1.28', 'docker.io/Nginx', 'nginx@sha256:abc', 'a//b', '/a', 'a/',
  `a:${'x'.repeat(129)}`,
])('takes no image %j', (image) => {
  expect(imageReference(image)).toMatch(/^is no reference of an image; /);
});

test.each(['unionai', 'registry.example.com', 'registry.example.com:5000/union', 'localhost:5000', '123456789012.dkr.ecr.us-gov-west-1.amazonaws.com/a/b'])(
  'takes the registry %s', (registry) => {
    expect(imageRegistry(registry)).toBeUndefined();
  },
);

test.each(['https://a.example.com/b', 'a.example.com/', 'a.example.com/b:1', `a.example.com/b${DIGEST}`, 'a.example.com//b', 'a.example.com/Union'])(
  'takes no registry %s', (registry) => {
    expect(imageRegistry(registry)).toMatch(/^is no registry with a path; /);
  },
);

test.each([['2026.8.3', undefined], [`1${DIGEST}`, undefined], ['.x', 'is no tag; use at most 128 letters, digits, "-", "_" and "."']])('tag %s', (tag, fault) => {
  expect(imageTag(tag)).toBe(fault);
});
