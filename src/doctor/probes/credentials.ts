import type { Secret } from '../ask/secret';

/** A client of the deployment, as the user names it or a file of theirs describes it. */
export interface ClientUnderTest {
  /** What it was read from, for findings: an option, a file, a variable. */
  readonly source: string;
  /** The host that it calls, and whether without TLS; only where its source says so. */
  readonly endpoint?: { readonly host: string; readonly insecure: boolean };
  /** Client credentials; none where people sign in with it. */
  readonly credentials?: {
    readonly clientId: string;
    readonly clientSecret: Secret;
    /** @default those that flyteadmin tells clients */
    readonly scopes?: readonly string[];
    /** @default the one that flyteadmin tells clients */
    readonly audience?: string;
    /** @default the one that flyteadmin tells clients */
    readonly tokenUrl?: URL;
  };
}
