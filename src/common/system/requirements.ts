import { createRequire } from 'node:module';

/** What this package says that it needs, as package.json has it. */
interface Needs {
  readonly engines: { readonly node: string };
  readonly peerDependencies: Readonly<Record<string, string>>;
}

/** What is too old, in a line with the remedy; nothing where Node and the peers will do. */
export function tooOld(
  peers: readonly string[], node: string = process.versions.node, versionOf: VersionOf = installedVersion,
): string | undefined {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the package's own, as it is installed
  const { engines, peerDependencies } = require('../../../package.json') as Needs;
  if (isBelow(node, engines.node)) {
    return `cdk8s-union-auth needs Node ${lowest(engines.node)} or later, and this is Node ${node}.`;
  }
  const old = peers.find((name) => isBelow(versionOf(name), peerDependencies[name]));
  return old && `cdk8s-union-auth needs ${old} ${lowest(peerDependencies[old])} or later, and `
    + `${versionOf(old)} is installed; run: npm install ${old}@${peerDependencies[old]}`;
}

/** @throws when Node, cdk8s or constructs are older than what this package is made for. */
export function refuseTooOld(): void {
  const fault = tooOld(['cdk8s', 'constructs']);
  if (fault !== undefined) {
    const error = new Error(fault);
    // Where it was noticed says nothing: the line is all there is to read.
    error.stack = fault;
    throw error;
  }
}

type VersionOf = (name: string) => string | undefined;

/** Nothing where there is none: then Node says so. */
function installedVersion(name: string): string | undefined {
  try {
    return (createRequire(__filename)(`${name}/package.json`) as { readonly version: string }).version;
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
