import { Tool } from './tool';

/** What the `suite.ts` of a suite's folder exports as `suite`. */
export interface Suite {
  /** One line: what is run against what. */
  readonly description: string;
  /** Every `*.e2e.ts` file of the folder, and the tools that it cannot do without. */
  readonly files: Readonly<Record<string, readonly Tool[]>>;
}
