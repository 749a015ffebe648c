import type { InputProblem, ManifestText } from '../../../src/common/yaml/input';
import type { Flow } from '../../../src/verify/report/flow';
import type { ShownFinding } from '../../../src/verify/report/shown-finding';
import type { Report } from '../../../src/verify/verify';

/** A request of the page to its worker. */
export interface Question {
  readonly texts: readonly ManifestText[];
}

export interface Verdict {
  readonly report: Report;
  /** Each fault once, in the order to fix them. */
  readonly findings: readonly ShownFinding[];
  readonly flow: Flow;
}

/** The worker's answers: its progress, then one of the others. */
export type Answer =
  | { readonly kind: 'progress'; readonly text: string; readonly done: number; readonly of: number }
  | { readonly kind: 'verdict'; readonly verdict: Verdict }
  | { readonly kind: 'unreadable'; readonly problems: readonly InputProblem[] }
  | { readonly kind: 'crashed'; readonly message: string };
