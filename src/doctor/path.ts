import type { Message, Participant, Sequence } from '../verify/drawing/sequence';
import type { Finding } from '../verify/engine/finding';
import { SEVERITIES, Severity } from '../verify/texts/severity';
import { answered, Failure } from './ask/failure';
import type { Facts } from './probes/facts';

/** The result of one step of a sign-in. */
export type LegMark = 'answered' | 'refused' | 'silent' | 'not asked';

/** One step of a sign-in: a request between two parties. */
export interface Leg {
  readonly from: string;
  readonly to: string;
  readonly what: string;
  readonly mark: LegMark;
  /** The findings about it, by their place in the report. */
  readonly findings: readonly number[];
}

/** The parties of a sign-in. */
function participantsOf({ host, provider }: Facts): readonly Participant[] {
  return [
    { id: 'browser', kind: 'person', caption: 'people', name: 'browser, SDK, CLI' },
    { id: 'edge', kind: 'host', caption: 'edge', name: host },
    { id: 'guard', kind: 'guard', caption: 'guard', name: '/me' },
    { id: 'flyteadmin', kind: 'flyteadmin', caption: 'flyteadmin', name: '/login' },
    { id: 'provider', kind: 'issuer', caption: 'identity provider', name: provider?.issuer ?? 'not named' },
  ];
}

interface LegDefinition extends Pick<Leg, 'from' | 'to' | 'what'> {
  /** The rules about it, by prefix of their IDs after `live-`. */
  readonly rules: readonly string[];
  readonly asked: (facts: Facts) => unknown;
}

/** The steps in order. */
const LEGS: readonly LegDefinition[] = [
  {
    from: 'browser',
    to: 'edge',
    what: 'name, TLS, host',
    rules: [
      'name', 'proxy', 'unreachable', 'ingress-class', 'edge-unclaimed', 'tls', 'certificate', 'http2',
      'host', 'forbidden', 'no-answer', 'slow',
    ],
    asked: ({ certificate, addresses }) =>
      certificate ?? (addresses instanceof Failure ? addresses : undefined),
  },
  {
    from: 'edge',
    to: 'guard',
    what: 'who is it?',
    rules: [
      'me-', 'guard', 'browser-', 'sign-in-target', 'sign-in-refused', 'grpc-redirected', 'grpc-refused',
      'route', 'identity', 'metadata-believed',
    ],
    asked: ({ guards }) => guards?.browser,
  },
  {
    from: 'guard',
    to: 'flyteadmin',
    what: 'routes, metadata',
    rules: [
      'flyteadmin', 'gateway', 'healthcheck', 'use-auth', 'login-guarded', 'login-unrouted', 'login-failing',
      'login-cookie', 'auth-metadata', 'public-client', 'grpc-broken', 'native-', 'api-key', 'token-header',
    ],
    asked: ({ health }) => health,
  },
  {
    from: 'flyteadmin',
    to: 'provider',
    what: 'client, redirect URI, scope',
    rules: [
      'login-', 'issuer', 'authorization-server', 'provider', 'pkce', 'device', 'token-endpoint',
      'redirect-uri', 'client-unregistered', 'challenge', 'sign-in-denied', 'sign-in-unclear', 'realm',
      'native-confidential',
    ],
    asked: ({ signIn }) => signIn?.atProvider?.answer,
  },
  {
    from: 'provider',
    to: 'edge',
    what: 'code at /callback',
    rules: ['callback', 'person-refused', 'web-exchange', 'session', 'login-state', 'cli-exchange'],
    asked: ({ login, signIn }) => login?.browser?.callback?.status ?? signIn?.callback,
  },
  {
    from: 'edge',
    to: 'browser',
    what: 'a token, a session',
    rules: ['client', 'token', 'subjects', 'login-subjects', 'person-', 'cli-token', 'grpc-token'],
    asked: ({ token, login }) => token ?? login?.browser?.session ?? login?.cli?.token,
  },
];

/** The step with the longest matching prefix of a rule's ID; -1 if none matches. */
function legOf(rule: string): number {
  const lengths = LEGS.map(({ rules }) =>
    Math.max(0, ...rules.filter((name) => rule.startsWith(`live-${name}`)).map(({ length }) => length)),
  );
  const longest = Math.max(...lengths);
  return longest === 0 ? -1 : lengths.indexOf(longest);
}

/** The steps of a sign-in with their results. Each finding belongs to at most one step. */
export function legsOf(facts: Facts, findings: readonly Finding[]): readonly Leg[] {
  const legOfEach = findings.map(({ rule }) => legOf(rule));
  return LEGS.map(({ from, to, what, asked }, i) => {
    const own = legOfEach.flatMap((leg, index) => (leg === i ? [index] : []));
    return { from, to, what, mark: markOf(asked(facts), own.length > 0), findings: own };
  });
}

function markOf(asked: unknown, isFaulty: boolean): LegMark {
  if (isFaulty) {
    return 'refused';
  }
  if (asked instanceof Failure) {
    return 'silent';
  }
  return answered(asked) ? 'answered' : 'not asked';
}

const SIGNS: Readonly<Record<LegMark, string>> = {
  'answered': '✓', 'refused': '✗', 'silent': '…', 'not asked': '·',
};

/** Only errors stop a sign-in. */
const MILDER: Readonly<Partial<Record<Severity, string>>> = { warning: '!', info: 'i' };

function gravestOf({ findings: own }: Leg, findings: readonly Finding[]): Finding | undefined {
  return own.map((index) => findings[index])
    .sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity))[0];
}

function signOf(leg: Leg, findings: readonly Finding[]): string {
  const gravest = gravestOf(leg, findings);
  return (gravest && MILDER[gravest.severity]) ?? SIGNS[leg.mark];
}

/** The steps as lines of a terminal, with the rule of the most severe finding about each. */
export function pathText(legs: readonly Leg[], findings: readonly Finding[]): string {
  const ends = legs.map(({ from, to }) => `${from} → ${to}`);
  const width = Math.max(...ends.map((text) => text.length));
  const widest = Math.max(...legs.map(({ what }) => what.length));
  const lines = legs.map((leg, i) => {
    const cause = gravestOf(leg, findings)?.rule ?? leg.mark;
    return `${signOf(leg, findings)} ${ends[i].padEnd(width)}  ${leg.what.padEnd(widest)}  ${cause}`;
  });
  return `${lines.join('\n')}\n`;
}

/** The same as a drawing. */
export function pathSequence(facts: Facts, legs: readonly Leg[], findings: readonly Finding[]): Sequence {
  return {
    title: `The way of a sign-in at ${facts.host}`,
    participants: participantsOf(facts),
    messages: legs.map((leg) => messageOf(leg, findings)),
  };
}

function messageOf(leg: Leg, findings: readonly Finding[]): Message {
  const { from, to, what, mark, findings: own } = leg;
  const rules = [...new Set(own.map((index) => findings[index].rule))];
  const wrong = own.some((index) => findings[index].severity === 'error') ? 'bad' : 'warn';
  const asked = mark === 'not asked' ? 'dotted' : 'plain';
  return {
    from,
    to,
    text: what,
    outcome: `${signOf(leg, findings)} ${rules.length === 0 ? mark : rules.join(', ')}`,
    look: own.length > 0 ? wrong : asked,
    findings: own,
  };
}
