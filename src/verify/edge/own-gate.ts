import { AuthGateDialect, GATE_PORTS } from '../../contract/edges/known-edges';
import { DIALECTS, flyteadminOf, ownGateConfig } from '../../contract/edges/own-gate-config';
import { CREDENTIAL_HEADERS, GUARDED_HEADERS } from '../../contract/union/caller-headers';
import { FLYTEADMIN_PATHS } from '../../contract/union/flyteadmin';
import type { Field } from '../read/field';

/** How one port of an auth gate handles an edge's requests. */
export interface GateAnswer {
  /** `http://<host>:<port>/<path>` of the target; absent if unknown. */
  readonly asks?: string;
  /** Its sign-in redirect for anonymous browsers; absent if it has none. */
  readonly signInUrl?: string;
  /** Why requests may pass, or none can, whatever flyteadmin answers; absent if there is no fault. */
  readonly flaw?: string;
  /** The place to fix; absent if the edge calls the wrong target. */
  readonly flawAt?: Field;
  /** Whether a request header reaches the target; the name in lower case. */
  readonly forwards: (header: string) => boolean;
  /** Why it is assumed to be ours, as a phrase; absent if its configuration was compared. */
  readonly assumed?: string;
  /** Why its handling of requests is unknown, as a phrase: it is not ours; `asks` is a guess. */
  readonly foreign?: string;
  /** Headers of the client that it makes the edge remove if `/me` does not answer them, in lower case. */
  readonly removes: readonly string[];
}

/** How a gate of ours handles requests at one of its ports. */
export function ownAnswer(
  dialect: AuthGateDialect, port: string | undefined, flyteadmin: string,
): GateAnswer {
  const { signIn, removalHeader } = dialect;
  const redirects = signIn !== undefined && port !== String(GATE_PORTS.unauthorized);
  // The host of the caller.
  const origin = signIn?.origin.replace(/\$\w+/, '$$host');
  return {
    asks: `http://${flyteadmin}${FLYTEADMIN_PATHS.me}`,
    ...(redirects ? { signInUrl: `${origin}${FLYTEADMIN_PATHS.login}` } : {}),
    forwards: (header) => CREDENTIAL_HEADERS.some((credential) => credential.toLowerCase() === header),
    removes: removalHeader === undefined ? [] : GUARDED_HEADERS.map((header) => header.toLowerCase()),
  };
}

/** A gate of ours: its dialect, and its edits. */
export interface OwnGate {
  readonly dialect: AuthGateDialect;
  readonly flyteadmin: string;
  /** The first line that differs from the library's output, as a phrase. */
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

/** The number of lines that only one of the two has. */
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
