import type * as kplus from 'cdk8s-plus-28';

/** Each release of cdk8s-plus is a package of its own, named after the Kubernetes that it knows. */
const OLDEST = 28;
const NEWEST_TO_LOOK_FOR = 60;

/**
 * Loads cdk8s-plus only for those who use it: it doubles the start-up time. Where the one that this library
 * is built with is missing (Yarn 1 installs no peers), the newest that is there takes its place; what we use
 * of it is the same in all of them.
 *
 * @throws Error when there is none. It names what to install.
 */
export function cdk8sPlus(): typeof kplus {
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    return require('cdk8s-plus-28');
  } catch (error) {
    if (!isMissing(error, `cdk8s-plus-${OLDEST}`)) {
      throw error;
    }
    return newer() ?? missing();
  }
}

let found: typeof kplus | undefined;

function newer(): typeof kplus | undefined {
  for (let version = NEWEST_TO_LOOK_FOR; version > OLDEST && found === undefined; version -= 1) {
    found = load(`cdk8s-plus-${version}`);
  }
  return found;
}

function load(name: string): typeof kplus | undefined {
  try {
    // A package manager may hide from us what the app has installed.
    const file = require.resolve(name, { paths: [__dirname, process.cwd()] });
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    return require(file) as typeof kplus;
  } catch (error) {
    if (!isMissing(error, name)) {
      throw error;
    }
    return undefined;
  }
}

function missing(): never {
  throw new Error('Planes in plain YAML, and mounts of Secrets, are made with cdk8s-plus, which is not '
    + `installed: npm install cdk8s-plus-${OLDEST} `
    + '(or yarn add, pnpm add); a newer one such as cdk8s-plus-33 will do as well');
}

function isMissing(error: unknown, name: string): boolean {
  const { code, message } = error as { code?: string; message?: string };
  return code === 'MODULE_NOT_FOUND' && message?.includes(`'${name}'`) === true;
}
