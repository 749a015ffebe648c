import type { InputProblem, ManifestText } from '../../../src/common/yaml/input';
import type { Report } from '../../../src/verify/verify';

/** What the page asks its worker. */
export interface Question {
  readonly texts: readonly ManifestText[];
}

export interface Verdict {
  readonly report: Report;
  /** The drawing; absent where there is nothing to draw. */
  readonly svg?: string;
  readonly note?: string;
  readonly broken: number;
}

/** What it answers: how far it is, and then one of the others. */
export type Answer =
  | { readonly kind: 'progress'; readonly text: string; readonly done: number; readonly of: number }
  | { readonly kind: 'verdict'; readonly verdict: Verdict }
  | { readonly kind: 'unreadable'; readonly problems: readonly InputProblem[] }
  | { readonly kind: 'crashed'; readonly message: string };
