import { Chart } from 'cdk8s';
import { ControlPlane, ControlPlaneAuth, DataPlane, DataPlaneAuth } from '../../src';
import { externalSecrets, synth, unionAuth } from '../_tools/fixtures';
import { PLAIN } from '../_tools/plain-plane';


test.each([
  ['ControlPlane', (chart: Chart, id: string, namespace: string) => new ControlPlane(chart, id, { auth: unionAuth(), secrets: externalSecrets(), namespace, ...PLAIN })],
  ['ControlPlaneAuth', (chart: Chart, id: string, namespace: string) => new ControlPlaneAuth(chart, id, { auth: unionAuth(), secrets: externalSecrets(), namespace })],
  ['DataPlane', (chart: Chart, id: string, namespace: string) => new DataPlane(chart, id, { auth: unionAuth(), secrets: externalSecrets(), namespace, ...PLAIN })],
  ['DataPlaneAuth', (chart: Chart, id: string, namespace: string) => new DataPlaneAuth(chart, id, { auth: unionAuth(), secrets: externalSecrets(), namespace })],
])('%s twice in one chart: no object of one is an object of the other', (_, build) => {
  const manifests = synth((chart) => {
    build(chart, 'one', 'union-one');
    build(chart, 'two', 'union-two');
  });
  const identities = manifests.map(({ apiVersion, kind, metadata }) => `${apiVersion} ${kind} ${metadata.namespace}/${metadata.name}`);
  expect(identities.length).toBeGreaterThan(1);
  expect(new Set(identities).size).toBe(identities.length);
  expect(new Set(manifests.map(({ metadata }) => metadata.namespace))).toEqual(new Set(['union-one', 'union-two']));
});
