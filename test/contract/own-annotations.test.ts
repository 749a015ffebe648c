import { App, Chart } from 'cdk8s';
import { ControlPlaneAuth, DataPlaneAuth } from '../../src';
import { clientsIn, clientsText } from '../../src/contract/own-annotations';
import { parseManifests } from '../../src/verify/parse';
import { verifyParsed } from '../../src/verify/verify';
import { byCluster, dataPlaneProps, externalSecrets, unionAuth } from '../_tools/fixtures';
import { testFacts } from './_facts';

testFacts('');

describe('a list of client IDs', () => {
  test.each([[[]], [['a', 'b']], [['a,b', 'c']], [['50%', '%2C', ',', 'a%25b']], [['ä-密码', '"', '#x']]])('%j reads back', (ids) => {
    expect(clientsIn(clientsText(ids))).toEqual(ids);
  });

  test('as people write it', () => {
    expect([clientsIn(' a, b ,,c '), clientsIn('50%,%41'), clientsIn('')]).toEqual([['a', 'b', 'c'], ['50%', '%41'], []]);
    expect(clientsText(['a', 'b'])).toBe('a,b');
  });
});

test.each([
  ['a comma in a client ID', ['a,b']],
  ['more of them than fit on a page', Array.from({ length: 1000 }, (_, i) => `0oa-operator-of-data-plane-${i}`)],
])('the planes know each other by what is emitted: %s', (_, clientIds) => {
  const identity = unionAuth({ dataPlanes: byCluster(clientIds.map((clientId, i) => ({ clusterName: `c${i}`, operator: { clientId, secret: { key: `union/${i}` } } }))) });
  const props = { identity, secrets: externalSecrets() };
  const app = new App();
  const planes = [
    new ControlPlaneAuth(new Chart(app, 'control'), 'plane', props),
    new DataPlaneAuth(new Chart(app, 'data'), 'plane', dataPlaneProps({ ...props, clusterName: `c${clientIds.length - 1}` })),
  ];
  const values = planes.map(({ helmValues }, i) => ({ name: `${i}.yaml`, text: helmValues.toString(), chart: helmValues._chart, release: helmValues._release }));
  const rules = (input: Parameters<typeof parseManifests>) => verifyParsed(parseManifests(...input), { only: ['client-id-mismatch'] });
  expect(rules([[], values])).toMatchObject({ findings: [], passed: ['client-id-mismatch'] });
});
