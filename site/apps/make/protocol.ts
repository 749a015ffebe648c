import type { OutputFile } from '../../../src/constructs/output/output-folder';
import type { Question } from '../../../src/init';
import type { Flow } from '../../../src/verify/report/flow';
import type { SettingGroup } from './settings';

/** What was said so far, by the id of the question. */
export type SaidEntries = readonly (readonly [string, string | boolean])[];

/** What the page asks its worker. */
export interface Asked {
  readonly turn: number;
  readonly said: SaidEntries;
}

/** A question of `init`, or a setting beside them, with what was said to it and what is wrong with that. */
export interface ShownQuestion extends Omit<Question, 'apply' | 'initial' | 'kind'> {
  /** `lines`: a text a line; `yaml`: a map as YAML; `entries`: how many entries of a list were added. */
  readonly kind: Question['kind'] | 'lines' | 'yaml' | 'entries';
  readonly value: string | boolean | undefined;
  /** Where a setting is in the file of answers. */
  readonly place?: string;
  readonly problem?: string;
}

/** What comes of the answers. */
export interface Made {
  readonly turn: number;
  readonly questions: readonly ShownQuestion[];
  /** What the file of answers can hold besides. */
  readonly settings: readonly SettingGroup[];
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
