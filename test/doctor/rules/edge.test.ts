import { HOST, http, ORIGIN, page, rows, SILENT, to } from '../_facts';

const HEALTH = '/healthcheck';
const every = (answer: (path: string) => ReturnType<typeof http>) => ({ health: answer(HEALTH), signIn: { me: answer('/me'), login: answer('/login') } });

rows('live-no-answer', [
  [{ health: SILENT }, '~/healthcheck answer: no answer in time, not 200'],
  [{ signIn: { me: SILENT, login: SILENT } }, '~/me answer: no answer in time, not 401'],
  [{ signIn: { me: SILENT } }],
  [{ signIn: { login: SILENT } }],
  [{ signIn: undefined }],
]);
rows('live-tls-unseen', [
  [{ health: to(HEALTH, `${ORIGIN}/healthcheck`, 308) }, '~/healthcheck Location: 308 to https://union.example.com/healthcheck, not 200'],
  [{ health: to(HEALTH, `http://${HOST}/healthcheck`, 301) }, '~/healthcheck Location: 301 to http://union.example.com/healthcheck, not 200'],
  [{ health: to(HEALTH, `${ORIGIN}/healthcheck`, 200) }],
  [{ health: to(HEALTH, 'https://other.example.com/healthcheck') }],
  [{ health: to(HEALTH, '/login') }],
]);
rows('live-host-moved', [
  [{ health: to(HEALTH, 'https://www.example.com/healthcheck') }, '~/healthcheck Location: 302 to https://www.example.com/healthcheck, not an answer of flyteadmin'],
  [{ health: to(HEALTH, 'https://www.example.com') }, '~/healthcheck Location: 302 to https://www.example.com, not an answer of flyteadmin'],
  [{ health: to(HEALTH, 'https://idp.example.com/auth') }],
  [{ health: to(HEALTH, '/') }],
]);
rows('live-host-taken', [
  [every((path) => page(path)), '~ status: 200, a page; likewise for every path, not 200, 401 and a redirect to the provider'],
  [every((path) => to(path, 'https://sso.example.com/start')), '~ status: 302 to https://sso.example.com/start; likewise for every path, not 200, 401 and a redirect to the provider'],
  [every((path) => to(path, `${path}/`)), '~ status: 302 to /healthcheck/; likewise for every path, not 200, 401 and a redirect to the provider'],
  // A place each, or none in one of them.
  [every((path) => to(path, `https://sso.example.com${path}/x`))],
  [every((path) => page(path, 404))],
  [every((path) => http(path, 200))],
  [every((path) => to(path, path))],
  [every((path) => to(path, '/login'))],
  [{ health: page(HEALTH), signIn: { me: page('/me'), login: SILENT } }],
  [{ health: page(HEALTH), signIn: { me: page('/me') } }],
]);
rows('live-host-unserved', [
  [every((path) => page(path, 404)), '~ status: 404 for /healthcheck, /me and /login, not routes for union.example.com'],
  [every((path) => http(path, 421)), '~ status: 421 for /healthcheck, /me and /login, not routes for union.example.com'],
  [every((path) => http(path, 403))],
  [{ health: http(HEALTH, 404), signIn: { me: http('/me', 404) } }],
  [{ health: http(HEALTH, 404), signIn: { me: http('/me', 404), login: SILENT } }],
]);
rows('live-flyteadmin-down', [
  [{ health: http(HEALTH, 500) }, '~/healthcheck status: 500, not 200'],
  [{ health: http(HEALTH, 499) }],
  ...[502, 503, 504].map((status) => [every((path) => (path === HEALTH ? http(path, 200) : http(path, status))), `~/me status: ${status}, not 401`] as const),
  [{ signIn: { me: http('/me', 500), login: http('/login', 500) } }],
  [{ signIn: { me: http('/me', 503) } }],
  [{ signIn: { login: http('/login', 503) } }],
  // flyteadmin's own.
  [{ signIn: { me: http('/me', 503, { code: 14 }), login: http('/login', 503) } }],
  [{ signIn: { me: SILENT, login: http('/login', 503) } }],
  [{ signIn: undefined }],
]);
rows('live-forbidden', [
  ...[400, 401, 403, 499].map((status) => [every((path) => http(path, status)), `~ status: ${status} for /healthcheck, /me and /login, not 200, 401 and a redirect`] as const),
  ...[399, 404, 421, 500].map((status) => [every((path) => http(path, status))] as const),
  [{ health: http(HEALTH, 403), signIn: { login: http('/login', 403) } }, '~ status: 403 for /healthcheck, /me and /login, not 200, 401 and a redirect'],
  [{ health: http(HEALTH, 403), signIn: { me: SILENT, login: http('/login', 403) } }],
  [{ health: http(HEALTH, 403) }],
]);
rows('live-healthcheck-not-open', [
  [{ health: http(HEALTH, 401) }, '~/healthcheck status: 401, not 200'],
  [{ health: http(HEALTH, 204) }, '~/healthcheck status: 204, not 200'],
  [{ health: page(HEALTH) }, '~/healthcheck status: 200, a page, not 200'],
]);
rows('live-slow', [
  [{ late: true }, '~ time: time was up before everything was asked, not all answers within a minute'],
]);
rows('live-gateway-cut', [
  [{ signIn: { me: http('/me', 503, { code: 14, message: 'connection refused' }) } }, '~/me status: 503: connection refused, not 401'],
  [{ signIn: { me: http('/me', 503, { code: 14, message: 7 }) } }, '~/me status: 503: , not 401'],
  [{ signIn: { me: http('/me', 503, { code: 13, message: 'x' }) } }],
  [{ signIn: { me: http('/me', 500, { code: 14, message: 'x' }) } }],
  [{ signIn: { me: http('/me', 503) } }],
]);
