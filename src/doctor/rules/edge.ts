import { FLYTEADMIN_PATHS } from '../../contract/union/flyteadmin';
import { answered, Failure } from '../ask/failure';
import { GRPC } from '../ask/grpc';
import type { HttpAnswer } from '../ask/http';
import { quoted } from '../ask/remote-text';
import type { Facts } from '../probes/facts';
import { answerText, isPage, jsonOf, redirectOf } from '../probes/reading';
import { liveRule, LiveRule, unexpected, wrong } from './live-rule';

/** A path that shows whether the deployment answers, which explains all later results. */

export const HEALTH_PATH = '/healthcheck';
const NOT_ASKED = 'The edge was not asked.';

const noAnswer = liveRule('live-no-answer', {
  stops: true,
  otherwise: NOT_ASKED,
  of: ({ health }) => health,
  *each(health, { origin, signIn }) {
    if (health instanceof Failure) {
      yield wrong(`${origin}${HEALTH_PATH}`, 'answer', '200', health.text);
    } else if (signIn?.me instanceof Failure && signIn.login instanceof Failure) {
      const { me: { text } } = signIn;
      yield wrong(`${origin}${FLYTEADMIN_PATHS.me}`, 'answer', '401', text);
    }
  },
});

const OF_HEALTH = {
  otherwise: NOT_ASKED, of: ({ health }: Facts) => (answered(health) ? health : undefined),
};

/** Results for the paths that every deployment has. */
const OF_OPEN_PATHS = {
  otherwise: NOT_ASKED,
  of: ({ health, signIn }: Facts) =>
    (answered(health) && signIn !== undefined ? [health, signIn.me, signIn.login] : undefined),
};

const OPEN_PATHS = `${HEALTH_PATH}, ${FLYTEADMIN_PATHS.me} and ${FLYTEADMIN_PATHS.login}`;

/** The target of a redirect with the same path; undefined for other answers. */
function samePath(answer: HttpAnswer): URL | undefined {
  const target = redirectOf(answer);
  return target?.pathname === answer.url.pathname ? target : undefined;
}

/** The common redirect target of a path; undefined for an answer of a deployment. */
function onePlace(answer: HttpAnswer | Failure): string | undefined {
  if (!answered(answer)) {
    return undefined;
  }
  const target = redirectOf(answer);
  const { pathname } = answer.url;
  if (target === undefined) {
    return answer.status === 200 && isPage(answer) ? 'a page' : undefined;
  }
  // The guard of a deployment redirects to its /login.
  return [pathname, FLYTEADMIN_PATHS.login].includes(target.pathname)
    ? undefined
    : `${target.origin}${target.pathname === `${pathname}/` ? ' with a slash' : target.pathname}`;
}

/** Of flyteadmin's own answers for these paths, only that of /me is 401. */
function isRefused(answer: HttpAnswer | Failure): boolean {
  return answered(answer)
    && answer.status >= 400 && answer.status < 500 && ![404, 421].includes(answer.status);
}

const tlsUnseen = liveRule('live-tls-unseen', {
  stops: true,
  ...OF_HEALTH,
  each: (health, { origin, host }) => samePath(health)?.hostname === host && {
    ...unexpected(health, '200'), at: `${origin}${HEALTH_PATH}`, field: 'Location',
  },
});

const hostMoved = liveRule('live-host-moved', {
  stops: true,
  ...OF_HEALTH,
  each(health, { origin, host }) {
    const target = redirectOf(health);
    return target !== undefined && target.hostname !== host && [HEALTH_PATH, '/'].includes(target.pathname)
      && wrong(`${origin}${HEALTH_PATH}`, 'Location', 'an answer of flyteadmin', answerText(health));
  },
});

const hostTaken = liveRule('live-host-taken', {
  stops: true,
  ...OF_OPEN_PATHS,
  each(answers, { origin }) {
    const places = new Set(answers.map(onePlace));
    const [health] = answers;
    return places.size === 1 && !places.has(undefined) && answered(health) && wrong(
      origin, 'status', '200, 401 and a redirect to the provider',
      `${answerText(health)}${isPage(health) ? ', a page' : ''}; likewise for every path`,
    );
  },
});

const hostUnserved = liveRule('live-host-unserved', {
  stops: true,
  ...OF_OPEN_PATHS,
  each: (answers, { origin, host }) => answers.every(
    (answer): answer is HttpAnswer => answered(answer) && (answer.status === 404 || answer.status === 421),
  )
    && wrong(origin, 'status', `routes for ${host}`, `${answers[0].status} for ${OPEN_PATHS}`),
});

/** An edge's own answer without a backend; flyteadmin's answers are JSON. */
function ofNobody(answer: HttpAnswer | Failure | undefined): answer is HttpAnswer {
  return answered(answer) && [502, 503, 504].includes(answer.status) && jsonOf(answer) === undefined;
}

const flyteadminDown = liveRule('live-flyteadmin-down', {
  stops: true,
  ...OF_HEALTH,
  *each(health, { signIn }) {
    const [me, login] = [signIn?.me, signIn?.login];
    if (health.status >= 500) {
      yield unexpected(health, '200');
    } else if (ofNobody(me) && ofNobody(login)) {
      // The load balancer itself answers health checks.
      yield unexpected(me, '401');
    }
  },
});

export const forbidden = liveRule('live-forbidden', {
  stops: true,
  ...OF_OPEN_PATHS,
  each: (answers, { origin }) => answers.every(isRefused)
    && wrong(origin, 'status', '200, 401 and a redirect', `${answerText(answers[0])} for ${OPEN_PATHS}`),
});

const healthGuarded = liveRule('live-healthcheck-not-open', {
  explainedBy: [tlsUnseen, hostMoved, hostTaken, hostUnserved, flyteadminDown, forbidden],
  ...OF_HEALTH,
  each: (health, { origin }) => (health.status !== 200 || isPage(health)) && wrong(
    `${origin}${HEALTH_PATH}`, 'status', '200',
    isPage(health) ? `${answerText(health)}, a page` : answerText(health),
  ),
});

export const slow = liveRule('live-slow', {
  stops: true,
  otherwise: NOT_ASKED,
  of: ({ late }) => (late === undefined ? undefined : { late }),
  each: ({ late }, { origin }) => late
    && wrong(origin, 'time', 'all answers within a minute', 'time was up before everything was asked'),
});

export const gatewayCut = liveRule('live-gateway-cut', {
  otherwise: 'No guard was asked.',
  of: ({ signIn }) => (answered(signIn?.me) ? signIn.me : undefined),
  each(answer, { origin }) {
    const { code, message } = jsonOf(answer) ?? {};
    return answer.status === 503 && code === GRPC.UNAVAILABLE && wrong(
      `${origin}${FLYTEADMIN_PATHS.me}`, 'status', '401',
      `503: ${quoted(typeof message === 'string' ? message : '')}`,
    );
  },
});

/** In the order of the requests. */
export const EDGE_RULES: readonly LiveRule[] = [
  noAnswer, tlsUnseen, hostMoved, hostTaken, hostUnserved, flyteadminDown, forbidden, healthGuarded,
  gatewayCut,
];
