import type { Picture, PictureKind } from '../verify/drawing/picture';
import type { Finding } from '../verify/engine/finding';
import { answered, Failure } from './ask/failure';
import type { Facts } from './probes/facts';

/** What became of one leg of a sign-in. */
export type LegMark = 'answered' | 'refused' | 'silent' | 'not asked';

/** One leg of the way of a sign-in: who asks whom. */
export interface Leg {
  readonly from: string;
  readonly to: string;
  /** What is asked there. */
  readonly what: string;
  readonly mark: LegMark;
  /** The findings about it, by their place in the report. */
  readonly findings: readonly number[];
}

interface Station {
  readonly id: string;
  readonly kind: PictureKind;
  readonly lines: (facts: Facts) => readonly string[];
}

const STATIONS: readonly Station[] = [
  { id: 'browser', kind: 'person', lines: () => ['browser, SDK, CLI'] },
  { id: 'edge', kind: 'host', lines: ({ host }) => ['edge', host] },
  { id: 'guard', kind: 'guard', lines: () => ['guard', '/me'] },
  { id: 'flyteadmin', kind: 'flyteadmin', lines: () => ['flyteadmin', '/login'] },
  { id: 'provider', kind: 'issuer', lines: ({ provider }) => ['provider', provider?.issuer ?? 'not named'] },
];

interface LegDefinition extends Pick<Leg, 'from' | 'to' | 'what'> {
  /** The rules that look at it. */
  readonly rules: RegExp;
  /** What shows whether it was asked. */
  readonly asked: (facts: Facts) => unknown;
}

/** The way there and back, in its order. */
const LEGS: readonly LegDefinition[] = [
  {
    from: 'browser',
    to: 'edge',
    what: 'name, TLS, host',
    rules: /^live-(name|unreachable|tls|certificate|http2|host|forbidden|no-answer|slow)/,
    asked: ({ certificate, addresses }) => certificate ?? (addresses instanceof Failure ? addresses : undefined),
  },
  {
    from: 'edge',
    to: 'guard',
    what: 'who is it?',
    rules: /^live-(me-|guard|browser-|sign-in-target|sign-in-refused|grpc-redirected|grpc-refused|route|identity|metadata-believed)/,
    asked: ({ guards }) => guards?.browser,
  },
  {
    from: 'guard',
    to: 'flyteadmin',
    what: 'routes, metadata',
    rules: /^live-(flyteadmin|healthcheck|use-auth|login-(guarded|unrouted|failing|cookie)|auth-metadata|public-client|grpc-broken|native-|api-key|token-header)/,
    asked: ({ health }) => health,
  },
  {
    from: 'flyteadmin',
    to: 'provider',
    what: 'client, redirect URI, scope',
    rules: /^live-(login-|issuer|authorization-server|provider|pkce|device|token-endpoint|redirect-uri|client-unreg|challenge|sign-in-(denied|unclear)|realm|native-confidential)/,
    asked: ({ signIn }) => signIn?.atProvider?.answer,
  },
  {
    from: 'provider',
    to: 'edge',
    what: 'the way back',
    rules: /^live-(callback|person-refused|web-exchange|session|login-state|cli-exchange)/,
    asked: ({ login, signIn }) => login?.browser?.callback?.status ?? signIn?.callback,
  },
  {
    from: 'edge',
    to: 'browser',
    what: 'a token, a session',
    rules: /^live-(client|token|subjects|login-subjects|person-identity|cli-token|grpc-token)/,
    asked: ({ token, login }) => token ?? login?.browser?.session ?? login?.cli?.token,
  },
];

/** What was asked on the way of a sign-in, and what became of it. Each finding belongs to the first leg that its rule looks at. */
export function legsOf(facts: Facts, findings: readonly Finding[]): readonly Leg[] {
  const firstOf = findings.map(({ rule }) => LEGS.findIndex(({ rules }) => rules.test(rule)));
  return LEGS.map(({ from, to, what, asked }, i) => {
    const own = firstOf.flatMap((leg, index) => (leg === i ? [index] : []));
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

const SIGNS: Readonly<Record<LegMark, string>> = { 'answered': '✓', 'refused': '✗', 'silent': '…', 'not asked': '·' };

/** The legs as lines of a terminal, with the rule of the first finding about each. */
export function pathText(legs: readonly Leg[], findings: readonly Finding[]): string {
  const ends = legs.map(({ from, to }) => `${from} → ${to}`);
  const width = Math.max(...ends.map((text) => text.length));
  const widest = Math.max(...legs.map(({ what }) => what.length));
  const lines = legs.map(({ what, mark, findings: [first] }, i) => {
    const cause = first === undefined ? mark : findings[first].rule;
    return `${SIGNS[mark]} ${ends[i].padEnd(width)}  ${what.padEnd(widest)}  ${cause}`;
  });
  return `${lines.join('\n')}\n`;
}

/** The same as something to draw. */
export function pathPicture(facts: Facts, legs: readonly Leg[], findings: readonly Finding[]): Picture {
  return {
    title: `The way of a sign-in at ${facts.host}`,
    boxes: [],
    nodes: STATIONS.map(({ id, kind, lines }) => {
      const text = lines(facts);
      return { id, kind, lines: text, title: text.join(' '), findings: [] };
    }),
    edges: legs.map(({ from, to, what, mark, findings: own }) => ({
      from,
      to,
      lines: [what, mark],
      title: `${from} to ${to}: ${what}, ${mark}`,
      ...(own.length === 0 ? {} : { broken: own.map((index) => findings[index].rule) }),
      findings: own,
    })),
  };
}
