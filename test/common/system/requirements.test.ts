import { tooOld } from '../../../src/common/system/requirements';

const versions = (cdk8s: string, others: object = { constructs: '10.5.0' }) => (name: string) => ({ cdk8s, ...others } as Record<string, string>)[name];

test.each([
  ['16.20.2', '2.70.0', 'cdk8s-union-auth needs Node 20.12.0 or later, but this is Node 16.20.2.'],
  ['20.11.9', '2.70.0', 'cdk8s-union-auth needs Node 20.12.0 or later, but this is Node 20.11.9.'],
  ['20.12.0', '2.60.1', 'cdk8s-union-auth needs cdk8s 2.70.0 or later, but 2.60.1 is installed; run: npm install cdk8s@^2.70.0'],
  ['20.12.0', '2.7.10', 'cdk8s-union-auth needs cdk8s 2.70.0 or later, but 2.7.10 is installed; run: npm install cdk8s@^2.70.0'],
  ['24.1.0', '2.70.0', undefined],
  ['22.0.0', '2.70.106', undefined],
  ['22.0.0', '3.0.0-alpha.1', undefined],
])('Node %s with cdk8s %s: %s', (node, cdk8s, said) => expect(tooOld(true, node, versions(cdk8s))).toBe(said));

test.each([['constructs', '10.4.9', '^10.5.0'], ['cdk8s-plus-28', '2.5.5', '^2.5.6']])('an old %s is named too', (name, version, range) => {
  expect(tooOld(true, '20.12.0', versions('2.70.0', { [name]: version })))
    .toBe(`cdk8s-union-auth needs ${name} ${range.slice(1)} or later, but ${version} is installed; run: npm install ${name}@${range}`);
});

test('a peer that is not required is ignored, and so is a missing one', () => {
  expect(tooOld(false, '20.12.0', versions('1.0.0'))).toBeUndefined();
  expect(tooOld(true, '20.12.0', () => undefined)).toBeUndefined();
});

test('what runs these tests will do', () => expect(tooOld(true)).toBeUndefined());
