// Tests: test/verify/credentials/secret-writers.test.ts
import { groupsByKey } from '../../common/data/collections';
import { isObject, valueAt } from '../../common/data/json';
import type { PathStep } from '../../common/data/json';
import {
  CONNECTION_SECRET, NEVER_WRITES_SECRETS, SECRET_OPERATORS, SecretOperator,
} from '../../contract/upstream/secret-operators';
import { asList, asObject, asText } from '../kube/json-access';
import type { KubeObject } from '../kube/kube-object';
import type { Field } from '../read/field';

/** The Secret that an operator's object writes, with its known keys. */
export interface OperatorWrite {
  readonly object: KubeObject;
  readonly name: string;
  /** Absent: any. */
  readonly namespace?: string;
  /** The place of the namespace, if it is not the object's own. */
  readonly namespaceAt?: Field;
  readonly keys: readonly string[];
  /** Whether it may write other keys, too. */
  readonly openEnded: boolean;
  /** The place of the setting that leaves the creation of the Secret to others. */
  readonly waitsAt?: Field;
}

const BY_KIND = groupsByKey(SECRET_OPERATORS, ({ group, kind }) => `${group}/${kind}`);

export function writesOf(object: KubeObject): OperatorWrite[] {
  const connection = connectionOf(object);
  return connection !== undefined
    ? [connection]
    : (BY_KIND.get(`${object.group}/${object.kind}`) ?? []).flatMap((operator) =>
      targetsOf(object, operator.each)
        .filter(({ target }) => operator.manifest !== true || asObject(target).kind === 'Secret')
        .map((each) => writeOf(object, operator, each)));
}

interface Target {
  readonly target: unknown;
  /** The path of it. */
  readonly at: readonly PathStep[];
}

function writeOf(object: KubeObject, operator: SecretOperator, { target, at }: Target): OperatorWrite {
  const { name: names = [], namespace, everywhere = false, creates, listsAll = () => true } = operator;
  const said = namespace === undefined ? undefined : asText(valueAt(target, namespace));
  const fieldOf = (way: string) => object.field(...at, ...way.split('.'));
  return {
    object,
    name: names.flatMap((way) => asText(valueAt(target, way)) ?? [])[0] ?? object.name,
    namespace: everywhere ? undefined : said || object.namespace,
    ...(namespace !== undefined && said ? { namespaceAt: fieldOf(namespace) } : {}),
    keys: (operator.keys ?? []).flatMap((way) => keysIn(valueAt(target, way), operator.key)),
    openEnded: operator.keys === undefined || !listsAll(target),
    ...(creates !== undefined && valueAt(target, creates) !== true ? { waitsAt: fieldOf(creates) } : {}),
  };
}

/** The Secret of a Crossplane provider, with keys of its choice. */
function connectionOf(object: KubeObject): OperatorWrite | undefined {
  const reference = asObject(object.at(...CONNECTION_SECRET.split('.')));
  const [name, namespace = object.namespace] = [asText(reference.name), asText(reference.namespace)];
  return name === undefined ? undefined : { object, name, namespace, keys: [], openEnded: true };
}

function targetsOf(object: KubeObject, each: string | undefined): Target[] {
  const at = each?.split('.') ?? [];
  const targets = object.at(...at);
  if (each !== undefined && Array.isArray(targets)) {
    return targets.map((target: unknown, index) => ({ target, at: [...at, index] }));
  }
  return targets === undefined ? [] : [{ target: targets, at }];
}

function keysIn(value: unknown, key: string | undefined): string[] {
  return isObject(value)
    ? Object.keys(value)
    : asList(value).flatMap((item) => asText(key === undefined ? item : asObject(item)[key]) ?? []);
}

/** Objects of unknown kinds that refer to a Secret, or whose name is encrypted, may write any. */
export function unknownWriters(objects: readonly KubeObject[], secrets: readonly string[]): OperatorWrite[] {
  return objects.filter((object) => isVeiled(object) || !isKnown(object)).flatMap((object) => {
    const text = JSON.stringify(object.raw);
    const namespace = isVeiled(object) && !isCipher(object.namespace) ? object.namespace : undefined;
    return secrets
      .filter((name) => isVeiled(object) || text.includes(JSON.stringify(name)))
      .map((name) => ({ object, name, namespace, keys: [], openEnded: true }));
  });
}

/** Whether it is unknown which Secret an object is, or whether it is one. */
export function isVeiled({ kind, name }: KubeObject): boolean {
  return isCipher(kind) || (kind === 'Secret' && isCipher(name));
}

function isCipher(text = ''): boolean {
  return text.startsWith('ENC[');
}

function isKnown(object: KubeObject): boolean {
  const { group, kind } = object;
  return (
    NEVER_WRITES_SECRETS.test(group) || BY_KIND.has(`${group}/${kind}`) || connectionOf(object) !== undefined
  );
}
