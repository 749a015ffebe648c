import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { Cluster, CLUSTERS } from '../../examples/fleet/clusters';
import { fleet } from '../../examples/fleet/fleet';

/** Everything that the app of some clusters writes, by path. */
function written(clusters: Cluster[]): Map<string, string> {
  const outdir = mkdtempSync(join(tmpdir(), 'fleet-'));
  const before = process.env.CDK8S_OUTDIR;
  process.env.CDK8S_OUTDIR = outdir;
  try {
    fleet(clusters).synth();
  } finally {
    if (before === undefined) {
      delete process.env.CDK8S_OUTDIR;
    } else {
      process.env.CDK8S_OUTDIR = before;
    }
  }
  const files = readdirSync(outdir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  return new Map(files.map((file) => [relative(outdir, file), readFileSync(file, 'utf8')]));
}

/** The lines of a text that the other does not have, whatever their order. */
function linesMissingIn(text: string, other: string): string[] {
  const there = new Set(other.split('\n'));
  return text.split('\n').filter((line) => !there.has(line));
}

describe('one more data plane', () => {
  const ADDED = 'eu-west-6';
  const [before, after] = [written(CLUSTERS.filter(({ name }) => name !== ADDED)), written(CLUSTERS)];
  const changed = [...before.keys()].filter((file) => before.get(file) !== after.get(file));

  test('adds its own files', () => {
    expect([...after.keys()].filter((file) => !before.has(file)).sort()).toEqual([
      `${ADDED}/ExternalSecret.union-secret-auth.k8s.yaml`,
      `${ADDED}/Secret.union-secret-auth.k8s.yaml`,
      `${ADDED}/SecretStore.union.k8s.yaml`,
      `union-cp/ExternalSecret.eager-api-key-${ADDED}.k8s.yaml`,
      `values/${ADDED}.values.yaml`,
    ]);
    expect([...before.keys()].filter((file) => !after.has(file))).toEqual([]);
  });

  test('changes of the others only what must know it: the set, the control plane, the registrations', () => expect(changed.sort()).toEqual([
    'argocd/ApplicationSet.dataplanes.k8s.yaml',
    'oauth-applications.md',
    'oauth-applications.tf.json',
    'union-cp/ExternalSecret.flyte-admin-secrets-auth.k8s.yaml',
    'values/union-cp.values.yaml',
  ]));

  test('removes only lines that list whom the control plane trusts, and the comma that ends a list', () => {
    const lost = changed.flatMap((file) => linesMissingIn(before.get(file)!, after.get(file)!).map((line) => [file, line.trim()] as const));
    expect(lost).toEqual([
      ['oauth-applications.tf.json', '"${okta_app_oauth.eager_eu_west_5.client_id}"'],
      ['union-cp/ExternalSecret.flyte-admin-secrets-auth.k8s.yaml', expect.stringMatching(/^union-auth\.cdk8s\.io\/trusted-clients: /)],
      ['values/union-cp.values.yaml', expect.stringMatching(/^# union-auth\.cdk8s\.io\/trusted-clients: /)],
    ]);
  });
});
