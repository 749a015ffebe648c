import type { PathStep } from '../../common/data/json';
import type { Span } from '../../common/yaml/spans';

export interface ObjectSource {
  /** Name of the text, such as a file's path. */
  readonly file: string;
  /** Index of the YAML document within the text. */
  readonly document: number;
  /** Path within the document; not empty for the items of a list. */
  readonly path: readonly PathStep[];
  /** The characters of the text that hold the object, where they can be read on their own. */
  readonly span?: Span;
  /** Places in the object of keys that are more than once in their map. @default none */
  readonly duplicates?: readonly (readonly PathStep[])[];
  /** What goes into one cluster as a whole: the path of a chart in a construct tree. */
  readonly unit?: string;
  /** Where the object lives, where others than itself tell. */
  readonly cluster?: string;
  /** The same of its namespace. */
  readonly namespace?: string;
}

/** What makes an object the one that it is. */
export interface ObjectIdentity {
  readonly apiVersion: string;
  readonly kind: string;
  /** Absent where the input shows one cluster only, or does not tell. */
  readonly cluster?: string;
  /** Absent where the manifest leaves it to the one that applies it. */
  readonly namespace?: string;
  readonly name: string;
}
