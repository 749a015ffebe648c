import { basename, isAbsolute, join, normalize, sep } from 'node:path';
import { App, Chart, Names, YamlOutputType } from 'cdk8s';
import { IConstruct } from 'constructs';
import { checkPropsInTree } from '../../common/props/construct-props';
import { Problems } from '../../common/props/problems';
import { environment } from '../../common/system/environment';

/**
 * A file before it is written.
 *
 * @internal
 */
export interface OutputFile {
  /** Below the output folder, with slashes. */
  readonly path: string;
  readonly text: string;
  /** Whether it is a script. */
  readonly executable: boolean;
}

/**
 * Texts by path, as files that are not executable.
 *
 * @internal
 */
export function _plainFiles(texts: Readonly<Record<string, string>>): OutputFile[] {
  return Object.entries(texts).map(([path, text]) => ({ path, text, executable: false }));
}

/**
 * Resolves a path in the output folder of cdk8s: that of the CLI (`cdk8s synth -o`, `output` in cdk8s.yaml),
 * otherwise `dist`.
 *
 * Source: cdk8s `App`, which does the same.
 *
 * @param path path relative to that folder; an absolute path is kept
 * @param outdir the output folder of an app, if it has its own
 */
export function inOutputFolder(path: string, outdir: string = environment('CDK8S_OUTDIR') ?? 'dist'): string {
  new Problems('writeTo').check('path', path, filledInPath, (value) => misplaced(value, outdir)).throwIfAny();
  return isAbsolute(path) ? path : join(outdir, path);
}

function filledInPath(path: string): string | undefined {
  if (typeof path !== 'string' || path.trim() === '') {
    return 'is not a path; give a file';
  }
  return /(^|\/)\.{0,2}$/.test(path) ? 'is a folder; give a file in it' : undefined;
}

function misplaced(path: string, outdir: string): string | undefined {
  const [first, ...rest] = normalize(path).split(sep);
  if (isAbsolute(path)) {
    return undefined;
  }
  if (first === '..') {
    return `is outside of the output folder ${outdir}; use a path below it, or an absolute path`;
  }
  // `cdk8s synth -o` would move only part of the output.
  return first === basename(outdir) && rest.length > 0
    ? `is already relative to the output folder ${outdir}; write ${rest.join('/')}`
    : undefined;
}

/**
 * Fails the synthesis if a directory in the output folder is not one that the app creates: Argo CD and Flux
 * would find nothing there. Directories elsewhere are not checked, as others fill them; neither is the folder
 * of an app without another chart.
 *
 * @param paths in the repository, such as `dist/union-cp`, by their props
 */
export function mustLeadToOutput(
  construct: IConstruct, paths: Readonly<Record<string, string | undefined>>,
): void {
  checkPropsInTree(construct, (problems) => {
    const { root } = construct.node;
    if (root.node.children.some((child) => Chart.isChart(child) && child !== Chart.of(construct))) {
      Object.entries(paths).forEach(([prop, path = '']) =>
        checkFolder(problems, root, [prop, path]));
    }
  });
}

function checkFolder(
  problems: Problems, app: Partial<App> & IConstruct, [prop, path]: readonly [string, string],
): void {
  // Must also work without Node, in the browser.
  const outdir = /[^/\\]*$/.exec((app.outdir ?? '').replace(/[/\\]+$/, ''))![0];
  const folder = belowOutput(path, outdir);
  const isByChart = app.yamlOutputType === YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE;
  if (folder === '') {
    return;
  }
  if (isByChart && Chart.isChart(app.node.tryFindChild(folder))) {
    if (app.node.children.some(isNumbered)) {
      problems.add(prop, path, 'gets a number before its name, as Charts of this app depend on each other; '
        + 'give path with that number');
    }
    return;
  }
  // Nested charts, and charts that depend on each other, which cdk8s numbers.
  const folders = isByChart ? (app.charts ?? []).map((chart) => Names.toDnsLabel(chart)) : [];
  const fault = `is not a directory that this app creates in ${outdir}`;
  if (isByChart && !folders.includes(folder.replace(/^\d{4}-/, ''))) {
    problems.add(prop, path, `${fault}; it creates ${folders.join(', ')}`);
  } else if (!isByChart) {
    problems.add(prop, path, `${fault}; give the directory that your pipeline fills`, FOLDERS);
  }
}

const FOLDERS = 'give the app yamlOutputType: YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE, which '
  + 'creates one for each Chart';

/** The folder that the app creates for the Chart of a construct, if it creates one per Chart. */
export function folderOfChart(construct: IConstruct): string {
  return Names.toDnsLabel(Chart.of(construct));
}

/** Whether cdk8s numbers the files of the app: if a Chart depends on another one, or contains one. */
function isNumbered({ node }: IConstruct): boolean {
  return node.dependencies.some((other) => Chart.isChart(other)) || node.children.some(Chart.isChart);
}

/** The part of a path below the output folder; undefined if it is outside, or the folder itself. */
function belowOutput(path: string, outdir: string): string {
  const steps = path.split('/').filter((step) => step !== '' && step !== '.');
  const at = steps.lastIndexOf(outdir);
  return at < 0 ? '' : steps.slice(at + 1).join('/');
}

/** Remedies for a text that is neither written nor read, for a warning at synth. */
export const UNWRITTEN = {
  values: 'helmValues are neither written nor read, so no chart gets them; call helmValues.writeTo(app, '
    + '"values.yaml") before app.synth(), or pass them to the construct that installs the chart',
  script: 'secretScript, which delivers the client secrets, is neither written nor read; call '
    + 'secretScript.writeTo(app, "secrets.sh") before app.synth()',
} as const;
