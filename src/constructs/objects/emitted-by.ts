import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { filledIn } from '../../common/props/checks';
import { demand, text } from '../../common/props/prop-types';

/** Every manifest that a construct emits, in the order of emission. */
export function emittedBy(scope: Construct): ApiObject[] {
  return scope.node.findAll().filter((construct): construct is ApiObject => ApiObject.isApiObject(construct));
}

/**
 * One of them.
 *
 * @throws InvalidPropsError when there is none; it names those of the kind, or the kinds.
 */
export function emittedObject(scope: Construct, kind: string, name: string): ApiObject {
  const all = emittedBy(scope);
  const ofKind = all.filter((each) => each.kind === kind);
  const found = ofKind.find((each) => each.name === name);
  const kinds = [...new Set(all.map((each) => each.kind))];
  const isKind = ofKind.length > 0;
  demand(`object of ${scope.node.path}`, { kind, name }, {
    kind: text(filledIn, () =>
      (isKind ? undefined : `is not a kind of object that it emits; it has ${kinds.join(', ')}`)),
    name: text(filledIn, () => (found === undefined && isKind
      ? `is not the name of such an object; it has ${ofKind.map((each) => each.name).join(', ')}`
      : undefined)),
  });
  return found!;
}
