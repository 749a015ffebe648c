export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** The origin in a URL, without port 443. */
export function originOf({ host, port }: Endpoint): string {
  return new URL(`https://${host}:${port}`).origin;
}

/** A host without the brackets of an IPv6 address in a URL. */
export function bareHost(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}

/** The client's name for the logs of servers. */
export const USER_AGENT = 'cdk8s-union-auth-doctor';
