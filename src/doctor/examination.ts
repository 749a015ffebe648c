import type { ReleaseContract } from '../contract/union/release-contract';
import { Asker } from './ask/asker';
import { Endpoint, originOf } from './ask/endpoint';
import { answered, Failure } from './ask/failure';
import { routed, whereabouts, Wires } from './ask/network';
import { askSignIn } from './probes/at-provider';
import { askAuthMetadata } from './probes/auth-metadata';
import { askCertificate } from './probes/certificate';
import type { Facts } from './probes/facts';
import { askGuards, askRoutes } from './probes/guards';
import { askLogin, Person } from './probes/login';
import { askNative } from './probes/native';
import { askProvider } from './probes/provider';
import { textAt } from './probes/reading';
import { ClientUnderTest, PersonTokens, askToken, readPerson } from './probes/token';
import { STOPS } from './rules';
import { HEALTH_PATH } from './rules/edge';
import type { LiveRule } from './rules/live-rule';

export interface ExaminationOptions {
  readonly deployment: Endpoint;
  readonly wires: Wires;
  readonly release: ReleaseContract;
  /** The client whose credentials to try. @default none */
  readonly client?: ClientUnderTest;
  /** The two tokens of a person's login, which are compared and not sent. @default none */
  readonly person?: PersonTokens;
  /** Signs in when a sign-in page is opened. @default none */
  readonly signIn?: Person;
  /** A guarded path that answers with the headers of its request. @default none */
  readonly echo?: string;
  /** Called before each step, with its name. */
  readonly onStep?: (step: string) => void;
  readonly now?: Date;
  /** Milliseconds for everything together. */
  readonly time?: number;
}

/** The facts, and the rule that stopped the examination. */
export interface Examination {
  readonly facts: Facts;
  readonly stoppedBy?: LiveRule;
}

const A_MINUTE = 60_000;

interface Step {
  readonly name: string;
  ask(asker: Asker, facts: Facts, options: ExaminationOptions): Promise<Partial<Facts>>;
}

const overGrpc = ({ certificate }: Facts) => answered(certificate) && certificate.protocol === 'h2';

/** In order: the results of an earlier step explain those of later ones. */
const STEPS: readonly Step[] = [
  { name: 'TLS', ask: async (asker) => ({ certificate: await askCertificate(asker) }) },
  { name: HEALTH_PATH, ask: async (asker) => ({ health: await asker.get(HEALTH_PATH) }) },
  { name: '/me, /login, /callback', ask: async (asker) => ({ signIn: await askSignIn(asker) }) },
  {
    name: 'settings for clients',
    ask: async (asker, facts) => ({ metadata: await askAuthMetadata(asker, overGrpc(facts)) }),
  },
  {
    name: 'the identity provider',
    ask: async (asker, { metadata }) => {
      const issuer = metadata?.document && textAt(metadata.document, 'issuer');
      return issuer === undefined ? {} : { provider: await askProvider(asker, issuer) };
    },
  },
  {
    name: 'the sign-in of SDK and CLI',
    ask: async (asker, facts) => ({ native: await askNative(asker, facts) }),
  },
  { name: 'the guard', ask: async (asker, facts) => ({ guards: await askGuards(asker, overGrpc(facts)) }) },
  {
    name: 'a token',
    ask: async (asker, facts, { client, echo }) => client === undefined ? {}
      : { token: await askToken(asker, client, facts, { echo, overGrpc: overGrpc(facts) }) },
  },
  {
    name: "a person's sign-in",
    ask: async (asker, facts, { signIn }) =>
      signIn === undefined ? {} : { login: await askLogin(asker, facts, signIn) },
  },
  {
    name: 'every group of routes',
    ask: async (asker, facts, { release }) => ({ routes: await askRoutes(asker, release, overGrpc(facts)) }),
  },
];

/** Examines a deployment step by step, and stops when no further results are possible. */
export async function examine(options: ExaminationOptions): Promise<Examination> {
  const { deployment, wires, onStep = () => undefined, now = new Date(), time = A_MINUTE } = options;
  const deadline = Date.now() + time;
  onStep(`the address of ${deployment.host}`);
  const addresses = await whereabouts(deployment, wires);
  const { client, person } = options;
  let facts: Facts = {
    origin: originOf(deployment),
    host: deployment.host,
    now,
    release: options.release.version,
    addresses,
    proxy: wires.proxy?.(routed(deployment, wires))?.name,
    ...(client ? { client: { source: client.source, endpoint: client.endpoint } } : {}),
    ...(person ? { person: readPerson(person) } : {}),
  };
  if (addresses instanceof Failure) {
    return { facts, stoppedBy: stopOf(facts) };
  }
  const asker = new Asker(deployment, addresses, wires, deadline);
  try {
    for (const step of STEPS) {
      onStep(step.name);
      const answers = await step.ask(asker, facts, options);
      // A late answer may be the fault of the time limit, not of the server.
      facts = asker.late ? { ...facts, late: true } : { ...facts, ...answers, late: false };
      const stoppedBy = stopOf(facts);
      if (stoppedBy !== undefined) {
        return { facts, stoppedBy };
      }
    }
    return { facts };
  } finally {
    await asker.close();
  }
}

function stopOf(facts: Facts): LiveRule | undefined {
  return STOPS.find((rule) => {
    const verdict = rule.judge(facts);
    return 'violations' in verdict && verdict.violations.length > 0;
  });
}
