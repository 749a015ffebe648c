import { ApiObject, App, Chart, Names, YamlOutputType } from 'cdk8s';
import { IConstruct } from 'constructs';
import { grouped } from '../../common/data/collections';
import { checkPropsInTree } from '../../common/props/construct-props';
import { Problems } from '../../common/props/problems';

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
 * Fails the synthesis where a directory is named that lies in the output folder, and that the app does not
 * make: Argo CD and Flux would find nothing there. What lies elsewhere is filled by others, and so is the
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

/** What of a path lies below the output folder; nothing where it leads elsewhere, or to all of it. */
function belowOutput(path: string, outdir: string): string {
  const steps = path.split('/').filter((step) => step !== '' && step !== '.');
  const at = steps.lastIndexOf(outdir);
  return at < 0 ? '' : steps.slice(at + 1).join('/');
}
