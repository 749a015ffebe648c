import type { OutputFile } from '../../../src/constructs/output/output-folder';
import type { Question } from '../../../src/init';
import type { Flow } from '../../../src/verify/report/flow';
import type { SettingGroup } from './settings';

/** The answers so far, by the id of the question. */
export type SaidEntries = readonly (readonly [string, string | boolean])[];

/** A request of the page to its worker. */
export interface Asked {
  readonly turn: number;
  readonly said: SaidEntries;
}

/** A question of `init`, or a further setting, with its answer and its problem. */
export interface ShownQuestion extends Omit<Question, 'apply' | 'initial' | 'kind'> {
  /** `lines`: one text per line; `yaml`: a map as YAML; `entries`: the number of added entries of a list. */
  readonly kind: Question['kind'] | 'lines' | 'yaml' | 'entries';
  readonly value: string | boolean | undefined;
  /** The place of a setting in the file of answers. */
  readonly place?: string;
  readonly problem?: string;
}

/** The result of the answers. */
export interface Made {
  readonly turn: number;
  readonly questions: readonly ShownQuestion[];
  /** The further settings of the file of answers. */
  readonly settings: readonly SettingGroup[];
  /** Problems of questions that are not shown. */
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
  /** The examples for missing answers in the files. @default none; the files are those of the answers */
  readonly examples: readonly string[];
  /** Empty while an answer is invalid. */
  readonly output: readonly OutputFile[];
  readonly app: readonly OutputFile[];
  readonly kept: readonly OutputFile[];
  /** The drawing of a sign-in. @default not drawn yet */
  readonly login?: string;
  /** The flow of authentication in the output. @default not drawn yet */
  readonly flow?: Flow;
}
