import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Chart } from 'cdk8s';
import { FleetApp, HelmValues, Registrations } from '../../src';
import { Plane } from '../../src/constructs/planes/plane';
import { PlaneAuth } from '../../src/constructs/planes/plane-auth';
import { Made, madeOf } from './_made';
import type { Configuration } from './generators/configurations';

/** What a program ends with: an error, or everything that it wrote. */
export type Outcome = Failure | Output;

export interface Failure {
  /** What was made when it came; nothing where that was the synthesis. */
  readonly failed?: Made;
  readonly error: unknown;
  /** What is left of the step that failed. */
  readonly left: readonly string[];
  readonly written: readonly string[];
}

export interface Output {
  /** Manifests by file. */
  readonly manifests: ReadonlyMap<string, string>;
  readonly values: readonly PlaneValues[];
  /** Scripts, client files, registrations. */
  readonly texts: readonly string[];
}

export interface PlaneValues {
  readonly step: string;
  readonly values: HelmValues;
}

export function isFailure(outcome: Outcome): outcome is Failure {
  return 'error' in outcome;
}

const FOLDER = mkdtempSync(join(tmpdir(), 'properties-'));

/** Removes what programs have written; files of tests that share this folder each do, and not every program writes something. */
export function tidy(): void {
  rmSync(FOLDER, { recursive: true, force: true });
}

/** Runs the program of a configuration. */
export function run(configuration: Configuration): Outcome {
  const outdir = join(FOLDER, 'dist');
  rmSync(outdir, { recursive: true, force: true });
  const app = new FleetApp({ outdir });
  const made = new Map<string, unknown>();
  const values: PlaneValues[] = [];
  const texts: string[] = [];
  for (const { name, what } of configuration) {
    const chart = new Chart(app, name.replace(/ /g, '-'));
    let before = app.node.findAll().length;
    try {
      const result = madeOf(what, chart, made);
      made.set(name, result);
      before = app.node.findAll().length;
      const auth = result instanceof Plane ? (result as Plane & { auth: PlaneAuth }).auth : result;
      if (auth instanceof PlaneAuth) {
        made.set(`${name}#helmValues`, auth.helmValues);
        texts.push(...[auth.secretScript, auth.takeOverScript].flatMap((script) => (script ? [script.toString()] : [])));
        if (auth === result) {
          values.push({ step: name, values: auth.helmValues });
        }
      }
      texts.push(...textsOf(result));
    } catch (error) {
      return { error, failed: what, left: app.node.findAll().slice(before).map(({ node }) => node.path), written: filesIn(outdir) };
    }
  }
  try {
    app.synth();
  } catch (error) {
    return { error, left: [], written: filesIn(outdir) };
  }
  return { manifests: new Map(filesIn(outdir).map((file) => [file, readFileSync(join(outdir, file), 'utf8')])), values, texts };
}

/** What is handed out as text, and what a pipeline holds. */
function textsOf(result: unknown): string[] {
  if (result instanceof Registrations) {
    return Object.values(result.files()).map(String);
  }
  const { config, secretScript, toObject } = (result ?? {}) as Record<string, unknown>;
  const own = Object.prototype.toString !== (result as object | undefined)?.toString && !toObject ? [String(result)] : [];
  return [...own, ...[config, secretScript].flatMap((text) => (text ? [String(text)] : []))];
}

function filesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}
