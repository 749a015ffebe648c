import { ChartVersion, ControlPlaneAuthProps, SecretDelivery } from '../../../../src';
import { controlPlaneAuth, ofKind } from '../../../_tools/made';
import { spiedWarnings } from '../../../_tools/spied-warnings';

const { V2026_3, V2026_6, V2026_8 } = ChartVersion;
const FLYTEADMIN = 'flyte-admin-secrets';
const SERVICE = `${FLYTEADMIN} client_secret: union/service-client-secret`;
const WEB = `${FLYTEADMIN} oidc_client_secret: union/web-client-secret`;
const warned = spiedWarnings();
const warnings = () => warned().filter((text) => text.includes('the chart of'));

/** A control plane, with the keys that are delivered into Secrets. */
function controlPlane(props: Partial<ControlPlaneAuthProps> = {}) {
  const { plane, manifests } = controlPlaneAuth(props);
  const delivered = ofKind(manifests, 'ExternalSecret')
    .flatMap(({ spec }) => spec.data.map(({ secretKey, remoteRef }: any) => `${spec.target.name} ${secretKey}: ${remoteRef.key}`));
  return { plane, delivered, toFlyteadmin: delivered.filter((key) => key.startsWith(`${FLYTEADMIN} `)) };
}

test('Secrets for older and new readers are delivered side by side; the head of the values names the old ones, without a warning', () => {
  const { toFlyteadmin, plane } = controlPlane();
  expect(toFlyteadmin).toEqual([SERVICE, WEB]);
  expect(warnings()).toEqual([]);
  const head = `${plane.helmValues}`.split('\n').filter((line) => line.startsWith('#')).join(' ').replace(/ # /g, ' ');
  expect(head).toContain('Our Secrets have oidc_client_secret of flyte-admin-secrets too: older releases of the chart read it, 2026.8 does not.');
  expect(head).toContain('set migratingFrom to 2026.8 to leave it out.');
  expect(Object.keys(plane.requiredSecrets.find(({ name }) => name === FLYTEADMIN)!.keys)).toEqual(['client_secret']);
});

test('every key that the old manifests deliver into a Secret, the new ones deliver into it too', () => {
  const all = ChartVersion._all.map((chartVersion) => controlPlane({ chartVersion }).delivered);
  all.forEach((newer, i) => all.slice(0, i).forEach((older) => expect(newer).toEqual(expect.arrayContaining(older))));
});

const OLD = 'the chart of 2026.3 reads oidc_client_secret of flyte-admin-secrets, which 2026.8 does not';

test.each<[string, Partial<ControlPlaneAuthProps>, string[], string[]]>([
  ['an older release: a warning names what to take out later', { migratingFrom: V2026_3 }, [SERVICE, WEB], [OLD]],
  ['the release itself: nothing old stays', { migratingFrom: V2026_8 }, [SERVICE], []],
  ['one that reads the same: nothing old stays', { migratingFrom: ChartVersion._all.at(-1) }, [SERVICE], []],
  ['an older release, with external delivery: no warning', { secrets: SecretDelivery.provisioned(), migratingFrom: V2026_3 }, [], []],
])('from %s', (_, props, delivered, messages) => {
  const { toFlyteadmin, plane } = controlPlane(props);
  expect(toFlyteadmin).toEqual(delivered);
  expect(warnings()).toEqual(messages.map((message) => expect.stringContaining(message) as string));
  warnings().forEach((warning) => expect(warning).toContain('set migratingFrom to 2026.8'));
  expect(`${plane.helmValues}`.includes('migratingFrom')).toBe(messages.length > 0);
});

test('the script delivers it as well', () => {
  const { plane } = controlPlane({ secrets: SecretDelivery.kubernetesSecrets(), migratingFrom: V2026_3 });
  expect(plane.secretScript!.toString()).toContain('client_secret "$UNION_SERVICE_CLIENT_SECRET" oidc_client_secret "$UNION_WEB_CLIENT_SECRET"\n');
  expect(warnings()).toHaveLength(1);
});

test('rejects a newer release to migrate from', () => {
  expect(() => controlPlane({ chartVersion: V2026_3, migratingFrom: V2026_6 }))
    .toThrow('migratingFrom: "2026.6" is newer than the chart release 2026.3; give the running release, or 2026.3 itself');
});
