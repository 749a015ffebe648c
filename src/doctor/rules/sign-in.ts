import { FLYTEADMIN_PATHS } from '../../contract/union/flyteadmin';
import { answered, Failure } from '../ask/failure';
import type { HttpAnswer } from '../ask/http';
import { quoted } from '../ask/remote-text';
import { cookiesIn, isSentTo, refusedBecause, SetCookie } from '../probes/cookies';
import type { Facts } from '../probes/facts';
import { answerText, isPage, jsonOf, redirectOf } from '../probes/reading';
import { gatewayCut } from './edge';
import { liveRule, LiveRule, LiveViolation, unexpected, wrong } from './live-rule';
import {
  authorizeOf, loginClient, loginInsecure, loginRedirectUri, loginScope, loginState, loginTargetUnreachable,
  NO_REDIRECT,
} from './login-redirect';

const { me, login, callback } = FLYTEADMIN_PATHS;
const NOT_ASKED = 'The paths of sign-in were not asked.';

const ofMe = ({ signIn }: Facts) => (answered(signIn?.me) ? signIn.me : undefined);
const ofLogin = ({ signIn }: Facts) => (answered(signIn?.login) ? signIn.login : undefined);

const OF_PATHS = { otherwise: NOT_ASKED, of: ({ signIn }: Facts) => signIn };
const OF_ME = { otherwise: NOT_ASKED, of: ofMe };
const OF_REDIRECT = { otherwise: NOT_ASKED, of: ofLogin };

function noAuthorizeEndpoint(origin: string, answer: HttpAnswer | Failure): LiveViolation {
  return wrong(`${origin}${login}`, 'Location', "the provider's authorize endpoint", answerText(answer));
}

export const useAuthOff = liveRule('live-use-auth-off', {
  stops: true,
  otherwise: NOT_ASKED,
  of: (facts) => ofMe(facts) && ofLogin(facts) && { ofMe: ofMe(facts)!, ofLogin: ofLogin(facts)! },
  each(answers, { origin }) {
    const noLogin = answers.ofLogin.status === 404 || isPage(answers.ofLogin);
    const unknownToFlyteadmin = answers.ofMe.status === 404 && jsonOf(answers.ofMe) !== undefined;
    return (answers.ofMe.status === 501 || (unknownToFlyteadmin && noLogin)) && wrong(
      `${origin}${me}`, 'status', '401', `${answers.ofMe.status}, and ${answers.ofLogin.status} for ${login}`,
    );
  },
});

export const meGuarded = liveRule('live-me-guarded', {
  ...OF_ME,
  each: (answer) => answer.status >= 300 && answer.status < 400 && unexpected(answer, '401'),
});

export const meUnrouted = liveRule('live-me-unrouted', {
  explainedBy: [useAuthOff],
  ...OF_ME,
  each: (answer, { origin }) => (answer.status === 404 || (answer.status === 200 && isPage(answer))) && wrong(
    `${origin}${me}`, 'status', '401', isPage(answer) ? `${answer.status}, a page` : answerText(answer),
  ),
});

export const meOpen = liveRule('live-me-open', {
  explainedBy: [meUnrouted],
  ...OF_ME,
  each: (answer) => answer.status >= 200 && answer.status < 300 && unexpected(answer, '401'),
});

export const meFailing = liveRule('live-me-failing', {
  explainedBy: [useAuthOff, meGuarded, meUnrouted, gatewayCut],
  ...OF_PATHS,
  *each({ me: answer }, { origin }) {
    if (answer instanceof Failure) {
      yield wrong(`${origin}${me}`, 'answer', '401', answer.text);
    } else if (answer.status >= 400 && answer.status !== 401) {
      yield unexpected(answer, '401');
    }
  },
});

/** Faults of /me itself, for any caller. */
export const ME_RULES: readonly LiveRule[] = [meGuarded, meUnrouted, meOpen, meFailing];

const loginGuarded = liveRule('live-login-guarded', {
  ...OF_REDIRECT,
  each(answer, { origin }) {
    const target = redirectOf(answer);
    return (answer.status === 401 || (target?.origin === origin && target.pathname === login))
      && noAuthorizeEndpoint(origin, answer);
  },
});

const loginUnrouted = liveRule('live-login-unrouted', {
  explainedBy: [useAuthOff],
  ...OF_REDIRECT,
  each: (answer) =>
    (answer.status === 404 || answer.status === 501 || (answer.status >= 200 && answer.status < 300))
    && unexpected(answer, 'a redirect to the provider'),
});

const loginFailing = liveRule('live-login-failing', {
  explainedBy: [useAuthOff, loginGuarded, loginUnrouted],
  ...OF_PATHS,
  each: ({ login: answer, authorize }, { origin }) =>
    authorize === undefined && noAuthorizeEndpoint(origin, answer),
});

const CSRF_COOKIE = 'flyte_csrf_state';

export const loginCookie = liveRule('live-login-cookie', {
  otherwise: NO_REDIRECT,
  of: (facts) => (authorizeOf(facts) === undefined ? undefined : ofLogin(facts)),
  each(answer, { origin, host }) {
    const fault = faultOfCookie(cookiesIn(answer), host);
    return fault && wrong(`${origin}${login}`, 'Set-Cookie', ...fault);
  },
});

/** The expected and the found part of the cookie that flyteadmin needs back from a browser. */
function faultOfCookie(cookies: readonly SetCookie[], host: string): [string, string] | undefined {
  const cookie = cookies.find(({ name }) => name === CSRF_COOKIE);
  if (cookie === undefined) {
    return [`the cookie ${CSRF_COOKIE}`, cookies.length === 0 ? 'no cookie' : 'other cookies'];
  }
  const { domain, path, sameSite, httpOnly } = cookie;
  const refused = refusedBecause(cookie, host);
  if (sameSite === 'strict' || refused === 'insecure') {
    return ['SameSite=Lax', sameSite === 'strict' ? 'SameSite=Strict' : 'SameSite=None without Secure'];
  }
  if (refused === 'domain') {
    return [`a cookie for ${host}`, `one for ${quoted(domain!)}`];
  }
  if (!isSentTo(callback, path)) {
    return [`a cookie that ${callback} gets, too`, `Path=${quoted(path)}`];
  }
  return httpOnly ? undefined : ['HttpOnly', 'a cookie that scripts can read'];
}

export const callbackBlocked = liveRule('live-callback-blocked', {
  explainedBy: [useAuthOff],
  ...OF_PATHS,
  *each({ callback: answer }, { origin }) {
    if (answer instanceof Failure) {
      yield wrong(`${origin}${callback}`, 'answer', '401', answer.text);
    } else if (answer.status !== 401 && answer.status !== 400) {
      yield wrong(
        `${origin}${callback}`, 'status', '401',
        isPage(answer) && answer.status === 200 ? '200, a page' : answerText(answer),
      );
    }
  },
});

/** In the order of the requests. */
export const SIGN_IN_RULES: readonly LiveRule[] = [
  useAuthOff, ...ME_RULES, loginGuarded, loginUnrouted, loginFailing, loginClient, loginRedirectUri,
  loginScope, loginState, loginInsecure, loginTargetUnreachable, loginCookie, callbackBlocked,
];
