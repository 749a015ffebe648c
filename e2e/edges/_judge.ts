import { FLYTEADMIN_PATHS, LOGIN_REDIRECT_PARAMETER } from '../../src/contract/union/flyteadmin';
import { Backends, Reached } from './_backends';
import { Case, EdgeTraits, Verdict } from './_cases';
import { Answer, Client, FOREIGN_HOST, GrpcAnswer } from './_client';
import { isGrpc, RouteTable } from './_contract';
import { statedIn } from './_forgeries';
import { GrpcStatus } from './_grpc';
import { guardedReading } from './_paths';

/** Sends every case, some at a time, and describes each unexpected result. */
export function deviations(cases: readonly Case[], client: Client, backends: Backends, edge: EdgeTraits, atOnce = 6): Promise<string[]> {
  return inParallel(cases, atOnce, async (sent) => {
    const { asking, via, caller, expected } = sent;
    const problems = await problemsOf(sent, client, backends, edge);
    const request = `${asking.method ?? (via === 'grpc' ? 'POST' : 'GET')} ${asking.host}${asking.path}`;
    return problems.length > 0 ? [`${request} (${via}, ${caller}) should be "${expected.kind}": ${problems.join('; ')}`] : [];
  });
}

async function problemsOf(sent: Case, client: Client, backends: Backends, edge: EdgeTraits): Promise<string[]> {
  try {
    const answer = await client[sent.via](sent.asking);
    const reached = backends.reachedBy(answer.id);
    const expected = sent.expected.kind === 'passes' ? passes(sent, sent.expected, answer, reached, edge) : refused(sent, answer, reached);
    return expected.filter((problem) => problem !== undefined);
  } catch (error) {
    return [String(error)];
  }
}

type Finding = string | undefined;

function passes({ via, asking }: Case, { route, identity }: Extract<Verdict, { kind: 'passes' }>, answer: Answer | GrpcAnswer, reached: readonly Reached[], edge: EdgeTraits): Finding[] {
  const [it] = reached;
  if (!it) {
    return [`reached no backend, but was answered ${shown(answer)}`];
  }
  const granted = 'code' in answer && via === 'grpc' ? answer.code === GrpcStatus.OK : answer.status === (via === 'webSocket' ? 101 : 200);
  return [
    granted ? undefined : `was answered ${shown(answer)}`,
    same('requests that reached a backend', reached.length, 1),
    same('backend', it.backend, route.backend),
    same('protocol', it.protocol, isGrpc(route) ? 'HTTP/2' : 'HTTP/1.1'),
    same('method', it.method, via === 'grpc' ? 'POST' : asking.method ?? 'GET'),
    same('path', it.path, asking.path),
    same('host', it.headers.host ?? it.headers[':authority'], asking.host),
    same('cookie', it.headers.cookie, asking.headers?.cookie),
    it.headers['x-forwarded-host'] === FOREIGN_HOST ? `the backend gets ${FOREIGN_HOST} as the host` : undefined,
    edge.tellsToUseTls && via === 'http1' && !isGrpc(route) && !/max-age=31536000/.test(String(answer.headers['strict-transport-security'])) ? 'has no HSTS' : undefined,
    asking.body === undefined ? undefined : same('bytes of the body', it.received, Buffer.byteLength(asking.body)),
    identity === undefined ? undefined : same('identity', statedIn(it.headers), identity),
  ];
}

function refused({ via, expected, asking }: Case, answer: Answer | GrpcAnswer, reached: readonly Reached[]): Finding[] {
  const slipped = reached.length > 0 ? `SLIPPED THROUGH to ${reached.map(({ backend, path }) => backend + path).join(' and ')}` : undefined;
  const code = via === 'grpc' && 'code' in answer ? answer.code : undefined;
  const { location } = answer.headers;
  const elsewhere = location !== undefined && expected.kind !== 'signs in' ? `was sent to ${String(location)}` : undefined;
  switch (expected.kind) {
    case 'signs in':
      return [slipped, same('status', answer.status, 302), signIn(String(location), asking.host, asking.path)];
    case 'unauthenticated':
      return [slipped, elsewhere, code === undefined ? same('status', answer.status, 401) : same('gRPC status', code, GrpcStatus.UNAUTHENTICATED)];
    case 'malformed':
      return [slipped, code === undefined ? same('status', answer.status, 400) : same('gRPC status', code, GrpcStatus.INTERNAL)];
    case 'unavailable':
      return [slipped, elsewhere, code === undefined ? unavailable(answer.status, expected.code) : same('gRPC status', code, expected.code)];
    default:
      return [slipped, elsewhere, [404, 421].includes(answer.status) || code === GrpcStatus.UNIMPLEMENTED ? undefined : `was answered ${shown(answer)}`];
  }
}

/** The HTTP status that goes with a gRPC status. */
function unavailable(status: number, code: number): Finding {
  return code === GrpcStatus.PERMISSION_DENIED ? same('status', status, 403) : status >= 500 ? undefined : `status is ${status}, not 5xx`;
}

function signIn(location: string, host: string, path: string): Finding {
  const url = new URL(location, `https://${host}`);
  return same('sign-in', [url.origin, url.pathname], [`https://${host}`, FLYTEADMIN_PATHS.login])
    ?? same('parameters of sign-in', [...url.searchParams], [[LOGIN_REDIRECT_PARAMETER, path]]);
}

function same(what: string, actual: unknown, expected: unknown): Finding {
  const [a, e] = [actual, expected].map((value) => JSON.stringify(sorted(value)));
  return a === e ? undefined : `${what} is ${a}, not ${e}`;
}

function sorted(value: unknown): unknown {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => a.localeCompare(b)))
    : value;
}

function shown(answer: Answer | GrpcAnswer): string {
  return 'code' in answer ? `${answer.status}, gRPC status ${answer.code}` : String(answer.status);
}

/** Requests without credentials that reached a backend by an open route although a server may read their path as a guarded one. */
export async function slippedBy(
  cases: readonly Omit<Case, 'expected'>[], client: Client, backends: Backends, table: RouteTable, openByBeginning = false,
): Promise<string[]> {
  return inParallel(cases, 6, async ({ via, caller, asking }) => {
    const answer = await client[via](asking);
    return backends.reachedBy(answer.id)
      .map(({ backend, path }) => ({ backend, path, guarded: guardedReading(table, path) }))
      .filter(({ guarded }) => guarded !== undefined)
      .filter(({ backend }) => !(openByBeginning && backend.startsWith('flyteadmin:')))
      .map(({ backend, path, guarded }) => `${asking.path} (${via}, ${caller}) reached ${backend} as ${path}, which may be read as ${guarded}`);
  });
}

const MOST_SHOWN = 25;

async function inParallel<T>(all: readonly T[], atOnce: number, check: (one: T) => Promise<string[]>): Promise<string[]> {
  const found: string[] = [];
  const queue = [...all];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      found.push(...(await check(next)));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return found.length > MOST_SHOWN ? [...found.sort().slice(0, MOST_SHOWN), `and ${found.length - MOST_SHOWN} more`] : found.sort();
}
