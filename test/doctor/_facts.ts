import { RouteGroup, RouteGuard, RouteProtocol } from '../../src/contract/union/routes';
import { Failure } from '../../src/doctor/ask/failure';
import type { GrpcAnswer } from '../../src/doctor/ask/grpc';
import type { HttpAnswer } from '../../src/doctor/ask/http';
import type { Facts } from '../../src/doctor/probes/facts';
import { LIVE_RULES } from '../../src/doctor/rules';
import type { RuleId } from '../../src/doctor/texts/rule-texts';

export const HOST = 'union.example.com';
export const ORIGIN = `https://${HOST}`;
export const IDP = 'https://idp.example.com';
export const NATIVE_URI = 'http://localhost:53593/callback';
export const NOW = new Date('2030-01-10T00:00:00Z');
/** The second that lies so far from now. */
export const second = (away: number) => NOW.getTime() / 1000 + away;
export const day = (away: number) => new Date(NOW.getTime() + away * 86_400_000);

export const SILENT = new Failure('silence', 'no answer in time');

/** An answer of the deployment to a path, or of whatever URL. */
export function http(path: string, status: number, body: object | string = '', headers: HttpAnswer['headers'] = {}): HttpAnswer {
  return { url: new URL(path, ORIGIN), status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) };
}

export const page = (path: string, status = 200, type = 'text/html; charset=utf-8') => http(path, status, '<html>', { 'content-type': type });
export const to = (path: string, location: string, status = 302) => http(path, status, '', { location });
/** The answer of a gRPC server. */
export const grpc = (code: number, text = ''): GrpcAnswer => ({ httpStatus: 200, native: true, code, text });
/** What a gRPC client makes of an answer that no gRPC server gave. */
export const overHttp = (httpStatus: number, code: number, location?: string): GrpcAnswer => ({ httpStatus, native: false, code, text: '', location });

export const AUTHORIZE = `${IDP}/auth?${new URLSearchParams({ client_id: 'union-web', redirect_uri: `${ORIGIN}/callback`, scope: 'openid profile', state: 's', response_type: 'code' })}`;
const DOCUMENT = {
  issuer: IDP, authorization_endpoint: `${IDP}/auth`, token_endpoint: `${IDP}/token`, jwks_uri: `${IDP}/keys`, device_authorization_endpoint: `${IDP}/device`,
};
const CLIENT = { clientId: 'union-native', redirectUri: NATIVE_URI, scopes: ['all', 'openid'], header: 'flyte-authorization', audience: ORIGIN };
const atProvider = (application: 'web' | 'native') => ({
  application, clientId: `union-${application}`, redirectUri: application === 'web' ? `${ORIGIN}/callback` : NATIVE_URI, endpoint: `${IDP}/auth`, answer: page(`${IDP}/auth`),
});
const TO_LOGIN = `${ORIGIN}/login?redirect_url=${encodeURIComponent('/console/projects/doctor?asks=1')}`;
const DEEP_LINK = '/console/projects/doctor?asks=1';
const COOKIE = { name: 'flyte_idt', path: '/', sameSite: 'lax', secure: true, httpOnly: true, expired: false, size: 1200 };
export const METHODS = ['/flyteidl.service.AuthMetadataService/GetPublicClientConfig', '/flyteidl2.auth.AuthMetadataService/GetPublicClientConfig'] as const;

export const routeGroup = (name: RouteGroup, protocol = RouteProtocol.HTTP) =>
  ({ name, guard: RouteGuard.SIGN_IN, protocol, streaming: false, useRegex: false, routes: [] });
export const HTTP_GROUP = routeGroup(RouteGroup.GUARDED_HTTP);
export const GRPC_GROUP = routeGroup(RouteGroup.GUARDED_GRPC, RouteProtocol.GRPC);

/** A deployment of which everything is known, and everything is well. */
export const FACTS: Facts = {
  origin: ORIGIN,
  host: HOST,
  now: NOW,
  release: '2026.8',
  addresses: ['203.0.113.10'],
  certificate: { subject: HOST, issuer: 'Acme CA', names: HOST, validFrom: day(-30), validTo: day(60), protocol: 'h2' },
  health: http('/healthcheck', 200),
  signIn: {
    me: http('/me', 401),
    login: http('/login', 307, '', { 'location': AUTHORIZE, 'set-cookie': ['flyte_csrf_state=x; Path=/; HttpOnly; Secure; SameSite=Lax'] }),
    callback: http('/callback', 401),
    authorize: new URL(AUTHORIZE),
    atProvider: atProvider('web'),
  },
  metadata: {
    metadata: http('/.well-known/oauth-authorization-server', 200, DOCUMENT),
    publicClient: http('/config/v1/flyte_client', 200, CLIENT),
    calls: new Map(METHODS.map((method) => [method, grpc(0)])),
    document: DOCUMENT,
    client: CLIENT,
  },
  provider: {
    issuer: IDP,
    url: new URL(`${IDP}/.well-known/openid-configuration`),
    answer: http(IDP, 200),
    document: {
      ...DOCUMENT, scopes_supported: ['openid', 'all'], grant_types_supported: ['authorization_code', 'client_credentials'], code_challenge_methods_supported: ['plain', 'S256'],
    },
    keys: { url: new URL(`${IDP}/keys`), answer: http(IDP, 200, { keys: [{}] }) },
  },
  native: {
    atProvider: atProvider('native'),
    token: { url: new URL(`${IDP}/token`), error: 'invalid_grant', text: '400 invalid_grant' },
    device: { url: new URL(`${IDP}/device`), error: '', text: '200' },
  },
  guards: {
    browser: to(DEEP_LINK, TO_LOGIN),
    signIn: to('/login', AUTHORIZE, 307),
    api: http('/api/v1/projects', 401),
    grpc: grpc(16),
    forged: to(DEEP_LINK, TO_LOGIN),
    foreignMe: http('/me', 404),
    foreignLogin: http('/login', 404),
  },
  routes: [
    { group: HTTP_GROUP, backend: 'unionconsole:80', path: '/console', over: 'http', answer: to('/console', TO_LOGIN) },
    { group: GRPC_GROUP, backend: 'queue:80', path: '/cloudidl.queue/DoctorAsks', over: 'grpc', answer: grpc(16) },
  ],
  client: { source: 'ci.yaml', endpoint: { host: HOST, isAuthority: false, insecure: false } },
  token: {
    clientId: 'union-ci',
    source: 'ci.yaml',
    url: new URL(`${IDP}/token`),
    scopes: ['all'],
    answeredAt: NOW,
    claims: { iss: IDP, sub: 'union-ci', aud: ORIGIN, scp: ['all'], identitytype: 'app', iat: second(0), exp: second(3600) },
    use: { me: 200, standard: 200, hidden: 401, subject: 'union-ci', grpc: grpc(0) },
  },
  person: { source: 'ID and ACCESS', idClaims: { iss: IDP, sub: 'ada' }, accessClaims: { iss: IDP, sub: 'ada' } },
  login: {
    browser: { callback: { status: 307, location: '/console' }, cookies: [COOKIE], session: { me: 200, subject: 'ada', identityType: 'user', projects: 200 } },
    cli: { clientId: 'union-native', token: { me: 200, subject: 'ada', identityType: 'user', projects: 200, claims: { sub: 'ada', aud: ORIGIN, scp: ['all'] } } },
    done: [],
  },
  cluster: { stalePods: [], edge: { classless: [], unclaimed: [], unissued: [] }, failedDeliveries: [] },
  late: false,
};

type Whole = HttpAnswer | GrpcAnswer | Failure | URL | Date | ReadonlyMap<unknown, unknown> | readonly unknown[] | string | number | boolean;

/** Facts by what is other than in a deployment that is well. An answer is another as a whole; `undefined`: not known. */
export type Change<T> = T extends Whole
  ? T
  : T extends object ? { readonly [K in keyof T]?: Change<T[K]> | undefined } : T;

const isParts = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype && !('headers' in value || 'httpStatus' in value);

function changed(value: unknown, change: unknown): unknown {
  return isParts(value) && isParts(change)
    ? { ...value, ...Object.fromEntries(Object.entries(change).map(([key, each]) => [key, changed(value[key], each)])) }
    : change;
}

export const factsWith = (change: Change<Facts>): Facts => changed(FACTS, change) as Facts;

/** What a rule says, a line a violation: `at field: found, not expected`, where `~` is the deployment. */
export function said(id: RuleId, change: Change<Facts>): string[] {
  const verdict = LIVE_RULES.find((rule) => rule.id === id)!.judge(factsWith(change));
  return 'notApplicable' in verdict
    ? [verdict.notApplicable]
    : verdict.violations.map(({ at, object, field, found, expected }) =>
      `${at.replace(ORIGIN, '~')} ${object === undefined ? '' : `${object.kind} ${object.name} `}${field}: ${found}, not ${expected}`);
}

/** Rows of a rule: what is other than it should be, and all that it says of it. */
export function rows(id: RuleId, table: readonly (readonly [Change<Facts>, ...string[]])[]): void {
  test.each(table.map(([change, ...expected], row) => ({ row, change, expected })))(`${id}, row $row: $expected`, ({ change, expected }) => {
    expect(said(id, change)).toEqual(expected);
  });
}
