import { ApiObject, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { namespaceName } from './checks';
import { Problems } from './problems';

/**
 * Builds what a construct consists of, whole or not at all: where the building throws, the construct leaves
 * the tree again. Every construct of the library does its work in here.
 *
 * @throws InvalidPropsError where its objects take from their chart a namespace that is none: cdk8s looks at
 * none.
 */
export function whole<T>(construct: IConstruct, build: () => T): T {
  try {
    const built = build();
    checkNamespaceOfChart(construct);
    return built;
  } catch (error) {
    construct.node.scope?.node.tryRemoveChild(construct.node.id);
    throw error;
  }
}

function checkNamespaceOfChart(construct: IConstruct): void {
  const chart = [...construct.node.scopes].reverse().find((scope): scope is Chart => Chart.isChart(scope));
  const fault = chart?.namespace === undefined ? undefined : namespaceName(chart.namespace);
  if (fault !== undefined
    && construct.node.findAll()
      .some((each) => ApiObject.isApiObject(each) && each.metadata.namespace === chart!.namespace)) {
    const problems = new Problems(`The chart ${chart!.node.path}`);
    problems.add('namespace', chart!.namespace, fault);
    problems.throwIfAny();
  }
}

/** Whether a construct is in the tree still: it, or one above it, may have left it again. */
export function isInTree(construct: IConstruct): boolean {
  const { id, scope } = construct.node;
  return scope === undefined || (scope.node.tryFindChild(id) === construct && isInTree(scope));
}
