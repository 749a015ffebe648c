import { FLYTEADMIN_PATHS, LOGIN_REDIRECT_PARAMETER } from '../../contract/union/flyteadmin';
import {
  flyteadminSettings, ingressAnnotation, ingressPaths, kubectl,
} from '../../verify/running/cluster-looks';
import { anonymous, anonymousGrpc, GRPC_METHOD } from '../../verify/running/edge-looks';
import { answered, Failure } from '../ask/failure';
import { GRPC } from '../ask/grpc';
import type { HttpAnswer } from '../ask/http';
import { quoted } from '../ask/remote-text';
import type { Facts } from '../probes/facts';
import { DEEP_LINK, FOREIGN_HOST, WHO_AM_I } from '../probes/guards';
import { answerText, grpcText, redirectOf } from '../probes/reading';
import { gatewayCut } from './edge';
import { defineLiveRule, LiveRule, unexpected } from './live-rule';
import { loginRedirectUri } from './login-redirect';
import {
  allSamples, answerOf, byGroup, grpcSamples, isFallen, isMissing, isOpen, isRedirected, others,
} from './route-samples';
import { ME_RULES, meOpen } from './sign-in';

/** What anonymous callers meet at every route. */

const { login } = FLYTEADMIN_PATHS;
const NOT_ASKED = 'The guard was not asked.';
const guardsOf = ({ guards }: Facts) => guards;
const ingressGuard = (shows: string) => ingressAnnotation('auth-url', shows);

const isError = (answer: HttpAnswer | Failure) => answer instanceof Failure || answer.status >= 500;

export const guardFailing = defineLiveRule({
  id: 'live-guard-failing',
  severity: 'error',
  area: 'the edge',
  title: 'The guard gets an answer from flyteadmin.',
  symptom: 'Every guarded page is 500 (ingress-nginx), 502 (Traefik) or 403 (Envoy), for everybody.',
  explanation: 'The edge asks for /me at a URL where flyteadmin does not answer: another namespace, port or '
    + 'scheme, a public host that leads nowhere from inside, a network policy.',
  remediation: 'Let the guard ask http://flyteadmin.<namespace>.svc.cluster.local/me, and the controller\'s '
    + 'pods reach flyteadmin\'s port 80.',
  see: [
    anonymous('/console', '500 or 502: the guard has no answer. 302 is right.'),
    ingressGuard('It must name flyteadmin in its namespace, port 80, path /me.'),
  ],
  explainedBy: [gatewayCut, ...ME_RULES],
  notApplicable: NOT_ASKED,
  subject: guardsOf,
  *check({ browser, api }, { origin }) {
    // One of them alone has another reason: its own backend, or its own guard.
    if (isError(browser) && isError(api)) {
      yield {
        at: `${origin}${DEEP_LINK}`,
        field: 'status',
        expected: '302',
        found: answerText(browser),
      };
    }
  },
});

const browserUnredirected = defineLiveRule({
  id: 'live-browser-not-redirected',
  severity: 'error',
  area: 'browser login',
  title: 'An anonymous browser is sent to sign in.',
  symptom: 'People see "401 Unauthorized" or "403 Forbidden" in the place of a login form.',
  explanation:
    'The guard of the console refuses, and names no page to sign in (ingress-nginx: auth-signin on the '
      + "console's Ingress).",
  remediation: 'Give the guard of the HTTP routes the sign-in URL https://<domain>/login?redirect_url=… '
    + '(chart: ingress.protectedIngressAnnotations).',
  see: [
    anonymous('/console', '401: nobody is sent to sign in. 302 to /login is right.'),
    ingressAnnotation('auth-signin', 'The Ingresses for HTTP must have it.'),
  ],
  explainedBy: [meOpen, guardFailing],
  notApplicable: NOT_ASKED,
  subject: guardsOf,
  *check({ browser }) {
    if (answered(browser) && (browser.status === 401 || browser.status === 403)) {
      yield unexpected(browser, `a redirect to ${login}`);
    }
  },
});

const signInTarget = defineLiveRule({
  id: 'live-sign-in-target',
  severity: 'error',
  area: 'browser login',
  title: 'The guard sends browsers to /login of their own host, with the page to come back to.',
  symptom: 'Sign-in starts on a host that people cannot reach or whose cookies the console does not get; or '
    + 'people land on the start page in the place of the link that they followed.',
  explanation: 'The sign-in URL of the guard names another host or path, or leaves out '
    + `${LOGIN_REDIRECT_PARAMETER}: ingress-nginx appends a parameter "rd" of its own, which flyteadmin does `
    + 'not read, unless auth-signin-redirect-param says otherwise.',
  remediation: 'Set the sign-in URL to '
    + `https://<domain>${login}?${LOGIN_REDIRECT_PARAMETER}=$escaped_request_uri, and `
    + `auth-signin-redirect-param: ${LOGIN_REDIRECT_PARAMETER}.`,
  see: [
    anonymous(
      '/console/projects', `The redirect must be https://$DOMAIN${login}?${LOGIN_REDIRECT_PARAMETER}=… .`,
    ),
    ingressAnnotation('auth-signin', 'The URL of the guard.'),
  ],
  explainedBy: [guardFailing],
  notApplicable: 'The guard redirects nobody.',
  subject({ guards }) {
    const target = answered(guards?.browser) ? redirectOf(guards.browser) : undefined;
    return target && { target, answer: guards!.browser as HttpAnswer };
  },
  *check({ target, answer }, { origin }) {
    const at = { at: `${origin}${DEEP_LINK}`, field: 'Location' };
    if (target.origin !== origin || target.pathname !== login) {
      yield { ...at, expected: `${origin}${login}`, found: quoted(answer.headers.location ?? '') };
    } else if (!(target.searchParams.get(LOGIN_REDIRECT_PARAMETER) ?? '').includes(DEEP_LINK.split('?')[0])) {
      yield {
        ...at,
        expected: `${LOGIN_REDIRECT_PARAMETER} with the page`,
        found: quoted(answer.headers.location ?? ''),
      };
    }
  },
});

const signInRefused = defineLiveRule({
  id: 'live-sign-in-refused',
  inFiles: ['public-url-unauthorized'],
  severity: 'error',
  area: 'browser login',
  title: 'People may come back to this host.',
  symptom: 'Every page of the console ends in 403 before the provider is seen, while /login by itself works.',
  explanation:
    'The guard hands the whole URL of the page to /login, and flyteadmin refuses hosts that are not in '
      + 'auth.authorizedUris.',
  remediation: 'Put the public URL first into auth.authorizedUris, with https and without a path, and let '
    + 'the sign-in URL hand on a path or a URL with https: /login?redirect_url=$escaped_request_uri.',
  see: [
    anonymous(
      `${login}?${LOGIN_REDIRECT_PARAMETER}=https://$DOMAIN/console`,
      '403: the host is not authorized. A redirect to the provider is right.',
    ),
    flyteadminSettings('authorizedUris|https?://', 'The public URL must be in the list.'),
  ],
  explainedBy: [signInTarget, loginRedirectUri],
  notApplicable: 'The guard redirects nobody to this host.',
  subject: ({ guards }) => (answered(guards?.signIn) ? guards.signIn : undefined),
  *check(signIn) {
    if (signIn.status === 403) {
      yield unexpected(signIn, 'a redirect to the provider');
    }
  },
});

const grpcRedirected = defineLiveRule({
  id: 'live-grpc-redirected',
  inFiles: ['grpc-sign-in-redirect'],
  severity: 'error',
  area: 'the edge',
  title: 'Callers of gRPC get 401, not a redirect.',
  symptom: 'SDK, CLI and services fail with UNKNOWN ("unexpected HTTP status code received from server: '
    + '302") instead of fetching a token and trying again.',
  explanation: 'A gRPC client takes HTTP 401 for UNAUTHENTICATED, and only on that code does it '
    + 'authenticate. A redirect to a login page means nothing to it.',
  remediation: 'Take the sign-in URL off the guard of gRPC routes (chart: '
    + 'ingress.protectedIngressAnnotationsGrpc must hold no auth-signin).',
  see: [
    anonymousGrpc(GRPC_METHOD, '302: the guard redirects callers of gRPC. 401 is right.'),
    ingressAnnotation('auth-signin', 'The Ingresses for gRPC must have none.'),
  ],
  notApplicable: 'The edge was not asked for gRPC.',
  subject: grpcSamples,
  *check(samples, { origin }) {
    const redirected = samples.filter((sample) => isRedirected(sample) && !isFallen(sample, samples));
    if (redirected.length > 0) {
      yield {
        at: `${origin}${redirected[0].path}`,
        field: 'status',
        expected: 'UNAUTHENTICATED',
        found: `${answerOf(redirected[0])}${others(redirected)}`,
      };
    }
  },
});

const grpcRefused = defineLiveRule({
  id: 'live-grpc-refused',
  severity: 'error',
  area: 'the edge',
  title: 'Anonymous callers of gRPC are asked for a token.',
  symptom: 'SDK and CLI fail with PERMISSION_DENIED, UNKNOWN or UNIMPLEMENTED, and never open a browser.',
  explanation: 'Only UNAUTHENTICATED makes a client fetch a token; every other code is final to it. The '
    + 'guard refuses with 403, or something before flyteadmin answers in its place.',
  remediation: 'Let the guard answer 401 (Envoy Gateway: statusOnError 503 for a guard that is away), and '
    + 'route flyteidl.service.AdminService and IdentityService to flyteadmin\'s gRPC port.',
  see: [anonymousGrpc(GRPC_METHOD, '401 is right.')],
  explainedBy: [meOpen, guardFailing, grpcRedirected],
  notApplicable: 'The edge was not asked for gRPC.',
  subject: ({ guards }) => guards?.grpc,
  *check(answer, { origin }) {
    if (!answered(answer) || (answer.code !== GRPC.UNAUTHENTICATED && answer.code !== GRPC.OK)) {
      yield {
        at: `${origin}${WHO_AM_I}`,
        field: 'status',
        expected: 'UNAUTHENTICATED',
        found: grpcText(answer),
      };
    }
  },
});

const routeOpen = defineLiveRule({
  id: 'live-route-open',
  inFiles: ['route-unguarded', 'gateway-route-unguarded'],
  severity: 'error',
  area: 'the edge',
  title: 'Every route but those of sign-in is guarded.',
  symptom: 'Nobody notices anything. Strangers read, change or run what lies behind the route.',
  explanation:
    'An anonymous call came through to the service. Services believe the identity headers of whoever reaches '
      + 'them.',
  remediation: 'Put the guard before the route (ingress-nginx: auth-url on the Ingress; Envoy Gateway: every '
    + 'protected route among the targetRefs of the SecurityPolicy; Traefik: the middleware).',
  see: [
    anonymous('/api/v1/projects', '200: the route is open. 302 or 401 is right.'),
    ingressGuard('Every Ingress of guarded routes must have one.'),
    kubectl('-n $CP get securitypolicy -o yaml', 'Every protected route must be among the targetRefs.'),
  ],
  explainedBy: [meOpen],
  notApplicable: 'No guarded route was asked.',
  subject: allSamples,
  *check(samples, { origin }) {
    for (const [group, open] of byGroup(samples.filter(isOpen))) {
      yield {
        at: `${origin}${open[0].path}`,
        field: 'status',
        expected: 'no way in for anonymous callers',
        found: `${answerOf(open[0])}, route group ${group}${others(open)}`,
      };
    }
  },
});

const guardBelievesCallers = defineLiveRule({
  id: 'live-identity-forged',
  inFiles: ['identity-header-spoofable'],
  severity: 'error',
  area: 'the edge',
  title: 'Identity headers of callers are worth nothing.',
  symptom: 'Nobody notices anything. Whoever sends X-User-Subject is whom it names.',
  explanation: 'A header that only /me may set came through from the caller: the guard lets a request pass '
    + 'because of it, or does not overwrite it.',
  remediation: 'Have the edge take X-User-Subject, X-User-Token and X-User-Claim-* from /me, or strip them '
    + 'from callers (ingress-nginx: auth-response-headers lists them).',
  see: [ingressAnnotation('auth-response-headers', 'It must list the X-User-* headers.')],
  explainedBy: [meOpen],
  notApplicable: NOT_ASKED,
  subject: guardsOf,
  *check({ browser, forged }, { origin, token }) {
    if (token?.use?.forgedAt !== undefined) {
      yield {
        at: token.use.forgedAt,
        field: 'X-User-Subject',
        expected: 'the identity that /me names',
        found: 'the one that the caller had forged',
      };
    }
    if (answered(browser) && answered(forged) && forged.status < 300 && browser.status >= 300) {
      yield {
        at: `${origin}${DEEP_LINK}`,
        field: 'X-User-Subject',
        expected: answerText(browser),
        found: `${forged.status} with a forged identity`,
      };
    }
  },
});

const metadataBelieved = defineLiveRule({
  id: 'live-metadata-believed',
  inFiles: ['identity-chosen-by-caller'],
  severity: 'error',
  area: 'the edge',
  title: 'The guard shows /me nothing of a caller but cookies and tokens.',
  symptom: 'Nobody notices anything. Anybody who may sign in acts as whoever they name in one request '
    + 'header, an administrator included.',
  explanation: 'A token in Grpc-Metadata-Authorization alone passed the guard: it asks /me with headers that '
    + 'flyteadmin takes for metadata. With a session of a browser Grpc-Metadata-Userinfo-Bin chooses the '
    + 'subject that /me states in the same way.',
  remediation: 'Have the guard ask the auth gate of this library, which passes on Cookie, Authorization and '
    + 'Flyte-Authorization alone, or have the controller take Grpc-Metadata-* from every request '
    + '(ingress-nginx: http-snippet with more_clear_input_headers \'Grpc-Metadata-*\').',
  see: [
    ingressAnnotation(
      'auth-url', 'flyteadmin itself sees every header of the caller; the auth gate shows it three.',
    ),
  ],
  explainedBy: [meOpen, routeOpen],
  notApplicable: 'No token was there to ask with.',
  subject: ({ token }) => token?.use,
  *check({ hidden }, { origin }) {
    if (typeof hidden === 'number' && hidden < 300) {
      yield {
        at: `${origin}${DEEP_LINK}`,
        field: 'status',
        expected: '401, or a redirect to sign in, for a token in Grpc-Metadata-Authorization',
        found: String(hidden),
      };
    }
  },
});

const hostForeign = defineLiveRule({
  id: 'live-host-foreign',
  inFiles: ['auth-host-spoofable'],
  severity: 'error',
  area: 'the edge',
  title: 'The edge serves its own host names only.',
  symptom:
    'Nobody notices anything. A stranger who names a host of its own has the guard ask there, gets in, and '
      + 'receives the cookies.',
  explanation:
    'A rule without a host catches every Host header; a guard that asks https://$host/me then asks wherever '
      + 'the caller says.',
  remediation:
    'Give every rule a host (chart: ingress.host), and let the guard ask flyteadmin inside the cluster.',
  see: [
    {
      run: `curl -s -o /dev/null -w '%{http_code} %{redirect_url}\\n' -H 'Host: ${FOREIGN_HOST}' `
        + `"https://$DOMAIN${login}"`,
      shows: 'A redirect to the provider, or 401: foreign hosts are served. 404 is right.',
    },
    ingressPaths('No rule may be for the host "*".'),
  ],
  notApplicable: NOT_ASKED,
  subject: guardsOf,
  *check({ foreignMe, foreignLogin }, { origin, signIn }) {
    const served =
      answered(foreignMe) && foreignMe.status === 401 && answered(signIn?.me) && signIn.me.status === 401;
    const target = answered(foreignLogin) ? redirectOf(foreignLogin) : undefined;
    if (served || target?.searchParams.has('client_id')) {
      yield {
        at: `${origin}${login}`,
        field: `Host: ${FOREIGN_HOST}`,
        expected: '404',
        found: answered(foreignLogin) ? answerText(foreignLogin) : '401 for /me',
      };
    }
  },
});

const routesMissing = defineLiveRule({
  id: 'live-route-missing',
  severity: 'info',
  area: 'the edge',
  title: 'The edge has the routes of the release.',
  symptom: 'Single functions fail with 404 or UNIMPLEMENTED, in the console or in SDK and CLI.',
  explanation: 'Paths that the release serves are unknown to the edge: the deployment does without these '
    + 'services, another release is deployed (--release), or the controller rejected some routes. Calls of '
    + 'gRPC then fall to the console\'s route, and are sent to sign in.',
  remediation: 'If the services should be there, name the deployed release with --release, and compare the '
    + 'paths with those of docs/chart-releases.md.',
  see: [ingressPaths('The paths of each Ingress.')],
  explainedBy: [grpcRefused, routeOpen],
  notApplicable: 'No guarded route was asked.',
  subject: allSamples,
  *check(samples, { origin }) {
    for (const [group, missing] of byGroup(samples.filter((sample) => isMissing(sample, samples)))) {
      yield {
        at: `${origin}${missing[0].path}`,
        field: 'status',
        expected: 'a guard',
        found: `${answerOf(missing[0])}, route group ${group}${others(missing)}`,
      };
    }
  },
});

/** In the order in which their questions come up. */
export const GUARDS_RULES: readonly LiveRule[] = [
  guardFailing, browserUnredirected, signInTarget, signInRefused, grpcRedirected, grpcRefused, routeOpen,
  guardBelievesCallers, metadataBelieved, hostForeign, routesMissing,
];
