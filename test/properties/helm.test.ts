import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart, Helm } from 'cdk8s';
import fc from 'fast-check';
import { load } from 'js-yaml';
import { kubeBinaries } from '../_tools/kube-binaries';
import { isFailure, run, tidy } from './_program';
import { settings } from './_settings';
import { sound } from './generators/configurations';

/** Helm takes a moment, and values that one configuration brings through it others mostly do too. */
const numRuns = Math.ceil(settings.numRuns / 200);

const chart = mkdtempSync(join(tmpdir(), 'chart-'));
afterAll(tidy);
afterAll(() => rmSync(chart, { recursive: true }));

/** A chart that writes down the values that it is given. */
beforeAll(() => {
  mkdirSync(join(chart, 'templates'));
  writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: echo\nversion: 1.0.0\n');
  writeFileSync(join(chart, 'templates', 'echo.yaml'), 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: echo}\ndata:\n  values: {{ toJson .Values | quote }}\n');
});

test('cdk8s\' Helm brings to a chart what the values file holds', () => {
  fc.assert(fc.property(sound, (program) => {
    const output = run(program);
    const planes = isFailure(output) ? [] : output.values;
    fc.pre(planes.length > 0);
    for (const { values } of planes) {
      const helm = new Helm(new Chart(new App(), 'echo'), 'echo', { chart, values: values.toObject(), helmExecutable: kubeBinaries().helm });
      const [echo] = helm.apiObjects.map((object): { data: { values: string } } => object.toJson());
      expect(JSON.parse(echo.data.values)).toEqual(load(values.toString()));
    }
  }), { numRuns, seed: settings.seed });
});
