import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, AppProps, Chart, Testing, YamlOutputType } from 'cdk8s';
import { ArgoApplication, ControlPlaneAuth, DataPlaneAuth, FleetApp, SecretDelivery, TextFile, Texts } from '../../../src';
import { dataPlaneOf, oktaAuth } from '../../_tools/fixtures';

class OwnApp extends App {
  public override synth(): void {
    super.synth();
  }
}

const identity = oktaAuth();
const secrets = SecretDelivery.provisioned();
const text = (content: string) => TextFile._of(content);

let outdir: string;
beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), 'texts-'));
});
afterEach(() => rmSync(outdir, { recursive: true }));

describe.each<[string, new (props: AppProps) => App]>([['App', App], ['FleetApp', FleetApp], ['a subclass', OwnApp]])('%s', (_, Class) => {
  const made = (props: AppProps = {}) => {
    const app = new Class({ outdir, ...props });
    const chart = new Chart(app, 'chart');
    new ApiObject(chart, 'object', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'map' } });
    return { app, chart };
  };

  test('synth writes them into its folder, and nothing is written before', () => {
    const { app, chart } = made();
    text('a').writeTo(chart, 'values/a.yaml');
    TextFile._of('#!/bin/sh\n', true).writeTo(app, 'b.sh');
    expect(readdirSync(outdir)).toEqual([]);
    app.synth();
    expect(readFileSync(join(outdir, 'values/a.yaml'), 'utf8')).toBe('a');
    // The umask applies to both.
    [0o755, 0o644].forEach((mode) => writeFileSync(join(outdir, `${mode}`), '', { mode }));
    const modeOf = (file: string) => statSync(join(outdir, file)).mode;
    expect(['b.sh', 'values/a.yaml'].map(modeOf)).toEqual([0o755, 0o644].map((mode) => modeOf(`${mode}`)));
    expect(existsSync(join(outdir, 'chart.k8s.yaml'))).toBe(true);
  });

  test('as jsii\'s kernel calls it, by the class', () => {
    const { app, chart } = made();
    text('a').writeTo(chart, 'a.yaml');
    (app.constructor.prototype as App).synth.apply(app);
    expect(existsSync(join(outdir, 'a.yaml'))).toBe(true);
  });

  test('nothing is written where a validation fails, nor by Testing.synth', () => {
    const { app, chart } = made();
    text('a').writeTo(chart, 'a.yaml');
    Testing.synth(chart);
    chart.node.addValidation({ validate: () => ['no'] });
    expect(() => app.synth()).toThrow('no');
    expect(readdirSync(outdir)).toEqual([]);
    expect(Texts.of(chart).toObject()).toEqual({ 'a.yaml': 'a' });
  });

  test('two with one path are an error in either order', () => {
    const { app, chart } = made();
    text('a').writeTo(chart, 'a.yaml');
    expect(() => text('b').writeTo(app, './a.yaml')).toThrow('writeTo of the app has a problem:\n  - path: "./a.yaml" is already the path of another text of chart');
    expect(() => text('b').writeTo(app, join(outdir, 'a.yaml'))).toThrow('is already the path of another text of chart');
    expect(() => text('a').writeTo(app, 'a.yaml')).not.toThrow();
  });

  test.each([['x', 'x/y.md'], ['x/y/z.md', './x']])('%s and %s cannot both be files', (one, other) => {
    const { app, chart } = made();
    text('a').writeTo(chart, one);
    expect(() => text('a').writeTo(app, other))
      .toThrow(`path: "${other}" cannot be written beside ${one}, another text of chart: one would be the folder of the other; use another file`);
    chart.node.scope!.node.tryRemoveChild('chart');
    expect(() => text('a').writeTo(app, other)).not.toThrow();
  });

  const { FILE_PER_CHART, FILE_PER_APP, FILE_PER_RESOURCE, FOLDER_PER_CHART_FILE_PER_RESOURCE: FOLDERS } = YamlOutputType;

  test.each<[YamlOutputType, string, string]>([
    [FILE_PER_CHART, 'chart.k8s.yaml', 'other.k8s.yaml'],
    [FILE_PER_CHART, './chart.k8s.yaml', 'a/chart.k8s.yaml'],
    [FILE_PER_CHART, 'a/../0001-chart.k8s.yaml', 'chart.k8s.yml'],
    [FILE_PER_CHART, 'chart.k8s.yaml/a', 'chart'],
    [FILE_PER_APP, 'app.k8s.yaml', 'chart.k8s.yaml'],
    [FILE_PER_RESOURCE, 'ConfigMap.map.k8s.yaml', 'chart.k8s.yaml'],
    [FOLDERS, 'chart/ConfigMap.map.k8s.yaml', 'ConfigMap.map.k8s.yaml'],
    [FOLDERS, 'chart', 'chart/values.yaml'],
  ])('%s: %s is a manifest, and nothing is written', (yamlOutputType, taken, free) => {
    const { app, chart } = made({ yamlOutputType });
    text('a').writeTo(chart, free);
    app.synth();
    expect(readFileSync(join(outdir, free), 'utf8')).toBe('a');
    rmSync(join(outdir, free));
    const again = made({ yamlOutputType });
    text('a').writeTo(again.chart, taken);
    expect(() => again.app.synth()).toThrow(`[] ${taken}, a text of chart, has the path of a manifest`);
    if (!taken.includes('..')) {
      const absolute = made({ yamlOutputType });
      text('a').writeTo(absolute.chart, join(outdir, taken));
      expect(() => absolute.app.synth()).toThrow('has the path of a manifest');
    }
  });

  test('after synth it is too late', () => {
    const { app, chart } = made();
    text('a').writeTo(chart, 'a.yaml');
    app.synth();
    expect(() => text('b').writeTo(chart, 'b.yaml')).toThrow('path: "b.yaml" would never be written, as app.synth() has already run; call writeTo before it');
  });
});

test('by hand, where synth is never called', () => {
  const app = new App({ outdir });
  text('a').writeTo(app, 'a.yaml');
  Texts.of(app).write();
  expect(readdirSync(outdir)).toEqual(['a.yaml']);
});

test('what left the tree is not written', () => {
  const app = new App({ outdir });
  text('a').writeTo(new Chart(app, 'gone'), 'a.yaml');
  app.node.tryRemoveChild('gone');
  expect(Texts.of(app).toObject()).toEqual({});
  text('b').writeTo(app, 'a.yaml');
  app.synth();
  expect(readFileSync(join(outdir, 'a.yaml'), 'utf8')).toBe('b');
});

test('rejects a scope without an app, and a path that leaves the folder', () => {
  const app = new App({ outdir });
  expect(() => text('a').writeTo(undefined as never, 'a')).toThrow('scope: ');
  expect(() => text('a').writeTo(new Chart(undefined as never, ''), 'a.yaml')).toThrow('is not in an App');
  expect(() => text('a').writeTo(app, '../a.yaml')).toThrow('is outside of the output folder');
});

const plane = (app: App) => new ControlPlaneAuth(new Chart(app, 'cp', { namespace: 'union-cp' }), 'auth', { identity, secrets });

describe('a text that nothing writes or reads', () => {
  const warnings = (build: (app: App) => void) => {
    const app = new App({ outdir });
    build(app);
    app.synth();
    return app.node.findAll().flatMap(({ node }) => node.metadata.filter(({ type }) => type === 'warning').map(({ data }) => `${node.path}: ${data as string}`))
      .filter((warning) => warning.includes('neither written nor read'));
  };
  const chart = { repository: 'https://charts.example.com', version: '2026.8.3' };
  const argo = (app: App) => new Chart(app, 'argocd', { namespace: 'argocd' });

  test('is a warning at synth', () => {
    expect(warnings(plane)).toEqual([expect.stringMatching(/^cp\/auth: helmValues are neither written nor read, so no chart gets them; call helmValues\.writeTo\(app, /)]);
    expect(warnings((app) => {
      new DataPlaneAuth(new Chart(app, 'dp', { namespace: 'union' }), 'auth', { dataPlane: dataPlaneOf(identity), secrets: SecretDelivery.kubernetesSecrets() }).helmValues.writeTo(app, 'dp.yaml');
    })).toEqual([expect.stringMatching(/^dp\/auth: secretScript, which delivers the client secrets, is neither written nor read/)]);
  });

  test('where a file is named and not written, it is one too', () => expect(warnings((app) => {
    new ArgoApplication(argo(app), 'cp', { chart, plane: plane(app), valueFiles: { repository: 'https://git.example.com/a', file: 'dist/cp.yaml' } });
  })).toHaveLength(1));

  test.each<[string, (app: App) => void]>([
    ['written', (app) => plane(app).helmValues.writeTo(app, 'values.yaml')],
    ['read as an object', (app) => plane(app).helmValues.toObject()],
    ['read as a text', (app) => plane(app).helmValues.text],
    ['merged', (app) => plane(app).helmValues.mergeOver({})],
    ['in an Application', (app) => new ArgoApplication(argo(app), 'cp', { chart, plane: plane(app) })],
  ])('is none when it is %s', (_, build) => expect(warnings(build)).toEqual([]));
});

describe('the file of the values', () => {
  const application = (app: App, written?: string, further = {}) => {
    const auth = new ControlPlaneAuth(new Chart(app, 'cp', { namespace: 'union-cp' }), 'auth', { identity, secrets });
    if (written !== undefined) {
      auth.helmValues.writeTo(app, written);
    }
    return new ArgoApplication(new Chart(app, 'argocd', { namespace: 'argocd' }), 'cp', {
      chart: { repository: 'https://charts.example.com', version: '2026.8.3' },
      plane: auth,
      valueFiles: { repository: 'https://git.example.com/a', ...further },
    });
  };
  const filesOf = (further?: object, path = 'values/cp.yaml') => (application(new App({ outdir }), path, further).apiObject.toJson() as any).spec.sources[0].helm;

  test('names the file that synth writes, below the output folder', () => {
    expect(filesOf().valueFiles).toEqual(['$values/dist/values/cp.yaml']);
    expect(filesOf({}, './values/cp.yaml').valueFiles).toEqual(['$values/dist/values/cp.yaml']);
    expect(filesOf({}, join(outdir, 'cp.yaml')).valueFiles).toEqual(['$values/dist/cp.yaml']);
    expect(() => filesOf({}, join(tmpdir(), 'cp.yaml'))).toThrow('valueFiles: has no values');
    expect(filesOf({ folder: 'clusters/dist' }).valueFiles).toEqual(['$values/clusters/dist/values/cp.yaml']);
    expect(filesOf()).not.toHaveProperty('valuesObject');
  });

  test('is rejected where it is not written, or beside file', () => {
    expect(() => application(new App({ outdir }))).toThrow('valueFiles: has no values: nothing writes those of cp/auth; call helmValues.writeTo(app, …) first');
    const merged = plane(new App()).helmValues.mergeOver({ mine: true });
    expect(() => filesOf({ text: merged })).toThrow('valueFiles.text: is not written by this app; call its writeTo(app, …) first');
    merged.writeTo(new App(), 'merged.yaml');
    expect(filesOf({ text: merged }).valueFiles).toEqual(['$values/dist/merged.yaml']);
    expect(() => filesOf({ text: merged, file: 'x.yaml' })).toThrow('valueFiles.file: "x.yaml" conflicts with text');
  });
});
