import { App, Chart } from 'cdk8s';
import { ControlPlane, ControlPlaneAuth, SecretDelivery, UnionIdentity } from '../../../src';
import { oneIn } from '../../_tools/drawn';
import { byCluster, externalSecrets } from '../../_tools/fixtures';
import { PLAIN } from '../../_tools/plain-plane';
import { Manifest, manifestsIn } from '../../examples/_dist';
import { identityOf, PROVIDERS } from '../identity/_identity';

/** Each makes planes of whole fleets. */
const deep = oneIn(8);

/** What a control plane of a fleet consists of: a data plane more must not touch what has nothing to do with it. */
const application = (name: string) => ({ clientId: `${name}-id`, secret: { key: `union/${name}` } });

function fleet(size: number): UnionIdentity {
  return identityOf(PROVIDERS.okta(), undefined, {
    organization: 'acme',
    dataPlanes: byCluster(Array.from({ length: size }, (_, index) =>
      ({ clusterName: `c${index}`, operator: application(`c${index}-operator`), eager: application(`c${index}-eager`) }))),
  });
}

type Make = (chart: Chart, identity: UnionIdentity, secrets: SecretDelivery) => unknown;

const TRUSTED = 'ExternalSecret flyte-admin-secrets-auth';
const services = ['identity', 'usage'];
const WAYS: readonly (readonly [string, readonly string[], Make])[] = [
  ['beside the chart', [TRUSTED], (chart, identity, secrets) => new ControlPlaneAuth(chart, 'plane', { identity, secrets })],
  // In plain YAML the list of keys that the identity service makes is its config, which its pods must read anew.
  ['in plain YAML', [TRUSTED, 'ConfigMap identity', 'Deployment identity'], (chart, identity, secrets) =>
    new ControlPlane(chart, 'plane', { identity, secrets, ...PLAIN, services, edge: { ...PLAIN.edge, tls: [{ secretName: 'union-tls' }] } })],
];

describe.each(WAYS)('a control plane %s', (_, lists, make) => {
  const manifestsOf = (size: number): string => {
    const app = new App();
    make(new Chart(app, 'union-cp'), fleet(size), externalSecrets());
    return app.synthYaml();
  };
  const byName = (text: string) => new Map(manifestsIn(text).map((manifest: Manifest) =>
    [`${manifest.kind} ${manifest.metadata.name}`, JSON.stringify(manifest)]));

  deep('of one data plane more has its own objects more, and nothing but lists changes', () => {
    const [few, more] = [20, 21].map((size) => byName(manifestsOf(size)));
    expect([...more.keys()].filter((name) => !few.has(name))).toEqual(['ExternalSecret eager-api-key-c20']);
    const changed = [...few].filter(([name, text]) => more.get(name) !== text).map(([name]) => name);
    expect(changed).toEqual(lists);
  });

  deep('grows by at most 2 KB for each', () => {
    const [few, more] = [10, 110].map((size) => Buffer.byteLength(manifestsOf(size)));
    expect((more - few) / 100).toBeLessThan(2048);
  });
});
