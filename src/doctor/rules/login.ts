import { FLYTEADMIN_PATHS, PROJECTS_PATH } from '../../contract/union/flyteadmin';
import { Failure } from '../ask/failure';
import { quoted } from '../ask/remote-text';
import { LARGEST_COOKIE, refusedBecause } from '../probes/cookies';
import type { Facts } from '../probes/facts';
import type { BrowserLogin, CliLogin } from '../probes/login';
import type { PersonFacts } from '../probes/token';
import type { RuleId } from '../texts/rule-texts';
import { nativeConfidential } from './at-provider';
import { LiveRule, liveRule, wrong } from './live-rule';
import { loginScope, loginState } from './login-redirect';
import { ME_RULES, callbackBlocked, loginCookie } from './sign-in';

/** A person in the two tokens of one login. */

interface Subjects {
  readonly source: string;
  readonly id: string;
  readonly access: string;
}

function subjectsOf({ source, idClaims, accessClaims }: PersonFacts): Subjects | undefined {
  const [id, access] = [idClaims?.sub, accessClaims?.sub];
  // Tokens of two providers do not belong to one login.
  const ofOne = idClaims?.iss === accessClaims?.iss;
  return typeof id === 'string' && typeof access === 'string' && ofOne ? { source, id, access } : undefined;
}

const subjectsDiffer = liveRule('live-subjects-differ', {
  otherwise:
    'No readable ID token and access token of one login were given: --id-token-env and --access-token-env.',
  of: ({ person }) => person && subjectsOf(person),
  each: ({ source, id, access }) => id !== access
    && wrong(source, 'sub', `${quoted(id)}, as in the ID token`, quoted(access)),
});

export const PERSON_RULES: readonly LiveRule[] = [subjectsDiffer];

/** The steps after the password: a person's sign-in with browser and CLI. */

const { callback, me } = FLYTEADMIN_PATHS;
const NOBODY = 'No sign-in was tried; use --login.';
const OF_LOGIN = { otherwise: NOBODY, of: ({ login }: Facts) => login };
const browserOf = ({ login }: Facts): BrowserLogin | undefined => login?.browser;
const cliOf = ({ login }: Facts): CliLogin | undefined => login?.cli;
const statusOf = (status: number | Failure): string =>
  status instanceof Failure ? status.text : String(status);

const loginRefused = liveRule('live-person-refused', {
  ...OF_LOGIN,
  *each({ browser, cli }, { origin, provider }) {
    for (const [application, refusal] of [
      ['the web application', browser?.refusal], ['the native application', cli?.refusal],
    ]) {
      if (refusal !== undefined) {
        yield wrong(provider?.issuer ?? origin, 'code', `a code for ${application}`, refusal);
      }
    }
  },
});

/** A rule about flyteadmin's answer to the provider's code. */
function callbackRule(id: RuleId, isMeant: (status: number | Failure) => boolean): LiveRule {
  return liveRule(id, {
    explainedBy: [loginRefused, loginScope, loginState, loginCookie, callbackBlocked],
    otherwise: NOBODY,
    of: (facts) => browserOf(facts)?.callback,
    each: ({ status }, { origin }) => isMeant(status)
      && wrong(`${origin}${callback}`, 'status', 'a redirect into the console', statusOf(status)),
  });
}

const exchangeRefused = callbackRule('live-web-exchange-refused', (status) => status === 403);

const callbackTooLarge = callbackRule('live-callback-too-large', (status) =>
  status instanceof Failure || status >= 500);

const stateLost = callbackRule('live-login-state-lost', (status) =>
  !(status instanceof Failure) && status >= 400 && status < 500 && status !== 403);

const EXPECTED_OF_COOKIES = {
  domain: 'the host itself or a domain above it',
  size: `${LARGEST_COOKIE} bytes at most`,
  insecure: 'Secure beside SameSite=None',
} as const;

const cookieRefused = liveRule('live-session-cookie-refused', {
  otherwise: NOBODY,
  of: browserOf,
  *each({ cookies }, { origin, host }) {
    for (const cookie of cookies.filter(({ expired }) => !expired)) {
      const reason = refusedBecause(cookie, host);
      if (reason !== undefined) {
        const found = {
          domain: `Domain=${quoted(cookie.domain ?? '')}`,
          size: `${cookie.size} bytes`,
          insecure: 'SameSite=None alone',
        }[reason];
        yield wrong(`${origin}${callback}`, quoted(cookie.name), EXPECTED_OF_COOKIES[reason], found);
      }
    }
  },
});

const SESSION_COOKIE = 'flyte_idt';

const cookieStrict = liveRule('live-session-cookie-strict', {
  otherwise: NOBODY,
  of: (facts) => browserOf(facts)?.cookies.find(({ name }) => name === SESSION_COOKIE),
  each: ({ name, sameSite }, { origin }) => sameSite === 'strict'
    && wrong(`${origin}${callback}`, name, 'SameSite=Lax', 'SameSite=Strict'),
});

const sessionRefused = liveRule('live-session-refused', {
  explainedBy: [...ME_RULES, callbackBlocked, cookieRefused],
  otherwise: NOBODY,
  of: (facts) => browserOf(facts)?.session,
  each: ({ me: status }, { origin }) => status !== 200
    && wrong(`${origin}${me}`, 'status', '200', statusOf(status)),
});

const cliExchangeRefused = liveRule('live-cli-exchange-refused', {
  explainedBy: [nativeConfidential, loginRefused],
  otherwise: NOBODY,
  of: (facts) => cliOf(facts)?.exchange,
  each: ({ url, refusal }) => (wrong(url.href, 'error', 'a token', refusal)),
});

const cliTokenRefused = liveRule('live-cli-token-refused', {
  explainedBy: ME_RULES,
  otherwise: NOBODY,
  of: (facts) => cliOf(facts)?.token,
  *each({ me: status, claims }, { origin }) {
    if (status !== 200) {
      const [aud, scp] = ['aud', 'scp'].map((claim) => quoted(JSON.stringify(claims?.[claim] ?? 'none')));
      const about = `aud ${aud}, scp ${scp}`;
      yield wrong(`${origin}${me}`, 'status', '200', `${statusOf(status)}, ${about}`);
    }
  },
});

const loginSubjectsDiffer = liveRule('live-login-subjects-differ', {
  otherwise: NOBODY,
  of: (facts) => {
    const [session, token] = [browserOf(facts)?.session?.subject, cliOf(facts)?.token?.subject];
    return session !== undefined && token !== undefined ? { session, token } : undefined;
  },
  each: ({ session, token }, { origin }) => session !== token
    && wrong(`${origin}${me}`, 'X-User-Subject', `${session}, as in the browser`, token),
});

const personIdentityType = liveRule('live-person-identity-type', {
  explainedBy: ME_RULES,
  ...OF_LOGIN,
  *each({ browser, cli }, { origin }) {
    for (const [where, known] of [
      ['in the browser', browser?.session], ['as SDK and CLI', cli?.token],
    ] as const) {
      if (known?.me === 200 && known.identityType !== 'user') {
        yield wrong(
          `${origin}${me}`, 'X-User-Claim-Identitytype', `user ${where}`, known.identityType ?? 'none',
        );
      }
    }
  },
});

const personWithoutRole = liveRule('live-person-without-role', {
  explainedBy: [loginSubjectsDiffer, personIdentityType],
  otherwise: NOBODY,
  of: (facts) => {
    const ways = [browserOf(facts)?.session, cliOf(facts)?.token]
      .filter((way) => way?.projects !== undefined);
    return ways.length === 0 ? undefined : ways;
  },
  *each(ways, { origin }) {
    const [refused] = ways.filter((way) => way?.projects === 403);
    if (refused !== undefined) {
      const who = refused.subject ?? 'the person';
      yield wrong(`${origin}${PROJECTS_PATH}`, 'status', `200 for ${who}`, '403');
    }
  },
});

/** In the order of the requests. */
export const LOGIN_RULES: readonly LiveRule[] = [
  loginRefused, exchangeRefused, callbackTooLarge, stateLost, cookieRefused, cookieStrict, sessionRefused,
  cliExchangeRefused, cliTokenRefused, loginSubjectsDiffer, personIdentityType, personWithoutRole,
];
