/** Why a question has no answer. */
export type FailureKind =
  /** The name has no address. */
  | 'name'
  /** No one takes the connection. */
  | 'connection'
  /** A proxy of the user is between, and does not connect. */
  | 'proxy'
  /** The connection is no TLS, or its certificate is not to be trusted. */
  | 'tls'
  /** Nothing came in time. */
  | 'silence'
  /** What came is not an answer: not the protocol, too large, without an end. */
  | 'garbage'
  /** Not asked: the address is in a circle that the deployment has no business to name. */
  | 'forbidden';

export class Failure {
  /** @param text a phrase without a full stop */
  public constructor(public readonly kind: FailureKind, public readonly text: string) {}
}

export function answered<T>(asked: T | Failure | undefined): asked is T {
  return asked !== undefined && !(asked instanceof Failure);
}

/** The reason in an error of OpenSSL, which comes between codes and places in its sources. */
export function reasonOf({ message }: Error): string {
  return /:error:[0-9A-F]+:[^:]*:[^:]*:([^:]+)/i.exec(message)?.[1] ?? message;
}
