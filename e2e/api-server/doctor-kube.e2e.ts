/**
 * `doctor --kube` on a real API server, under the role of docs/doctor.md: a healthy cluster, then single faults, each put in and
 * removed again. The audit log shows what the doctor requested.
 */
import { Manifest } from '../../test/_tools/schemas';
import { sleep } from '../_support/processes';
import { Network } from '../login/_network';
import { argoCdCrds, certManagerCrds, externalSecretsCrds, fluxHelmCrds, fluxKustomizeCrds, gatewayApiCrds } from '../tools/crds';
import { examples } from './_examples';
import { Healthy, healthyCluster, Undo } from './_healthy-cluster';
import { OnCall } from './_on-call';
import { World } from './_world';

const SECRETS = { apiGroups: [''], resources: ['secrets'], verbs: ['list'] };

let world: World;
let cluster: Healthy;

beforeAll(async () => {
  world = await World.start([externalSecretsCrds, certManagerCrds, argoCdCrds, fluxHelmCrds, fluxKustomizeCrds, gatewayApiCrds]);
  cluster = await healthyCluster(world, examples().find(({ name }) => name === 'plain')!.objects);
}, 300_000);

const withoutSecrets = () => OnCall.start(world);
const withSecrets = () => OnCall.start(world, SECRETS);

describe('a healthy cluster', () => {
  it('has no finding without the right to list Secrets, and the report lists Secrets and Helm releases as unread', async () => {
    const said = await (await withoutSecrets()).ask();
    expect(said.found).toEqual([]);
    expect(said.unread).toEqual(['Helm releases of union', 'Helm releases of union-cp', 'Secrets of union', 'Secrets of union-cp']);
  });

  it('has no finding with the right to list Secrets, and the report contains no value of a Secret', async () => {
    const said = await (await withSecrets()).ask();
    expect(said.found).toEqual([]);
    expect(said.unread).toEqual([]);
    const values = await cluster.secretValues();
    expect(values.length).toBeGreaterThan(3);
    expect(values.filter((value) => said.text.includes(value) || said.text.includes(Buffer.from(value).toString('base64')))).toEqual([]);
  });
});

type Fault = () => Promise<Undo>;

const patched = (kind: string, name: string, patch: object, subresource?: string): Fault => () => cluster.patched(kind, name, patch, subresource);
const condition = (type: string, status: string, reason: string, message: string) => ({
  status: { conditions: [{ type, status, reason, message, lastTransitionTime: '2026-11-20T10:00:00Z' }] },
});
const added = (...objects: Manifest[]): Fault => () => cluster.added(objects);

const gateway: Manifest = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  metadata: { name: 'union', namespace: 'union-cp' },
  spec: { gatewayClassName: 'unserved', listeners: [{ name: 'https', port: 443, protocol: 'HTTPS', hostname: 'union.example.com', tls: { certificateRefs: [{ name: 'union-tls' }] } }] },
};

const FAILED_SYNC = { operation: {}, phase: 'Failed', message: 'one or more objects failed to apply', startedAt: '2026-11-20T10:00:00Z' };

/** Faults that are found without the right to list Secrets. */
const SEEN: readonly (readonly [string, Fault, readonly (string | RegExp)[]])[] = [
  ['the store cannot be read', patched('clustersecretstores.external-secrets.io', 'union', condition('Ready', 'False', 'InvalidProviderConfig', 'no credentials'), 'status'),
    [/^external-secret-not-ready: ClusterSecretStore union: False, InvalidProviderConfig, no credentials$/]],
  ['an entry of the store is missing', patched('externalsecrets', 'union-cp/flyte-admin-secrets-auth', condition('Ready', 'False', 'SecretSyncedError', 'no such entry'), 'status'),
    [/^external-secret-not-ready: ExternalSecret flyte-admin-secrets-auth: False, SecretSyncedError, no such entry$/]],
  ['External Secrets waits for a Secret that is missing', patched('externalsecrets', 'union-cp/flyte-admin-secrets-auth', condition('Ready', 'True', 'SecretMissing', 'waiting'), 'status'),
    [/^external-secret-not-ready: ExternalSecret flyte-admin-secrets-auth: True, SecretMissing/, /^secret-merge-deadlock: ExternalSecret flyte-admin-secrets-auth: /]],
  ['External Secrets does not run', patched('externalsecrets', 'union-cp/flyte-admin-secrets-auth', { status: { conditions: null } }, 'status'),
    [/^external-secret-not-ready: ExternalSecret flyte-admin-secrets-auth: no such condition/]],
  ['a NetworkPolicy admits no caller to flyteadmin', patched('networkpolicies', 'union-cp/flyteadmin', { spec: { ingress: [] } }),
    [/^network-policy-cuts: NetworkPolicy flyteadmin: no caller is admitted$/]],
  ['a NetworkPolicy does not let executions out', patched('networkpolicies', 'union-cp/executions', { spec: { egress: [] } }),
    [/^network-policy-cuts: NetworkPolicy executions: no egress$/]],
  ['the class of the Ingresses is gone', () => cluster.withoutClass('controlplane'),
    [/^live-ingress-class-missing: Ingress controlplane: the class controlplane; the cluster has none; likewise .* and 4 more$/]],
  ['the controller of the class does not run', () => cluster.unserved(), [/^live-edge-unclaimed: Ingress controlplane: no address of k8s.io\/ingress-nginx; likewise /]],
  ['no controller serves the class of a Gateway', added(gateway), [/^live-edge-unclaimed: Gateway union: Programmed Unknown, Pending, Waiting for controller$/]],
  ['the certificate is not issued', patched('certificates', 'union-cp/union', condition('Ready', 'False', 'DoesNotExist', 'Issuing certificate as Secret does not exist'), 'status'),
    [/^live-certificate-unissued: Certificate union: Ready False, DoesNotExist, Issuing/]],
  ['a sync of Argo CD has failed', patched('applications', 'argocd/union', { status: { operationState: FAILED_SYNC } }),
    [/^live-delivery-failed: Application union: Failed, one or more objects failed to apply$/]],
  ['Argo CD cannot read the repository', patched('applications', 'argocd/union', { status: { conditions: [{ type: 'ComparisonError', message: 'authentication required' }] } }),
    [/^live-delivery-failed: Application union: ComparisonError, authentication required$/]],
  ['a HelmRelease of Flux has failed', patched('helmreleases', 'flux-system/union', condition('Ready', 'False', 'UpgradeFailed', 'Helm upgrade failed'), 'status'),
    [/^live-delivery-failed: HelmRelease union: Ready False, UpgradeFailed, Helm upgrade failed$/]],
  ['a Kustomization of Flux has failed', patched('kustomizations', 'flux-system/union', condition('Ready', 'False', 'BuildFailed', 'kustomize build failed'), 'status'),
    [/^live-delivery-failed: Kustomization union: Ready False, BuildFailed, kustomize build failed$/]],
];

/** Faults that are found only with that right. */
const SEEN_IN_SECRETS: typeof SEEN = [
  ['a Secret was written after its pod had started', () => cluster.podsStartedAt('2020-01-01T00:00:00Z'),
    [/^live-pod-stale: Pod flyteadmin-1: 2020-01-01T00:00:00Z$/]],
  ['a key is missing from a Secret', () => cluster.withoutKey('union-cp/flyte-admin-secrets', 'client_secret'),
    [/^client-secret-key-missing: Secret flyte-admin-secrets: /, /^external-secret-not-ready: ExternalSecret flyte-admin-secrets-auth: Ready, and a Secret without client_secret$/]],
  ['the Secret of an ExternalSecret that is Ready is gone', () => cluster.without('secrets', 'union-cp/flyteadmin-oidc-client-secret'),
    [/^browser-secret-undelivered: ExternalSecret flyteadmin-oidc-client-secret: no Secret flyteadmin-oidc-client-secret among those of the cluster$/]],
  ['a shared Secret was replaced after an apply', () => cluster.replacedAfterApply('union-cp/flyte-admin-secrets'),
    [/^secret-keys-applied: Secret flyte-admin-secrets: one that names /]],
  ['a placeholder was never overwritten', () => cluster.written('union-cp/flyte-admin-secrets', 'client_secret', 'placeholder'), [/^placeholder-secret: /]],
];

const ALL = [...SEEN.map((each) => [...each, withoutSecrets] as const), ...SEEN_IN_SECRETS.map((each) => [...each, withSecrets] as const)];

it.each(ALL)('%s', async (_, fault, expected, by) => {
  const onCall = await by();
  const undo = await fault();
  try {
    const { found } = await onCall.ask();
    expect(found).toEqual(expected.map((each) => expect.stringMatching(each)));
  } finally {
    await undo();
  }
  expect((await onCall.ask()).found).toEqual([]);
});

it('does not report a pod as stale after a Secret is written again without a change', async () => {
  const onCall = await withSecrets();
  const now = new Date();
  await sleep(1100);
  const undo = await cluster.podsStartedAt(now.toISOString().replace(/\.\d+Z$/, 'Z'));
  const before = (await onCall.ask()).found;
  await cluster.written('union-cp/flyte-admin-secrets', 'client_secret', await cluster.valueOf('union-cp/flyte-admin-secrets', 'client_secret'));
  expect((await onCall.ask()).found).toEqual(before);
  await undo();
  expect(before).toEqual([]);
});

it('sends only lists, and only those of Secrets are refused', async () => {
  const onCall = await withoutSecrets();
  await onCall.ask();
  const objects = onCall.asked.filter(({ path }) => /^\/apis?\/.*\/\w/.test(path.replace(/\?.*/, '')) && !/^\/apis?(\/[\w.]+){1,2}(\?|$)/.test(path));
  expect(objects.length).toBeGreaterThan(30);
  expect([...new Set(onCall.asked.map(({ verb }) => verb))].sort()).toEqual(['get', 'list']);
  expect(onCall.asked.filter(({ verb }) => verb === 'get').filter(({ path }) => !/^\/apis?(\?|$)/.test(path))).toEqual([]);
  expect(onCall.asked.filter(({ status, path }) => status >= 400 && !/\/secrets\?/.test(path))).toEqual([]);
});

it('reaches the API server by HTTPS_PROXY unless NO_PROXY names its host', async () => {
  const [onCall, network] = [await withoutSecrets(), await Network.start('')];
  try {
    network.serve('kubernetes.example.com', world.api.port);
    const by = { HTTPS_PROXY: network.proxy };
    const said = await onCall.ask(by, 'kubernetes.example.com');
    expect(said).toMatchObject({ code: 1, found: [], text: expect.stringContaining('live-unreachable') });
    const { code, text } = await onCall.ask({ ...by, NO_PROXY: '.example.com' }, 'kubernetes.example.com');
    expect({ code, text }).toEqual({ code: 2, text: expect.stringContaining('--kube: ') });
  } finally {
    await network.stop();
  }
});
