import { IConstruct } from 'constructs';

/**
 * Builds what a construct consists of, whole or not at all: where the building throws, the construct leaves the tree
 * again. Every construct of the library does its work in here.
 */
export function whole<T>(construct: IConstruct, build: () => T): T {
  try {
    return build();
  } catch (error) {
    construct.node.scope?.node.tryRemoveChild(construct.node.id);
    throw error;
  }
}

/** Whether a construct is in the tree still: it, or one above it, may have left it again. */
export function isInTree(construct: IConstruct): boolean {
  const { id, scope } = construct.node;
  return scope === undefined || (scope.node.tryFindChild(id) === construct && isInTree(scope));
}
