/**
 * A cookie that a deployment sets, as far as a browser goes by it. Source: RFC 6265bis, sections 5.6 and 5.7.
 */
export interface SetCookie {
  readonly name: string;
  readonly value: string;
  readonly domain?: string;
  readonly sameSite?: string;
  readonly secure: boolean;
  readonly expired: boolean;
}

/** More than this of name and value no browser keeps. Source: RFC 6265bis, section 5.6. */
export const LARGEST_COOKIE = 4096;

export function parseCookie(text: string): SetCookie | undefined {
  const [pair, ...attributes] = text.split(';').map((part) => part.trim());
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
  if (name === undefined) {
    return undefined;
  }
  const of = new Map(attributes.map((attribute) => {
    const [key, given = ''] = attribute.split(/=(.*)/s);
    return [key.toLowerCase(), given];
  }));
  return {
    name,
    value,
    domain: of.get('domain')?.replace(/^\./, '').toLowerCase() || undefined,
    sameSite: of.get('samesite')?.toLowerCase(),
    secure: of.has('secure'),
    expired:
      of.get('max-age') === '0' || (of.has('expires') && new Date(of.get('expires')!).getTime() < Date.now()),
  };
}

/** Why a browser does not keep a cookie of a host; nothing where it does. */
export function refusedBecause(
  { name, value, domain, sameSite, secure }: SetCookie, host: string,
): 'domain' | 'size' | 'insecure' | undefined {
  if (domain !== undefined && domain !== host && !host.endsWith(`.${domain}`)) {
    return 'domain';
  }
  if (name.length + value.length > LARGEST_COOKIE) {
    return 'size';
  }
  return sameSite === 'none' && !secure ? 'insecure' : undefined;
}

/** What a browser sends back. */
export function sentBack(cookies: readonly SetCookie[], host: string): string {
  const kept = cookies.filter((cookie) => !cookie.expired && refusedBecause(cookie, host) === undefined);
  return [...new Map(kept.map(({ name, value }) => [name, value]))].map((pair) => pair.join('=')).join('; ');
}
