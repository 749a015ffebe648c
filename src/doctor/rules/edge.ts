import { FLYTEADMIN_PATHS } from '../../contract/union/flyteadmin';
import { flyteadminLogs, ingressPaths, kubectl } from '../../verify/running/cluster-looks';
import { anonymous } from '../../verify/running/edge-looks';
import { answered, Failure } from '../ask/failure';
import { GRPC } from '../ask/grpc';
import type { HttpAnswer } from '../ask/http';
import { quoted } from '../ask/remote-text';
import type { Facts } from '../probes/facts';
import { answerText, isPage, jsonOf, redirectOf } from '../probes/reading';
import { defineLiveRule, LiveRule, unexpected } from './live-rule';

/** Whether anybody is at home: what explains everything that follows. */

export const HEALTH_PATH = '/healthcheck';
const NOT_ASKED = 'The edge was not asked.';

const noAnswer = defineLiveRule({
  id: 'live-no-answer',
  severity: 'error',
  area: 'the edge',
  title: 'The edge answers in time, in HTTP.',
  symptom: 'Every page loads for ever, or ends in a connection that was reset.',
  explanation: 'The connection stands, and what comes over it is no whole answer: a load balancer without a '
    + 'backend, a port of something else, a flyteadmin that hangs. "Certificate required": the edge wants '
    + 'one of the client (mutual TLS), which SDK and CLI do not have. "No application protocol": the edge '
    + 'speaks HTTP/2 alone, and not every client and health check does.',
  remediation: 'Ask the controller\'s Service past the load balancer (kubectl port-forward, and --connect-to '
    + 'here); look at the logs of the controller and of flyteadmin.',
  see: [anonymous(HEALTH_PATH, '200 at once is right.')],
  stops: true,
  notApplicable: NOT_ASKED,
  subject: ({ health }) => health,
  *check(health, { origin, signIn }) {
    if (health instanceof Failure) {
      yield { at: `${origin}${HEALTH_PATH}`, field: 'answer', expected: '200', found: health.text };
    } else if (signIn?.me instanceof Failure && signIn.login instanceof Failure) {
      const { me: { text } } = signIn;
      yield { at: `${origin}${FLYTEADMIN_PATHS.me}`, field: 'answer', expected: '401', found: text };
    }
  },
});

const ofHealth = ({ health }: Facts) => (answered(health) ? health : undefined);

/** What comes of the paths that a deployment has in any case. */
const ofOpenPaths = ({ health, signIn }: Facts) =>
  (answered(health) && signIn !== undefined ? [health, signIn.me, signIn.login] : undefined);

const OPEN_PATHS = `${HEALTH_PATH}, ${FLYTEADMIN_PATHS.me} and ${FLYTEADMIN_PATHS.login}`;

/** Where a redirect leads that leaves the path alone; nothing for any other answer. */
function samePath(answer: HttpAnswer): URL | undefined {
  const target = redirectOf(answer);
  return target?.pathname === answer.url.pathname ? target : undefined;
}

/** The one place to which a path leads, whichever it is; nothing for an answer of a deployment. */
function onePlace(answer: HttpAnswer | Failure): string | undefined {
  if (!answered(answer)) {
    return undefined;
  }
  const target = redirectOf(answer);
  const { pathname } = answer.url;
  if (target === undefined) {
    return answer.status === 200 && isPage(answer) ? 'a page' : undefined;
  }
  // The guard of a deployment sends people to its /login.
  return [pathname, FLYTEADMIN_PATHS.login].includes(target.pathname)
    ? undefined
    : `${target.origin}${target.pathname === `${pathname}/` ? ' with a slash' : target.pathname}`;
}

/** Of flyteadmin's own answers to these paths only that of /me is 401. */
function isRefused(answer: HttpAnswer | Failure): boolean {
  return answered(answer)
    && answer.status >= 400 && answer.status < 500 && ![404, 421].includes(answer.status);
}

const tlsUnseen = defineLiveRule({
  id: 'live-tls-unseen',
  severity: 'error',
  area: 'the edge',
  title: 'The edge knows that callers come by TLS.',
  symptom: 'Every page ends in "too many redirects"; SDK and CLI fail with UNKNOWN and status 301 or 308.',
  explanation: 'The host redirects to itself. A load balancer ends TLS and asks the edge in the clear, which '
    + 'takes each call for plain HTTP and redirects it to https; or something redirects https to http.',
  remediation: 'Let the load balancer pass TCP through to the TLS port of the edge. Where it ends TLS, have '
    + 'the edge believe its X-Forwarded-Proto (ingress-nginx: use-forwarded-headers; Traefik: '
    + 'forwardedHeaders.trustedIPs of the entry point), or redirect nothing (ingress-nginx: ssl-redirect: '
    + '"false"; Gateway API: no route with RequestRedirect on the listener that it asks).',
  see: [
    anonymous(HEALTH_PATH, 'A redirect to the same URL: the edge does not see TLS. 200 is right.'),
    kubectl('-n $CP get ingress,httproute -o yaml | grep -n -i redirect', 'Who redirects.'),
  ],
  stops: true,
  notApplicable: NOT_ASKED,
  subject: ofHealth,
  *check(health, { origin, host }) {
    if (samePath(health)?.hostname === host) {
      yield { ...unexpected(health, '200'), at: `${origin}${HEALTH_PATH}`, field: 'Location' };
    }
  },
});

const hostMoved = defineLiveRule({
  id: 'live-host-moved',
  severity: 'error',
  area: 'the edge',
  title: 'The host is the deployment itself.',
  symptom: 'The browser ends on another host; SDK and CLI, which follow no redirect, fail with UNKNOWN.',
  explanation: 'The host sends everybody to another one.',
  remediation:
    'Ask the host to which it redirects, and configure that one in every client; or serve the deployment '
      + 'here.',
  see: [anonymous(HEALTH_PATH, 'A redirect to another host names the right one.')],
  stops: true,
  notApplicable: NOT_ASKED,
  subject: ofHealth,
  *check(health, { origin, host }) {
    const target = redirectOf(health);
    if (target !== undefined && target.hostname !== host && [HEALTH_PATH, '/'].includes(target.pathname)) {
      yield {
        at: `${origin}${HEALTH_PATH}`,
        field: 'Location',
        expected: 'an answer of flyteadmin',
        found: answerText(health),
      };
    }
  },
});

const hostTaken = defineLiveRule({
  id: 'live-host-taken',
  severity: 'error',
  area: 'the edge',
  title: 'It is the deployment that answers.',
  symptom: 'Whatever one asks for, the same page comes, or the sign-in of something else.',
  explanation: 'One page or one redirect answers every path. A network that wants a sign-in of its own '
    + '(Wi-Fi, VPN) answers in the place of the host; a proxy with a sign-in stands before the edge '
    + '(oauth2-proxy, an access gateway), which no SDK gets through; or one route leads every path to the '
    + 'console.',
  remediation: 'Open the host in a browser and see whose page it is. Sign in to your network, or ask from '
    + 'another; let the open paths and gRPC pass the proxy without its sign-in; route flyteadmin\'s paths.',
  see: [
    anonymous(HEALTH_PATH, 'A page or a redirect: something else answers. 200 without a page is right.'),
    ingressPaths('The paths of sign-in must be there.'),
  ],
  stops: true,
  notApplicable: NOT_ASKED,
  subject: ofOpenPaths,
  *check(answers, { origin }) {
    const places = new Set(answers.map(onePlace));
    const [health] = answers;
    if (places.size === 1 && !places.has(undefined) && answered(health)) {
      yield {
        at: origin,
        field: 'status',
        expected: '200, 401 and a redirect to the provider',
        found: `${answerText(health)}${isPage(health) ? ', a page' : ''}; likewise for every path`,
      };
    }
  },
});

const hostUnserved = defineLiveRule({
  id: 'live-host-unserved',
  inFiles: ['snippet-rejected'],
  severity: 'error',
  area: 'the edge',
  title: 'The edge has routes for the host.',
  symptom: 'Every page is "404 not found", also those that need no sign-in.',
  explanation: 'No route of the edge is for this host name: another host in the Ingresses or HTTPRoutes, '
    + 'another ingress class, routes that the controller rejected, or the name leads to another cluster.',
  remediation: 'Compare the hosts of the routes with the host that people use (chart: ingress.host, '
    + 'global.DOMAIN), and the ingress class with that of the controller; read the controller\'s events.',
  see: [
    kubectl(
      '-n $CP get ingress,httproute,grpcroute', 'HOSTS must name $DOMAIN, and ADDRESS must not be empty.',
    ),
    ingressPaths('The paths of each Ingress.'),
  ],
  stops: true,
  notApplicable: NOT_ASKED,
  subject: ofOpenPaths,
  *check(answers, { origin, host }) {
    if (answers.every(
      (answer): answer is HttpAnswer =>
        answered(answer) && (answer.status === 404 || answer.status === 421),
    )) {
      yield {
        at: origin,
        field: 'status',
        expected: `routes for ${host}`,
        found: `${answers[0].status} for ${OPEN_PATHS}`,
      };
    }
  },
});

/** An edge's own answer for nobody behind it; flyteadmin's are JSON. */
function ofNobody(answer: HttpAnswer | Failure | undefined): answer is HttpAnswer {
  return answered(answer) && [502, 503, 504].includes(answer.status) && jsonOf(answer) === undefined;
}

const flyteadminDown = defineLiveRule({
  id: 'live-flyteadmin-down',
  severity: 'error',
  area: 'the edge',
  title: 'Behind the edge flyteadmin is up.',
  symptom: 'Every page is an error of the edge (502, 503), and nobody gets in.',
  explanation: 'The edge has a route and nobody behind it: flyteadmin does not run. It stops at start when a '
    + 'client secret is missing, or when the issuer is not the provider\'s to the letter.',
  remediation:
    'Read flyteadmin\'s log and events: "secrets not found", "issuer did not match", a database that is '
      + 'away.',
  see: [
    kubectl('-n $CP get pods -l app.kubernetes.io/name=flyteadmin', 'The pods must be Running and ready.'),
    flyteadminLogs('error|panic|not found|did not match', 'The last lines name the reason.'),
  ],
  stops: true,
  notApplicable: NOT_ASKED,
  subject: ofHealth,
  *check(health, { signIn }) {
    const [me, login] = [signIn?.me, signIn?.login];
    if (health.status >= 500) {
      yield unexpected(health, '200');
    } else if (ofNobody(me) && ofNobody(login)) {
      // The load balancer answers health checks by itself.
      yield unexpected(me, '401');
    }
  },
});

export const forbidden = defineLiveRule({
  id: 'live-forbidden',
  severity: 'error',
  area: 'the edge',
  title: 'Nothing before the edge keeps callers out.',
  symptom: 'Every page is refused alike ("403 Forbidden", 429, a dialog for a password), also those that '
    + 'need no sign-in.',
  explanation: 'A firewall for web applications, a list of allowed addresses, a limit of requests, a demand '
    + 'for a password or a client\'s certificate, or the edge\'s own guard refuses the caller before '
    + 'flyteadmin is asked.',
  remediation: 'Ask from an address that is allowed, and not so often; let the open paths of sign-in '
    + 'through, without a password, token or guard before them.',
  see: [anonymous(HEALTH_PATH, '400, 403, 429: something refuses callers. 200 is right.')],
  stops: true,
  notApplicable: NOT_ASKED,
  subject: ofOpenPaths,
  *check(answers, { origin }) {
    if (answers.every(isRefused)) {
      yield {
        at: origin,
        field: 'status',
        expected: '200, 401 and a redirect',
        found: `${answerText(answers[0])} for ${OPEN_PATHS}`,
      };
    }
  },
});

const healthGuarded = defineLiveRule({
  id: 'live-healthcheck-not-open',
  severity: 'warning',
  area: 'the edge',
  title: 'The health check is open.',
  symptom: 'Load balancers and uptime checks count the deployment as down while people work with it.',
  explanation: 'The path lies behind the guard, or falls to the console\'s catch-all route.',
  remediation: `Route ${HEALTH_PATH} to flyteadmin, port 80, without a guard.`,
  see: [
    anonymous(HEALTH_PATH, '200 is right.'), ingressPaths('It must stand in the Ingress without a guard.'),
  ],
  explainedBy: [tlsUnseen, hostMoved, hostTaken, hostUnserved, flyteadminDown, forbidden],
  notApplicable: NOT_ASKED,
  subject: ofHealth,
  *check(health, { origin }) {
    if (health.status !== 200 || isPage(health)) {
      yield {
        at: `${origin}${HEALTH_PATH}`,
        field: 'status',
        expected: '200',
        found: isPage(health) ? `${answerText(health)}, a page` : answerText(health),
      };
    }
  },
});

export const slow = defineLiveRule({
  id: 'live-slow',
  severity: 'error',
  area: 'the edge',
  title: 'The deployment answers a few dozen questions within a minute.',
  symptom: 'Every page takes long; SDK and CLI run into their deadlines.',
  explanation: 'Answers come, but so slowly that the time for all questions was up: an overloaded '
    + 'flyteadmin, or a guard that waits for its own time limit before each answer.',
  remediation: 'Look at the load and the log of flyteadmin and of the edge\'s controller; ask single paths '
    + 'with curl and compare their times.',
  see: [
    {
      run: 'curl -s -o /dev/null -w \'%{time_total}\\n\' "https://$DOMAIN/me"',
      shows: 'Seconds for one answer; well below one is right.',
    },
  ],
  stops: true,
  notApplicable: NOT_ASKED,
  subject: ({ late }) => (late === undefined ? undefined : { late }),
  *check({ late }, { origin }) {
    if (late) {
      yield {
        at: origin,
        field: 'time',
        expected: 'all answers within a minute',
        found: 'time was up before everything was asked',
      };
    }
  },
});

export const gatewayCut = defineLiveRule({
  id: 'live-gateway-cut',
  inFiles: ['endpoint-proxied'],
  severity: 'error',
  area: 'services',
  title: 'The HTTP port of flyteadmin reaches its gRPC port.',
  symptom: 'Every guarded page is 500 and SDK and CLI get no settings, while flyteadmin runs and gRPC works.',
  explanation: 'The HTTP port hands every call to the gRPC port, which it dials as 0.0.0.0, and does not get '
    + 'there. With HTTPS_PROXY in the pod Go asks the proxy for that address, unless NO_PROXY has it: it is '
    + 'no loopback address.',
  remediation: 'Put 0.0.0.0 into NO_PROXY of flyteadmin, beside .svc and .cluster.local, or take HTTPS_PROXY '
    + 'out; without a proxy, see flyteadmin\'s log for why its gRPC port does not listen.',
  see: [
    kubectl(
      "-n $CP get deploy flyteadmin -o yaml | grep -n -i -A1 -E 'https?_proxy|no_proxy'",
      'Where there is a proxy, NO_PROXY must list 0.0.0.0.',
    ),
    flyteadminLogs('0.0.0.0|connection error|proxy', 'Whom it dials, and by whom.'),
  ],
  notApplicable: 'Nobody was asked who is calling.',
  subject: ({ signIn }) => (answered(signIn?.me) ? signIn.me : undefined),
  *check(answer, { origin }) {
    const { code, message } = jsonOf(answer) ?? {};
    if (answer.status === 503 && code === GRPC.UNAVAILABLE) {
      yield {
        at: `${origin}${FLYTEADMIN_PATHS.me}`,
        field: 'status',
        expected: '401',
        found: `503: ${quoted(typeof message === 'string' ? message : '')}`,
      };
    }
  },
});

/** In the order in which their questions come up. */
export const EDGE_RULES: readonly LiveRule[] = [
  noAnswer, tlsUnseen, hostMoved, hostTaken, hostUnserved, flyteadminDown, forbidden, healthGuarded,
  gatewayCut,
];
