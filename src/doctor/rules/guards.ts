import { groupsByKey } from '../../common/data/collections';
import {
  FLYTEADMIN_PATHS, FLYTEADMIN_SERVICE, LOGIN_REDIRECT_PARAMETER,
} from '../../contract/union/flyteadmin';
import { Failure, answered } from '../ask/failure';
import { GRPC } from '../ask/grpc';
import type { HttpAnswer } from '../ask/http';
import { quoted } from '../ask/remote-text';
import type { Facts } from '../probes/facts';
import { DEEP_LINK, FOREIGN_HOST, WHO_AM_I } from '../probes/guards';
import type { RouteSample } from '../probes/guards';
import { answerText, grpcText, redirectOf } from '../probes/reading';
import { gatewayCut } from './edge';
import { LiveRule, likewise, liveRule, unexpected, wrong } from './live-rule';
import { loginRedirectUri } from './login-redirect';
import { ME_RULES, meOpen } from './sign-in';

/** The answers to anonymous callers at the routes of a release. */

function allSamples({ routes, guards }: Facts): readonly RouteSample[] | undefined {
  return guards && routes;
}

function grpcSamples(facts: Facts) {
  const called = allSamples(facts)?.filter((sample) => sample.over === 'grpc');
  return called && called.length > 0 ? called : undefined;
}

export function isOpen(sample: RouteSample): boolean {
  if (sample.answer instanceof Failure) {
    return false;
  }
  if (sample.over === 'http') {
    const { status } = sample.answer;
    return status < 300
      || (status >= 400 && status < 500 && ![401, 403, 404, 407, 421, 429].includes(status));
  }
  const { native, code, text } = sample.answer;
  // Edges themselves answer UNIMPLEMENTED and UNAVAILABLE; a service reports what is unknown.
  return native && (code === GRPC.UNIMPLEMENTED
    ? /unknown (service|method)/i.test(text)
    : ![GRPC.UNAUTHENTICATED, GRPC.PERMISSION_DENIED, GRPC.UNAVAILABLE].includes(code as 16));
}

export function isRedirected({ over, answer }: RouteSample): boolean {
  return over === 'grpc' && answered(answer) && answer.httpStatus >= 300 && answer.httpStatus < 400;
}

/** Too few to distinguish a group whose guard redirects from services that do not exist. */
const FEW = 3;

/** Whether a redirect is the console's, which serves every path without another route. */
export function isFallen({ group, backend }: RouteSample, samples: readonly RouteSample[]): boolean {
  const own = samples.filter((sample) => sample.group === group);
  return !backend.startsWith(`${FLYTEADMIN_SERVICE.name}:`) && (own.length < FEW || !own.every(isRedirected));
}

export function isMissing(sample: RouteSample, samples: readonly RouteSample[]): boolean {
  const { over, answer } = sample;
  if (isRedirected(sample) && isFallen(sample, samples)) {
    return true;
  }
  return over === 'http'
    ? answered(answer) && answer.status === 404
    : answered(answer) && answer.code === GRPC.UNIMPLEMENTED && !isOpen(sample);
}

export function answerOf({ over, answer }: RouteSample): string {
  return over === 'http' ? answerText(answer) : grpcText(answer);
}

function byGroup(samples: readonly RouteSample[]): Map<string, RouteSample[]> {
  return groupsByKey(samples, ({ group }) => group.name);
}

export function others([, ...further]: readonly RouteSample[]): string {
  return likewise([...new Set(further.map(({ path }) => path))], 1);
}

/** The answers to anonymous callers at every route. */

const { login, me } = FLYTEADMIN_PATHS;

const OF_GUARDS = { otherwise: 'The guard was not asked.', of: ({ guards }: Facts) => guards };

const OF_ROUTES = { otherwise: 'No guarded route was asked.', of: allSamples };

const isError = (answer: HttpAnswer | Failure) => answer instanceof Failure || answer.status >= 500;

export const guardFailing = liveRule('live-guard-failing', {
  explainedBy: [gatewayCut, ...ME_RULES],
  ...OF_GUARDS,
  each: ({ browser, api }, { origin }) => isError(browser) && isError(api)
    && wrong(`${origin}${DEEP_LINK}`, 'status', '302', answerText(browser)),
});

const browserUnredirected = liveRule('live-browser-not-redirected', {
  explainedBy: [meOpen, guardFailing],
  ...OF_GUARDS,
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
  each({ target, answer }, { origin }) {
    const leadsThere = target.origin === origin && target.pathname === login;
    const page = target.searchParams.get(LOGIN_REDIRECT_PARAMETER) ?? '';
    return !(leadsThere && page.includes(DEEP_LINK.split('?')[0])) && wrong(
      `${origin}${DEEP_LINK}`, 'Location',
      leadsThere ? `${LOGIN_REDIRECT_PARAMETER} with the page` : `${origin}${login}`,
      quoted(answer.headers.location ?? ''),
    );
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
    return redirected.length > 0 && wrong(
      `${origin}${redirected[0].path}`, 'status', 'UNAUTHENTICATED',
      `${answerOf(redirected[0])}${others(redirected)}`,
    );
  },
});

const grpcRefused = liveRule('live-grpc-refused', {
  explainedBy: [meOpen, guardFailing, grpcRedirected],
  otherwise: 'The edge was not asked for gRPC.',
  of: ({ guards }) => guards?.grpc,
  each: (answer, { origin }) =>
    (!answered(answer) || (answer.code !== GRPC.UNAUTHENTICATED && answer.code !== GRPC.OK))
      && wrong(`${origin}${WHO_AM_I}`, 'status', 'UNAUTHENTICATED', grpcText(answer)),
});

const routeOpen = liveRule('live-route-open', {
  explainedBy: [meOpen],
  ...OF_ROUTES,
  *each(samples, { origin }) {
    for (const [group, open] of byGroup(samples.filter(isOpen))) {
      yield wrong(
        `${origin}${open[0].path}`, 'status', 'no way in for anonymous callers',
        `${answerOf(open[0])}, route group ${group}${others(open)}`,
      );
    }
  },
});

const guardBelievesCallers = liveRule('live-identity-forged', {
  explainedBy: [meOpen],
  ...OF_GUARDS,
  *each({ browser, forged }, { origin, token }) {
    if (token?.use?.forgedAt !== undefined) {
      yield wrong(
        token.use.forgedAt, 'X-User-Subject', 'the identity that /me names',
        'the one that the caller had forged',
      );
    }
    if (answered(browser) && answered(forged) && forged.status < 300 && browser.status >= 300) {
      yield wrong(
        `${origin}${DEEP_LINK}`, 'X-User-Subject', answerText(browser),
        `${forged.status} with a forged identity`,
      );
    }
  },
});

const metadataBelieved = liveRule('live-metadata-believed', {
  explainedBy: [meOpen, routeOpen],
  otherwise: 'No token was there to ask with.',
  of: ({ token }) => token?.use,
  each: ({ hidden }, { origin }) => typeof hidden === 'number' && hidden < 300 && wrong(
    `${origin}${DEEP_LINK}`, 'status',
    '401, or a redirect to sign in, for a token in Grpc-Metadata-Authorization', String(hidden),
  ),
});

const hostForeign = liveRule('live-host-foreign', {
  ...OF_GUARDS,
  each({ foreignMe, foreignLogin }, { origin, signIn }) {
    const served =
      answered(foreignMe) && foreignMe.status === 401 && answered(signIn?.me) && signIn.me.status === 401;
    const target = answered(foreignLogin) ? redirectOf(foreignLogin) : undefined;
    const redirected = target !== undefined && target.searchParams.has('client_id');
    return (served || redirected) && wrong(
      `${origin}${login}`, `Host: ${FOREIGN_HOST}`, '404',
      redirected ? answerText(foreignLogin as HttpAnswer) : `401 for ${me}`,
    );
  },
});

const routesMissing = liveRule('live-route-missing', {
  explainedBy: [grpcRefused, routeOpen],
  ...OF_ROUTES,
  *each(samples, { origin }) {
    for (const [group, missing] of byGroup(samples.filter((sample) => isMissing(sample, samples)))) {
      yield wrong(
        `${origin}${missing[0].path}`, 'status', 'a guard',
        `${answerOf(missing[0])}, route group ${group}${others(missing)}`,
      );
    }
  },
});

/** In the order of the requests. */
export const GUARDS_RULES: readonly LiveRule[] = [
  guardFailing, browserUnredirected, signInTarget, signInRefused, grpcRedirected, grpcRefused, routeOpen,
  guardBelievesCallers, metadataBelieved, hostForeign, routesMissing,
];
