import type { IncomingHttpHeaders } from 'node:http';

/** An answer over HTTP, whole. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as a form. */
  readonly form?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
}

/** How a stand-in reaches the identity provider, wherever that is in a test. */
export interface Asker {
  /** Follows no redirect. */
  ask(url: string, asking?: Asking): Promise<Answer>;
}
