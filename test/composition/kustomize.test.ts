import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { Chart } from 'cdk8s';
import { ControlPlane, ControlPlaneAuth, DataPlane, EagerApiKey } from '../../src';
import { manifestYaml } from '../../src/constructs/fleet/manifest-yaml';
import { verify } from '../../src/verify/verify';
import { drawn, oneIn } from '../_tools/drawn';
import { dataPlaneOf, externalSecrets, unionAuth } from '../_tools/fixtures';
import { kubeBinaries } from '../_tools/kube-binaries';
import { PLAIN } from '../_tools/plain-plane';
import { Manifest } from '../_tools/schemas';
import { Folder, GUARDED, judged, synthesized, unseenController } from './_folder';

/** Each builds by kustomize. */
const deep = oneIn(8);

describe('an overlay over planes in plain YAML', () => {
  const identity = unionAuth();
  const { images, storage } = PLAIN;
  const folder = synthesized((app) => {
    new ControlPlane(new Chart(app, 'cp', { namespace: 'union-cp' }), 'plane', { identity, secrets: externalSecrets(), ...PLAIN });
    new DataPlane(new Chart(app, 'dp', { namespace: 'union' }), 'plane', {
      dataPlane: dataPlaneOf(identity, { eagerApiKey: EagerApiKey.provisioned() }),
      secrets: externalSecrets(),
      images,
      storage,
    });
  });
  const built = (overlay: object): Manifest[] =>
    folder.write('kustomization.yaml', { resources: ['cp.k8s.yaml', 'dp.k8s.yaml'], ...overlay }).kustomize();
  const plain = built({});
  const rulesIn = (overlay: object) => [...new Set(judged(built(overlay)).findings.map((finding) => finding.split(':')[0]))];

  deep('builds, and is judged as it was', () => {
    expect(plain.length).toBeGreaterThan(50);
    expect(judged(plain)).toEqual({ findings: [], asked: [], open: [unseenController([...GUARDED].sort())] });
  });

  deep.each(drawn<[string, object, (objects: readonly Manifest[]) => unknown, unknown]>([
    ['labels, in selectors, too', { labels: [{ pairs: { team: 'x' }, includeSelectors: true }] }, (objects) => objects.every(({ metadata }) => (metadata.labels as any)?.team === 'x'), true],
    ['annotations', { commonAnnotations: { team: 'x' } }, (objects) => objects.every(({ metadata }) => (metadata.annotations as any)?.team === 'x'), true],
    ['images', { images: [{ name: `${PLAIN.images.registry}/services`, newTag: 'other' }] }, (objects) => JSON.stringify(objects).includes('services:other'), true],
    ['a patch of every ExternalSecret', { patches: [{ target: { kind: 'ExternalSecret' }, patch: '[{"op":"replace","path":"/spec/refreshInterval","value":"5m"}]' }] },
      (objects) => [...new Set(objects.filter(({ kind }) => kind === 'ExternalSecret').map(({ spec }) => spec.refreshInterval))], ['5m']],
    ['replicas', { replicas: [{ name: 'flyteadmin', count: 3 }] }, (objects) => objects.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'flyteadmin')!.spec.replicas, 3],
  ], 2))('may change %s', (_, overlay, look, expected) => {
    const objects = built(overlay);
    expect(look(objects)).toEqual(expected);
    expect(judged(objects).findings).toEqual([]);
  });

  deep.each<[string, object, string[]]>([
    ['namePrefix: upstream dictates the names of Secrets, and nothing that names them follows', { namePrefix: 'acme-' }, ['client-secret-undelivered']],
    ['namespace: URLs inside config files stay behind', { namespace: 'acme' }, ['endpoint-mismatch']],
  ])('must not change %s; the verifier notices', (_, overlay, rules) => expect(rulesIn(overlay)).toEqual(expect.arrayContaining(rules)));
});

deep('beside the charts, namePrefix shows in our manifests alone, and with the values: docs/composition.md', () => {
  let values = '';
  const folder = synthesized((app) => {
    values = new ControlPlaneAuth(new Chart(app, 'auth', { namespace: 'union-cp' }), 'auth', { identity: unionAuth(), secrets: externalSecrets() }).helmValues.toString();
  });
  const built = folder.write('kustomization.yaml', { resources: ['auth.k8s.yaml'], namePrefix: 'acme-' }).kustomize();
  const manifests = { name: 'built.yaml', text: manifestYaml(built) };
  const found = (...more: { name: string; text: string }[]) => verify([manifests, ...more]).findings.map(({ rule }) => rule);
  expect(new Set(found())).toEqual(new Set(['secret-merge-deadlock']));
  expect(found({ name: 'controlplane.values.yaml', text: values })).toContain('secret-merge-deadlock');
});

describe('a kustomization that renders the chart', () => {
  const chart = new Folder()
    // Kustomize 5.7 asks for Helm's version with a flag that Helm 4 does not have any more.
    .write('helm', `#!/bin/sh\n[ "$1" != version ] || { echo v3.18.4; exit; }\nexec ${kubeBinaries().helm} "$@"\n`)
    .write('controlplane/Chart.yaml', { apiVersion: 'v2', name: 'controlplane', version: '2026.8.3' })
    .write('controlplane/templates/secret.yaml', 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: flyte-admin-secrets\n  namespace: {{ .Release.Namespace }}\ntype: Opaque\nstringData:\n');
  chmodSync(join(chart.path, 'helm'), 0o755);
  const build = (aheadOfChart: boolean) => {
    let values = '';
    const folder = synthesized((app) => {
      const chartOfPlane = new Chart(app, 'auth', { namespace: 'acme-cp' });
      values = new ControlPlaneAuth(chartOfPlane, 'auth', { identity: unionAuth(), secrets: externalSecrets({ aheadOfChart }) }).helmValues.toString();
    });
    return folder.write('controlplane.values.yaml', values).write('kustomization.yaml', {
      resources: ['auth.k8s.yaml'],
      helmGlobals: { chartHome: chart.path },
      helmCharts: [{ name: 'controlplane', releaseName: 'unionai-controlplane', namespace: 'acme-cp', valuesFile: 'controlplane.values.yaml' }],
    }).kustomize('.', '--enable-helm', '--helm-command', join(chart.path, 'helm'), '--load-restrictor', 'LoadRestrictionsNone');
  };

  deep('cannot have the Secret that both describe', () => expect(() => build(true)).toThrow(/Secret.*flyte-admin-secrets/));

  deep('builds where that is left to the chart', () => {
    expect(build(false).filter(({ kind, metadata }) => kind === 'Secret' && metadata.name === 'flyte-admin-secrets')).toHaveLength(1);
  });
});
