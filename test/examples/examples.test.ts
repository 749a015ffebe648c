import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { deviationsMarkdown } from '../../scripts/docs/deviations';
import { isNamespaced } from '../../src/contract/upstream/kubernetes';
import { homeText } from '../../src/verify/kube/home';
import { Model } from '../../src/verify/model/model';
import { parseManifests } from '../../src/verify/parse';
import { verify } from '../../src/verify/verify';
import { drawn, oneIn } from '../_tools/drawn';
import { describeWithKubeScore, isExempt, kubeScore } from '../_tools/kube-score';
import { expectValid } from '../_tools/schemas';
import { distOf, manifestsIn, ROOT, runApp, runExamples, runHere } from './_dist';
import { differences, summaryOf } from './_summary';

describe('npm run example', () => {
  /** What people write, with a digest of each file. */
  const written = () => readdirSync(join(ROOT, 'examples'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/\/(dist|node_modules)\//.test(path))
    .map((path) => `${path} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`)
    .sort();
  const writtenBefore = written();
  const EXAMPLES = ['fleet', 'guide', 'pieces', 'plain', 'platform', 'self-hosted'];
  // Those that the CLI does not start are started here.
  const byCommand = drawn(EXAMPLES, 1);
  const printed = runExamples(byCommand);
  EXAMPLES.filter((example) => !byCommand.includes(example))
    .forEach((example) => runHere(join(ROOT, 'examples', example, 'main.ts'), join(ROOT, 'examples', example, 'dist')));
  const first = new Map(EXAMPLES.map((example) => [example, distOf(example)]));

  const manifestsOf = (example: string) => new Map([...first.get(example)!]
    .filter(([name]) => name.endsWith('.k8s.yaml')).map(([name, text]) => [name, manifestsIn(text)]));

  /** Of the data planes of the fleet one is read; a test below says that the others are alike. */
  const isRead = (name: string) => !/us-east-\d|eu-west-[2-6]/.test(name);

  // What is in them is the business of the tests of each construct. What changes for users shows here.
  test.each(EXAMPLES)('%s has the objects that it had when it was last read', (example) => {
    expect(summaryOf(new Map([...manifestsOf(example)].filter(([name]) => isRead(name))))).toMatchSnapshot();
  });

  const besideCharts = [...first].flatMap(([example, files]) =>
    [...files].filter(([name]) => name.endsWith('.values.yaml') && isRead(name)).map(([name, text]) => [`${example}/${name}`, text] as const));

  /** Read as a whole; the others by what they say otherwise. */
  const readWhole = (path: string) => first.get('self-hosted')!.get(`${/controlplane|union-cp/.test(path) ? 'controlplane' : 'dataplane'}.values.yaml`)!;

  test.each(besideCharts)('%s has the values that it had when it was last read', (path, text) => {
    expect(path.startsWith('self-hosted/') ? text : differences(text, readWhole(path))).toMatchSnapshot();
  });

  test('writes the manifests of both planes, and beside the charts the values and the client files', () => {
    for (const [example, files] of [...first].filter(([name]) => name !== 'fleet' && name !== 'pieces')) {
      const dataPlanes = example === 'platform' ? ['union-east.k8s.yaml', 'union-west.k8s.yaml'] : ['union.k8s.yaml'];
      expect([...files.keys()]).toEqual(expect.arrayContaining(['union-cp.k8s.yaml', ...dataPlanes]));
    }
    for (const example of ['guide', 'self-hosted']) {
      expect([...first.get(example)!.keys()]).toEqual(
        expect.arrayContaining(['controlplane.values.yaml', 'dataplane.values.yaml', 'clients/interactive.yaml', 'clients/ci.yaml', 'oauth-applications.md']),
      );
    }
  });

  test('pieces: your own routes, workloads and values have what they need, and what they had', () => {
    const manifests_ = manifestsOf('pieces').get('reports.k8s.yaml')!;
    const [{ spec }] = manifests_.filter(({ kind }) => kind === 'Deployment');
    expect(spec.template.spec.containers[0].volumeMounts).toEqual([expect.objectContaining({ mountPath: '/var/run/secrets/union' })]);
    const [{ metadata }] = manifests_.filter(({ kind }) => kind === 'Ingress');
    expect(metadata.annotations).toMatchObject({ 'union-auth.cdk8s.io/guard': expect.any(String), 'nginx.ingress.kubernetes.io/auth-url': expect.stringContaining('union-auth-gate') });
    const values = first.get('pieces')!.get('controlplane.values.yaml')!;
    expect(values).toContain('httpPort: 8088  # ours');
    expect(parse(values)).toMatchObject({ global: { UNION_HOST: 'union.example.com' }, flyte: { flyteadmin: { replicaCount: 3 } } });
  });

  test('ends by saying what it wrote and what to do next', () => {
    for (const example of byCommand) {
      for (const file of first.get(example)!.keys()) {
        expect(printed).toContain(`examples/${example}/dist/${file}`);
      }
    }
    expect(printed).toMatch(/What to do next\n( {2}\d\. .+\n)+/);
    expect(printed).toContain('docs/deploy.md');
    // It must not be missed: the upgrade of a running release would remove Secrets.
    for (const plane of ['controlplane', 'dataplane']) {
      expect(printed).toContain(`sh dist/${plane}.take-over.sh`);
      expect(first.get('self-hosted')!.get(`${plane}.take-over.sh`)).toContain('mark helm.sh/resource-policy keep');
    }
  });

  test('writes into dist alone', () => expect(written()).toEqual(writtenBefore));

  oneIn(8)('writes the same bytes again', () => {
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
    const inputsOf = (example: string) => [...first.get(example)!].filter(([name]) => name.endsWith('.k8s.yaml')).map(([name, text]) => ({ name, text }));
    const findingsOf = (example: string, inputs = inputsOf(example)) => {
      const { findings, crashed } = verify(inputs);
      expect(crashed).toEqual([]);
      return findings.map(({ rule, found }) => `${rule}: ${found}`);
    };

    test.each(['pieces', 'plain', 'platform', 'self-hosted'])('%s: no findings', (example) => expect(findingsOf(example)).toEqual([]));

    const fleet = () => [
      ...[...first.get('fleet')!].filter(([name]) => name.endsWith('.yaml')).map(([name, text]) => ({ name: `dist/${name}`, text })),
      ...['us-east', 'eu-west'].map((region) => `regions/${region}.yaml`)
        .map((name) => ({ name, text: readFileSync(join(ROOT, 'examples', 'fleet', name), 'utf8') })),
    ];

    oneIn(6)('fleet: no findings, and every plane is judged by all values that it gets, in its cluster', () => {
      const inputs = fleet();
      expect(findingsOf('fleet', inputs)).toEqual([]);
      const parsed = parseManifests(inputs);
      const model = new Model(parsed.objects, parsed.valueSets);
      expect(model.valueSets.map((set) => `${homeText(set)}: ${set.files.map(({ name }) => name).join(', ')}`).sort()).toEqual([
        ...['eu-west', 'us-east'].flatMap((region) => [1, 2, 3, 4, 5, 6].map((i) =>
          `namespace union of cluster ${region}-${i}: regions/${region}.yaml, dist/values/${region}-${i}.values.yaml`)),
        'namespace union-cp of cluster in-cluster: dist/values/union-cp.values.yaml',
      ]);
      expect(verify(inputs).coverage.open.filter(({ asked }) => asked)).toEqual([]);
    });

    oneIn(6)('fleet: what is wrong with one plane is found there', () => {
      const wrong = fleet().map(({ name, text }) => ({ name, text: name.endsWith('eu-west-3.values.yaml') ? text.replaceAll('0oa-eu-west-3-4444', '0oa-nobody-9999') : text }));
      const findings = verify(wrong).findings.map(({ file }) => file);
      expect(findings.length).toBeGreaterThan(0);
      expect(findings).toEqual(expect.arrayContaining(['dist/values/eu-west-3.values.yaml']));
    });

    test('guide: the one that docs/deviations.md promises, in each ExternalSecret', () => {
      expect(verify(inputsOf('guide')).findings.map(({ rule, found, also = [] }) => [rule, found, 1 + also.length]))
        .toEqual([['value-unreplaced', 'the placeholder your-secret-store-key', 3]]);
      expect(deviationsMarkdown()).toContain('`your-secret-store-key`, which the guide leaves to you (`value-unreplaced`)');
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

    test('everything is registered: the three applications, two of each data plane, and the pipeline', () => {
      const registered = Object.keys(JSON.parse(files.get('oauth-applications.tf.json')!).resource.okta_app_oauth);
      expect(registered).toEqual(['web', 'native', 'service', 'operator_east', 'eager_east', 'operator_west', 'eager_west', 'release']);
    });

    test('Argo CD carries the very values of the files', () => {
      const applications = objects('argocd').filter(({ spec }) => spec.sources);
      expect(applications.map(({ metadata }) => metadata.name)).toEqual(['controlplane', 'dataplane-east', 'dataplane-west']);
      for (const { metadata, spec } of applications) {
        expect(spec.sources[0].helm.valuesObject).toEqual(parse(files.get(`values/${metadata.name}.values.yaml`)!));
      }
    });

    test('Argo CD brings every file but the one that says so, and namespaces whatever comes first', () => {
      const applications = objects('argocd').map(({ spec }) => spec);
      const synced = applications.flatMap(({ source, sources = [source] }) => sources.flatMap(({ path }: { path?: string }) => path?.replace('rendered/', '') ?? []));
      const emitted = [...files.keys()].flatMap((name) => /^(.*)\.k8s\.yaml$/.exec(name)?.[1] ?? []);
      expect(synced.sort()).toEqual(emitted.filter((name) => name !== 'argocd').sort());
      for (const { sources, syncPolicy } of applications) {
        expect(syncPolicy.syncOptions).toEqual(expect.arrayContaining([sources ? 'CreateNamespace=true' : 'SkipDryRunOnMissingResource=true']));
        expect(syncPolicy.retry.limit).toBe(-1);
      }
    });

    test('another chart\'s Deployment mounts the Secret in the container that reads it', () => {
      const [exporter, shipper] = objects('third-party')[0].spec.template.spec.containers;
      expect(exporter.volumeMounts).toEqual([{ name: 'union-secret-auth', mountPath: '/etc/union/secret', readOnly: true }]);
      expect(shipper).not.toHaveProperty('volumeMounts');
    });
  });

  describe('fleet', () => {
    const files = first.get('fleet')!;

    test('has twelve data planes that differ by name and region alone', () => {
      const names = ['us-east', 'eu-west'].flatMap((region) => [1, 2, 3, 4, 5, 6].map((i) => `${region}-${i}`));
      const textOf = (name: string) => [...files].filter(([path]) => path.startsWith(`${name}/`) || path === `values/${name}.values.yaml`)
        .map(([path, text]) => `${path}\n${text}`.replaceAll(name, 'NAME').replace(/region: .*/, 'REGION')).join('\n');
      const [one, ...others] = names.map(textOf);
      expect(one).toContain('NAME/ExternalSecret.union-secret-auth.k8s.yaml');
      expect(new Set(others)).toEqual(new Set([one]));
    });

    test('goes wave by wave, and each plane to its own cluster', () => {
      const [set] = manifestsIn(files.get('argocd/ApplicationSet.dataplanes.k8s.yaml')!);
      const elements: { cluster: string; wave: string; namespace: string; path: string }[] = set.spec.generators[0].list.elements;
      expect(elements).toHaveLength(12);
      expect(elements.filter(({ wave }) => wave === 'canary').map(({ cluster }) => cluster)).toEqual(['us-east-1']);
      expect(elements.every(({ cluster, namespace, path }) => namespace === 'union' && path === `dist/${cluster}`)).toBe(true);
      expect(set.spec.strategy.rollingSync.steps).toHaveLength(3);
    });
  });

  test('no two objects of an example have the same identity', () => {
    const identities = manifests.map(({ example, name, manifest }) => `${example === 'fleet' ? name.replace(/\/.*/, '') : example} ${manifest.apiVersion} ${manifest.kind} ${manifest.metadata.namespace} ${manifest.metadata.name}`);
    expect(new Set(identities).size).toBe(identities.length);
  });

  test('every object names its namespace', () => {
    expect(manifests.filter(({ manifest: { kind, metadata } }) => isNamespaced(kind) === (metadata.namespace === undefined))).toEqual([]);
  });

  test('no Secret carries a value', () => {
    for (const { manifest } of manifests.filter((entry) => entry.manifest.kind === 'Secret')) {
      expect(manifest).not.toHaveProperty('data');
      expect(manifest).not.toHaveProperty('stringData');
    }
  });
});
