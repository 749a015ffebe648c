import { AUTHORIZE, http, page, rows, SILENT, to } from '../_facts';

const me = (answer: ReturnType<typeof http>) => ({ signIn: { me: answer } });
const login = (answer: ReturnType<typeof http>) => ({ signIn: { login: answer, authorize: undefined } });

rows('live-use-auth-off', [
  [me(http('/me', 501)), '~/me status: 501, and 307 for /login, not 401'],
  [{ signIn: { me: http('/me', 404, { code: 5 }), login: http('/login', 404) } }, '~/me status: 404, and 404 for /login, not 401'],
  [{ signIn: { me: http('/me', 404, { code: 5 }), login: page('/login') } }, '~/me status: 404, and 200 for /login, not 401'],
  [me(http('/me', 404, { code: 5 }))],
  [{ signIn: { me: http('/me', 404), login: http('/login', 404) } }],
  [{ signIn: { me: http('/me', 403, { code: 7 }), login: http('/login', 404) } }],
]);
rows('live-me-guarded', [
  [me(to('/me', '/login', 300)), '~/me status: 300 to /login, not 401'],
  [me(http('/me', 399)), '~/me status: 399, not 401'],
  [me(http('/me', 299))],
  [me(http('/me', 400))],
]);
rows('live-me-unrouted', [
  [me(http('/me', 404)), '~/me status: 404, not 401'],
  [me(page('/me', 404)), '~/me status: 404, a page, not 401'],
  [me(page('/me')), '~/me status: 200, a page, not 401'],
  [me(page('/me', 201))],
  [me(http('/me', 200))],
]);
rows('live-me-open', [
  [me(http('/me', 200)), '~/me status: 200, not 401'],
  [me(http('/me', 299)), '~/me status: 299, not 401'],
  [me(http('/me', 199))],
  [me(http('/me', 300))],
]);
rows('live-me-failing', [
  [{ signIn: { me: SILENT } }, '~/me answer: no answer in time, not 401'],
  [me(http('/me', 400)), '~/me status: 400, not 401'],
  [me(http('/me', 500)), '~/me status: 500, not 401'],
  [me(http('/me', 399))],
]);
rows('live-login-guarded', [
  [login(http('/login', 401)), '~/login Location: 401, not the provider\'s authorize endpoint'],
  [login(to('/login', '/login?again')), '~/login Location: 302 to /login?again, not the provider\'s authorize endpoint'],
  [login(to('/login', '/me'))],
  [login(to('/login', 'https://other.example.com/login'))],
  [login(http('/login', 403))],
]);
rows('live-login-unrouted', [
  ...[404, 501, 200, 299].map((status) => [login(http('/login', status)), `~/login status: ${status}, not a redirect to the provider`] as const),
  ...[199, 300, 403, 500].map((status) => [login(http('/login', status))] as const),
]);
rows('live-login-failing', [
  [login(http('/login', 500)), '~/login Location: 500, not the provider\'s authorize endpoint'],
  [{ signIn: { login: SILENT, authorize: undefined } }, '~/login Location: no answer in time, not the provider\'s authorize endpoint'],
  [{ signIn: { login: http('/login', 500) } }],
]);

const cookie = (...texts: string[]) => ({ signIn: { login: http('/login', 307, '', { 'location': AUTHORIZE, 'set-cookie': texts }) } });

rows('live-login-cookie', [
  [cookie(), '~/login Set-Cookie: no cookie, not the cookie flyte_csrf_state'],
  [cookie('a=1'), '~/login Set-Cookie: other cookies, not the cookie flyte_csrf_state'],
  [cookie('a=1', 'flyte_csrf_state=x; Path=/; HttpOnly')],
  [cookie('flyte_csrf_state=x; Path=/callback; HttpOnly; Domain=example.com; SameSite=None; Secure')],
  [cookie('flyte_csrf_state=x; HttpOnly; SameSite=Strict'), '~/login Set-Cookie: SameSite=Strict, not SameSite=Lax'],
  [cookie('flyte_csrf_state=x; HttpOnly; SameSite=None'), '~/login Set-Cookie: SameSite=None without Secure, not SameSite=Lax'],
  [cookie('flyte_csrf_state=x; HttpOnly; Domain=other.example.com'), '~/login Set-Cookie: one for other.example.com, not a cookie for union.example.com'],
  [cookie('flyte_csrf_state=x; HttpOnly; Path=/login'), '~/login Set-Cookie: Path=/login, not a cookie that /callback gets, too'],
  [cookie('flyte_csrf_state=x'), '~/login Set-Cookie: a cookie that scripts can read, not HttpOnly'],
]);

const callback = (answer: ReturnType<typeof http>) => ({ signIn: { callback: answer } });

rows('live-callback-blocked', [
  [{ signIn: { callback: SILENT } }, '~/callback answer: no answer in time, not 401'],
  [callback(http('/callback', 400))],
  [callback(http('/callback', 403)), '~/callback status: 403, not 401'],
  [callback(http('/callback', 402)), '~/callback status: 402, not 401'],
  [callback(to('/callback', '/login')), '~/callback status: 302 to /login, not 401'],
  [callback(page('/callback')), '~/callback status: 200, a page, not 401'],
  [callback(page('/callback', 404)), '~/callback status: 404, not 401'],
  [callback(http('/callback', 200)), '~/callback status: 200, not 401'],
]);
