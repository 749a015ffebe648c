import { ALWAYS_OPEN } from '../../src/contract/union/routes';
import { anonymousApi, Case, EdgeTraits } from './_cases';
import { isCatchAll, isGrpc, isGuarded, RouteTable } from './_contract';

/** Paths that different servers read as different routes. */
export function tricks(table: RouteTable, { ignoresCase }: EdgeTraits): string[] {
  const open = ALWAYS_OPEN.filter((path) => !isGrpc(table.owner(path)));
  const guarded = ['/api/v1/projects', '/console/projects', '/v1', '/members'];
  const grpc = table.samples.filter(isGrpc);
  const openService = grpc.find((route) => !isGuarded(route))!.sample;
  const guardedMethod = grpc.find(isGuarded)!.sample;
  return [
    ...open.flatMap((from) => guarded.flatMap((to) => ways(from, to))),
    ...guarded.flatMap((from) => open.flatMap((to) => ways(from, to))),
    ...ways(openService.replace(/\/[^/]+$/, ''), guardedMethod),
    ...ways(guardedMethod, openService),
    ...guarded.flatMap((path) => [`/${path}`, `//${path}`, `/.${path}`, path.replace('/', '/%2f'), path.replace(/[a-z]/, (c) => `%${c.charCodeAt(0).toString(16)}`)]),
    ...(ignoresCase ? [] : guarded.map((path) => path.toUpperCase())),
  ];
}

const UP = ['..', '%2e%2e', '.%2e', '%2E%2E'];
const SLASHES = ['/', '%2f', '%2F', '\\', '%5c', '%252f', '/./', '//'];

/** Paths from below one path up to the root and down to another. Servers that do not decode the first slash see another parent. */
function ways(from: string, to: string): string[] {
  const depth = from.split('/').length - 1;
  return UP.flatMap((up, i) => SLASHES.filter((slash) => i === 0 || !slash.includes('5')).flatMap((slash) => {
    const climb = Array.from({ length: depth }, () => up).join(slash);
    return ['/', slash].map((first) => `${from}${first}${climb}${slash}${to.slice(1)}`);
  }));
}

/** A request without credentials for each trick. */
export function trickCases(table: RouteTable, edge: EdgeTraits, host: string): Omit<Case, 'expected'>[] {
  return [...new Set(tricks(table, edge))].map((path) => ({
    via: isGrpc(table.owner(path)) ? 'grpc' : 'http1',
    caller: anonymousApi.name,
    asking: { host, path, headers: anonymousApi.headers },
  }));
}

/** The guarded route as which a server may read a path. */
export function guardedReading(table: RouteTable, raw: string): string | undefined {
  return readings(raw.split('?')[0]).find((path) => {
    const owner = table.owner(path);
    // A path that is still encoded belongs to the console only for servers that do not decode.
    return isGuarded(owner) && (!isCatchAll(owner) || [...READERS, decoded].every((read) => read(path) === path));
  });
}

const READERS: readonly ((path: string) => string)[] = [
  (path) => path.replace(/\\/g, '/'),
  (path) => path.replace(/\/{2,}/g, '/'),
  withoutDots,
];

/** All readings of a path: normalized, and decoded once, in every order. */
function readings(raw: string): string[] {
  const quoted = straightened([raw]);
  return straightened([...quoted, ...quoted.map(decoded)]);
}

function straightened(paths: readonly string[]): string[] {
  const all = new Set(paths);
  for (const path of all) {
    READERS.map((read) => read(path)).filter((read) => read !== path).forEach((read) => all.add(read));
  }
  return [...all];
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function withoutDots(path: string): string {
  const kept: string[] = [];
  for (const part of path.split('/').slice(1)) {
    if (part === '..') {
      kept.pop();
    } else if (part !== '.') {
      kept.push(part);
    }
  }
  return `/${kept.join('/')}`;
}
