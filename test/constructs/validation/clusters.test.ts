import { ApiObject, App, Chart } from 'cdk8s';
import {
  AuthVerification, ControlPlaneAuth, DataPlane, DataPlaneAuth, SecretDelivery, SecretStore, SecretStoreProvider, UnionIdentity,
} from '../../../src';
import { oneIn } from '../../_tools/drawn';
import { byCluster, dataPlaneOf, dataPlaneProps, externalSecrets, SaidOfDataPlane, unionAuth } from '../../_tools/fixtures';
import { PLAIN_DATA_PLANE } from '../../_tools/plain-plane';

/** Each makes planes of several clusters and judges them. */
const deep = oneIn(4);

const CLUSTERS = ['east', 'west'];
const application = (name: string) => ({ clientId: `client-${name}`, subject: `client-${name}`, secret: { key: `union/${name}` } });
const identityOf = () => unionAuth({ dataPlanes: byCluster(CLUSTERS.map((clusterName) => ({ clusterName, operator: application(`operator-${clusterName}`) }))) });

/** The findings about an app: as `rule: object`. */
function findings(build: (app: App, identity: UnionIdentity) => void): string[] {
  const app = new App();
  build(app, identityOf());
  return AuthVerification.of(app).findings().map(({ rule, object }) => `${rule}: ${object}`);
}

const delivery = () => externalSecrets();
const controlPlane = (app: App, identity: UnionIdentity, id = 'cp') => new ControlPlaneAuth(new Chart(app, id), 'auth', { identity, secrets: delivery() });

const DATA_PLANES: [string, (chart: Chart, props: SaidOfDataPlane & { identity: UnionIdentity; secrets: SecretDelivery }) => unknown][] = [
  ['beside the charts', (chart, props) => new DataPlaneAuth(chart, 'auth', dataPlaneProps(props))],
  ['in plain YAML', (chart, props) => new DataPlane(chart, 'plane', dataPlaneProps({ ...PLAIN_DATA_PLANE, ...props }))],
];

describe('data planes in clusters of their own, all in one namespace', () => {
  deep.each(DATA_PLANES)('%s: nothing is wrong', (_, build) => expect(findings((app, identity) => {
    controlPlane(app, identity);
    CLUSTERS.forEach((clusterName) => build(new Chart(app, clusterName, { namespace: 'union' }), { identity, secrets: delivery(), clusterName }));
  })).toEqual([]));

  deep('with a store each of one name', () => {
    const storeIn = (chart: Chart, region: string) =>
      new SecretStore(chart, 'store', { metadata: { name: 'default' }, provider: SecretStoreProvider.awsSecretsManager({ region }) });
    expect(findings((app, identity) => {
      controlPlane(app, identity);
      storeIn(new Chart(app, 'cp-store', { namespace: 'union-cp' }), 'us-north-1');
      CLUSTERS.forEach((clusterName) => {
        const chart = new Chart(app, clusterName, { namespace: 'union' });
        storeIn(chart, `us-${clusterName}-1`);
        new DataPlaneAuth(chart, 'auth', { dataPlane: dataPlaneOf(identity, { clusterName }), secrets: delivery() });
      });
    })).toEqual([]);
  });

  deep('without names: another chart is another cluster', () => expect(findings((app) => CLUSTERS.forEach((name) => {
    const clusterName = `cluster-${name}`;
    const identity = unionAuth({ domain: `${name}.example.com`, dataPlanes: { [clusterName]: { operator: application(name) } } });
    controlPlane(app, identity, `cp-${name}`);
    new DataPlaneAuth(new Chart(app, name), 'auth', { dataPlane: dataPlaneOf(identity, { clusterName }), secrets: delivery() });
  })).filter((finding) => /secret|duplicated/.test(finding))).toEqual([]));
});

deep.each(DATA_PLANES)('two control planes, each with a cluster of the same name and applications of its own, %s: nothing is wrong', (_, build) => {
  expect(findings((app) => ['blue', 'green'].forEach((name) => {
    const identity = unionAuth({ domain: `${name}.example.com`, dataPlanes: { east: { operator: application(name) } } });
    controlPlane(app, identity, `cp-${name}`);
    build(new Chart(app, name, { namespace: 'union' }), { identity, secrets: delivery(), clusterName: 'east' });
  }))).toEqual([]);
});

deep('two objects of one name in charts that say they go into one cluster', () => {
  const gate = (app: App, id: string, cluster: string) => {
    const chart = new Chart(app, id, { namespace: 'union', labels: { 'union-auth.cdk8s.io/cluster': cluster } });
    const template = { spec: { containers: [{ name: 'gate', image: `gate:${id}` }] } };
    new ApiObject(chart, 'gate', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'gate' }, spec: { template } });
  };
  const names = (...clusters: string[]) => findings((app) => clusters.forEach((cluster, i) => gate(app, `chart-${i}`, cluster)));
  expect(names('east', 'west', 'east')).toEqual(['object-duplicated: apps/v1/Deployment union/gate in cluster east']);
  expect(names('east', 'west')).toEqual([]);
});
