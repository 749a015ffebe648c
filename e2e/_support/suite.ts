import { Tool } from './tool';

/** The export `suite` of each folder's `suite.ts`. */
export interface Suite {
  /** One line: what is run against what. */
  readonly description: string;
  /** Every `*.e2e.ts` file of the folder, and the tools that it needs. */
  readonly files: Readonly<Record<string, readonly Tool[]>>;
}
