import { IConstruct } from 'constructs';

/** Says that something is legal and unwise: on stderr, and in the metadata of the construct for whoever walks the tree. */
export function warn(construct: IConstruct, message: string): void {
  construct.node.addMetadata('warning', message);
  process.emitWarning(`${construct.node.path}: ${message}`, 'UnionAuthWarning');
}
