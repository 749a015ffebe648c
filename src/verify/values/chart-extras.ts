import { isObject, JsonObject } from '../../common/data/json';
import type { PathStep } from '../../common/data/json';
import { STATEMENT } from '../../common/values/template';
import { readConfig } from '../../common/yaml/yaml-reader';
import { EXTRA_OBJECTS } from '../../contract/union/values-contract';
import { asList } from '../kube/json-access';
import { ChartObject } from './chart-object';
import type { ValueSet } from './value-set';

/** An additional object that a user gives to the chart. */
interface ExtraObject {
  readonly raw: JsonObject;
  readonly at: readonly PathStep[];
  /** Whether the entry is a text that contains it. */
  readonly isText: boolean;
}

/** Additional objects of users: Ingresses, delivery of secrets, certificates. */
export function extraObjects(set: ValueSet): ChartObject[] {
  return entriesOf(set).flatMap(({ objects = [] }) => objects).map(({ raw, at, isText }) => {
    const metadata = isObject(raw.metadata) ? raw.metadata : {};
    const settled = {
      ...raw,
      metadata: { ...(set.namespace === undefined ? {} : { namespace: set.namespace }), ...metadata },
    };
    return new ChartObject(settled, set, [{ path: [], values: at, alike: !isText }]);
  });
}

/** The paths of entries with templates that the verifier does not evaluate. */
export function unreadExtras(set: ValueSet): string[] {
  return entriesOf(set).filter(({ objects }) => objects === undefined).map(({ path }) => path);
}

/** Each entry with its objects; an entry that is not read has none. */
function entriesOf(set: ValueSet): { path: string; objects?: ExtraObject[] }[] {
  return EXTRA_OBJECTS[set.chart].flatMap((key) => asList(set.get(key)).flatMap((_, index) => {
    const at = [key, index];
    const entry = set.effective.at(`${key}.${index}`);
    const documents = typeof entry === 'string' ? documentsIn(entry) : [entry];
    return entry === undefined ? [] : [{
      path: `${key}[${index}]`,
      objects: documents?.filter((raw): raw is JsonObject => isObject(raw) && typeof raw.kind === 'string')
        .map((raw) => ({ raw, at, isText: typeof entry === 'string' })),
    }];
  }));
}

/** Undefined if the text is not YAML, or a program. */
function documentsIn(text: string): readonly unknown[] | undefined {
  if (PROGRAM.test(text)) {
    return undefined;
  }
  try {
    return readConfig(text);
  } catch {
    return undefined;
  }
}

/** A statement of a template, as `EffectiveValues` leaves it. */
const PROGRAM = new RegExp(`\\$\\{${STATEMENT}`);
