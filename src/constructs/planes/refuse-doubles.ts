import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { chartOf } from '../../common/props/construct-props';
import { Problems } from '../../common/props/problems';

/**
 * Throws where something else in the chart has the identity of an object of the plane: a second plane, or an
 * object of the user's. Names are upstream's, and so the same in each namespace. Another chart may be another
 * cluster.
 */
export function refuseDoubles(subject: string, plane: IConstruct, namespace: string): void {
  const objects =
    chartOf(plane).node.findAll().filter((child): child is ApiObject => ApiObject.isApiObject(child));
  const isOwn = (object: ApiObject) => object.node.scopes.includes(plane);
  const others =
    new Map(objects.filter((object) => !isOwn(object)).map((object) => [identity(object), object]));
  const problems = new Problems(subject);
  for (const object of objects.filter(isOwn)) {
    const other = others.get(identity(object));
    if (other) {
      problems.add('namespace', namespace, `has the ${object.kind} ${object.name} already `
        + `(${other.node.path}), and one would replace the other; `
        + 'give the plane a namespace of its own');
    }
  }
  problems.throwIfAny();
}

function identity({ apiGroup, kind, name, metadata: { namespace } }: ApiObject): string {
  return [apiGroup, kind, namespace, name].join('/');
}
