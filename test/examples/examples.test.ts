import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { verify } from '../../src/verify/verify';
import { drawn } from '../_tools/drawn';
import { describeWithKubeScore, isExempt, kubeScore } from '../_tools/kube-score';
import { expectValid } from '../_tools/schemas';
import { distOf, manifestsIn, ROOT, runApp, runExamples } from './_dist';
import { summaryOf } from './_summary';

describe('npm run example', () => {
  const gitStatus = () => execFileSync('git', ['status', '--porcelain', '--', 'examples'], { cwd: ROOT, encoding: 'utf8' });
  const statusBefore = gitStatus();
  const printed = runExamples();
  const EXAMPLES = ['guide', 'plain', 'platform', 'self-hosted'];
  const first = new Map(EXAMPLES.map((example) => [example, distOf(example)]));

  const manifestsOf = (example: string) => new Map([...first.get(example)!]
    .filter(([name]) => name.endsWith('.k8s.yaml')).map(([name, text]) => [name, manifestsIn(text)]));

  // What is in them is the business of the tests of each construct. What changes for users shows here.
  test.each(EXAMPLES)('%s has the objects that it had when it was last read', (example) => {
    expect(summaryOf(manifestsOf(example))).toMatchSnapshot();
  });

  const besideCharts = [...first].flatMap(([example, files]) =>
    [...files].filter(([name]) => name.endsWith('.values.yaml')).map(([name, text]) => [`${example}/${name}`, text] as const));

  test.each(besideCharts)('%s has the values that it had when it was last read', (_, text) => {
    expect(text).toMatchSnapshot();
  });

  test('writes the manifests of both planes, and beside the charts the values and the client files', () => {
    for (const [example, files] of first) {
      const dataPlanes = example === 'platform' ? ['union-east.k8s.yaml', 'union-west.k8s.yaml'] : ['union.k8s.yaml'];
      expect([...files.keys()]).toEqual(expect.arrayContaining(['union-cp.k8s.yaml', ...dataPlanes]));
    }
    for (const example of ['guide', 'self-hosted']) {
      expect([...first.get(example)!.keys()]).toEqual(
        expect.arrayContaining(['controlplane.values.yaml', 'dataplane.values.yaml', 'clients/interactive.yaml', 'clients/ci.yaml', 'oauth-applications.md']),
      );
    }
  });

  test('ends by saying what it wrote and what to do next', () => {
    for (const [example, files] of first) {
      for (const file of files.keys()) {
        expect(printed).toContain(`examples/${example}/dist/${file}`);
      }
    }
    expect(printed).toMatch(/What to do next\n( {2}\d\. .+\n)+/);
    expect(printed).toContain('docs/deploy.md');
    // Nobody may miss it: the upgrade of a running release would remove Secrets.
    for (const plane of ['controlplane', 'dataplane']) {
      expect(printed).toContain(`sh dist/${plane}.take-over.sh`);
      expect(first.get('self-hosted')!.get(`${plane}.take-over.sh`)).toContain('mark helm.sh/resource-policy keep');
    }
  });

  test('leaves git status as it was', () => {
    expect(gitStatus()).toBe(statusBefore);
  });

  test('writes the same bytes again', () => {
    for (const example of drawn(EXAMPLES, 1)) {
      runApp(example);
      expect(distOf(example)).toEqual(first.get(example));
    }
  });

  const manifests = EXAMPLES.flatMap((example) =>
    [...manifestsOf(example)].flatMap(([name, all]) => all.map((manifest) => ({ example, name, manifest }))));

  test.each(manifests.map(({ example, name, manifest }) => [`${example}/${name}: ${manifest.kind} ${manifest.metadata.name}`, manifest]))('%s is valid', (_, manifest) => {
    expectValid(manifest as Parameters<typeof expectValid>[0]);
  });

  describe('verified', () => {
    const findingsOf = (example: string) => {
      const inputs = [...first.get(example)!].filter(([name]) => name.endsWith('.k8s.yaml')).map(([name, text]) => ({ name, text }));
      const { findings, crashed } = verify(inputs);
      expect(crashed).toEqual([]);
      return findings.map(({ rule, found }) => `${rule}: ${found}`);
    };

    test.each(['plain', 'platform', 'self-hosted'])('%s: no findings', (example) => {
      expect(findingsOf(example)).toEqual([]);
    });

    test('guide: the one that docs/deviations.md promises, in each ExternalSecret', () => {
      expect(findingsOf('guide')).toEqual(Array(3).fill('value-unreplaced: the placeholder your-secret-store-key'));
      const deviations = readFileSync(join(ROOT, 'docs', 'deviations.md'), 'utf8');
      expect(deviations).toContain('`your-secret-store-key`, which the guide leaves to you (`value-unreplaced`)');
    });
  });

  describeWithKubeScore('reviewed by kube-score', () => {
    test('plain: nothing to say', () => {
      const review = [...first.get('plain')!].filter(([name]) => name.endsWith('.k8s.yaml')).map(([, text]) => text).join('\n---\n');
      expect(kubeScore(review).filter((remark) => !isExempt(remark))).toEqual([]);
    });
  });

  describe('platform', () => {
    const files = first.get('platform')!;
    const objects = (name: string) => manifestsIn(files.get(`${name}.k8s.yaml`)!);

    test('each data plane signs in as its operator, and the control plane makes its API key from its eager client', () => {
      const clientIds = ['east', 'west'].map((cluster) => parse(files.get(`values/dataplane-${cluster}.values.yaml`)!).global.AUTH_CLIENT_ID);
      expect(clientIds).toEqual(['0oa-east-4444', '0oa-west-4444']);
      const seeds = objects('union-cp').filter(({ metadata }) => metadata.name.startsWith('eager-api-key-'));
      expect(seeds.map(({ spec }) => spec.target.template.data.client_id)).toEqual(['0oa-east-5555', '0oa-west-5555']);
    });

    test('everything is registered: the three applications, two of each data plane, and the pipeline', () => {
      const registered = Object.keys(JSON.parse(files.get('oauth-applications.tf.json')!).resource.okta_app_oauth);
      expect(registered).toEqual(['web', 'native', 'service', 'operator_east', 'eager_east', 'operator_west', 'eager_west', 'release']);
    });

    test('Argo CD carries the very values of the files', () => {
      const applications = objects('argocd');
      expect(applications.map(({ metadata }) => metadata.name)).toEqual(['controlplane', 'dataplane-east', 'dataplane-west']);
      for (const { metadata, spec } of applications) {
        expect(spec.sources[0].helm.valuesObject).toEqual(parse(files.get(`values/${metadata.name}.values.yaml`)!));
      }
    });

    test('somebody else\'s Deployment mounts the Secret in the container that reads it', () => {
      const [exporter, shipper] = objects('third-party')[0].spec.template.spec.containers;
      expect(exporter.volumeMounts).toEqual([{ name: 'union-secret-auth', mountPath: '/etc/union/secret', readOnly: true }]);
      expect(shipper).not.toHaveProperty('volumeMounts');
    });

    test('stores come before what reads them', () => {
      const waves = [...objects('platform'), ...objects('union-cp'), ...objects('union-east')]
        .flatMap(({ kind, metadata }) => (metadata.annotations ? [`${kind} ${metadata.annotations['argocd.argoproj.io/sync-wave']}`] : []));
      expect([...new Set(waves)].sort()).toEqual(['ExternalSecret -1', 'Namespace -3', 'Secret -2', 'SecretStore -2']);
    });
  });

  test('no two objects of an example have the same identity', () => {
    const identities = manifests.map(({ example, manifest }) => `${example} ${manifest.apiVersion} ${manifest.kind} ${manifest.metadata.namespace} ${manifest.metadata.name}`);
    expect(new Set(identities).size).toBe(identities.length);
  });

  test('every object names its namespace', () => {
    const inNone = ['Namespace', 'ClusterRole', 'ClusterRoleBinding'];
    expect(manifests.filter(({ manifest }) => !manifest.metadata.namespace && !inNone.includes(manifest.kind))).toEqual([]);
  });

  test('no Secret carries a value', () => {
    for (const { manifest } of manifests.filter((entry) => entry.manifest.kind === 'Secret')) {
      expect(manifest).not.toHaveProperty('data');
      expect(manifest).not.toHaveProperty('stringData');
    }
  });

  test('values read back to the same after another round', () => {
    for (const [, files] of first) {
      for (const [name, text] of files) {
        if (name.endsWith('.yaml')) {
          for (const document of text.split(/^---$/m)) {
            expect(parse(JSON.stringify(parse(document)))).toEqual(parse(document));
          }
        }
      }
    }
  });
});
