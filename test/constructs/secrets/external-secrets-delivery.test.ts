import { AuthProfile, ControlPlane, ControlPlaneAuth, DataPlaneAuth, EagerApiKey, SecretDelivery } from '../../../src';
import { isGuarded, keyPassedOn } from '../../../src/contract/upstream/remote-ref';
import { dataPlaneOf, externalSecrets, synth, unionAuth } from '../../_tools/fixtures';
import { PLAIN } from '../../_tools/plain-plane';
import { Manifest } from '../../_tools/schemas';

const named = (manifests: Manifest[], kind: string, name: string) => manifests.find((one) => one.kind === kind && one.metadata.name === name);
const secretsOf = (manifests: Manifest[]) => manifests.filter(({ kind }) => kind === 'Secret').map(({ metadata }) => metadata.name as string);

test('ahead of the chart, what the chart renders is emitted empty; otherwise the chart keeps it', () => {
  const emitted = (aheadOfChart?: boolean) => secretsOf(synth((chart) => new ControlPlaneAuth(chart, 'it', { identity: unionAuth(), secrets: externalSecrets({ aheadOfChart }) })));
  expect(emitted()).toEqual(['flyte-admin-secrets', 'union-controlplane-secrets']);
  expect(emitted(true)).toEqual(['flyte-admin-secrets', 'union-controlplane-secrets']);
  expect(emitted(false)).toEqual(['union-controlplane-secrets']);
});

test('Secrets that no chart renders are emitted, in either order', () => {
  const secrets = externalSecrets({ aheadOfChart: false });
  expect(secretsOf(synth((chart) => new ControlPlane(chart, 'it', { identity: unionAuth(), secrets, ...PLAIN })))).toEqual(['flyte-admin-secrets', 'union-controlplane-secrets']);
});

test('the values leave out the Secrets that are emitted ahead of the chart, and only those', () => {
  const taken = (aheadOfChart: boolean) => {
    const secrets = externalSecrets({ aheadOfChart });
    return secrets._takenOver({
      plane: 'a plane',
      namespace: 'union-cp',
      toTheLetter: false,
      targets: [[true, true], [true, false], [false, true], [false, false]].map(([ensureExists, renderedByChart]) => ({
        secretName: `${ensureExists} ${renderedByChart}`, externalSecretName: 'any', entries: [], creationPolicy: 'Merge' as never, ensureExists, renderedByChart,
      })),
    });
  };
  expect(taken(true)).toEqual(['true true']);
  expect(taken(false)).toEqual([]);
});

const templateOf = (secrets: SecretDelivery, profile = AuthProfile.HARDENED) => {
  const manifests = synth((chart) => new DataPlaneAuth(chart, 'it', { dataPlane: dataPlaneOf(unionAuth({ profile })), secrets }));
  return named(manifests, 'ExternalSecret', 'union-secret-auth')?.spec.target.template;
};

test('every value is guarded: line ends go, an empty one fails and names its entry', () => {
  const { data } = templateOf(externalSecrets());
  expect(Object.keys(data).sort()).toEqual(['app_secret', 'client_secret']);
  for (const [key, text] of Object.entries(data as Record<string, string>)) {
    expect([keyPassedOn(text), isGuarded(text)]).toEqual([key, true]);
    expect(text).toContain('the entry union/service-client-secret of the store is empty');
  }
});

test('unguarded, a Secret without fixed texts and API keys has no template data, and neither in the guide', () => {
  expect(templateOf(externalSecrets({ guardValues: false }))).toEqual({ engineVersion: 'v2', mergePolicy: 'Replace' });
  expect(templateOf(externalSecrets(), AuthProfile.GUIDE)).toBeUndefined();
});

test('the Secret of an encoded API key holds the key alone, and is the operator\'s own', () => {
  const eagerApiKey = EagerApiKey.encoded('f3a1');
  const manifests = synth((chart) => new DataPlaneAuth(chart, 'it', { dataPlane: dataPlaneOf(unionAuth(), { eagerApiKey }), secrets: externalSecrets() }));
  const one = named(manifests, 'ExternalSecret', 'f3a1');
  expect(Object.values(one?.spec.target.template.data as object)).toEqual([expect.stringContaining('printf "%s:%s:%s:%s" "union.example.com" "service-client-id" $secret')]);
  expect(one?.spec.target.creationPolicy).toBe('Owner');
  expect(secretsOf(manifests)).toEqual(['union-secret-auth']);
});
