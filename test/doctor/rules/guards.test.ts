import { Failure } from '../../../src/doctor/ask/failure';
import type { RouteSample } from '../../../src/doctor/probes/guards';
import { AUTHORIZE, grpc, GRPC_GROUP, http, HTTP_GROUP, ORIGIN, overHttp, rows, SILENT, to } from '../_facts';

const NOT_ASKED = 'The guard was not asked.';
const NO_ROUTE = 'No guarded route was asked.';
const NO_GRPC = 'The edge was not asked for gRPC.';
const LINK = '/console/projects/doctor?asks=1';
const nobody = [{ guards: undefined }, NOT_ASKED] as const;
const browser = (answer: ReturnType<typeof http> | Failure) => ({ guards: { browser: answer } });

rows('live-guard-failing', [
  [{ guards: { browser: http(LINK, 500), api: SILENT } }, `~${LINK} status: 500, not 302`],
  [{ guards: { browser: SILENT, api: http('/', 500) } }, `~${LINK} status: no answer in time, not 302`],
  [{ guards: { browser: http(LINK, 499), api: SILENT } }],
  [browser(SILENT)],
  nobody,
]);
rows('live-browser-not-redirected', [
  ...[401, 403].map((status) => [browser(http(LINK, status)), `~${LINK} status: ${status}, not a redirect to /login`] as const),
  [browser(http(LINK, 402))],
  [browser(http(LINK, 200))],
  [browser(SILENT)],
  nobody,
]);
rows('live-sign-in-target', [
  [browser(to(LINK, `http://union.example.com/login?redirect_url=${LINK}`)),
    `~${LINK} Location: http://union.example.com/login?redirect_url=${LINK}, not ${ORIGIN}/login`],
  [browser(to(LINK, '/signin')), `~${LINK} Location: /signin, not ${ORIGIN}/login`],
  [browser(to(LINK, '/login')), `~${LINK} Location: /login, not redirect_url with the page`],
  [browser(to(LINK, '/login?redirect_url=/console')), `~${LINK} Location: /login?redirect_url=/console, not redirect_url with the page`],
  [browser(to(LINK, '/login?redirect_url=https://union.example.com/console/projects/doctor'))],
  [browser(http(LINK, 401)), 'The guard does not redirect.'],
  [browser(SILENT), 'The guard does not redirect.'],
  [{ guards: undefined }, 'The guard does not redirect.'],
]);
rows('live-sign-in-refused', [
  [{ guards: { signIn: http('/login', 403) } }, '~/login status: 403, not a redirect to the provider'],
  [{ guards: { signIn: http('/login', 401) } }],
  [{ guards: { signIn: SILENT } }, 'The guard redirects no one to this host.'],
  [{ guards: { signIn: undefined } }, 'The guard redirects no one to this host.'],
]);

const method = (path: string, answer: ReturnType<typeof grpc> | Failure, backend = 'flyteadmin:81'): RouteSample => ({ group: GRPC_GROUP, backend, path, over: 'grpc', answer });
const pageAt = (path: string, status: number): RouteSample => ({ group: HTTP_GROUP, backend: `${path}:80`, path, over: 'http', answer: http(path, status) });
const REDIRECTED = overHttp(302, 2, '/login');

rows('live-grpc-redirected', [
  [{ routes: [method('/a', REDIRECTED), method('/b', overHttp(307, 2)), method('/c', overHttp(307, 2)), pageAt('/d', 302)] },
    '~/a status: UNKNOWN: HTTP 302 to /login; likewise /b and 1 more, not UNAUTHENTICATED'],
  [{ routes: [method('/a', grpc(16)), method('/b', REDIRECTED)] }, '~/b status: UNKNOWN: HTTP 302 to /login, not UNAUTHENTICATED'],
  // That of the console, for a service that the deployment does not have.
  [{ routes: [method('/a', REDIRECTED, 'queue:80')] }],
  [{ routes: [pageAt('/d', 302)] }, NO_GRPC],
  [{ routes: undefined }, NO_GRPC],
  [{ guards: undefined }, NO_GRPC],
]);
rows('live-grpc-refused', [
  [{ guards: { grpc: SILENT } }, '~/flyteidl.service.IdentityService/UserInfo status: no answer in time, not UNAUTHENTICATED'],
  [{ guards: { grpc: grpc(13) } }, '~/flyteidl.service.IdentityService/UserInfo status: INTERNAL, not UNAUTHENTICATED'],
  [{ guards: { grpc: grpc(0) } }],
  [{ guards: { grpc: undefined } }, NO_GRPC],
]);
rows('live-route-open', [
  [{ routes: [pageAt('/a', 401), pageAt('/b', 200), pageAt('/c', 204), pageAt('/d', 204), method('/m', grpc(0))] },
    '~/b status: 200, route group controlplane-protected; likewise /c and 1 more, not no way in for anonymous callers',
    '~/m status: OK, route group controlplane-protected-grpc, not no way in for anonymous callers'],
  [{ routes: [] }],
  [{ routes: undefined }, NO_ROUTE],
]);
rows('live-identity-forged', [
  [{ token: { use: { forgedAt: `${ORIGIN}/echo` } } }, '~/echo X-User-Subject: the one that the caller had forged, not the identity that /me names'],
  [{ guards: { forged: http(LINK, 299) } }, `~${LINK} X-User-Subject: 299 with a forged identity, not 302 to ${ORIGIN}/login?redirect_url=%2Fconsole%2Fprojects%2Fdoctor%3Fasks%3D1`],
  [{ guards: { forged: http(LINK, 200), browser: http(LINK, 300) } }, `~${LINK} X-User-Subject: 200 with a forged identity, not 300`],
  [{ guards: { forged: http(LINK, 300) } }],
  [{ guards: { forged: http(LINK, 200), browser: http(LINK, 299) } }],
  [{ guards: { forged: http(LINK, 200), browser: SILENT } }],
  [{ guards: { forged: SILENT } }],
  [{ token: undefined }],
  [{ token: { use: undefined } }],
  nobody,
]);
rows('live-metadata-believed', [
  ...[200, 299].map((hidden) =>
    [{ token: { use: { hidden } } }, `~${LINK} status: ${hidden}, not 401, or a redirect to sign in, for a token in Grpc-Metadata-Authorization`] as const),
  [{ token: { use: { hidden: 300 } } }],
  [{ token: { use: { hidden: SILENT } } }],
  [{ token: { use: undefined } }, 'No token was there to ask with.'],
  [{ token: undefined }, 'No token was there to ask with.'],
]);
rows('live-host-foreign', [
  [{ guards: { foreignMe: http('/me', 401) } }, '~/login Host: doctor.invalid: 401 for /me, not 404'],
  [{ guards: { foreignMe: http('/me', 401), foreignLogin: SILENT } }, '~/login Host: doctor.invalid: 401 for /me, not 404'],
  [{ guards: { foreignLogin: to('/login', AUTHORIZE) } }, `~/login Host: doctor.invalid: 302 to ${AUTHORIZE}, not 404`],
  [{ guards: { foreignMe: http('/me', 401) }, signIn: { me: http('/me', 200) } }],
  [{ guards: { foreignMe: http('/me', 401) }, signIn: { me: SILENT } }],
  [{ guards: { foreignMe: http('/me', 401) }, signIn: undefined }],
  [{ guards: { foreignMe: http('/me', 403) } }],
  [{ guards: { foreignMe: SILENT } }],
  [{ guards: { foreignLogin: to('/login', '/elsewhere') } }],
  nobody,
]);
rows('live-route-missing', [
  [{ routes: [pageAt('/a', 404), pageAt('/b', 404), pageAt('/c', 401), method('/m', grpc(12)), method('/n', overHttp(404, 12))] },
    '~/a status: 404, route group controlplane-protected; likewise /b, not a guard', '~/m status: UNIMPLEMENTED, route group controlplane-protected-grpc; likewise /n, not a guard'],
  [{ routes: [method('/a', REDIRECTED, 'queue:80')] }, '~/a status: UNKNOWN: HTTP 302 to /login, route group controlplane-protected-grpc, not a guard'],
  [{ routes: undefined }, NO_ROUTE],
]);
