import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, AppProps, Chart, Include, JsonPatch, Lazy, YamlOutputType } from 'cdk8s';
import { Construct } from 'constructs';
import { parseAllDocuments } from 'yaml';
import { AuthVerification, FleetApp } from '../../../src';
import { drawn, oneIn, random } from '../../_tools/drawn';

/** Each compares what many apps write. */
const it = oneIn(2);

type Build = (app: App) => void;

const OUTPUT_TYPES = [
  YamlOutputType.FILE_PER_APP, YamlOutputType.FILE_PER_CHART, YamlOutputType.FILE_PER_RESOURCE, YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE,
];

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'fleet-')); });
afterEach(() => rmSync(folder, { recursive: true }));

/** Every file below a folder with the documents in it. */
function filesIn(root: string): Record<string, unknown> {
  const names = existsSync(root) ? readdirSync(root, { recursive: true, encoding: 'utf8' }).sort() : [];
  return Object.fromEntries(names.filter((name) => statSync(join(root, name)).isFile()).map((name) => [name, documentsOf(readFileSync(join(root, name), 'utf8'))]));
}

function documentsOf(text: string): unknown {
  return parseAllDocuments(text, { version: '1.1' }).map((document) => document.toJS() as unknown);
}

/** What a tree comes to: its files and their documents, or the error. */
function outcome(Kind: typeof App, build: Build, props: AppProps): unknown {
  const outdir = join(folder, Kind.name);
  try {
    const app = new Kind({ ...props, outdir });
    build(app);
    app.synth();
    return { files: filesIn(outdir), text: documentsOf(app.synthYaml()) };
  } catch (error) {
    return { error: (error as Error).message };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function expectTheSame(build: Build, props: AppProps = {}): unknown {
  const ours = outcome(FleetApp, build, props);
  // Keys in their order, too: `toEqual` alone does not look at it.
  expect(JSON.stringify(ours)).toBe(JSON.stringify(outcome(App, build, props)));
  return ours;
}

function configMap(scope: Construct, id: string, data: Record<string, unknown> = { id }): ApiObject {
  return new ApiObject(scope, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: id }, data });
}

/** A tree of charts, constructs and objects, some below others, with dependencies between any of them. */
function generated(seed: number): Build {
  return (app) => {
    const next = random(seed);
    const charts: Construct[] = [];
    const all: Construct[] = [];
    const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)];
    for (let index = 0; index < 2 + next() * 5; index += 1) {
      const scope = charts.length > 0 && next() < 0.2 ? pick(charts) : app;
      charts.push(new Chart(scope, next() < 0.3 ? `${9 - index}` : `chart-${index}`, { namespace: next() < 0.5 ? 'union' : undefined }));
    }
    all.push(...charts);
    for (let index = 0; index < next() * 25; index += 1) {
      const scope = pick(all);
      all.push(next() < 0.3 ? new Construct(scope, `group-${index}`) : configMap(scope, `map-${index}`));
    }
    for (let index = 0; index < next() * 6; index += 1) {
      const [source, target] = [Math.floor(next() * all.length), Math.floor(next() * all.length)].sort((a, b) => b - a);
      if (source !== target) {
        all[source].node.addDependency(all[target]);
      }
    }
  };
}

describe('the same as cdk8s', () => {
  it('for trees of charts and dependencies', () => {
    const kinds = new Set<string>();
    for (const seed of drawn(Array.from({ length: 300 }, (_, index) => index + 1), 25)) {
      const result = expectTheSame(generated(seed), { yamlOutputType: OUTPUT_TYPES[seed % OUTPUT_TYPES.length] }) as { error?: string };
      kinds.add(result.error === undefined ? 'written' : 'rejected');
    }
    expect([...kinds].sort()).toEqual(['rejected', 'written']);
  });

  it.each(OUTPUT_TYPES)('with files by output type %p, and metadata', (yamlOutputType) => {
    expectTheSame((app) => {
      const [first, second] = ['b', 'a'].map((id) => new Chart(app, id));
      [first, second].forEach((chart) => configMap(chart, 'same-name'));
      configMap(new Chart(first, 'nested'), 'inner');
      first.addDependency(second);
      new Chart(app, 'empty');
    }, { yamlOutputType, recordConstructMetadata: true, outputFileExtension: '.yaml' });
  });

  it.each([true, false])('for charts and objects whose names are numbers, or nearly (with a dependency: %p)', (dependent) => {
    const names = ['b', '10', '07', '4294967295', '9', '4294967294', '1.5', '0', '-1', '00', 'a'];
    const written = expectTheSame((app) => {
      const maps = names.map((name) => {
        const chart = new Chart(app, name);
        return ['z', '11', '2'].map((id) => configMap(chart, id, { chart: name }))[0];
      });
      if (dependent) {
        maps[2].addDependency(maps[5]);
      }
    }, { yamlOutputType: YamlOutputType.FILE_PER_APP });
    expect(written).toEqual({ files: { 'app.k8s.yaml': expect.any(Array) as unknown[] }, text: expect.any(Array) as unknown[] });
  });

  it('for an app without charts', () => {
    expect(expectTheSame(() => {}, { yamlOutputType: YamlOutputType.FILE_PER_APP })).toEqual({ files: {}, text: [] });
  });

  it('for charts that render themselves, patches, lazy values and included files', () => {
    class Own extends Chart {
      public toJson(): unknown[] {
        return [undefined, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'own' } }];
      }
    }
    expectTheSame((app) => {
      new Own(app, 'own');
      const chart = new Chart(app, 'chart', { labels: { team: 'platform' } });
      new Include(chart, 'include', { url: join(__dirname, '../../../examples/plain/cdk8s.yaml') });
      const patched = configMap(chart, 'patched', { list: [1, null, 'x'], lazy: Lazy.any({ produce: () => 'late' }), gone: undefined });
      patched.addJsonPatch(JsonPatch.add('/data/nothing', null));
    });
  });

  it('for what circles cdk8s names', () => expect(expectTheSame((app) => {
    const [one, two] = ['one', 'two'].map((id) => configMap(new Chart(app, id), 'map'));
    one.node.addDependency(two);
    two.node.addDependency(one);
  })).toEqual({ error: expect.stringContaining('Dependency cycle detected') as string }));
});

test('rejects props of other types, all at once', () => {
  const props = { outdir: '', yamlOutputType: 'FILE_PER_APP', outputFileExtension: 1, resolvers: [{ resolve: () => undefined }, null, {}] };
  const notResolver = 'must be a resolver of cdk8s, such as new LazyResolver()';
  expect(() => new FleetApp(props as unknown as AppProps)).toThrow([
    'FleetApp has 5 problems:',
    '  - outdir: "" must not be empty; leave it out for "dist"',
    '  - outputFileExtension: 1 must be a string; write it in quotes',
    '  - yamlOutputType: "FILE_PER_APP" is not a YamlOutputType; use one of YamlOutputType.FILE_PER_APP, YamlOutputType.FILE_PER_CHART, '
      + 'YamlOutputType.FILE_PER_RESOURCE, YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE',
    `  - resolvers[1]: null ${notResolver}`,
    `  - resolvers[2]: {} ${notResolver}`,
  ].join('\n'));
});

describe('validations', () => {
  it('are asked once, whatever the number of charts', () => {
    const app = new FleetApp({ outdir: folder });
    const validate = jest.fn(() => []);
    for (let index = 0; index < 5; index += 1) {
      new Chart(app, `chart-${index}`).node.addValidation({ validate });
    }
    app.synth();
    expect(validate).toHaveBeenCalledTimes(5);
  });

  it('fail in the words of cdk8s, with nothing written', () => {
    const build: Build = (app) => {
      configMap(new Chart(app, 'one'), 'map').node.addValidation({ validate: () => ['no', 'never'] });
      new Chart(app, 'two').node.addValidation({ validate: () => ['not either'] });
    };
    expect(expectTheSame(build)).toEqual({ error: 'Validation failed with the following errors:\n  [one/map] no\n  [one/map] never\n  [two] not either' });
    const app = new FleetApp({ outdir: join(folder, 'out') });
    build(app);
    expect(() => app.synth()).toThrow('[one/map] no');
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });
});

describe('a verified app', () => {
  /** An app with an object and its verification, and how often the object was rendered. */
  function verified(): { app: FleetApp; object: ApiObject; rendered: jest.SpyInstance; written: () => unknown } {
    const app = new FleetApp({ outdir: folder });
    const object = configMap(new Chart(app, 'chart'), 'map');
    AuthVerification.of(app);
    return { app, object, rendered: jest.spyOn(object, 'toJson'), written: () => filesIn(folder)['chart.k8s.yaml'] };
  }

  it('renders each object once for its verification and its file', () => {
    const { app, rendered } = verified();
    app.synth();
    expect(rendered).toHaveBeenCalledTimes(1);
    app.synthYaml();
    expect(rendered).toHaveBeenCalledTimes(2);
  });

  it('writes what validations below it change, and each time anew', () => {
    const { app, object, written } = verified();
    object.node.addValidation({
      validate: () => {
        object.addJsonPatch(JsonPatch.replace('/data/id', 'validated'));
        return [];
      },
    });
    AuthVerification.of(app).findings();
    app.synth();
    expect(written()).toMatchObject([{ data: { id: 'validated' } }]);
    object.addJsonPatch(JsonPatch.add('/data/more', 'later'));
    app.synth();
    expect(written()).toMatchObject([{ data: { more: 'later' } }]);
  });
});

// A chain of six such charts takes cdk8s two minutes, as it works through all pairs of their objects.
it('follows a long chain of charts that depend on each other', () => {
  const app = new FleetApp({ outdir: folder });
  const charts = Array.from({ length: 40 }, (_, index) => new Chart(app, `chart-${index}`));
  charts.forEach((chart) => Array.from({ length: 50 }, (_, index) => configMap(chart, `map-${index}`)));
  charts.slice(1).forEach((chart, index) => chart.addDependency(charts[index]));
  app.synth();
  expect(readdirSync(folder)).toHaveLength(40);
  expect(readdirSync(folder).sort()[39]).toMatch(/^0039-chart-39/);
});
