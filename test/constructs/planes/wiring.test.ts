import { parse } from 'yaml';
import { ChartVersion } from '../../../src';
import { SERVICE_SECRET, WEB_SECRET } from '../../_tools/fixtures';
import { controlPlane, dataPlane, find, ofKind } from '../../_tools/made';
import { Manifest } from '../../examples/_dist';

/** A file that some configuration names. */
interface NamedFile {
  readonly workload: string;
  readonly configFile: string;
  readonly path: string;
}

/** Every file of a secret that the configuration of a workload names. */
function namedFiles(deployment: Manifest, manifests: Manifest[]): NamedFile[] {
  const volumes: any[] = deployment.spec.template.spec.volumes;
  return volumes.filter((volume) => volume.configMap)
    .flatMap((volume) => {
      const configFiles = Object.entries<string>(find(manifests, 'ConfigMap', volume.configMap.name).data).filter(([name]) => name.endsWith('.yaml'));
      return configFiles.flatMap(([configFile, text]) =>
        pathsIn(parse(text)).map((path) => ({ workload: deployment.metadata.name, configFile, path })),
      );
    });
}

function pathsIn(value: any): string[] {
  if (!value || typeof value !== 'object') {
    return [];
  }
  const own = ['clientSecretLocation', 'clientSecretFile'].flatMap((key) => (typeof value[key] === 'string' ? [value[key]] : []));
  // Without a file of its own, the relying party reads this one.
  const relyingParty = value.openId && !value.openId.clientSecretFile ? ['/etc/secrets/oidc_client_secret'] : [];
  return [...own, ...relyingParty, ...Object.values(value).flatMap(pathsIn)];
}

/** The Secret and key that a path in the container leads to. */
function secretBehind(deployment: Manifest, path: string): { secretName: string; key: string } {
  const { containers, volumes } = deployment.spec.template.spec;
  const mounts = (containers[0].volumeMounts as any[]).filter((mount) => path.startsWith(`${mount.mountPath}/`));
  const mount = mounts.sort((a, b) => b.mountPath.length - a.mountPath.length)[0];
  expect(mount).toBeDefined();
  const volume = (volumes as any[]).find((candidate) => candidate.name === mount.name);
  return { secretName: volume.secret.secretName, key: path.slice(mount.mountPath.length + 1) };
}

function writersOf(manifests: Manifest[], namespace: string, secretName: string, key: string): string[] {
  return manifests
    .filter(({ kind, metadata, spec }) => kind === 'ExternalSecret' && metadata.namespace === namespace && spec.target.name === secretName)
    .flatMap(({ spec }) => (spec.data as any[]).filter((entry) => entry.secretKey === key).map((entry) => entry.remoteRef.key));
}

/** Who runs tasks, by release. Source: dataplane chart, templates/nodeexecutor and templates/leaseworker. */
const BOTH = ['executor', 'leaseworker'];
const TASK_RUNNERS: Record<string, readonly string[]> = {
  '2026.3': ['executor'], '2026.6': BOTH, '2026.6.9': BOTH, '2026.7.2': BOTH, '2026.8': ['leaseworker'],
};

describe.each(ChartVersion._all)('every client secret that the configuration names is delivered, release %s', (chartVersion) => {
  const manifests = [...controlPlane({ chartVersion, services: ['executions', 'cluster', 'usage', 'dataproxy'] }).manifests, ...dataPlane({ chartVersion }).manifests];
  const deployments = ofKind(manifests, 'Deployment');
  const named = deployments.flatMap((deployment) => namedFiles(deployment, manifests).map((file) => ({ deployment, ...file })));

  test('every service of the guide names at least one', () => expect(new Set(named.map(({ workload }) => workload))).toEqual(
    new Set([
      'flyteadmin', 'flytescheduler', 'executions', 'cluster', 'usage', 'dataproxy',
      'union-operator', 'flytepropeller', 'union-syncresources', ...TASK_RUNNERS[chartVersion.version],
    ]),
  ));

  test.each(named.map(({ workload, configFile, path, deployment }) => [workload, configFile, path, deployment] as const))(
    '%s: %s names %s',
    (_workload, _configFile, path, deployment) => {
      const { secretName, key } = secretBehind(deployment, path);
      const remote = writersOf(manifests, deployment.metadata.namespace!, secretName, key);
      const isWebClient = key === 'oidc_client_secret' || secretName === 'flyteadmin-oidc-client-secret';
      expect(remote).toEqual([isWebClient ? WEB_SECRET.key : SERVICE_SECRET.key]);
    },
  );

  test('a Merge has a Secret to merge into, and an Owner has none', () => {
    const external = ofKind(manifests, 'ExternalSecret');
    expect(external.length).toBeGreaterThanOrEqual(4);
    for (const { metadata, spec } of external) {
      const target = manifests.some(({ kind, metadata: other }) => kind === 'Secret' && other.name === spec.target.name && other.namespace === metadata.namespace);
      expect({ name: metadata.name, target }).toEqual({ name: metadata.name, target: spec.target.creationPolicy === 'Merge' });
    }
  });

  test.each([
    ['flyteadmin', 'flyte-admin-secrets', '/etc/secrets', 'union-cp'],
    ['flytescheduler', 'flyte-secret-auth', '/etc/secrets', 'union-cp'],
    ['executions', 'union-controlplane-secrets', '/etc/secrets/union', 'union-cp'],
    ['cluster', 'union-controlplane-secrets', '/etc/secrets/union', 'union-cp'],
    ['usage', 'union-controlplane-secrets', '/etc/secrets/union', 'union-cp'],
    ['dataproxy', 'union-controlplane-secrets', '/etc/secrets/union', 'union-cp'],
    ['union-operator', 'union-secret-auth', '/etc/union/secret', 'union'],
    ['flytepropeller', 'union-secret-auth', '/etc/union/secret', 'union'],
    ['union-syncresources', 'union-secret-auth', '/etc/union/secret', 'union'],
  ])('the table of the guide: %s mounts %s at %s in %s', (workload, secretName, mountPath, namespace) => {
    const { metadata, spec } = find(deployments, 'Deployment', workload);
    const { containers, volumes } = spec.template.spec;
    const mount = containers[0].volumeMounts.find((candidate: any) => candidate.mountPath === mountPath);
    expect(mount.readOnly).toBe(true);
    expect(volumes.find((volume: any) => volume.name === mount.name).secret.secretName).toBe(secretName);
    expect(metadata.namespace).toBe(namespace);
  });
});
