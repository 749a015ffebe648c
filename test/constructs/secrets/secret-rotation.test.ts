import { Duration } from 'cdk8s';
import { ChartVersion, ControlPlaneAuthProps, SecretDelivery, SecretRotation } from '../../../src';
import { SecretReader } from '../../../src/contract/union/secrets';
import { externalSecrets, unionAuth } from '../../_tools/fixtures';
import { at, controlPlane, controlPlaneAuth, dataPlane, dataPlaneAuth, ofKind } from '../../_tools/made';

const RELOADER = 'secret.reloader.stakater.com/reload';
const CHECKSUM = 'union-auth.cdk8s.io/secrets-checksum';
const { reloader, checksum, revision } = SecretRotation;
const reloading = externalSecrets({ rotation: reloader() });

/** Annotations of the pods in plain YAML, by workload. */
function pods(secrets: SecretDelivery, identity = unionAuth()): Record<string, Record<string, string> | undefined> {
  const all = [...controlPlane({ identity, secrets }).manifests, ...dataPlane({ identity, secrets }).manifests];
  return Object.fromEntries(ofKind(all, 'Deployment').map(({ metadata, spec }) => [metadata.name, spec.template.metadata.annotations]));
}

/** Paths of the values that carry the annotation, with it. */
function annotated(content: any, path: string[] = []): Record<string, string> {
  return Object.assign({}, ...Object.entries<any>(content).map(([key, value]) =>
    key === RELOADER ? { [path.join('.')]: value } : value && typeof value === 'object' && !Array.isArray(value) ? annotated(value, [...path, key]) : {}));
}

describe('SecretRotation.reloader', () => {
  const expected = (readers: readonly SecretReader[]): Record<string, string> =>
    Object.fromEntries(readers.flatMap(({ podAnnotations, secrets }) => (podAnnotations ? [[podAnnotations, secrets.join()]] : [])));

  test('beside the charts: pods name the Secrets that they mount, where the charts read annotations and nowhere else', () => {
    const services = 'union-controlplane-secrets';
    const { values } = controlPlaneAuth({ secrets: reloading });
    expect(annotated(values)).toEqual({
      'flyte.flyteadmin.podAnnotations': 'flyte-admin-secrets,union-controlplane-secrets,flyteadmin-oidc-client-secret',
      'flyte.flytescheduler.podAnnotations': 'flyte-secret-auth',
      'podAnnotations': services,
      'actions.podAnnotations': services,
    });
    expect(values.flyte.flyteadmin.additionalVolumes).toHaveLength(3);
    const workloads = ['operator', 'proxy', 'leaseworker', 'flytepropeller', 'clusterresourcesync'];
    expect(annotated(dataPlaneAuth({ secrets: reloading }).values)).toEqual(Object.fromEntries(workloads.map((name) => [`${name}.podAnnotations`, 'union-secret-auth'])));
  });

  test.each(ChartVersion._all)('release %s: every reader at the path that the chart renders', (chartVersion) => {
    const { controlPlane: control, dataPlane: data } = chartVersion._contract;
    expect(annotated(controlPlaneAuth({ secrets: reloading, chartVersion }).values)).toEqual(expected(control.secretReaders));
    expect(annotated(dataPlaneAuth({ secrets: reloading, chartVersion }).values)).toEqual(expected(data.secretReaders));
  });

  test('in plain YAML: the same, and the scheduler reads the database password besides', () => expect(pods(reloading)).toMatchObject({
    'flyteadmin': { [RELOADER]: 'flyte-admin-secrets,union-controlplane-secrets,flyteadmin-oidc-client-secret' },
    'flytescheduler': { [RELOADER]: 'flyte-secret-auth,union-controlplane-secrets' },
    'executions': { [RELOADER]: 'union-controlplane-secrets' },
    'union-operator': { [RELOADER]: 'union-secret-auth' },
    // It mounts the Secret twice.
    'leaseworker': { [RELOADER]: 'union-secret-auth' },
  }));

  test.each([
    ['kubernetesSecrets', SecretDelivery.kubernetesSecrets({ rotation: reloader() })],
    ['provisioned', SecretDelivery.provisioned({ rotation: reloader() })],
  ])('goes with %s', (_, secrets) => expect(dataPlaneAuth({ secrets }).values.operator.podAnnotations).toEqual({ [RELOADER]: 'union-secret-auth' }));

  const ANNOTATION = { [RELOADER]: 'union-controlplane-secrets' };
  const seeding = unionAuth({ dataPlanes: { east: { operator: { clientId: 'operator' }, eager: { clientId: 'east', secret: { key: 'union/east' } } } } });

  test.each<[string, Partial<ControlPlaneAuthProps>, string, unknown]>([
    ['keeps shared annotations', { extraValues: { podAnnotations: { team: 'a' } } }, 'podAnnotations', { ...ANNOTATION, team: 'a' }],
    ['reaches a service with its own annotations, which replace the shared ones', { extraValues: { services: { cluster: { podAnnotations: { own: 'b' } } } } },
      'services.cluster.podAnnotations', { ...ANNOTATION, own: 'b' }],
    ['is not added to a service without', { extraValues: { services: { usage: { replicaCount: 2 } } } }, 'services.usage', { replicaCount: 2 }],
    ['reaches the identity service, when a seeded API key changes, with what all services have', { identity: seeding, extraValues: { podAnnotations: { team: 'a' } } },
      'services.identity.podAnnotations', { team: 'a', [RELOADER]: 'union-controlplane-secrets,eager-api-key-east' }],
  ])('%s', (_, props, path, annotations) => expect(at(controlPlaneAuth({ secrets: reloading, ...props }).values, path)).toEqual(annotations));

  test.each([
    [reloading, ChartVersion.V2026_3, true], [reloading, ChartVersion.V2026_8, false], [externalSecrets(), ChartVersion.V2026_3, false],
  ])('where the chart takes no annotations of a pod, the head of the values says how to restart it (%#)', (secrets, chartVersion, isSaid) => {
    const head = dataPlaneAuth({ secrets, chartVersion, namespace: 'dp' }).plane.helmValues.toString();
    expect([head.includes('#   kubectl rollout restart deployment/executor --namespace dp\n'), head.includes('rollout restart')]).toEqual([isSaid, isSaid]);
  });
});

describe('SecretRotation.checksum', () => {
  const versioned = (web?: string, service: string | undefined = '1') => unionAuth({
    applications: {
      web: { clientId: 'w', secret: { key: 'union/web', version: web } },
      native: { clientId: 'n' },
      service: { clientId: 's', secret: { key: 'union/service', version: service } },
    },
  });
  const client = (clientId: string, version?: string) => ({ clientId, secret: { key: `union/${clientId}`, version } });
  const listing = (version?: string) => unionAuth({ dataPlanes: { east: { operator: client('east', version), eager: client('east-eager') } } });
  const byVersion = externalSecrets({ rotation: checksum() });
  const ofOperator = (secrets: SecretDelivery, identity = unionAuth(), clusterName?: string): string =>
    dataPlaneAuth({ secrets, identity, clusterName }).values.operator.podAnnotations[CHECKSUM];

  test('changes with a version in the store that the pod reads, and only then', () => {
    expect(ofOperator(byVersion, versioned('1'))).toMatch(/^[0-9a-f]{64}$/);
    expect(ofOperator(byVersion, versioned('2', '1'))).toBe(ofOperator(byVersion, versioned('1', '1')));
    expect(ofOperator(byVersion, versioned('1', '2'))).not.toBe(ofOperator(byVersion, versioned('1', '1')));
  });

  test('changes with the revision', () => {
    const [one, same, other] = ['2026-11-24', '2026-11-24', '2026-11-25'].map((word) => ofOperator(externalSecrets({ rotation: revision(word) })));
    expect([same === one, other === one]).toEqual([true, false]);
  });

  test('is on every pod of both planes that mounts a Secret', () => {
    const all = pods(byVersion, versioned('1'));
    expect(Object.keys(all).length).toBeGreaterThan(9);
    expect(Object.keys(all).filter((name) => all[name]?.[CHECKSUM] === undefined)).toEqual(['flyteconsole', 'union-auth-gate-nginx']);
  });

  test('of a data plane with a separate client uses that client', () => {
    const own = (version: string) => ofOperator(byVersion, unionAuth({ dataPlanes: { east: { operator: client('east', version) } } }), 'east');
    expect(own('1')).not.toBe(own('2'));
  });

  const NEVER = 'would never change; use SecretRotation.revision';

  test.each<[string, () => unknown, string]>([
    ['an operator without a version', () => dataPlaneAuth({ identity: listing(), clusterName: 'east', secrets: byVersion }), 'operator.secret.version: required; otherwise the checksum'],
    ['an eager client without a version', () => controlPlaneAuth({ identity: listing('1'), secrets: byVersion }),
      'identity.dataPlanes.east.eager.secret.version: required; otherwise the checksum'],
    ['an application without a version', () => controlPlaneAuth({ identity: versioned(), secrets: byVersion }),
      'identity.applications.web.secret.version: required; otherwise the checksum of the rotation would never change'],
    ['a script', () => SecretDelivery.kubernetesSecrets({ rotation: checksum() }), `rotation: "checksum" ${NEVER}`],
    ['another tool', () => SecretDelivery.provisioned({ rotation: checksum() }), `rotation: "checksum" ${NEVER}`],
    ['a blank revision', () => revision(' '), 'SecretRotation.revision has a problem:\n  - word: must not be empty'],
    ...[reloader(), revision('2026-11')].map((rotation): [string, () => unknown, string] => ['a store that is read once', () => externalSecrets({ rotation, refreshInterval: Duration.seconds(0) }),
      'refreshInterval: "0s" reads the store once, so no new value can arrive']),
  ])('rejects what would never change: %s', (_, build, message) => expect(build).toThrow(message));
});

test('without a rotation, no annotation', () => {
  expect([annotated(controlPlaneAuth().values), dataPlaneAuth().values.operator]).toEqual([{}, undefined]);
  // The gate's is of its configuration, which is not a Secret.
  const found = Object.entries(pods(externalSecrets())).filter(([, annotations]) => annotations !== undefined);
  expect(found).toEqual([['union-auth-gate-nginx', { 'checksum/config': expect.any(String) as unknown }]]);
});
