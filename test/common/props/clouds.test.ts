import { googleProject, googleRegion, imageReference, imageRegistry, imageTag, roleIn } from '../../../src/common/props/clouds';

const roleOf = (partition: string) => `arn:${partition}:iam::123456789012:role/union`;

test.each([
  ['us-east-2', 'aws'], ['cn-north-1', 'aws-cn'], ['us-gov-west-1', 'aws-us-gov'], ['us-iso-east-1', 'aws-iso'], ['us-isob-east-1', 'aws-iso-b'],
  ['eusc-de-east-1', 'aws-eusc'],
])('in %s roles are of the partition %s', (region, partition) => {
  expect(roleIn(region)(roleOf(partition))).toBeUndefined();
  expect(roleIn(region)(roleOf('aws-none'))).toBe(`is in partition aws-none, but region ${region} is in ${partition}; correct one of them`);
});

test.each([[undefined, roleOf('aws-cn')], ['nowhere', roleOf('aws-cn')], ['us-east-2', 'union']])('of %s and %s others speak', (region, role) => {
  expect(roleIn(region)(role)).toBeUndefined();
});

test.each(['acme-123456', 'acme', 'example.com:acme', '123456789012'])('%s is a project', (id) => expect(googleProject(id)).toBeUndefined());

test.each(['Acme', 'acme_1', 'projects/acme', 'acme-', '1acme', `a${'b'.repeat(30)}`])('%s is not a project', (id) => {
  expect(googleProject(id)).toBe('is not a project ID; write one such as acme-123456');
});

test.each([['europe-west3', true], ['me-central2', true], ['us-central1-a', false], ['US', false], ['global', false]])('region %s: %s', (name, is) => {
  expect(googleRegion(name) === undefined).toBe(is);
});

const DIGEST = `@sha256:${'a'.repeat(64)}`;

test.each([
  'nginx', 'nginx:1.28', 'docker.io/nginxinc/nginx-unprivileged:1.28-alpine', `a/b${DIGEST}`, `a/b:1${DIGEST}`, 'localhost/a', 'localhost:5000/a__b',
  'registry.example.com:5000/union/a.b-c', '[fd00::1]:5000/union', 'Registry.example.com/union:V1', `a:${'x'.repeat(128)}`,
])('takes the image %s', (image) => expect(imageReference(image)).toBeUndefined());

test.each([
  '', 'nginx:', ':1', 'https://docker.io/nginx', 'oci://docker.io/nginx', 'nginx:1.28:x', 'Nginx:1.28', 'docker.io/Nginx', 'nginx@sha256:abc', 'a//b', '/a', 'a/',
  `a:${'x'.repeat(129)}`,
])('takes no image %j', (image) => expect(imageReference(image)).toMatch(/^is not an image reference; /));

test.each(['unionai', 'registry.example.com', 'registry.example.com:5000/union', 'localhost:5000', '123456789012.dkr.ecr.us-gov-west-1.amazonaws.com/a/b'])(
  'takes the registry %s', (registry) => expect(imageRegistry(registry)).toBeUndefined(),
);

test.each(['https://a.example.com/b', 'a.example.com/', 'a.example.com/b:1', `a.example.com/b${DIGEST}`, 'a.example.com//b', 'a.example.com/Union'])(
  'takes no registry %s', (registry) => expect(imageRegistry(registry)).toMatch(/^is not a registry with a path; /),
);

test.each([['2026.8.3', undefined], [`1${DIGEST}`, undefined], ['.x', 'is not a tag; use at most 128 letters, digits, "-", "_" and "."']])('tag %s', (tag, fault) => {
  expect(imageTag(tag)).toBe(fault);
});
