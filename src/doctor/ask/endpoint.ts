export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** As it is in a URL: without the port of https. */
export function originOf({ host, port }: Endpoint): string {
  return new URL(`https://${host}:${port}`).origin;
}

/** A host without the brackets that an IPv6 address has in a URL. */
export function bareHost(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}

/** Who asks, as the one that is asked may log it. */
export const USER_AGENT = 'cdk8s-union-auth-doctor';
