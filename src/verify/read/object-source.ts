import type { PathStep } from '../../common/data/json';
import type { Span } from '../../common/yaml/spans';

export interface ObjectSource {
  /** Name of the text, such as a file's path. */
  readonly file: string;
  /** Index of the YAML document within the text. */
  readonly document: number;
  /** Path within the document; not empty for items of a list. */
  readonly path: readonly PathStep[];
  /** The part of the text with the object, if it can be parsed separately. */
  readonly span?: Span;
  /** Places of repeated keys in the object. @default none */
  readonly duplicates?: readonly (readonly PathStep[])[];
  /** The unit that goes into one cluster: the path of a chart in a construct tree. */
  readonly unit?: string;
  /** The cluster of the object, if others determine it. */
  readonly cluster?: string;
  /** Its namespace, if others determine it. */
  readonly namespace?: string;
}

/** The identity of an object. */
export interface ObjectIdentity {
  readonly apiVersion: string;
  readonly kind: string;
  /** Absent if the input has only one cluster, or does not show it. */
  readonly cluster?: string;
  /** Absent if the manifest has none. */
  readonly namespace?: string;
  readonly name: string;
}
