// A fleet of data planes, a Chart each, in one FleetApp: fleet.js KIND STEP OUTDIR PLANES, a number or the index of the only one.
const { Chart } = require('cdk8s');
const library = require('../../..');

const [, , kind, step, outdir, size] = process.argv;
const planes = /^\d+$/.test(size) ? Array.from({ length: Number(size) }, (_, index) => index) : [size];

const identity = new library.UnionIdentity({
  domain: 'union.example.com',
  identityProvider: library.IdentityProvider.okta({ orgUrl: 'https://acme.okta.example.com' }),
  applications: {
    web: { clientId: '0oa-web-1111', secret: { key: 'union/web-client-secret' } },
    native: { clientId: '0oa-native-2222' },
    service: { clientId: '0oa-service-3333', secret: { key: 'union/service-client-secret' } },
  },
  dataPlanes: Object.fromEntries(planes.map((index) => [`cluster-${index}`, {
    operator: { clientId: `0oa-operator-${index}`, secret: { key: `union/operator-${index}` } },
    ...(kind === 'ControlPlaneAuth'
      ? { eager: { clientId: `0oa-eager-${index}`, secret: { key: `union/eager-${index}` } } }
      : { eagerApiKey: library.EagerApiKey.provisioned() }),
  }])),
});
const secrets = library.SecretDelivery.externalSecrets({ store: library.ClusterSecretStore.fromName('union') });

const storage = library.ObjectStorage.s3({ bucket: 'acme-union', region: 'us-east-2', roleArn: 'arn:aws:iam::123456789012:role/union-storage' });
const images = { registry: 'registry.example.com/union', tag: '2026.8.3' };

const KINDS = {
  DataPlane: (chart, props) => new library.DataPlane(chart, 'plane', { ...props, storage, images }),
  DataPlaneAuth: (chart, props) => new library.DataPlaneAuth(chart, 'plane', props),
  ControlPlaneAuth: (chart, props) => new library.ControlPlaneAuth(chart, 'plane', props),
};

const app = new library.FleetApp({ outdir });
for (const index of kind === 'ControlPlaneAuth' ? [] : planes) {
  const [clusterName, namespace] = [`cluster-${index}`, `union-${index}`];
  KINDS[kind](new Chart(app, clusterName), { dataPlane: identity.dataPlane(clusterName), secrets, namespace });
}
if (kind === 'ControlPlaneAuth') {
  KINDS[kind](new Chart(app, 'union-cp', { namespace: 'union-cp' }), { identity, secrets });
}
if (step === 'verify') {
  library.AuthVerification.of(app);
}
if (step !== 'construct') {
  app.synth();
}
