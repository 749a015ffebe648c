/** A place to connect to. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** A host without the brackets that an IPv6 address has in a URL. */
export function bareHost(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}

/** Who asks, as whoever is asked may log it. */
export const USER_AGENT = 'cdk8s-union-auth-doctor';
