import { FLYTEADMIN_PATHS } from '../../contract/union/flyteadmin';
import { flyteadminSettings, ingressAnnotation, ingressPaths } from '../../verify/running/cluster-looks';
import { anonymous, loginRedirect, me as lookAtMe } from '../../verify/running/edge-looks';
import { answered, Failure } from '../ask/failure';
import type { HttpAnswer } from '../ask/http';
import { quoted } from '../ask/remote-text';
import { cookiesIn, isSentTo, refusedBecause } from '../probes/cookies';
import type { Facts } from '../probes/facts';
import { answerText, isPage, jsonOf, redirectOf } from '../probes/reading';
import { gatewayCut } from './edge';
import { defineLiveRule, LiveRule, LiveViolation, unexpected } from './live-rule';
import {
  authorizeOf, loginClient, loginInsecure, loginRedirectUri, loginScope, loginState, loginTargetUnreachable,
  NO_REDIRECT,
} from './login-redirect';

/** The paths by which people sign in: `/me`, `/login`, `/callback`. */

const { me, login, callback } = FLYTEADMIN_PATHS;
const NOT_ASKED = 'The paths of sign-in were not asked.';

const ofMe = ({ signIn }: Facts) => (answered(signIn?.me) ? signIn.me : undefined);
const ofLogin = ({ signIn }: Facts) => (answered(signIn?.login) ? signIn.login : undefined);
const guardedBy = (look: string) =>
  [
    anonymous(login, look), ingressPaths('The paths of sign-in must stand in the Ingress without a guard.'),
  ] as const;

function noAuthorizeEndpoint(origin: string, answer: HttpAnswer | Failure): LiveViolation {
  return {
    at: `${origin}${login}`,
    field: 'Location',
    expected: "the provider's authorize endpoint",
    found: answerText(answer),
  };
}

export const useAuthOff = defineLiveRule({
  id: 'live-use-auth-off',
  inFiles: ['auth-not-enabled'],
  severity: 'error',
  area: 'browser login',
  title: 'Authentication is on in flyteadmin.',
  symptom: 'Browser login redirects in a loop or ends in 404; behind a guard every page is 500.',
  explanation:
    "Without useAuth: true flyteadmin does not register /me, /login and /callback: the guard's question has "
      + 'no answer.',
  remediation:
    'Set server.security.useAuth: true (chart: flyte.configmap.adminServer.server.security.useAuth) and '
      + 'restart flyteadmin.',
  see: [
    lookAtMe('501 or 404: authentication is off. 401 is right.'),
    flyteadminSettings('useAuth', 'It must be true.'),
  ],
  stops: true,
  notApplicable: NOT_ASKED,
  subject: (facts) => ofMe(facts) && ofLogin(facts) && { ofMe: ofMe(facts)!, ofLogin: ofLogin(facts)! },
  *check(answers, { origin }) {
    // A 404 of the edge says nothing about flyteadmin, whose gateway answers with JSON.
    const noLogin = answers.ofLogin.status === 404 || isPage(answers.ofLogin);
    const unknownToFlyteadmin = answers.ofMe.status === 404 && jsonOf(answers.ofMe) !== undefined;
    if (answers.ofMe.status === 501 || (unknownToFlyteadmin && noLogin)) {
      yield {
        at: `${origin}${me}`,
        field: 'status',
        expected: '401',
        found: `${answers.ofMe.status}, and ${answers.ofLogin.status} for ${login}`,
      };
    }
  },
});

export const meGuarded = defineLiveRule({
  id: 'live-me-guarded',
  inFiles: ['sign-in-route-guarded'],
  severity: 'error',
  area: 'browser login',
  title: 'The question of the guard is not guarded itself.',
  symptom: 'Browser login redirects in a loop: to learn who somebody is one has to be somebody.',
  explanation: `${me} lies behind the guard that asks it, and redirects to sign in.`,
  remediation: `Route ${me} to flyteadmin, port 80, without a guard.`,
  see: [
    lookAtMe('A redirect: it is guarded. 401 is right.'),
    ingressPaths('It must stand in the Ingress without a guard.'),
  ],
  notApplicable: NOT_ASKED,
  subject: ofMe,
  *check(answer) {
    if (answer.status >= 300 && answer.status < 400) {
      yield unexpected(answer, '401');
    }
  },
});

export const meUnrouted = defineLiveRule({
  id: 'live-me-unrouted',
  inFiles: ['sign-in-route-missing'],
  severity: 'error',
  area: 'browser login',
  title: 'The edge leads /me to flyteadmin.',
  symptom:
    'The console does not show who is signed in; a guard that asks the public host lets in nobody, or '
      + 'everybody.',
  explanation:
    'No route names the path, and something else answers: the edge with 404, or the console with a page.',
  remediation: `Route ${me} to flyteadmin, port 80, without a guard.`,
  see: [lookAtMe('401 is right.'), ingressPaths(`${me} must stand in the Ingress without a guard.`)],
  explainedBy: [useAuthOff],
  notApplicable: NOT_ASKED,
  subject: ofMe,
  *check(answer, { origin }) {
    if (answer.status === 404 || (answer.status === 200 && isPage(answer))) {
      yield {
        at: `${origin}${me}`,
        field: 'status',
        expected: '401',
        found: isPage(answer) ? `${answer.status}, a page` : answerText(answer),
      };
    }
  },
});

export const meOpen = defineLiveRule({
  id: 'live-me-open',
  inFiles: ['auth-fails-open'],
  severity: 'error',
  area: 'the edge',
  title: 'The guard is told that an anonymous caller is nobody.',
  symptom: 'Everybody gets in, without a login.',
  explanation: `${me} answers 200 to a caller without credentials. Every guard that asks it lets everybody `
    + 'through: it leads to something other than flyteadmin, or flyteadmin lets anonymous HTTP calls pass '
    + '(auth.disableForHttp).',
  remediation: `Route ${me} to flyteadmin, and take auth.disableForHttp and auth.disableForGrpc out of its `
    + 'config.',
  see: [
    lookAtMe('200: anybody counts as somebody. 401 is right.'),
    flyteadminSettings('disableFor', 'Neither may be true.'),
  ],
  explainedBy: [meUnrouted],
  notApplicable: NOT_ASKED,
  subject: ofMe,
  *check(answer) {
    if (answer.status >= 200 && answer.status < 300) {
      yield unexpected(answer, '401');
    }
  },
});

export const meFailing = defineLiveRule({
  id: 'live-me-failing',
  severity: 'error',
  area: 'browser login',
  title: 'The guard is told of anonymous callers that they are anonymous.',
  symptom: 'Every guarded page is 500 or 403, for everybody.',
  explanation: `Guards pass on 200, 401 and 403 of ${me}; anything else is an error to them.`,
  remediation:
    "Read flyteadmin's log at the time of the question; see that nothing before it answers in its place.",
  see: [lookAtMe('401 is right.')],
  explainedBy: [useAuthOff, meGuarded, meUnrouted, gatewayCut],
  notApplicable: NOT_ASKED,
  subject: ({ signIn }) => signIn,
  *check({ me: answer }, { origin }) {
    if (answer instanceof Failure) {
      yield { at: `${origin}${me}`, field: 'answer', expected: '401', found: answer.text };
    } else if (answer.status >= 400 && answer.status !== 401) {
      yield unexpected(answer, '401');
    }
  },
});

/** What is wrong with /me itself, whoever asks. */
export const ME_RULES: readonly LiveRule[] = [meGuarded, meUnrouted, meOpen, meFailing];

const loginGuarded = defineLiveRule({
  id: 'live-login-guarded',
  inFiles: ['sign-in-route-guarded'],
  severity: 'error',
  area: 'browser login',
  title: 'The way to sign in is open.',
  symptom: 'Browser login redirects in a loop ("too many redirects").',
  explanation: `${login} lies behind the guard, which sends anonymous people to ${login}.`,
  remediation: `Route ${login} and what lies below to flyteadmin, port 80, without a guard.`,
  see: guardedBy('A redirect to /login itself, or 401: it is guarded. A redirect to the provider is right.'),
  notApplicable: NOT_ASKED,
  subject: ofLogin,
  *check(answer, { origin }) {
    const target = redirectOf(answer);
    if (answer.status === 401 || (target?.origin === origin && target.pathname === login)) {
      yield noAuthorizeEndpoint(origin, answer);
    }
  },
});

const loginUnrouted = defineLiveRule({
  id: 'live-login-unrouted',
  inFiles: ['sign-in-route-missing'],
  severity: 'error',
  area: 'browser login',
  title: 'The edge leads /login to flyteadmin.',
  symptom: 'Browser login ends in 404, or in an empty console.',
  explanation:
    'No route names the path, and something else answers: the edge with 404, or the console with a page.',
  remediation: `Route ${login} and what lies below to flyteadmin, port 80, without a guard.`,
  see: guardedBy('404, or 200: something else answers. A redirect to the provider is right.'),
  explainedBy: [useAuthOff],
  notApplicable: NOT_ASKED,
  subject: ofLogin,
  *check(answer) {
    if (answer.status === 404 || answer.status === 501 || (answer.status >= 200 && answer.status < 300)) {
      yield unexpected(answer, 'a redirect to the provider');
    }
  },
});

const loginFailing = defineLiveRule({
  id: 'live-login-failing',
  severity: 'error',
  area: 'browser login',
  title: 'People are sent to the provider.',
  symptom: 'Browser login ends in an error before the provider is seen.',
  explanation:
    'An error comes from flyteadmin or something before it, or a redirect to no authorize endpoint.',
  remediation: 'Read flyteadmin\'s log at the time of the question; check auth.userAuth.openId.',
  see: [
    loginRedirect("The URL must be the provider's authorize endpoint."),
    flyteadminSettings('openId|baseUrl', 'baseUrl must be the issuer.'),
  ],
  explainedBy: [useAuthOff, loginGuarded, loginUnrouted],
  notApplicable: NOT_ASKED,
  subject: ({ signIn }) => signIn,
  *check({ login: answer, authorize }, { origin }) {
    if (authorize === undefined) {
      yield noAuthorizeEndpoint(origin, answer);
    }
  },
});

const CSRF_COOKIE = 'flyte_csrf_state';

export const loginCookie = defineLiveRule({
  id: 'live-login-cookie',
  severity: 'error',
  area: 'browser login',
  title: 'The browser keeps the state of its sign-in.',
  symptom: 'People sign in at the provider, and end in 401 at /callback.',
  explanation: `The cookie ${CSRF_COOKIE} is set by flyteadmin, which asks for it when people come back from `
    + 'the provider. Something takes it away, or makes it strict, so that the browser does not send it '
    + 'along.',
  remediation: 'Let the edge pass Set-Cookie of flyteadmin through as it is: no proxy_hide_header, no '
    + 'proxy_cookie_flags, no SameSite=Strict.',
  see: [
    {
      run: 'curl -s -o /dev/null -D - "https://$DOMAIN/login" | grep -i set-cookie',
      shows: `${CSRF_COOKIE} must be there, with SameSite=Lax.`,
    },
    ingressAnnotation('proxy-cookie-path', 'Nothing may rewrite cookies.'),
  ],
  notApplicable: NO_REDIRECT,
  subject: (facts) => (authorizeOf(facts) === undefined ? undefined : ofLogin(facts)),
  *check(answer, { origin, host }) {
    const cookies = cookiesIn(answer);
    const cookie = cookies.find(({ name }) => name === CSRF_COOKIE);
    const at = { at: `${origin}${login}`, field: 'Set-Cookie' };
    if (cookie === undefined) {
      yield {
        ...at,
        expected: `the cookie ${CSRF_COOKIE}`,
        found: cookies.length === 0 ? 'no cookie' : 'other cookies',
      };
      return;
    }
    const { domain, path, sameSite, httpOnly } = cookie;
    const refused = refusedBecause(cookie, host);
    if (sameSite === 'strict' || refused === 'insecure') {
      yield {
        ...at,
        expected: 'SameSite=Lax',
        found: sameSite === 'strict' ? 'SameSite=Strict' : 'SameSite=None without Secure',
      };
    } else if (refused === 'domain') {
      yield { ...at, expected: `a cookie for ${host}`, found: `one for ${quoted(domain!)}` };
    } else if (!isSentTo(callback, path)) {
      yield { ...at, expected: `a cookie that ${callback} gets, too`, found: `Path=${quoted(path)}` };
    } else if (!httpOnly) {
      yield { ...at, expected: 'HttpOnly', found: 'a cookie that scripts can read' };
    }
  },
});

export const callbackBlocked = defineLiveRule({
  id: 'live-callback-blocked',
  inFiles: ['sign-in-route-guarded', 'sign-in-route-missing'],
  severity: 'error',
  area: 'browser login',
  title: 'People who come back from the provider reach flyteadmin.',
  symptom: 'Browser login redirects in a loop, or ends in 404, after the provider has taken the password.',
  explanation: `${callback} lies behind the guard, or no route names it. Asked without a code flyteadmin `
    + 'answers 401.',
  remediation: `Route ${callback} to flyteadmin, port 80, without a guard.`,
  see: [
    anonymous(callback, '401 is right: flyteadmin misses its cookie.'),
    ingressPaths(`${callback} must stand in the Ingress without a guard.`),
  ],
  explainedBy: [useAuthOff],
  notApplicable: NOT_ASKED,
  subject: ({ signIn }) => signIn,
  *check({ callback: answer }, { origin }) {
    if (answer instanceof Failure) {
      yield { at: `${origin}${callback}`, field: 'answer', expected: '401', found: answer.text };
    } else if (answer.status !== 401 && answer.status !== 400) {
      yield {
        at: `${origin}${callback}`,
        field: 'status',
        expected: '401',
        found: isPage(answer) && answer.status === 200 ? '200, a page' : answerText(answer),
      };
    }
  },
});

/** In the order in which their questions come up. */
export const SIGN_IN_RULES: readonly LiveRule[] = [
  useAuthOff, ...ME_RULES, loginGuarded, loginUnrouted, loginFailing,
  loginClient, loginRedirectUri, loginScope, loginState, loginInsecure, loginTargetUnreachable, loginCookie,
  callbackBlocked,
];
