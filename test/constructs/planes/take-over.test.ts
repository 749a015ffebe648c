import { ControlPlane, ControlPlaneAuth, DataPlaneAuth, SecretDelivery } from '../../../src';
import { PlaneAuth } from '../../../src/constructs/planes/plane-auth';
import { dataPlaneOf, dataPlaneProps, externalSecrets, synth, unionAuth } from '../../_tools/fixtures';
import { PLAIN } from '../../_tools/plain-plane';


function built(build: (props: object, chart: any) => PlaneAuth, secrets: SecretDelivery): PlaneAuth {
  let found!: PlaneAuth;
  synth((chart) => {
    found = build({ identity: unionAuth(), secrets }, chart);
  });
  return found;
}

const control = (namespace?: string) => (props: any, chart: any) => new ControlPlaneAuth(chart, 'it', { ...props, namespace });
const data = (props: any, chart: any) => new DataPlaneAuth(chart, 'it', dataPlaneProps(props) as any);

/** Helm removes what it rendered once and now does not, with the keys of others in it: nobody must miss that. */
describe.each([
  ['External Secrets', () => externalSecrets()],
  ['a script', () => SecretDelivery.kubernetesSecrets()],
  ['others', () => SecretDelivery.provisioned()],
])('taking over a running release, secrets by %s', (_, secrets) => {
  test.each([
    ['control plane', control(), 'flyte-secret-auth', 'union-cp'],
    ['control plane elsewhere', control('cp'), 'flyte-secret-auth', 'cp'],
    ['data plane', data, 'union-secret-auth', 'union'],
  ])('%s: the head of the values and a script say what to keep', (_plane, build, name, namespace) => {
    const plane = built(build, secrets());
    expect(plane.helmValues.toString()).toContain(`#   kubectl annotate secret ${name} --namespace ${namespace} --overwrite helm.sh/resource-policy=keep\n`);
    const script = plane.takeOverScript!.toString();
    expect(script).toContain(`namespace='${namespace}'\n`);
    expect(script).toMatch(new RegExp(`^keep ${name} (shared|owned)$`, 'm'));
  });
});

test('without the chart the Secrets that others share are kept all the same', () => {
  let plane!: ControlPlane;
  synth((chart) => {
    plane = new ControlPlane(chart, 'it', { identity: unionAuth(), secrets: externalSecrets(), ...PLAIN });
  });
  expect(plane.auth.takeOverScript!.toString().match(/^keep .*$/gm)).toEqual(['keep flyte-admin-secrets shared', 'keep union-controlplane-secrets shared']);
});

describe('a data plane whose chart creates the Secret', () => {
  const create = (secrets = externalSecrets()) => {
    let found!: PlaneAuth;
    const manifests = synth((chart) => {
      found = new DataPlaneAuth(chart, 'it', { dataPlane: dataPlaneOf(unionAuth()), secrets, chartCreatesSecret: true, releaseName: 'acme' });
    });
    return { plane: found, manifests };
  };

  test('configures the chart for it, with a placeholder', () => {
    expect((create().plane.helmValues.toObject() as any).secrets.admin).toMatchObject({ enable: true, create: true, clientSecret: 'placeholder' });
  });

  test('lets the release take over the empty Secret, which is filled before', () => {
    const secret: any = create().manifests.find(({ kind }) => kind === 'Secret');
    expect(secret.metadata).toMatchObject({
      name: 'union-secret-auth',
      labels: { 'app.kubernetes.io/managed-by': 'Helm', 'reconcile.external-secrets.io/managed': 'true' },
      annotations: { 'meta.helm.sh/release-name': 'acme', 'meta.helm.sh/release-namespace': 'union' },
    });
    expect(create(SecretDelivery.kubernetesSecrets()).plane.secretScript!.toString()).toContain('\ndeliver union-secret-auth "$adopted" client_secret ');
  });

  test('takes nothing from a running release, and keeps the keys that others share all the same', () => {
    const { plane } = create();
    expect(plane.takeOverScript!.toString()).toContain('\nkeep union-secret-auth shared\n');
    expect(plane.helmValues.toString()).not.toContain('BEFORE the first upgrade');
  });
});
