import { basename, isAbsolute, join, normalize, sep } from 'node:path';
import { ApiObject, App, Chart, Names, YamlOutputType } from 'cdk8s';
import { IConstruct } from 'constructs';
import { grouped } from '../../common/data/collections';
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
 * Texts by their paths, as files of which none is a script.
 *
 * @internal
 */
export function _plainFiles(texts: Readonly<Record<string, string>>): OutputFile[] {
  return Object.entries(texts).map(([path, text]) => ({ path, text, executable: false }));
}

/**
 * The place of a file in the folder that cdk8s writes to: what the CLI was told (`cdk8s synth -o`, `output`
 * in cdk8s.yaml), else `dist`.
 *
 * Source: cdk8s `App`, which resolves its own folder in the same way.
 *
 * @param path where to write, relative to that folder; an absolute path stays as it is
 * @param outdir the folder of an app that was told another one
 */
export function inOutputFolder(path: string, outdir: string = environment('CDK8S_OUTDIR') ?? 'dist'): string {
  new Problems('writeTo').check('path', path, filledInPath, (value) => misplaced(value, outdir)).throwIfAny();
  return isAbsolute(path) ? path : join(outdir, path);
}

function filledInPath(path: string): string | undefined {
  if (typeof path !== 'string' || path.trim() === '') {
    return 'is not a path; name a file';
  }
  return /(^|\/)\.{0,2}$/.test(path) ? 'is a folder; name a file in it' : undefined;
}

function misplaced(path: string, outdir: string): string | undefined {
  const [first, ...rest] = normalize(path).split(sep);
  if (isAbsolute(path)) {
    return undefined;
  }
  if (first === '..') {
    return `leaves the output folder ${outdir}; write below it, or give an absolute path`;
  }
  // `cdk8s synth -o` would move half of it.
  return first === basename(outdir) && rest.length > 0
    ? `is relative to the output folder ${outdir} already; write ${rest.join('/')}`
    : undefined;
}

const CHECKED = new WeakSet<IConstruct>();

/**
 * Fails the synthesis where cdk8s would write two objects into one file, and keep the last: it names the file
 * of an object by kind and name alone, and planes of several namespaces have objects of the same names.
 */
export function mustHaveOwnFiles({ node: { root } }: IConstruct): void {
  if (!CHECKED.has(root)) {
    CHECKED.add(root);
    root.node.addValidation({ validate: () => sharedFiles(root as Partial<App> & IConstruct) });
  }
}

function sharedFiles({ yamlOutputType, node }: Partial<App> & IConstruct): string[] {
  const isByChart = yamlOutputType === YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE;
  if (yamlOutputType !== YamlOutputType.FILE_PER_RESOURCE && !isByChart) {
    return [];
  }
  const objects = node.findAll().filter((each) => ApiObject.isApiObject(each)) as ApiObject[];
  const folderOf = (object: ApiObject) => (isByChart ? `${Chart.of(object).node.path}/` : '');
  return grouped(objects, (object) => `${folderOf(object)}${object.kind}.${object.name}`)
    .filter((same) => same.length > 1)
    .map((same) => `${same[0].kind}.${same[0].name} would be the file of `
      + `${same.map((object) => object.node.path).join(' and of ')}, and only the last would be in it: `
      + `${isByChart ? 'give each a Chart of its own' : 'let yamlOutputType make a folder of each Chart'}, `
      + 'or leave yamlOutputType out.');
}

/**
 * Fails the synthesis where a directory is named that is in the output folder, and that the app does not
 * make: Argo CD and Flux would find nothing there. What is elsewhere is filled by others, and so is the
 * folder of an app without another chart.
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
  // Without Node, for pages that make files.
  const outdir = /[^/\\]*$/.exec((app.outdir ?? '').replace(/[/\\]+$/, ''))![0];
  const folder = belowOutput(path, outdir);
  const isByChart = app.yamlOutputType === YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE;
  if (folder === '') {
    return;
  }
  if (isByChart && Chart.isChart(app.node.tryFindChild(folder))) {
    if (app.node.children.some(isNumbered)) {
      problems.add(prop, path, 'has a number before its name, as Charts of this app depend on each other; '
        + 'give path with the number that synth writes');
    }
    return;
  }
  // Charts within others, and those that depend on each other, which are numbered.
  const folders = isByChart ? (app.charts ?? []).map((chart) => Names.toDnsLabel(chart)) : [];
  const fault = `is not a directory that this app makes in ${outdir}`;
  if (isByChart && !folders.includes(folder.replace(/^\d{4}-/, ''))) {
    problems.add(prop, path, `${fault}; it makes ${folders.join(', ')}`);
  } else if (!isByChart) {
    problems.add(prop, path, `${fault}; name the directory that your pipeline fills`, FOLDERS);
  }
}

const FOLDERS = 'give the app yamlOutputType: YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE, which makes '
  + 'one for each Chart';

/** The folder that an app makes of the Chart of a construct, where it makes one for each. */
export function folderOfChart(construct: IConstruct): string {
  return Names.toDnsLabel(Chart.of(construct));
}

/** Whether cdk8s numbers the files of the app: a Chart depends on another one, or holds one. */
function isNumbered({ node }: IConstruct): boolean {
  return node.dependencies.some((other) => Chart.isChart(other)) || node.children.some(Chart.isChart);
}

/** What of a path is below the output folder; nothing where it leads elsewhere, or to all of it. */
function belowOutput(path: string, outdir: string): string {
  const steps = path.split('/').filter((step) => step !== '' && step !== '.');
  const at = steps.lastIndexOf(outdir);
  return at < 0 ? '' : steps.slice(at + 1).join('/');
}

/** What to do with a text that nothing writes or reads, as a warning at synth says. */
export const UNWRITTEN = {
  values: 'helmValues are neither written nor read, so that no chart gets them; call '
    + 'helmValues.writeTo(app, "values.yaml") before app.synth(), or pass them to what installs the chart',
  script: 'secretScript is neither written nor read, and delivers the client secrets; call '
    + 'secretScript.writeTo(app, "secrets.sh") before app.synth()',
} as const;
