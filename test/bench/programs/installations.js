// Whole installations, a control plane with its data plane each, a file each: installations.js OUTDIR COUNT
const { mkdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { App, Chart, Yaml } = require('cdk8s');
const library = require('../../..');

const [, , outdir, count] = process.argv;

const storage = library.ObjectStorage.s3({ bucket: 'acme-union', region: 'us-east-2', roleArn: 'arn:aws:iam::123456789012:role/union-storage' });
const images = { registry: 'registry.example.com/union', tag: '2026.8.3' };
const secrets = library.SecretDelivery.externalSecrets({ store: library.ClusterSecretStore.fromName('union') });
const database = {
  host: 'union.abc123.us-east-2.rds.amazonaws.com',
  user: 'union',
  password: { key: 'union/database', property: 'password' },
  tls: library.DatabaseTls.VERIFY_FULL,
  caConfigMap: 'database-ca',
};
const edge = { controller: library.EdgeController.ingressNginx(), tls: [{ secretName: 'union-tls' }] };

mkdirSync(outdir, { recursive: true });
for (let index = 0; index < Number(count); index += 1) {
  const identity = new library.UnionIdentity({
    domain: `union-${index}.example.com`,
    organization: 'acme',
    identityProvider: library.IdentityProvider.okta({ orgUrl: 'https://acme.okta.example.com' }),
    applications: {
      web: { clientId: `web-${index}`, secret: { key: `union-${index}/auth`, property: 'web' } },
      native: { clientId: `native-${index}` },
      service: { clientId: `service-${index}`, secret: { key: `union-${index}/auth`, property: 'service' } },
    },
  });
  const app = new App();
  const [cp, dp] = ['cp', 'dp'].map((plane) => new Chart(app, plane, { namespace: `${plane}-${index}` }));
  new library.ControlPlane(cp, 'plane', { identity, secrets, database, storage, images, edge });
  const dataPlane = identity.unlistedDataPlane({ eagerApiKey: library.EagerApiKey.provisioned() });
  new library.DataPlane(dp, 'plane', { dataPlane, secrets, storage, images });
  writeFileSync(join(outdir, `${index}.yaml`), [cp, dp].flatMap((chart) => chart.toJson()).map((each) => Yaml.stringify(each)).join('---\n'));
}
