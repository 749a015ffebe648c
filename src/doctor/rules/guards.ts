import { FLYTEADMIN_PATHS, LOGIN_REDIRECT_PARAMETER } from '../../contract/union/flyteadmin';
import { answered, Failure } from '../ask/failure';
import { GRPC } from '../ask/grpc';
import type { HttpAnswer } from '../ask/http';
import { quoted } from '../ask/remote-text';
import type { Facts } from '../probes/facts';
import { DEEP_LINK, FOREIGN_HOST, WHO_AM_I } from '../probes/guards';
import { answerText, grpcText, redirectOf } from '../probes/reading';
import { gatewayCut } from './edge';
import { liveRule, LiveRule, unexpected } from './live-rule';
import { loginRedirectUri } from './login-redirect';
import {
  allSamples, answerOf, byGroup, grpcSamples, isFallen, isMissing, isOpen, isRedirected, others,
} from './route-samples';
import { ME_RULES, meOpen } from './sign-in';

/** What anonymous callers meet at every route. */

const { login, me } = FLYTEADMIN_PATHS;
const NOT_ASKED = 'The guard was not asked.';
const guardsOf = ({ guards }: Facts) => guards;

const isError = (answer: HttpAnswer | Failure) => answer instanceof Failure || answer.status >= 500;

export const guardFailing = liveRule('live-guard-failing', {
  explainedBy: [gatewayCut, ...ME_RULES],
  otherwise: NOT_ASKED,
  of: guardsOf,
  each: ({ browser, api }, { origin }) => isError(browser) && isError(api) && {
    at: `${origin}${DEEP_LINK}`,
    field: 'status',
    expected: '302',
    found: answerText(browser),
  },
});

const browserUnredirected = liveRule('live-browser-not-redirected', {
  explainedBy: [meOpen, guardFailing],
  otherwise: NOT_ASKED,
  of: guardsOf,
  each: ({ browser }) =>
    answered(browser) && (browser.status === 401 || browser.status === 403)
    && unexpected(browser, `a redirect to ${login}`),
});

const signInTarget = liveRule('live-sign-in-target', {
  explainedBy: [guardFailing],
  otherwise: 'The guard does not redirect.',
  of({ guards }) {
    const target = answered(guards?.browser) ? redirectOf(guards.browser) : undefined;
    return target && { target, answer: guards!.browser as HttpAnswer };
  },
  *each({ target, answer }, { origin }) {
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

const signInRefused = liveRule('live-sign-in-refused', {
  explainedBy: [signInTarget, loginRedirectUri],
  otherwise: 'The guard redirects no one to this host.',
  of: ({ guards }) => (answered(guards?.signIn) ? guards.signIn : undefined),
  each: (signIn) => signIn.status === 403 && unexpected(signIn, 'a redirect to the provider'),
});

const grpcRedirected = liveRule('live-grpc-redirected', {
  otherwise: 'The edge was not asked for gRPC.',
  of: grpcSamples,
  each(samples, { origin }) {
    const redirected = samples.filter((sample) => isRedirected(sample) && !isFallen(sample, samples));
    return redirected.length > 0 && {
      at: `${origin}${redirected[0].path}`,
      field: 'status',
      expected: 'UNAUTHENTICATED',
      found: `${answerOf(redirected[0])}${others(redirected)}`,
    };
  },
});

const grpcRefused = liveRule('live-grpc-refused', {
  explainedBy: [meOpen, guardFailing, grpcRedirected],
  otherwise: 'The edge was not asked for gRPC.',
  of: ({ guards }) => guards?.grpc,
  each: (answer, { origin }) =>
    (!answered(answer) || (answer.code !== GRPC.UNAUTHENTICATED && answer.code !== GRPC.OK)) && {
      at: `${origin}${WHO_AM_I}`,
      field: 'status',
      expected: 'UNAUTHENTICATED',
      found: grpcText(answer),
    },
});

const routeOpen = liveRule('live-route-open', {
  explainedBy: [meOpen],
  otherwise: 'No guarded route was asked.',
  of: allSamples,
  *each(samples, { origin }) {
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

const guardBelievesCallers = liveRule('live-identity-forged', {
  explainedBy: [meOpen],
  otherwise: NOT_ASKED,
  of: guardsOf,
  *each({ browser, forged }, { origin, token }) {
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

const metadataBelieved = liveRule('live-metadata-believed', {
  explainedBy: [meOpen, routeOpen],
  otherwise: 'No token was there to ask with.',
  of: ({ token }) => token?.use,
  each: ({ hidden }, { origin }) => typeof hidden === 'number' && hidden < 300 && {
    at: `${origin}${DEEP_LINK}`,
    field: 'status',
    expected: '401, or a redirect to sign in, for a token in Grpc-Metadata-Authorization',
    found: String(hidden),
  },
});

const hostForeign = liveRule('live-host-foreign', {
  otherwise: NOT_ASKED,
  of: guardsOf,
  each({ foreignMe, foreignLogin }, { origin, signIn }) {
    const served =
      answered(foreignMe) && foreignMe.status === 401 && answered(signIn?.me) && signIn.me.status === 401;
    const target = answered(foreignLogin) ? redirectOf(foreignLogin) : undefined;
    const redirected = target !== undefined && target.searchParams.has('client_id');
    return (served || redirected) && {
      at: `${origin}${login}`,
      field: `Host: ${FOREIGN_HOST}`,
      expected: '404',
      found: redirected ? answerText(foreignLogin as HttpAnswer) : `401 for ${me}`,
    };
  },
});

const routesMissing = liveRule('live-route-missing', {
  explainedBy: [grpcRefused, routeOpen],
  otherwise: 'No guarded route was asked.',
  of: allSamples,
  *each(samples, { origin }) {
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
