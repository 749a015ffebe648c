import type { HttpAnswer } from '../ask/http';

/** The properties of a cookie that matter to a browser. Source: RFC 6265bis, sections 5.6 and 5.7. */
export interface SetCookie {
  readonly name: string;
  readonly value: string;
  /** Bytes of name and value. */
  readonly size: number;
  readonly domain?: string;
  readonly path: string;
  readonly sameSite?: string;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  readonly expired: boolean;
}

/** Browsers refuse a larger name and value. Source: RFC 6265bis, section 5.6. */
export const LARGEST_COOKIE = 4096;

/** Whether a browser sends a cookie of a path to another path. Source: RFC 6265bis, section 5.1.4. */
export function isSentTo(requested: string, path: string): boolean {
  return requested === path || requested.startsWith(path.endsWith('/') ? path : `${path}/`);
}

export function parseCookie(text: string): SetCookie | undefined {
  const [pair, ...attributes] = text.split(';').map((part) => part.trim());
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
  if (name === undefined) {
    return undefined;
  }
  const given = new Map(attributes.map((attribute) => {
    const [key, said = ''] = attribute.split(/=(.*)/s);
    return [key.trim().toLowerCase(), said.trim()];
  }));
  return {
    name,
    value,
    size: name.length + value.length,
    domain: given.get('domain')?.replace(/^\./, '').toLowerCase() || undefined,
    path: given.get('path') || '/',
    sameSite: given.get('samesite')?.toLowerCase(),
    secure: given.has('secure'),
    httpOnly: given.has('httponly'),
    expired: isExpired(given.get('max-age'), given.get('expires')),
  };
}

/** The maximum age overrides the date. */
function isExpired(maxAge: string | undefined, expires: string | undefined): boolean {
  return maxAge !== undefined && /^-?\d+$/.test(maxAge)
    ? Number(maxAge) <= 0
    : expires !== undefined && new Date(expires).getTime() < Date.now();
}

export function cookiesIn({ headers }: HttpAnswer): SetCookie[] {
  return (headers['set-cookie'] ?? []).flatMap((text) => parseCookie(text) ?? []);
}

/** Why a browser refuses a cookie of a host; undefined if it keeps it. */
export function refusedBecause(
  { size, domain, sameSite, secure }: Omit<SetCookie, 'value'>, host: string,
): 'domain' | 'size' | 'insecure' | undefined {
  if (domain !== undefined && domain !== host && !host.endsWith(`.${domain}`)) {
    return 'domain';
  }
  if (size > LARGEST_COOKIE) {
    return 'size';
  }
  return sameSite === 'none' && !secure ? 'insecure' : undefined;
}

/** The cookies that a browser sends back. */
export function sentBack(cookies: readonly SetCookie[], host: string): string {
  const kept = cookies.filter((cookie) => !cookie.expired && refusedBecause(cookie, host) === undefined);
  return [...new Map(kept.map(({ name, value }) => [name, value]))].map((pair) => pair.join('=')).join('; ');
}
