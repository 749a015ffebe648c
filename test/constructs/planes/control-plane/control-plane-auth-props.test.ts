import { ChartVersion, ControlPlaneAuth, ControlPlaneAuthProps, SecretDelivery } from '../../../../src';
import { externalSecrets, synth, unionAuth } from '../../../_tools/fixtures';
import { spiedWarnings } from '../../../_tools/spied-warnings';

const { V2026_3, V2026_6, V2026_8 } = ChartVersion;
const FLYTEADMIN = 'flyte-admin-secrets';
const warned = spiedWarnings();

function controlPlane(props: Partial<ControlPlaneAuthProps> = {}) {
  let plane!: ControlPlaneAuth;
  const manifests = synth((chart) => {
    plane = new ControlPlaneAuth(chart, 'it', { identity: unionAuth(), secrets: externalSecrets(), ...props });
  });
  const targets = manifests.filter(({ kind, spec }) => kind === 'ExternalSecret' && spec.target.name === FLYTEADMIN);
  return { plane, delivered: targets.flatMap(({ spec }) => spec.data.map(({ secretKey, remoteRef }: any) => `${secretKey}: ${remoteRef.key}`)) };
}

const warnings = () => warned().filter((text) => text.includes('the chart of'));

test('Secrets for older and new readers are delivered side by side; the head of the values names the old ones, without a warning', () => {
  const { delivered, plane } = controlPlane();
  expect(delivered).toEqual(['client_secret: union/service-client-secret', 'oidc_client_secret: union/web-client-secret']);
  expect(warnings()).toEqual([]);
  const head = `${plane.helmValues}`.split('\n').filter((line) => line.startsWith('#')).join(' ').replace(/ # /g, ' ');
  expect(head).toContain('Our Secrets have oidc_client_secret of flyte-admin-secrets too: older releases of the chart read it, 2026.8 does not.');
  expect(head).toContain('set migratingFrom to 2026.8 to leave it out.');
  const required = plane.requiredSecrets.find(({ name }) => name === FLYTEADMIN)!;
  expect(Object.keys(required.keys)).toEqual(['client_secret']);
});

test('where one says what the upgrade comes from, a warning names what to take out later', () => {
  expect(controlPlane({ migratingFrom: V2026_3 }).delivered).toEqual(controlPlane().delivered);
  expect(warnings()).toEqual([expect.stringContaining('the chart of 2026.3 reads oidc_client_secret of flyte-admin-secrets, which 2026.8 does not')]);
  expect(warnings()[0]).toContain('set migratingFrom to 2026.8');
});

test('every key that the old manifests deliver into a Secret, the new ones deliver into it too', () => {
  const keysOf = (chartVersion: ChartVersion) => synth((chart) => new ControlPlaneAuth(chart, 'it', { identity: unionAuth(), secrets: externalSecrets(), chartVersion }))
    .filter(({ kind }) => kind === 'ExternalSecret')
    .flatMap(({ spec }: any) => spec.data.map(({ secretKey, remoteRef }: any) => `${spec.target.name} ${secretKey}: ${remoteRef.key}`));
  const all = ChartVersion._all;
  all.forEach((newer, i) => all.slice(0, i).forEach((older) => expect(keysOf(newer)).toEqual(expect.arrayContaining(keysOf(older)))));
});

test.each([['the release itself', V2026_8], ['one that reads the same', ChartVersion._all[ChartVersion._all.length - 1]]])('from %s nothing old stays', (_, migratingFrom) => {
  const { delivered, plane } = controlPlane({ migratingFrom });
  expect(delivered).toEqual(['client_secret: union/service-client-secret']);
  expect(`${plane.helmValues}`).not.toContain('migratingFrom');
  expect(warnings()).toEqual([]);
});

test('the script delivers it as well', () => {
  const { plane } = controlPlane({ secrets: SecretDelivery.kubernetesSecrets(), migratingFrom: V2026_3 });
  expect(plane.secretScript!.toString()).toContain('client_secret "$UNION_SERVICE_CLIENT_SECRET" oidc_client_secret "$UNION_WEB_CLIENT_SECRET"\n');
  expect(warnings()).toHaveLength(1);
});

test('with external delivery there is no warning', () => {
  const { plane } = controlPlane({ secrets: SecretDelivery.provisioned(), migratingFrom: V2026_3 });
  expect(warnings()).toEqual([]);
  expect(`${plane.helmValues}`).not.toContain('migratingFrom');
});

test('migrating from a newer release is refused', () => {
  expect(() => controlPlane({ chartVersion: V2026_3, migratingFrom: V2026_6 }))
    .toThrow('migratingFrom: "2026.6" is newer than the chart release 2026.3; give the running release, or 2026.3 itself');
});
