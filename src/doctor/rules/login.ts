import { FLYTEADMIN_PATHS, PROJECTS_PATH } from '../../contract/union/flyteadmin';
import { flyteadminLogs, flyteadminSettings, ingressAnnotation } from '../../verify/running/cluster-looks';
import { loginRedirect, publicClient as lookAtClient } from '../../verify/running/edge-looks';
import { Failure } from '../ask/failure';
import { quoted } from '../ask/remote-text';
import { LARGEST_COOKIE, refusedBecause } from '../probes/cookies';
import type { Facts } from '../probes/facts';
import type { BrowserLogin, CliLogin } from '../probes/login';
import { nativeConfidential } from './at-provider';
import { defineLiveRule, LiveRule, LiveTexts } from './live-rule';
import { loginScope, loginState } from './login-redirect';
import { callbackBlocked, loginCookie, ME_RULES } from './sign-in';

/** What comes after the password: a person's sign-in, as browser and as CLI. */

const { callback, me } = FLYTEADMIN_PATHS;
const NOBODY = 'Nobody signed in: --login.';
const browserOf = ({ login }: Facts): BrowserLogin | undefined => login?.browser;
const cliOf = ({ login }: Facts): CliLogin | undefined => login?.cli;
const statusOf = (status: number | Failure): string =>
  status instanceof Failure ? status.text : String(status);

const loginRefused = defineLiveRule({
  id: 'live-person-refused',
  severity: 'error',
  area: 'browser login',
  title: 'The provider sends a person who has signed in back with a code.',
  symptom: 'After the password the provider shows an error, or comes back with one.',
  explanation: 'The person is not assigned to the application, has not consented, or a policy or action '
    + 'of the provider stops the sign-in.',
  remediation: 'Assign the person, or their group, to the application at the provider; the provider\'s '
    + 'words and its log of the sign-in say more.',
  see: [loginRedirect('Open the URL in a private window, and sign in.')],
  notApplicable: NOBODY,
  subject: ({ login }) => login,
  *check({ browser, cli }, { origin, provider }) {
    for (const [application, refusal] of [
      ['the web application', browser?.refusal], ['the native application', cli?.refusal],
    ]) {
      if (refusal !== undefined) {
        yield {
          at: provider?.issuer ?? origin,
          field: 'code',
          expected: `a code for ${application}`,
          found: refusal,
        };
      }
    }
  },
});

/** A rule about what flyteadmin answers to the code that the provider gave. */
function callbackRule(
  texts: LiveTexts & Pick<LiveRule, 'area' | 'see'>, isMeant: (status: number | Failure) => boolean,
): LiveRule {
  return defineLiveRule({
    severity: 'error',
    ...texts,
    explainedBy: [loginRefused, loginScope, loginState, loginCookie, callbackBlocked],
    notApplicable: NOBODY,
    subject: (facts) => browserOf(facts)?.callback,
    *check({ status }, { origin }) {
      if (isMeant(status)) {
        yield {
          at: `${origin}${callback}`,
          field: 'status',
          expected: 'a redirect into the console',
          found: statusOf(status),
        };
      }
    },
  });
}

const exchangeRefused = callbackRule({
  id: 'live-web-exchange-refused',
  inFiles: ['placeholder-secret', 'client-secret-undelivered'],
  area: 'browser login',
  title: 'The provider gives flyteadmin a session for the code.',
  symptom: `People sign in at the provider, and end at an empty page: ${callback} answers 403.`,
  explanation: 'The exchange of the code by flyteadmin failed: its secret of the web application is not '
    + 'the provider\'s (rotated, a placeholder, that of '
    + 'another application), its pods do not reach the token endpoint, or the provider gives no ID token '
    + 'or refuses the userinfo endpoint.',
  remediation: 'Store the secret of the web application again, without a line feed, restart flyteadmin, '
    + 'and see its log for what the provider says.',
  see: [
    flyteadminLogs(
      'exchanging code|user info|id_token', 'invalid_client or unauthorized_client: it is the secret.',
    ),
  ],
}, (status) => status === 403);

const callbackTooLarge = callbackRule({
  id: 'live-callback-too-large',
  area: 'the edge',
  title: 'The edge takes the cookies of a session.',
  symptom: `People sign in at the provider, and end in 502 or 500 at ${callback}.`,
  explanation: 'A session comes in five cookies of some kilobytes. The edge has less room for the '
    + 'headers of an answer ("upstream sent too big header").',
  remediation: 'Set nginx.ingress.kubernetes.io/proxy-buffer-size: 32k on the Ingress of the sign-in and '
    + 'on every guarded one.',
  see: [ingressAnnotation('proxy-buffer-size', 'None means 4k.')],
}, (status) => status instanceof Failure || status >= 500);

const stateLost = callbackRule({
  id: 'live-login-state-lost',
  area: 'browser login',
  title: 'The sign-in that comes back is known to flyteadmin.',
  symptom: `People sign in at the provider, and end in 401 at ${callback}.`,
  explanation: 'The cookie with the state, or the state itself, did not come back as it was: a proxy '
    + 'rewrites cookies or the query, or answers in flyteadmin\'s place.',
  remediation: `Let the edge pass cookies and the query of ${callback} on as they came.`,
  see: [loginRedirect('"state" must be there.'), flyteadminLogs('CSRF', 'What was compared.')],
}, (status) =>
  !(status instanceof Failure) && status >= 400 && status < 500 && status !== 403);

const EXPECTED_OF_COOKIES = {
  domain: 'the host itself or a domain above it',
  size: `${LARGEST_COOKIE} bytes at most`,
  insecure: 'Secure beside SameSite=None',
} as const;

const cookieRefused = defineLiveRule({
  id: 'live-session-cookie-refused',
  inFiles: ['cookie-domain-mismatch'],
  severity: 'error',
  area: 'browser login',
  title: 'Browsers keep the cookies of a session.',
  symptom: 'Browser login redirects in a loop: signed in at the provider, nobody at the deployment.',
  explanation: 'A browser drops a cookie whose domain is not that of the host or above it, that is '
    + 'larger than 4 KB, or that is sent to other sites over plain HTTP.',
  remediation: 'Set auth.userAuth.cookieSetting.domain to the host or take it out; have the provider '
    + 'write fewer claims (groups) into its tokens.',
  see: [
    flyteadminSettings(
      'cookieSetting|sameSitePolicy|domain', 'The domain must be that of the host or above it.',
    ),
  ],
  notApplicable: NOBODY,
  subject: browserOf,
  *check({ cookies }, { origin, host }) {
    for (const cookie of cookies.filter(({ expired }) => !expired)) {
      const reason = refusedBecause(cookie, host);
      if (reason !== undefined) {
        const found = {
          domain: `Domain=${quoted(cookie.domain ?? '')}`,
          size: `${cookie.size} bytes`,
          insecure: 'SameSite=None alone',
        }[reason];
        yield {
          at: `${origin}${callback}`,
          field: quoted(cookie.name),
          expected: EXPECTED_OF_COOKIES[reason],
          found,
        };
      }
    }
  },
});

const SESSION_COOKIE = 'flyte_idt';

const cookieStrict = defineLiveRule({
  id: 'live-session-cookie-strict',
  severity: 'error',
  area: 'browser login',
  title: 'Browsers send the session back when they come from the provider.',
  symptom: 'The first page after a sign-in redirects in a loop; opened again by hand it works.',
  explanation: 'With SameSite=Strict a browser does not send the cookies on the way back from another '
    + 'site, which is where the provider is.',
  remediation: 'Set auth.userAuth.cookieSetting.sameSitePolicy to LaxMode.',
  see: [flyteadminSettings('sameSitePolicy', 'LaxMode is right.')],
  notApplicable: NOBODY,
  subject: (facts) => browserOf(facts)?.cookies.find(({ name }) => name === SESSION_COOKIE),
  *check({ name, sameSite }, { origin }) {
    if (sameSite === 'strict') {
      yield { at: `${origin}${callback}`, field: name, expected: 'SameSite=Lax', found: 'SameSite=Strict' };
    }
  },
});

const sessionRefused = defineLiveRule({
  id: 'live-session-refused',
  severity: 'error',
  area: 'browser login',
  title: 'A session that has begun is taken.',
  symptom: 'People sign in, and are sent to sign in again, or meet 400, 431 or 500.',
  explanation: 'The cookies that flyteadmin has set it does not take: its replicas have different cookie '
    + 'keys, the ID token is for another client or '
    + 'over, or the edge has no room for the cookies of a request.',
  remediation: 'Give all replicas one Secret with cookie_hash_key and cookie_block_key; allow headers of '
    + '32 KB at the edge (ingress-nginx: large-client-header-buffers).',
  see: [flyteadminLogs('cookie|ID ?Token', 'Why it was not taken.')],
  explainedBy: [...ME_RULES, callbackBlocked, cookieRefused],
  notApplicable: NOBODY,
  subject: (facts) => browserOf(facts)?.session,
  *check({ me: status }, { origin }) {
    if (status !== 200) {
      yield { at: `${origin}${me}`, field: 'status', expected: '200', found: statusOf(status) };
    }
  },
});

const cliExchangeRefused = defineLiveRule({
  id: 'live-cli-exchange-refused',
  inFiles: ['native-client-misconfigured'],
  severity: 'error',
  area: 'SDK and CLI',
  title: 'The provider gives SDK and CLI a token for the code.',
  symptom: 'The browser says that one is signed in, and the CLI ends with an error.',
  explanation: 'The token endpoint refuses the code of the native application, as it is public, proves '
    + 'itself by PKCE, and has no secret.',
  remediation: 'Register the native application as a public client with the authorization code grant and '
    + 'PKCE; the provider\'s words say what it lacks.',
  see: [lookAtClient('"client_id" must be a public application.')],
  explainedBy: [nativeConfidential, loginRefused],
  notApplicable: NOBODY,
  subject: (facts) => cliOf(facts)?.exchange,
  *check({ url, refusal }) {
    yield { at: url.href, field: 'error', expected: 'a token', found: refusal };
  },
});

const cliTokenRefused = defineLiveRule({
  id: 'live-cli-token-refused',
  inFiles: ['audience-missing', 'scope-missing'],
  severity: 'error',
  area: 'SDK and CLI',
  title: 'The token of a person is taken by flyteadmin.',
  symptom: 'The CLI signs in, and every call is Unauthenticated.',
  explanation: 'The token has an audience that flyteadmin does not allow, not the scope "all" in a list '
    + '"scp", or was issued by another server.',
  remediation: 'Add its audience to auth.appAuth.externalAuthServer.allowedAudience, or have the '
    + 'provider write the public URL into "aud" and "all" into "scp".',
  see: [flyteadminLogs('audience|scope|signature', 'Why it was refused.')],
  explainedBy: ME_RULES,
  notApplicable: NOBODY,
  subject: (facts) => cliOf(facts)?.token,
  *check({ me: status, claims }, { origin }) {
    if (status !== 200) {
      const about = ['aud', 'scp']
        .map((claim) => `${claim} ${quoted(JSON.stringify(claims?.[claim] ?? 'none'))}`)
        .join(', ');
      yield {
        at: `${origin}${me}`,
        field: 'status',
        expected: '200',
        found: `${statusOf(status)}, ${about}`,
      };
    }
  },
});

const loginSubjectsDiffer = defineLiveRule({
  id: 'live-login-subjects-differ',
  severity: 'warning',
  area: 'services',
  title: 'A person is known to flyteadmin by one subject, in the browser as in the CLI.',
  symptom: 'A person has a role in the console and none by the CLI, or the other way round, and their '
    + 'runs have two owners.',
  explanation: 'Sessions go by the "sub" of the ID token, SDK and CLI by that of the access token, and '
    + 'the provider writes two.',
  remediation: 'Have the provider write one: at Okta by the default claim "sub" of the access token, at '
    + 'Entra ID by one registration that is '
    + 'web application and API. Where it cannot, name both for each administrator (accessTokenSubject).',
  see: [
    {
      run: 'curl -s -D - -o /dev/null "https://$DOMAIN/me" -H "flyte-authorization: Bearer $ACCESS_TOKEN" | '
        + 'grep -i x-user-subject',
      shows: 'It must be that of the session.',
    },
  ],
  notApplicable: NOBODY,
  subject: (facts) => {
    const [session, token] = [browserOf(facts)?.session?.subject, cliOf(facts)?.token?.subject];
    return session !== undefined && token !== undefined ? { session, token } : undefined;
  },
  *check({ session, token }, { origin }) {
    if (session !== token) {
      yield {
        at: `${origin}${me}`,
        field: 'X-User-Subject',
        expected: `${session}, as in the browser`,
        found: token,
      };
    }
  },
});

const personIdentityType = defineLiveRule({
  id: 'live-person-identity-type',
  severity: 'warning',
  area: 'services',
  title: 'A person counts as a person, in the browser as in the CLI.',
  symptom: 'Union\'s authorization takes a person for an application, or for nobody in particular: '
    + '"permission denied".',
  explanation: 'The claim "identitytype" is missing or says something else. A session takes it from the '
    + 'ID token, SDK and CLI from the access token. '
    + 'flyteadmin may be told to go by another claim (identityTypeClaimsForApps), which cannot be seen '
    + 'from outside.',
  remediation: 'Have the provider write "identitytype": "user" into both tokens of people.',
  see: [
    flyteadminSettings(
      'identityTypeClaimsForApps', 'It must name a claim that tells applications from people.',
    ),
  ],
  explainedBy: ME_RULES,
  notApplicable: NOBODY,
  subject: ({ login }) => login,
  *check({ browser, cli }, { origin }) {
    for (const [where, known] of [
      ['in the browser', browser?.session], ['as SDK and CLI', cli?.token],
    ] as const) {
      if (known?.me === 200 && known.identityType !== 'user') {
        yield {
          at: `${origin}${me}`,
          field: 'X-User-Claim-Identitytype',
          expected: `user ${where}`,
          found: known.identityType ?? 'none',
        };
      }
    }
  },
});

const personWithoutRole = defineLiveRule({
  id: 'live-person-without-role',
  inFiles: ['bootstrap-admin-subject', 'bootstrap-admin-missing'],
  severity: 'warning',
  area: 'authorization',
  title: 'Whoever has signed in may see the projects.',
  symptom: 'People sign in, and every page and call is "permission denied" (403).',
  explanation: "Union's authorizer decides by the subject that flyteadmin names, and knows no role of this "
    + 'one: nobody has given it one, or it was given to another subject of the same person.',
  remediation: 'Give the subject that is named here a role (Authorization.union: admins, by subject; or by '
    + 'an administrator in the console), to the letter.',
  see: [{
    run: 'curl -s -o /dev/null -w \'%{http_code}\\n\' -H "flyte-authorization: Bearer $ACCESS_TOKEN" '
      + `"https://$DOMAIN${PROJECTS_PATH}"`,
    shows: '200: the subject has a role. 403: it has none.',
  }],
  explainedBy: [loginSubjectsDiffer, personIdentityType],
  notApplicable: NOBODY,
  subject: (facts) => {
    const ways = [browserOf(facts)?.session, cliOf(facts)?.token].filter(
      (way) => way?.projects !== undefined,
    );
    return ways.length === 0 ? undefined : ways;
  },
  *check(ways, { origin }) {
    const [refused] = ways.filter((way) => way?.projects === 403);
    if (refused !== undefined) {
      const who = refused.subject ?? 'the person';
      yield { at: `${origin}${PROJECTS_PATH}`, field: 'status', expected: `200 for ${who}`, found: '403' };
    }
  },
});

/** In the order in which their questions come up. */
export const LOGIN_RULES: readonly LiveRule[] = [
  loginRefused, exchangeRefused, callbackTooLarge, stateLost, cookieRefused, cookieStrict, sessionRefused,
  cliExchangeRefused, cliTokenRefused, loginSubjectsDiffer, personIdentityType, personWithoutRole,
];
