import { groupsByKey } from '../../common/data/grouped';
import { isObject, valueAt } from '../../common/data/json';
import {
  CONNECTION_SECRET, NEVER_WRITES_SECRETS, SECRET_OPERATORS,
} from '../../contract/upstream/secret-operators';
import { asList, asObject, asText } from '../kube/json-access';
import type { KubeObject } from '../kube/kube-object';

/** What an operator's object writes: a Secret, and its keys as far as the object shows them. */
export interface OperatorWrite {
  readonly object: KubeObject;
  readonly name: string;
  /** Absent: any. */
  readonly namespace?: string;
  readonly keys: readonly string[];
  /** Whether it may write other keys, too. */
  readonly openEnded: boolean;
}

const BY_KIND = groupsByKey(SECRET_OPERATORS, ({ group, kind }) => `${group}/${kind}`);

/** The Secrets that an object of another operator writes. */
export function writesOf(object: KubeObject): OperatorWrite[] {
  const connection = connectionOf(object);
  return connection !== undefined
    ? [connection]
    : (BY_KIND.get(`${object.group}/${object.kind}`) ?? []).flatMap((operator) => {
      const { each, name: names, namespace, everywhere = false, manifest = false } = operator;
      return targetsOf(object, each)
        .filter((target) => !manifest || asObject(target).kind === 'Secret')
        .map((target) => {
          const keys = (operator.keys ?? []).flatMap((way) =>
            keysIn(valueAt(target, way), operator.key),
          );
          const said = namespace === undefined ? undefined : asText(valueAt(target, namespace));
          return {
            object,
            name:
                (names ?? []).flatMap((way) => asText(valueAt(target, way)) ?? [])[0]
                ?? object.name,
            namespace: everywhere ? undefined : said || object.namespace,
            keys,
            openEnded: operator.keys === undefined,
          };
        });
    });
}

/** What a provider of Crossplane writes: keys of its own choice. */
function connectionOf(object: KubeObject): OperatorWrite | undefined {
  const reference = asObject(object.at(...CONNECTION_SECRET.split('.')));
  const [name, namespace = object.namespace] = [asText(reference.name), asText(reference.namespace)];
  return name === undefined ? undefined : { object, name, namespace, keys: [], openEnded: true };
}

function targetsOf(object: KubeObject, each: string | undefined): unknown[] {
  if (each === undefined) {
    return [object.raw];
  }
  const targets = object.at(...each.split('.'));
  const one = targets === undefined ? [] : [targets];
  return Array.isArray(targets) ? targets : one;
}

function keysIn(value: unknown, key: string | undefined): string[] {
  return isObject(value)
    ? Object.keys(value)
    : asList(value).flatMap((item) => asText(key === undefined ? item : asObject(item)[key]) ?? []);
}

/**
 * Objects of kinds that nobody here knows and that may write Secrets, by the Secrets of which they name one.
 */
export function unknownWriters(objects: readonly KubeObject[], secrets: readonly string[]): OperatorWrite[] {
  const strangers = objects.filter((object) => !isKnown(object));
  return strangers.flatMap((object) => {
    const text = JSON.stringify(object.raw);
    return secrets
      .filter((name) => text.includes(JSON.stringify(name)))
      .map((name) => ({ object, name, namespace: object.namespace, keys: [], openEnded: true }));
  });
}

function isKnown(object: KubeObject): boolean {
  const { group, kind } = object;
  return (
    NEVER_WRITES_SECRETS.test(group) || BY_KIND.has(`${group}/${kind}`) || connectionOf(object) !== undefined
  );
}
