import { IConstruct } from 'constructs';

/**
 * Says that something is legal and unwise: on stderr where there is one, and in the metadata of the construct
 * for whoever walks the tree.
 */
export function warn(construct: IConstruct, message: string): void {
  construct.node.addMetadata('warning', message);
  globalThis.process?.emitWarning(`${construct.node.path}: ${message}`, 'UnionAuthWarning');
}
