import type { Row } from '../report';

/** What a section is given. */
export interface Context {
  /** An empty folder of its own. */
  readonly folder: string;
  readonly turns: number;
}

/** A part of the benchmark that can be run alone. */
export type Section = (context: Context) => Row[];
