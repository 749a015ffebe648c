import { SecretDelivery } from '../../../src';
import { externalSecrets } from '../../_tools/fixtures';
import { controlPlane, controlPlaneAuth, dataPlaneAuth, ofKind } from '../../_tools/made';

/** Helm removes what it rendered once and now does not, with the keys of others in it: users must not miss that. */
describe.each([['External Secrets', externalSecrets()], ['a script', SecretDelivery.kubernetesSecrets()], ['others', SecretDelivery.provisioned()]])(
  'taking over a running release, secrets by %s', (_, secrets) => {
    test.each([
      ['control plane', () => controlPlaneAuth({ secrets }), 'flyte-secret-auth', 'union-cp'],
      ['control plane elsewhere', () => controlPlaneAuth({ secrets, namespace: 'cp' }), 'flyte-secret-auth', 'cp'],
      ['data plane', () => dataPlaneAuth({ secrets }), 'union-secret-auth', 'union'],
    ])('%s: the head of the values and a script say what to keep', (_plane, build, name, namespace) => {
      const { helmValues, takeOverScript } = build().plane;
      expect(`${helmValues}`).toContain(`#   kubectl annotate secret ${name} --namespace ${namespace} --overwrite helm.sh/resource-policy=keep\n`);
      expect(`${takeOverScript!}`).toContain(`namespace='${namespace}'\n`);
      expect(`${takeOverScript!}`).toMatch(new RegExp(`^keep ${name} (shared|owned)$`, 'm'));
    });
  });

test('without the chart the Secrets that others share are kept as well', () => {
  expect(`${controlPlane().made.auth.takeOverScript!}`.match(/^keep .*$/gm)).toEqual(['keep flyte-admin-secrets shared', 'keep union-controlplane-secrets shared']);
});

describe('a data plane whose chart creates the Secret', () => {
  const create = (secrets = externalSecrets()) => dataPlaneAuth({ secrets, chartCreatesSecret: true, releaseName: 'acme' });
  const { plane, manifests, values } = create();

  test('configures the chart for it, with a placeholder', () => {
    expect(values.secrets.admin).toMatchObject({ enable: true, create: true, clientSecret: 'placeholder' });
  });

  test('lets the release take over the empty Secret, which is filled before', () => {
    expect(ofKind(manifests, 'Secret').map(({ metadata }) => metadata)).toMatchObject([{
      name: 'union-secret-auth',
      labels: { 'app.kubernetes.io/managed-by': 'Helm', 'reconcile.external-secrets.io/managed': 'true' },
      annotations: { 'meta.helm.sh/release-name': 'acme', 'meta.helm.sh/release-namespace': 'union' },
    }]);
    expect(`${create(SecretDelivery.kubernetesSecrets()).plane.secretScript!}`).toContain('\ndeliver union-secret-auth "$adopted" client_secret ');
  });

  test('takes nothing from a running release, and keeps the keys that others share', () => {
    expect(`${plane.takeOverScript!}`).toContain('\nkeep union-secret-auth shared\n');
    expect(`${plane.helmValues}`).not.toContain('BEFORE the first upgrade');
  });
});
