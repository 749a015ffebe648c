/** Why a request has no answer. */
export type FailureKind =
  /** The name has no address. */
  | 'name'
  /** The connection was refused. */
  | 'connection'
  /** A proxy of the user does not connect. */
  | 'proxy'
  /** The connection has no TLS, or its certificate is not trusted. */
  | 'tls'
  /** Timeout. */
  | 'silence'
  /** Invalid answer: another protocol, too large, without an end. */
  | 'garbage'
  /** Not sent: the deployment must not refer to an address in this range. */
  | 'forbidden';

export class Failure {
  /** @param text a phrase without a full stop */
  public constructor(public readonly kind: FailureKind, public readonly text: string) {}
}

export function answered<T>(asked: T | Failure | undefined): asked is T {
  return asked !== undefined && !(asked instanceof Failure);
}

/** The reason in an OpenSSL error, between codes and source locations. */
export function reasonOf({ message }: Error): string {
  return /:error:[0-9A-F]+:[^:]*:[^:]*:([^:]+)/i.exec(message)?.[1] ?? message;
}
