import type { OutputFile } from '../../../src/constructs/output';
import type { Question } from '../../../src/init';
import type { Flow } from '../../../src/verify/report/flow';

/** What was said so far, by the id of the question. */
export type SaidEntries = readonly (readonly [string, string | boolean])[];

/** What the page asks its worker. */
export interface Asked {
  readonly turn: number;
  readonly said: SaidEntries;
  /** The question whose answer was just given. */
  readonly changed?: string;
}

/** A question of `init`, with what was said to it and what is wrong with that. */
export interface ShownQuestion extends Omit<Question, 'apply' | 'initial'> {
  readonly value: string | boolean | undefined;
  readonly problem?: string;
}

/** Files of one kind. */
export interface FileGroup {
  readonly title: string;
  /** The folder that they belong into, with a slash at its end. */
  readonly folder: string;
  readonly files: readonly OutputFile[];
}

/** What comes of the answers. */
export interface Made {
  readonly turn: number;
  readonly questions: readonly ShownQuestion[];
  /** What is wrong and belongs to no question that is shown. */
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
  /** What stands in the files for what is missing. @default nothing: they are those of the answers */
  readonly examples: readonly string[];
  /** Nothing while an answer is wrong. */
  readonly output: readonly OutputFile[];
  readonly app: readonly OutputFile[];
  readonly kept: readonly OutputFile[];
  /** How a person signs in, drawn. @default nothing is made yet */
  readonly login?: string;
  /** How authentication flows in what is made. @default nothing is made yet */
  readonly flow?: Flow;
}
