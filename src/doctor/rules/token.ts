import { edgeSettings } from '../../contract/edges/known-edges';
import {
  AUTHORIZATION_HEADER, FLYTEADMIN_PATHS, SCOPE_CLAIM, STANDARD_AUTHORIZATION_HEADER,
} from '../../contract/union/flyteadmin';
import { flyteadminLogs, flyteadminSettings, ingressAnnotation } from '../../verify/running/cluster-looks';
import { publicClient as lookAtClient } from '../../verify/running/edge-looks';
import { Failure } from '../ask/failure';
import { GRPC } from '../ask/grpc';
import { quoted } from '../ask/remote-text';
import type { Facts } from '../probes/facts';
import { WHO_AM_I } from '../probes/guards';
import { grpcText, textAt } from '../probes/reading';
import type { TokenFacts, TokenUse } from '../probes/token';
import { guardFailing } from './guards';
import { defineLiveRule, LiveRule } from './live-rule';
import { ME_RULES } from './sign-in';
import { TOKEN_REQUEST_RULES } from './token-request';

/** The token of the user's client: what it says, and what flyteadmin makes of it. */

const NO_TOKEN = 'There is no token to judge.';
const { me } = FLYTEADMIN_PATHS;

const atFlyteadmin = [
  flyteadminLogs('audience|token|scope|unauthenticated', 'The reason for which a token was refused.'),
  flyteadminSettings(
    'allowedAudience|authorizedUris|https?://', 'The audience of the token must be here, to the letter.',
  ),
] as const;

type Used = TokenFacts & { readonly use: TokenUse };

function usedToken({ token }: Facts): Used | undefined {
  return token?.use === undefined ? undefined : { ...token, use: token.use };
}

/** One that flyteadmin takes. */
function takenToken(facts: Facts): Used | undefined {
  const used = usedToken(facts);
  return used?.use.me === 200 ? used : undefined;
}

/** One whose claims can be read. */
function readToken(facts: Facts) {
  const used = usedToken(facts);
  return used?.claims && { ...used, claims: used.claims };
}

const isRefused = ({ use }: Used) => use.me === 401 || use.me === 403;

const tokenOpaque = defineLiveRule({
  id: 'live-token-opaque',
  severity: 'error',
  area: 'services',
  title: 'Access tokens are JWTs.',
  symptom: 'Everybody has a token, and every call is 401.',
  explanation: 'The signature of a JWT is verified by flyteadmin itself. The provider gives tokens that only '
    + 'it can read: no audience or API was asked for, where it wants one, or that is its default (Hydra, '
    + 'Google).',
  remediation: 'Have the provider issue JWTs: ask for the audience (flyteClient.audience, audience of each '
    + 'client), or set its strategy of access tokens to jwt.',
  see: [lookAtClient('"audience" must be what the provider wants to be asked for.')],
  notApplicable: NO_TOKEN,
  subject: usedToken,
  *check({ claims, url }) {
    if (claims === undefined) {
      yield {
        at: url.href,
        field: 'access_token',
        expected: 'a JWT',
        found: 'something that cannot be read',
      };
    }
  },
});

const tokenTime = defineLiveRule({
  id: 'live-token-time',
  severity: 'error',
  area: 'services',
  title: 'Tokens are valid when they are issued.',
  symptom: 'Every call is 401 for everybody, or from time to time: "token is expired", "used before issued".',
  explanation:
    'The clocks of the provider and of this machine differ by more than a minute, or the lifetime of tokens '
      + 'is next to nothing.',
  remediation:
    'Synchronize the clocks (of provider, nodes and this machine), and give access tokens a lifetime of '
      + 'minutes at least.',
  see: [
    {
      run: 'curl -s -o /dev/null -D - "$ISSUER/.well-known/openid-configuration" | grep -i "^date"; date -u',
      shows: 'Both times must be the same.',
    },
  ],
  notApplicable: NO_TOKEN,
  subject: readToken,
  *check({ claims, url, answeredAt }) {
    const now = answeredAt.getTime() / 1000;
    if (typeof claims.exp === 'number' && claims.exp <= now) {
      yield {
        at: url.href,
        field: 'exp',
        expected: 'a time to come',
        found: `${Math.round(now - claims.exp)} s ago`,
      };
    }
    const start = [claims.iat, claims.nbf].find(
      (time): time is number => typeof time === 'number' && time > now + 60,
    );
    if (start !== undefined) {
      yield {
        at: url.href,
        field: 'iat',
        expected: 'a time that has come',
        found: `in ${Math.round(start - now)} s`,
      };
    }
  },
});

const tokenAudience = defineLiveRule({
  id: 'live-token-audience',
  inFiles: ['audience-missing'],
  severity: 'error',
  area: 'services',
  title: 'Tokens are for flyteadmin.',
  symptom: 'Services, data planes or pipelines have a token, and every call is 401 ("invalid audience").',
  explanation: 'No audience of the token is the public URL, as auth.authorizedUris writes it, or one of '
    + 'allowedAudience. They are compared to the letter: a slash at the end makes another one.',
  remediation: 'Write the public URL into auth.authorizedUris without a slash at its end, and add the '
    + 'audience of the token to auth.appAuth.externalAuthServer.allowedAudience, or have the provider write '
    + 'the public URL into "aud".',
  see: atFlyteadmin,
  explainedBy: [...ME_RULES, tokenOpaque, tokenTime],
  notApplicable: NO_TOKEN,
  subject: usedToken,
  *check(used, { origin, metadata }) {
    const audiences = textsOf(used.claims?.aud);
    // What clients are told to ask for is the audience of somebody; whether flyteadmin allows it shows where
    // the scopes are right.
    const known = [origin, ...(hasScope(used) ? [] : [metadata?.client?.audience])];
    const { refused } = used.use;
    const isAudience =
      told(used) === 'audience'
      || (told(used) === undefined && !audiences.some((audience) => known.includes(audience)));
    if (isRefused(used) && used.claims !== undefined && isAudience) {
      const wanted = (refused?.wanted ?? []).filter((each) => each.startsWith('https:'));
      const expected =
        wanted.length > 0
          ? `${wanted.join(' or ')}, to the letter`
          : `${origin}, or another one that flyteadmin allows`;
      yield { at: used.url.href, field: 'aud', expected, found: audiences.map(quoted).join(', ') || 'none' };
    }
  },
});

const tokenScope = defineLiveRule({
  id: 'live-token-scope',
  inFiles: ['scope-missing'],
  severity: 'error',
  area: 'services',
  title: 'Tokens carry the scope all.',
  symptom:
    'Services, data planes or pipelines have a token, and every call is 401 ("authenticated user doesn\'t '
      + 'have required scope").',
  explanation: `Scopes are read from the claim "${SCOPE_CLAIM}" alone, and as a list: a text counts as one `
    + 'scope, and the claim "scope" not at all.',
  remediation: `Have the provider write the scopes into "${SCOPE_CLAIM}" as a list (a mapper or hook), and `
    + 'grant "all".',
  see: atFlyteadmin,
  explainedBy: [...ME_RULES, tokenOpaque, tokenTime, tokenAudience],
  notApplicable: NO_TOKEN,
  subject: usedToken,
  *check(used) {
    const scopes = textsOf(used.claims?.[SCOPE_CLAIM]);
    const isScope = told(used) === 'scope' || (told(used) === undefined && !hasScope(used));
    if (isRefused(used) && used.claims !== undefined && isScope) {
      yield {
        at: used.url.href,
        field: SCOPE_CLAIM,
        expected: 'a list with all',
        found: scopes.map(quoted).join(', ') || 'none',
      };
    }
  },
});

const tokenHeaderDropped = defineLiveRule({
  id: 'live-token-header-dropped',
  inFiles: ['authorization-header-mismatch'],
  severity: 'error',
  area: 'the edge',
  title: 'The header with the token reaches flyteadmin.',
  symptom: 'SDK, CLI and services have a good token, and every call is 401.',
  explanation: 'The token is taken in "authorization" and not in the header that clients use: the edge or a '
    + 'proxy drops it, or auth.httpAuthorizationHeader names another one.',
  remediation: `Let the edge pass ${AUTHORIZATION_HEADER} on, also to the guard `
    + `(${edgeSettings('callerHeaders')}), and set both header settings of flyteadmin to it.`,
  see: [
    flyteadminSettings('AuthorizationHeader', `Both must be ${AUTHORIZATION_HEADER}.`),
    ingressAnnotation('auth-proxy-set-headers', 'Nothing may take the header away.'),
  ],
  explainedBy: ME_RULES,
  notApplicable: NO_TOKEN,
  subject: usedToken,
  *check(used, { origin }) {
    if (isRefused(used) && used.use.standard === 200) {
      yield {
        at: `${origin}${me}`,
        field: AUTHORIZATION_HEADER,
        expected: '200',
        found: `${String(used.use.me)}, and 200 with ${STANDARD_AUTHORIZATION_HEADER}`,
      };
    }
  },
});

const tokenUnaccepted = defineLiveRule({
  id: 'live-token-unaccepted',
  severity: 'error',
  area: 'services',
  title: 'The tokens of the provider are taken by flyteadmin.',
  symptom: 'Services, data planes or pipelines have a token, and every call is 401.',
  explanation: 'The token looks right and is refused: it was signed by another server than the one whose '
    + 'keys flyteadmin reads, flyteadmin still has keys or settings of before, or something on the way takes '
    + 'the header.',
  remediation: 'Read flyteadmin\'s log; see that appAuth.authServerType is External and '
    + 'externalAuthServer.baseUrl is the issuer in the token; restart flyteadmin.',
  see: atFlyteadmin,
  explainedBy: [...ME_RULES, tokenOpaque, tokenTime, tokenAudience, tokenScope, tokenHeaderDropped],
  notApplicable: NO_TOKEN,
  subject: usedToken,
  *check({ use, claims }, { origin }) {
    if (use.me !== 200) {
      const issuer = typeof claims?.iss === 'string' ? `, issuer ${quoted(claims.iss)}` : '';
      yield {
        at: `${origin}${me}`,
        field: 'status',
        expected: '200',
        found: `${use.me instanceof Failure ? use.me.text : use.me}${issuer}`,
      };
    }
  },
});

const tokenSubject = defineLiveRule({
  id: 'live-token-subject',
  severity: 'error',
  area: 'services',
  title: 'Tokens say whose they are.',
  symptom:
    'Union\'s services log "x-user-subject header not found", and refuse calls that flyteadmin has let pass.',
  explanation: 'The token has no "sub", so that /me names no subject.',
  remediation:
    'Have the provider write "sub", or name other claims in appAuth: subjectClaimNames: [sub, client_id, '
      + 'azp].',
  see: [flyteadminSettings('subjectClaimNames', 'A claim that the token has must be in the list.')],
  explainedBy: ME_RULES,
  notApplicable: NO_TOKEN,
  subject: takenToken,
  *check({ use }, { origin }) {
    if (use.subject === undefined) {
      yield {
        at: `${origin}${me}`,
        field: 'X-User-Subject',
        expected: 'the subject of the token',
        found: 'none',
      };
    }
  },
});

const tokenIdentityType = defineLiveRule({
  id: 'live-token-identity-type',
  severity: 'warning',
  area: 'services',
  title: 'Tokens say whether they are an application\'s or a person\'s.',
  symptom:
    'Union\'s authorization takes an application for a person: service accounts get "permission denied".',
  explanation: 'The token has no claim "identitytype". flyteadmin may be told to go by another one '
    + '(identityTypeClaimsForApps), which cannot be seen from outside.',
  remediation: 'Have the provider write "identitytype": "app" into the tokens of services and "user" into '
    + 'those of people, or set identityTypeClaimsForApps.',
  see: [
    flyteadminSettings('identityTypeClaimsForApps', 'It must name a claim that the tokens of services have.'),
  ],
  explainedBy: ME_RULES,
  notApplicable: NO_TOKEN,
  subject: (facts) => (takenToken(facts) ? readToken(facts) : undefined),
  *check({ claims, url }) {
    const type = textAt(claims, 'identitytype');
    if (type !== 'app') {
      yield { at: url.href, field: 'identitytype', expected: 'app', found: quoted(type ?? 'none') };
    }
  },
});

const SHORTEST = 60;

const tokenLifetime = defineLiveRule({
  id: 'live-token-lifetime',
  severity: 'warning',
  area: 'services',
  title: 'Tokens live long enough to be used.',
  symptom: 'Long calls and uploads end in 401; the provider counts a token request for every call.',
  explanation:
    'Clients renew a token some time before it ends. One that lives no longer than that is never reused.',
  remediation:
    'Give access tokens a lifetime of five minutes or more, and more than the tokenRefreshWindow of the '
      + 'clients.',
  see: [flyteadminLogs('token is expired', 'Tokens that ended on the way.')],
  explainedBy: [tokenTime],
  notApplicable: NO_TOKEN,
  subject: readToken,
  *check({ claims, url, answeredAt }) {
    const left = typeof claims.exp === 'number' ? claims.exp - answeredAt.getTime() / 1000 : Infinity;
    if (left < SHORTEST) {
      yield {
        at: url.href,
        field: 'exp',
        expected: `${SHORTEST} s at least`,
        found: `${Math.max(0, Math.round(left))} s`,
      };
    }
  },
});

const grpcTokenRefused = defineLiveRule({
  id: 'live-grpc-token-refused',
  inFiles: ['authorization-header-mismatch'],
  severity: 'error',
  area: 'SDK and CLI',
  title: 'The token is as good over gRPC as over HTTP.',
  symptom: 'With the token curl works; SDK, CLI and services get Unauthenticated.',
  explanation: 'The guard of gRPC routes does not get the header, or flyteadmin looks for another one: '
    + 'auth.grpcAuthorizationHeader and httpAuthorizationHeader differ.',
  remediation: `Set both header settings of flyteadmin to ${AUTHORIZATION_HEADER}, and let the guard of gRPC `
    + 'routes pass it on.',
  see: [flyteadminSettings('AuthorizationHeader', 'Both must be the same.')],
  explainedBy: [...ME_RULES, guardFailing, tokenUnaccepted],
  notApplicable: NO_TOKEN,
  subject: (facts) => takenToken(facts)?.use.grpc,
  *check(answer, { origin }) {
    if (answer instanceof Failure || answer.code !== GRPC.OK) {
      yield {
        at: `${origin}${WHO_AM_I}`,
        field: 'status',
        expected: 'OK',
        found: grpcText(answer),
      };
    }
  },
});

/**
 * The fault of the token itself that flyteadmin names; it looks at the signature first, which tells no more
 * than whose token it is not.
 */
function told({ use }: Used): string | undefined {
  return use.refused?.reason === 'signature' ? undefined : use.refused?.reason;
}

function hasScope({ claims }: TokenFacts): boolean {
  return textsOf(claims?.[SCOPE_CLAIM]).includes('all');
}

function textsOf(claim: unknown): readonly string[] {
  return [claim ?? []].flat().filter((each): each is string => typeof each === 'string');
}

/** In the order in which their questions come up. */
export const TOKEN_RULES: readonly LiveRule[] = [
  ...TOKEN_REQUEST_RULES,
  tokenOpaque, tokenTime, tokenAudience, tokenScope, tokenHeaderDropped, tokenUnaccepted, tokenSubject,
  tokenIdentityType, tokenLifetime, grpcTokenRefused,
];
