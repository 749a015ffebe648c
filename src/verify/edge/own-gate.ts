import { AuthGateDialect, GATE_PORTS } from '../../contract/edges/known-edges';
import { DIALECTS, flyteadminOf, ownGateConfig } from '../../contract/edges/own-gate-config';
import { CREDENTIAL_HEADERS, GUARDED_HEADERS } from '../../contract/union/caller-headers';
import { FLYTEADMIN_PATHS } from '../../contract/union/flyteadmin';
import type { Field } from '../read/field';

/** What one port of an auth gate makes of requests that an edge asks it about. */
export interface GateAnswer {
  /** `http://<host>:<port>/<path>` of what is asked in turn; absent where nothing is known of it. */
  readonly asks?: string;
  /** Where it sends anonymous browsers to sign in; absent where it does not. */
  readonly signInUrl?: string;
  /** Why a request may pass, or none can, whatever flyteadmin says; absent where there is nothing wrong. */
  readonly flaw?: string;
  /** Where that is to be mended; absent where the edge asks the wrong thing. */
  readonly flawAt?: Field;
  /** Whether a request header reaches what is asked; the name in lower case. */
  readonly forwards: (header: string) => boolean;
  /** Why it is taken for ours, as a phrase; absent where its configuration was compared. */
  readonly assumed?: string;
  /** Why no one can say what it makes of requests, as a phrase: it is none of ours; `asks` is a guess. */
  readonly foreign?: string;
  /** Headers of the client that it has the edge drop where `/me` does not answer them, in lower case. */
  readonly removes: readonly string[];
}

/** What a gate of ours makes of requests, at one of its ports. */
export function ownAnswer(
  dialect: AuthGateDialect, port: string | undefined, flyteadmin: string,
): GateAnswer {
  const { signIn, removalHeader } = dialect;
  const redirects = signIn !== undefined && port !== String(GATE_PORTS.unauthorized);
  // The host of the one that asks.
  const origin = signIn?.origin.replace(/\$\w+/, '$$host');
  return {
    asks: `http://${flyteadmin}${FLYTEADMIN_PATHS.me}`,
    ...(redirects ? { signInUrl: `${origin}${FLYTEADMIN_PATHS.login}` } : {}),
    forwards: (header) => CREDENTIAL_HEADERS.some((credential) => credential.toLowerCase() === header),
    removes: removalHeader === undefined ? [] : GUARDED_HEADERS.map((header) => header.toLowerCase()),
  };
}

/** A gate of ours: how its edge asks, and what someone has edited in it. */
export interface OwnGate {
  readonly dialect: AuthGateDialect;
  readonly flyteadmin: string;
  /** The first line that is not as this library writes it, as a phrase. */
  readonly edit?: string;
}

/** The gate of ours that differs in the fewest lines; `service` is the name of its objects. */
export function ownGateOf(service: string, config: string): OwnGate | undefined {
  const flyteadmin = flyteadminOf(config) ?? '';
  const there = linesOf(config);
  const [nearest] = DIALECTS.filter((dialect) => dialect.service === service)
    .map((dialect) => ({ dialect, written: linesOf(ownGateConfig(dialect, flyteadmin)) }))
    .sort((a, b) => differing(there, a.written) - differing(there, b.written));
  return nearest && { dialect: nearest.dialect, flyteadmin, edit: editOf(there, nearest.written) };
}

function linesOf(config: string): string[] {
  return config.trimEnd().split('\n');
}

/** How many lines only one of the two has. */
function differing(there: readonly string[], written: readonly string[]): number {
  const [known, own] = [new Set(there), new Set(written)];
  return there.filter((line) => !own.has(line)).length + written.filter((line) => !known.has(line)).length;
}

function editOf(there: readonly string[], written: readonly string[]): string | undefined {
  const length = Math.max(there.length, written.length);
  const first = Array.from({ length }, (_, line) => line).find((line) => there[line] !== written[line]);
  return first === undefined ? undefined : editText(first, there[first], written[first]);
}

function editText(line: number, there = '', written = ''): string {
  const [found, own] = [there.trim(), written.trim()];
  return `line ${line + 1} of its configuration, `
    + `${found === '' ? 'which ends there or is blank' : `"${found}"`}, where this library writes `
    + `${own === '' ? 'none' : `"${own}"`}`;
}
