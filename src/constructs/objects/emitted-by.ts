import { ApiObject, ApiObjectMetadataDefinition } from 'cdk8s';
import { Construct } from 'constructs';
import { filledIn } from '../../common/props/checks';
import { demand, text } from '../../common/props/prop-types';

/** Every manifest that a construct emits, in the order of emission. */
export function emittedBy(scope: Construct): ApiObject[] {
  return scope.node.findAll().filter((construct): construct is ApiObject => ApiObject.isApiObject(construct));
}

/**
 * A construct of several objects, which hands out all of them and each one.
 *
 * @internal
 */
export abstract class SeveralObjects extends Construct {
  /**
   * The emitted objects, each with its `name` and `metadata`, in the order of emission: to patch one, see
   * `object`. None where another construct of the chart emits the same.
   */
  public get apiObjects(): ApiObject[] {
    return emittedBy(this);
  }

  /**
   * One of the emitted objects, to patch it.
   *
   * @param kind its kind
   * @param name its name
   * @throws when there is none; the error names those that there are.
   */
  public object(kind: string, name: string): ApiObject {
    const all = emittedBy(this);
    const ofKind = all.filter((each) => each.kind === kind);
    const found = ofKind.find((each) => each.name === name);
    const kinds = [...new Set(all.map((each) => each.kind))];
    const isKind = ofKind.length > 0;
    demand(`object of ${this.node.path}`, { kind, name }, {
      kind: text(filledIn, () =>
        (isKind ? undefined : `is not a kind of object that it emits; it has ${kinds.join(', ')}`)),
      name: text(filledIn, () => (found === undefined && isKind
        ? `is not the name of such an object; it has ${ofKind.map((each) => each.name).join(', ')}`
        : undefined)),
    });
    return found!;
  }
}

/**
 * A construct of one object.
 *
 * @internal
 */
export abstract class OneObject extends Construct {
  /** The emitted object, to patch it. */
  public abstract readonly apiObject: ApiObject;

  /** Name of the emitted object. */
  public get name(): string {
    return this.apiObject.name;
  }

  /** Metadata of the emitted object. */
  public get metadata(): ApiObjectMetadataDefinition {
    return this.apiObject.metadata;
  }
}
