import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { ValuesFile } from '../../common/values/values-file';
import { parseObjects } from '../../verify/parse';
import { FieldOwner } from '../../verify/read/field';
import { ValueSet } from '../../verify/values/value-set';
import { withoutCopies } from '../../verify/values/values-reader';
import { Report, verifyParsed } from '../../verify/verify';
import { jsonToVerify } from '../fleet/renderings';
import { HelmValues } from '../values/helm-values';

/** The parts of `verify` that validation needs, in one module: `load-verifier.ts` loads it on demand. */
export { SUPPRESSION_RULES } from '../../verify/engine/suppression';
export { openText } from '../../verify/read/open-question';
export { shownFindings } from '../../verify/report/shown-finding';
export { findingText } from '../../verify/report/text';
export { PLAIN } from '../../verify/report/format-context';
export { parseReadable } from '../../verify/parse';
export { RULES } from '../../verify/registry';
export { verifyParsed } from '../../verify/verify';

/** The source of the tree's objects, in place of a file name. */
const TREE = 'construct tree';

/**
 * Checks every object below a construct, and the chart values of constructs.
 *
 * @param skip IDs of rules to leave out
 */
export function judgeTree(scope: IConstruct, skip: readonly string[]): Report {
  const constructs = scope.node.findAll();
  const objects = constructs.filter((construct) => ApiObject.isApiObject(construct)) as ApiObject[];
  const parsed = parseObjects(TREE, rendered(objects), (position) => objects[position].chart.node.path);
  const input = {
    ...parsed,
    valueSets: withoutCopies([
      ...constructs.flatMap((construct) => valueSetOf(construct) ?? []),
      ...parsed.valueSets,
    ], (set, home) => set.settledIn(home)),
  };
  // By position, because names are not unique: two kinds or two namespaces can share one. Values go by their
  // construct.
  const constructPath = ({ source }: FieldOwner) =>
    (source.file === TREE ? objects[source.path[0] as number]?.node.path : source.file);
  return verifyParsed(input, { skip, constructPath });
}

function* rendered(objects: readonly ApiObject[]): Iterable<unknown> {
  for (const object of objects) {
    yield jsonToVerify(object);
  }
}

/** The values that a construct emits for its chart. */
function valueSetOf(construct: IConstruct): ValueSet | undefined {
  const values = chartValuesOf(construct);
  return values && new ValueSet({
    chart: values._chart,
    release: values._release,
    note: values._release._assumption,
    namespace: values._target.namespace,
    trustedClients: values._trustedClients,
  }, [ValuesFile.of(construct.node.path, values._object)]);
}

/** A construct that emits values for a chart. */
interface ValuesHolder extends IConstruct {
  /** @internal */
  readonly _chartValues: HelmValues | undefined;
}

/** The values that a construct emits for a chart; undefined for other constructs. */
function chartValuesOf(construct: IConstruct): HelmValues | undefined {
  const values = (construct as Partial<ValuesHolder>)._chartValues;
  return values instanceof HelmValues ? values : undefined;
}
