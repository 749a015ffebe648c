import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';

/** Every manifest that a construct emits, in the order of emission. */
export function emittedBy(scope: Construct): ApiObject[] {
  return scope.node.findAll().filter((construct): construct is ApiObject => ApiObject.isApiObject(construct));
}
