import { googleProject, googleRegion, roleIn } from '../../../src/common/props/clouds';

const roleOf = (partition: string) => `arn:${partition}:iam::123456789012:role/union`;

test.each([
  ['us-east-2', 'aws'], ['cn-north-1', 'aws-cn'], ['us-gov-west-1', 'aws-us-gov'], ['us-iso-east-1', 'aws-iso'], ['us-isob-east-1', 'aws-iso-b'],
  ['eusc-de-east-1', 'aws-eusc'],
])('in %s roles are of the partition %s', (region, partition) => {
  expect(roleIn(region)(roleOf(partition))).toBeUndefined();
  expect(roleIn(region)(roleOf('aws-none'))).toBe(
    `is of the partition aws-none, and the region ${region} of ${partition}, which knows no such role; correct one of them`,
  );
});

test.each([[undefined, roleOf('aws-cn')], ['nowhere', roleOf('aws-cn')], ['us-east-2', 'union']])('of %s and %s others speak', (region, role) => {
  expect(roleIn(region)(role)).toBeUndefined();
});

test.each(['acme-123456', 'acme', 'example.com:acme', '123456789012'])('%s is a project', (id) => {
  expect(googleProject(id)).toBeUndefined();
});

test.each(['Acme', 'acme_1', 'projects/acme', 'acme-', '1acme', `a${'b'.repeat(30)}`])('%s is no project', (id) => {
  expect(googleProject(id)).toBe('is no ID of a project; write one such as acme-123456');
});

test.each([['europe-west3', true], ['me-central2', true], ['us-central1-a', false], ['US', false], ['global', false]])('region %s: %s', (name, is) => {
  expect(googleRegion(name) === undefined).toBe(is);
});
