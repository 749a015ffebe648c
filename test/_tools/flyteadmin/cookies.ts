import type { IncomingHttpHeaders } from 'node:http';

/** Source: flyteadmin v1.16.1, auth/cookie.go. */
export const COOKIES = {
  csrf: 'flyte_csrf_state',
  redirect: 'flyte_redirect_location',
  idToken: 'flyte_idt',
  wholeAccessToken: 'flyte_at',
  accessTokenStart: 'flyte_at_1',
  accessTokenEnd: 'flyte_at_2',
  refreshToken: 'flyte_rt',
  user: 'flyte_user_info',
} as const;

type Cookies = Readonly<Record<string, string | undefined>>;

/** The cookies of a session, in the order in which they are set. Not encrypted, as flyteadmin's are. */
export function sessionCookies(tokens: Cookies, userInfo: string, attributes: string): string[] {
  const { access_token: access = '', id_token: id, refresh_token: refresh } = tokens;
  const middle = Math.floor(access.length / 2);
  return ([
    [COOKIES.accessTokenStart, access.slice(0, middle)],
    [COOKIES.accessTokenEnd, access.slice(middle)],
    [COOKIES.idToken, id],
    [COOKIES.refreshToken, refresh],
    [COOKIES.user, userInfo],
  ] as const).filter(([, value]) => value !== undefined).map(([name, value]) => cookie(name, value!, attributes));
}

export function cookie(name: string, value: string, attributes: string): string {
  return `${name}=${encodeURIComponent(value)}${attributes}`;
}

/** Source: auth/cookie_manager.go, `DeleteCookies`: that of who is signed in stays. */
export function clearedCookies(domain: string): string[] {
  const { wholeAccessToken, accessTokenStart, accessTokenEnd, refreshToken, idToken } = COOKIES;
  return [wholeAccessToken, accessTokenStart, accessTokenEnd, refreshToken, idToken]
    .map((name) => `${name}=${domain}; Expires=${new Date(Date.now() - 3_600_000).toUTCString()}; HttpOnly; Secure`);
}

/** The ID token of a session; none where its access token is missing. */
export function sessionOf(cookies: Cookies): string | undefined {
  const { idToken, wholeAccessToken, accessTokenStart, accessTokenEnd } = COOKIES;
  const hasAccess = cookies[wholeAccessToken] || (cookies[accessTokenStart] && cookies[accessTokenEnd]);
  return hasAccess ? cookies[idToken] : undefined;
}

export function readCookies({ cookie: header = '' }: IncomingHttpHeaders): Cookies {
  const pairs = header.split('; ').map((pair) => pair.split(/=(.*)/s));
  return Object.fromEntries(pairs.map(([name, value = '']) => [name, decodeURIComponent(value)]));
}
