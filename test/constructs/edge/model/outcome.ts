/**
 * What becomes of a request, worked out from emitted manifests alone. One reader an edge, none of which knows how the
 * manifests came about.
 */
export interface Outcome {
  /** `service:port`, or undefined where no route answers. */
  readonly backend?: string;
  /** How the backend is spoken to. */
  readonly protocol?: 'HTTP' | 'GRPC';
  /** What an anonymous browser meets: nothing, a redirect to `/login`, or 401. */
  readonly anonymousBrowser: 'passes' | 'redirect' | '401';
  /** What an anonymous gRPC client meets. */
  readonly anonymousGrpc: 'passes' | 'redirect' | '401';
  /** Where each identity header that reaches the backend comes from. */
  readonly identityHeaders: 'from the client' | 'from /me';
  /** Credentials that /me sees. */
  readonly credentials: readonly string[];
}

export interface EdgeModel {
  outcome(host: string, path: string): Outcome;
}

export const IDENTITY = ['x-user-claim-identitytype', 'x-user-claim-preferred-username', 'x-user-subject', 'x-user-token'];

export const OPEN: Pick<Outcome, 'anonymousBrowser' | 'anonymousGrpc' | 'identityHeaders' | 'credentials'> = {
  anonymousBrowser: 'passes',
  anonymousGrpc: 'passes',
  identityHeaders: 'from the client',
  credentials: [],
};

export const UNROUTED: Outcome = { ...OPEN, anonymousBrowser: 'passes' };

/** Whether all identity headers are among those that an edge takes from the auth answer. */
export function identityFrom(names: readonly string[]): Outcome['identityHeaders'] {
  const lower = names.map((name) => name.trim().toLowerCase());
  return IDENTITY.every((name) => lower.includes(name)) ? 'from /me' : 'from the client';
}

/** Credential header names, sorted and in lower case. */
export function credentialNames(names: readonly string[]): string[] {
  return names.map((name) => name.toLowerCase()).filter((name) => ['authorization', 'cookie', 'flyte-authorization'].includes(name)).sort();
}
