import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The requirements of this package in package.json. */
interface Needs {
  readonly engines: { readonly node: string };
  readonly peerDependencies: Readonly<Record<string, string>>;
}

/**
 * A line about an outdated Node or peer, with the remedy; undefined if all are recent enough.
 *
 * @param usesPeers whether constructs are used, which need cdk8s
 */
export function tooOld(
  usesPeers: boolean, node: string = process.versions.node, versionOf: VersionOf = installedVersion,
): string | undefined {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the package's own, as it is installed
  const { engines, peerDependencies } = require('../../../package.json') as Needs;
  if (isBelow(node, engines.node)) {
    return `cdk8s-union-auth needs Node ${lowest(engines.node)} or later, but this is Node ${node}.`;
  }
  const peers = usesPeers ? Object.keys(peerDependencies) : [];
  const old = peers.find((name) => isBelow(versionOf(name), peerDependencies[name]));
  return old && `cdk8s-union-auth needs ${old} ${lowest(peerDependencies[old])} or later, but `
    + `${versionOf(old)} is installed; run: npm install ${old}@${peerDependencies[old]}`;
}

/** @throws when Node, cdk8s or another peer are older than this package requires. */
export function refuseTooOld(): void {
  const fault = tooOld(true);
  if (fault !== undefined) {
    const error = new Error(fault);
    // The stack is of no use to the reader.
    error.stack = fault;
    throw error;
  }
}

type VersionOf = (name: string) => string | undefined;

/** Undefined if it is not installed; then Node reports it. */
function installedVersion(name: string): string | undefined {
  try {
    const file = createRequire(__filename).resolve(`${name}/package.json`);
    return (JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version;
  } catch {
    return undefined;
  }
}

function isBelow(version: string | undefined, range: string): boolean {
  const [given, needed] = [version ?? range, range].map((text) =>
    /\d+\.\d+\.\d+/.exec(text)?.[0].split('.').map(Number) ?? []);
  const i = given.findIndex((part, at) => part !== needed[at]);
  return i >= 0 && given[i] < needed[i];
}

function lowest(range: string): string {
  return range.replace(/^\D+/, '');
}
