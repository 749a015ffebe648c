import {
  AUTHORIZATION_HEADER, FLYTEADMIN_PATHS, SCOPE_CLAIM, STANDARD_AUTHORIZATION_HEADER,
} from '../../contract/union/flyteadmin';
import { THREE_SLASHES } from '../../verify/model/endpoints';
import { Failure } from '../ask/failure';
import { GRPC } from '../ask/grpc';
import { listFound, quoted } from '../ask/remote-text';
import type { Facts } from '../probes/facts';
import { WHO_AM_I } from '../probes/guards';
import { grpcText, textAt } from '../probes/reading';
import type { TokenFacts, TokenUse } from '../probes/token';
import type { RuleId } from '../texts/rule-texts';
import { realmOff } from './at-provider';
import { guardFailing } from './guards';
import { liveRule, LiveRule, wrong } from './live-rule';
import { ME_RULES } from './sign-in';

/** How the user's client gets a token. */

const NO_CLIENT =
  'No credentials were given, or none could be sent safely: --client-id, --config, --api-key-env.';

const clientEndpoint = liveRule('live-client-endpoint', {
  otherwise: 'No config file or API key was given.',
  of: ({ client }) => client?.endpoint && { ...client.endpoint, source: client.source },
  *each({ host: named, isAuthority, insecure, source }, { host, origin }) {
    if (isAuthority) {
      yield wrong(source, 'endpoint', THREE_SLASHES, quoted(`dns://${named}`));
    }
    if (named.toLowerCase() !== host && named.toLowerCase() !== new URL(origin).host) {
      yield wrong(source, 'endpoint', host, quoted(named));
    }
    if (insecure) {
      yield wrong(source, 'insecure', 'false', 'true');
    }
  },
});

type Refusal = NonNullable<TokenFacts['refusal']>;

/** Rules about the provider's error instead of a token. */
function refusalRule(id: RuleId, isMeant: (refusal: Refusal) => boolean): LiveRule {
  return liveRule(id, {
    explainedBy: [realmOff],
    otherwise: NO_CLIENT,
    of: ({ token }) => token,
    each: ({ refusal, url, clientId, scopes }) => refusal !== undefined && isMeant(refusal) && wrong(
      url.href, `client ${quoted(clientId)}`, `a token for ${scopes.map(quoted).join(' ') || 'no scope'}`,
      refusal.text,
    ),
  });
}

/** Tried with Keycloak 26.7: unauthorized_client, "Invalid client or Invalid client credentials". */
const isRejected = ({ error, text }: Refusal) =>
  error === 'invalid_client' || (error === 'unauthorized_client' && /invalid client\b/i.test(text));

/** Some providers return invalid_request, with the reason in the description. */
const isAboutGrant = (refusal: Refusal) =>
  !isRejected(refusal)
  && (/^(unauthorized_client|unsupported_grant_type|access_denied)$/.test(refusal.error)
    || (refusal.error === 'invalid_request' && /grant.type/i.test(refusal.text)));

const isAboutScope = ({ error, text }: Refusal) =>
  error === 'invalid_scope' || /AADSTS(1002012|70011)/.test(text);

const clientRejected = refusalRule('live-client-rejected', isRejected);

const clientGrant = refusalRule('live-client-grant', isAboutGrant);

const clientScope = refusalRule('live-client-scope', isAboutScope);

const tokenRefused = refusalRule('live-token-refused', (refusal) => (
  !isRejected(refusal) && !isAboutGrant(refusal) && !isAboutScope(refusal)));

/** In the order of the requests. */
const TOKEN_REQUEST_RULES: readonly LiveRule[] = [
  clientEndpoint, clientRejected, clientGrant, clientScope, tokenRefused,
];

/** The token of the user's client: its claims, and flyteadmin's handling of it. */

const NO_TOKEN = 'There is no token to check.';

const { me } = FLYTEADMIN_PATHS;

type Used = TokenFacts & { readonly use: TokenUse };

function usedToken({ token }: Facts): Used | undefined {
  return token?.use === undefined ? undefined : { ...token, use: token.use };
}

/** A token that flyteadmin accepts. */
function takenToken(facts: Facts): Used | undefined {
  const used = usedToken(facts);
  return used?.use.me === 200 ? used : undefined;
}

/** A token with readable claims. */
function readToken(facts: Facts) {
  const used = usedToken(facts);
  return used?.claims && { ...used, claims: used.claims };
}

const OF_TOKEN = { otherwise: NO_TOKEN, of: usedToken };

const OF_CLAIMS = { otherwise: NO_TOKEN, of: readToken };

const isRefused = ({ use }: Used) => use.me === 401 || use.me === 403;

const tokenOpaque = liveRule('live-token-opaque', {
  ...OF_TOKEN,
  each: ({ claims, url }) => claims === undefined
    && wrong(url.href, 'access_token', 'a JWT', 'something that cannot be read'),
});

const tokenTime = liveRule('live-token-time', {
  ...OF_CLAIMS,
  *each({ claims, url, answeredAt }) {
    const now = answeredAt.getTime() / 1000;
    if (typeof claims.exp === 'number' && claims.exp <= now) {
      yield wrong(url.href, 'exp', 'a time to come', `${Math.round(now - claims.exp)} s ago`);
    }
    const start = [claims.iat, claims.nbf].find(
      (time): time is number => typeof time === 'number' && time > now + 60,
    );
    if (start !== undefined) {
      yield wrong(url.href, 'iat', 'a time that has come', `in ${Math.round(start - now)} s`);
    }
  },
});

const tokenAudience = liveRule('live-token-audience', {
  explainedBy: [...ME_RULES, tokenOpaque, tokenTime],
  ...OF_TOKEN,
  *each(used, { origin, metadata }) {
    const audiences = textsOf(used.claims?.aud);
    // The audience in flyteadmin's settings for clients may be another one; whether flyteadmin accepts it
    // shows once the scopes are right.
    const known = [origin, ...(hasScope(used) ? [] : [metadata?.client?.audience])];
    const { refused } = used.use;
    const isAudience = told(used) === 'audience'
      || (told(used) === undefined && !audiences.some((audience) => known.includes(audience)));
    if (isRefused(used) && used.claims !== undefined && isAudience) {
      const wanted = (refused?.wanted ?? []).filter((each) => each.startsWith('https:'));
      const expected = wanted.length > 0
        ? `${wanted.join(' or ')}, to the letter`
        : `${origin}, or another one that flyteadmin allows`;
      const found = listFound(audiences, 'audiences', wanted.length > 0 ? wanted.join(' or ') : origin);
      yield wrong(used.url.href, 'aud', expected, found);
    }
  },
});

const tokenScope = liveRule('live-token-scope', {
  explainedBy: [...ME_RULES, tokenOpaque, tokenTime, tokenAudience],
  ...OF_TOKEN,
  each(used) {
    const scopes = textsOf(used.claims?.[SCOPE_CLAIM]);
    const isScope = told(used) === 'scope' || (told(used) === undefined && !hasScope(used));
    return isRefused(used) && used.claims !== undefined && isScope
      && wrong(used.url.href, SCOPE_CLAIM, 'a list with all', listFound(scopes, 'scopes', 'all'));
  },
});

const tokenHeaderDropped = liveRule('live-token-header-dropped', {
  explainedBy: ME_RULES,
  ...OF_TOKEN,
  each: (used, { origin }) => isRefused(used) && used.use.standard === 200 && wrong(
    `${origin}${me}`, AUTHORIZATION_HEADER, '200',
    `${String(used.use.me)}, and 200 with ${STANDARD_AUTHORIZATION_HEADER}`,
  ),
});

const tokenUnaccepted = liveRule('live-token-unaccepted', {
  explainedBy: [...ME_RULES, tokenOpaque, tokenTime, tokenAudience, tokenScope, tokenHeaderDropped],
  ...OF_TOKEN,
  *each({ use, claims }, { origin }) {
    if (use.me !== 200) {
      const issuer = typeof claims?.iss === 'string' ? `, issuer ${quoted(claims.iss)}` : '';
      yield wrong(
        `${origin}${me}`, 'status', '200', `${use.me instanceof Failure ? use.me.text : use.me}${issuer}`,
      );
    }
  },
});

const tokenSubject = liveRule('live-token-subject', {
  explainedBy: ME_RULES,
  otherwise: NO_TOKEN,
  of: takenToken,
  each: ({ use }, { origin }) => use.subject === undefined
    && wrong(`${origin}${me}`, 'X-User-Subject', 'the subject of the token', 'none'),
});

const tokenIdentityType = liveRule('live-token-identity-type', {
  explainedBy: ME_RULES,
  otherwise: NO_TOKEN,
  of: (facts) => (takenToken(facts) ? readToken(facts) : undefined),
  each({ claims, url }) {
    const type = textAt(claims, 'identitytype');
    return type !== 'app' && wrong(url.href, 'identitytype', 'app', quoted(type ?? 'none'));
  },
});

const SHORTEST = 60;

const tokenLifetime = liveRule('live-token-lifetime', {
  explainedBy: [tokenTime],
  ...OF_CLAIMS,
  each({ claims, url, answeredAt }) {
    const left = typeof claims.exp === 'number' ? claims.exp - answeredAt.getTime() / 1000 : Infinity;
    return left < SHORTEST
      && wrong(url.href, 'exp', `${SHORTEST} s at least`, `${Math.max(0, Math.round(left))} s`);
  },
});

const grpcTokenRefused = liveRule('live-grpc-token-refused', {
  explainedBy: [...ME_RULES, guardFailing, tokenUnaccepted],
  otherwise: NO_TOKEN,
  of: (facts) => takenToken(facts)?.use.grpc,
  each: (answer, { origin }) => (answer instanceof Failure || answer.code !== GRPC.OK)
    && wrong(`${origin}${WHO_AM_I}`, 'status', 'OK', grpcText(answer)),
});

/** The fault that flyteadmin reports for the token; it checks the signature first. */
function told({ use }: Used): string | undefined {
  return use.refused?.reason === 'signature' ? undefined : use.refused?.reason;
}

function hasScope({ claims }: TokenFacts): boolean {
  return textsOf(claims?.[SCOPE_CLAIM]).includes('all');
}

function textsOf(claim: unknown): readonly string[] {
  return [claim ?? []].flat().filter((each): each is string => typeof each === 'string');
}

/** In the order of the requests. */
export const TOKEN_RULES: readonly LiveRule[] = [
  ...TOKEN_REQUEST_RULES, tokenOpaque, tokenTime, tokenAudience, tokenScope, tokenHeaderDropped,
  tokenUnaccepted, tokenSubject, tokenIdentityType, tokenLifetime, grpcTokenRefused,
];
