import { ApiObject, App, Chart, YamlOutputType } from 'cdk8s';
import { IConstruct } from 'constructs';
import { grouped } from '../../common/data/grouped';

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
