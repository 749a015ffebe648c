import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { oneIn } from '../_tools/drawn';
import { APP, errorsOf, PLACE, Sample, within } from '../_tools/samples';
import { runHere } from '../examples/_dist';
import { ROOT } from './_readme';

const DOCS = ['README.md', ...readdirSync(join(ROOT, 'docs')).filter((file) => file.endsWith('.md')).map((file) => join('docs', file))];
const textOf = (file: string) => readFileSync(join(ROOT, file), 'utf8');

const SAMPLES: readonly Sample[] = DOCS.flatMap((file) => [...textOf(file).matchAll(/^```ts\n([\s\S]+?)^```/gm)].map(({ 1: code, index }) => ({
  place: `${file}:${textOf(file).slice(0, index).split('\n').length}`,
  code: isWhole(code) ? code : within(code),
})));

function isWhole(code: string): boolean {
  return /^import /m.test(code);
}

/** It runs the chart of Union, which is nobody's to download. */
const CALLS_HELM = /new Helm\(/;

/** The app has a control plane; what a sample makes in its place is not made twice. */
function withoutTwice(code: string): string {
  const [before, sample] = code.split(/^\{$/m);
  if (sample === undefined || !/new ControlPlane(Auth)?\(/.test(sample)) {
    return code;
  }
  const chart = sample.includes('new Chart(app, \'union-cp\'') ? /^const controlPlaneChart = .*\n/m : /$^/;
  return `${before.replace(/^const controlPlane = .*\n/m, '').replace(chart, '')}{${sample.replace(/^controlPlane\.helmValues.*\n/m, '')}`;
}

describe('samples', () => {
  const bad = { place: 'bad.md:1', code: 'import { UnionIdentity } from \'cdk8s-union-auth\';\nnew UnionIdentity({ domain: 1 });\n' };
  let errors: Record<string, string[]>;

  // One program for all: each costs seconds.
  beforeAll(() => {
    errors = errorsOf([...SAMPLES, bad]);
  }, 120_000);

  test('all compile', () => {
    expect(SAMPLES.length).toBeGreaterThan(10);
    expect(errors).toEqual({ ...Object.fromEntries(SAMPLES.map(({ place }) => [place, []])), [bad.place]: expect.anything() as unknown });
  });

  test('the app of the samples is complete: it synthesizes unchanged', () => {
    expect(APP.split(PLACE)).toHaveLength(2);
    mkdirSync(join(ROOT, '.tmp'), { recursive: true });
    const folder = mkdtempSync(join(ROOT, '.tmp', 'samples-'));
    try {
      writeFileSync(join(folder, 'main.ts'), APP);
      runHere(join(folder, 'main.ts'), join(folder, 'dist'));
      expect(readdirSync(join(folder, 'dist'))).toEqual(expect.arrayContaining(['controlplane.values.yaml', 'union-cp.k8s.yaml', 'mine.k8s.yaml']));
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 60_000);

  oneIn(3)('all run, each in that app, but for what it makes itself', () => {
    const log = jest.spyOn(console, 'log').mockImplementation();
    const folder = mkdtempSync(join(ROOT, '.tmp', 'samples-'));
    try {
      const failures = SAMPLES.filter(({ code }) => !CALLS_HELM.test(code)).flatMap(({ place, code }, i) => {
        const main = join(folder, `${i}.ts`);
        writeFileSync(main, withoutTwice(code));
        try {
          runHere(main, join(folder, `${i}`));
          return [];
        } catch (error) {
          return [`${place}: ${String(error)}`];
        }
      });
      expect(failures).toEqual([]);
    } finally {
      log.mockRestore();
      rmSync(folder, { recursive: true });
    }
  }, 120_000);

  test('a page with a sample that is a part says of which app before it', () => {
    const silent = DOCS.filter((file) => {
      const first = [...textOf(file).matchAll(/^```ts\n([\s\S]+?)^```/gm)].find(({ 1: code }) => !isWhole(code));
      return first !== undefined && !textOf(file).slice(0, first.index).includes('(samples.ts)');
    });
    expect(silent).toEqual([]);
  });

  test('one that does not compile is noticed', () => {
    expect(errors[bad.place]).toEqual([expect.stringContaining('is not assignable to type \'string\'')]);
  });
});
