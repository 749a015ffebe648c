import { ChartVersion, ControlPlaneAuthProps, DataPlaneAuthProps, EntraDirectory, SecretDelivery } from '../../../src';
import { nestUnder } from '../../../src/common/data/json';
import { SaidOf, SERVICE_SECRET, unionAuth, WEB_SECRET } from '../../_tools/fixtures';
import { configOf, controlPlaneAuth, dataPlane as plainDataPlane, dataPlaneAuth, ofKind, warningsOf } from '../../_tools/made';
import { expectValid } from '../../_tools/schemas';
import { messageOf } from '../identity/_identity';

const INTERNAL = 'union.internal.example.com';
const identity = unionAuth({ additionalDomains: [INTERNAL] });
const DIRECTORY: EntraDirectory = {
  tenantId: '11111111-2222-3333-4444-555555555555', clientId: '99999999-2222-3333-4444-555555555555', clientSecret: { key: 'union/graph' },
};
const beside = (props: Partial<ControlPlaneAuthProps> = {}) => controlPlaneAuth({ identity, ...props });
const dataPlane = (props: SaidOf<DataPlaneAuthProps> = {}) => dataPlaneAuth({ identity, ...props });

describe.each(ChartVersion._all)('chart release %s', (chartVersion) => {
  const { controlPlane: control, dataPlane: contract } = chartVersion._contract;

  test('a data plane calls the control plane under a host of its choice, and its own domain otherwise', () => {
    const at = (props: SaidOf<DataPlaneAuthProps>) => JSON.stringify(dataPlane({ chartVersion, ...props }).values);
    const hostOf = (host: string) => JSON.stringify(nestUnder(contract.controlPlaneHost, host)).slice(1, -1).replace(/^"global":\{/, '').replace(/\}+$/, '');
    expect(at({ controlPlaneHost: INTERNAL })).toContain(hostOf(INTERNAL));
    expect(at({})).toContain(hostOf('union.example.com'));
  });

  test.each([true, false])('apps ask who calls: %s, at each gateway that the release has', (appAuthentication) => {
    const { plane, values } = dataPlane({ chartVersion, appAuthentication });
    expect(values.serving).toEqual({ auth: { enabled: appAuthentication } });
    expect(values.gateway).toEqual(contract.appAuth.length > 1 ? { auth: { enable: appAuthentication } } : undefined);
    expect(warningsOf(plane).some((warning) => warning.includes('open to everyone'))).toBe(!appAuthentication);
  });

  test('apps are not configured unless used', () => expect(dataPlane({ chartVersion }).values).not.toHaveProperty('serving'));

  test('the people of a tenant are listed, where the release has an identity service', () => {
    const make = () => beside({ chartVersion, entraDirectory: { ...DIRECTORY, groupId: DIRECTORY.tenantId } });
    if (control.identityService === undefined) {
      expect(make).toThrow('entraDirectory: ');
      expect(make).toThrow(`has no effect in chart release ${chartVersion}`);
      return;
    }
    const { values, manifests } = make();
    const { tenantId, clientId } = DIRECTORY;
    expect(values.services.identity.configMap.identity.app.identityProviderConfig).toEqual({
      provider: 'azure', azure: { tenantId, clientId, clientSecretName: 'azure_client_secret', groupId: tenantId },
    });
    manifests.forEach(expectValid);
    const delivered = ofKind(manifests, 'ExternalSecret').filter(({ spec }) => spec.target.name === 'union-controlplane-secrets');
    expect(delivered.flatMap(({ spec }) => spec.data)).toContainEqual({ secretKey: 'azure_client_secret', remoteRef: expect.objectContaining({ key: 'union/graph' }) });
  });
});

test('the script of Option B requests the secret of the directory under a separate name', () => {
  const { plane } = beside({ secrets: SecretDelivery.kubernetesSecrets(), entraDirectory: DIRECTORY });
  expect(plane.secretScript!.toString()).toContain('azure_client_secret "$UNION_ENTRA_DIRECTORY_CLIENT_SECRET"');
});

test('in plain YAML the operator calls the same host', () => expect(
  configOf(plainDataPlane({ identity, controlPlaneHost: INTERNAL }).manifests, 'union-operator').union.connection.host,
).toBe(`dns:///${INTERNAL}`));

test.each<[string, () => unknown, string]>([
  ['a host that is not one of the control plane', () => dataPlane({ controlPlaneHost: 'elsewhere.example.com' }),
    'controlPlaneHost: "elsewhere.example.com" is not a host of the control plane (union.example.com, union.internal.example.com)'],
  ['apps of a plane in plain YAML', () => plainDataPlane({ identity, appAuthentication: true }),
    'appAuthentication: true applies to apps, which a plane in plain YAML does not serve'],
  ['a directory by its name', () => beside({ entraDirectory: { ...DIRECTORY, tenantId: 'acme.onmicrosoft.com' } }),
    'entraDirectory.tenantId: "acme.onmicrosoft.com" is not a UUID'],
  ['a directory whose secret has no location', () => beside({ entraDirectory: { tenantId: DIRECTORY.tenantId, clientId: DIRECTORY.clientId } }),
    'entraDirectory.clientSecret: required; give the location of the secret of client 99999999-2222-3333-4444-555555555555 in the secret store'],
  ['a directory that is read by the service application', () => beside({
    identity: unionAuth({ applications: { web: { clientId: 'w', secret: WEB_SECRET }, native: { clientId: 'n' }, service: { clientId: DIRECTORY.clientId, secret: SERVICE_SECRET } } }), entraDirectory: DIRECTORY,
  }), 'entraDirectory.clientId: "99999999-2222-3333-4444-555555555555" is the client ID of "Union service (internal)", and the application can register others'],
  ['a directory whose secret is another client\'s', () => beside({ entraDirectory: { ...DIRECTORY, clientSecret: { key: 'union/web-client-secret' } } }),
    'entraDirectory.clientSecret: {"key":"union/web-client-secret"} is also the location of client web-app-client-id'],
])('rejects %s', (_, make, message) => expect(messageOf(make)).toContain(message));
