import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { build, Plugin } from 'esbuild';

const ROOT = join(__dirname, '..', '..');
const BUILT_IN = new RegExp(`^(?:node:)?(?:${builtinModules.filter((name) => !name.startsWith('_')).join('|')})$`);

/**
 * constructs and cdk8s hash paths for names; they use other modules of Node only to write files or install
 * charts.
 */
const CRYPTO = `import { sha1, sha256 } from ${JSON.stringify(join(ROOT, 'src/common/data/digest'))};
import { bytesOf } from ${JSON.stringify(join(ROOT, 'src/common/data/texts'))};
export function createHash(algorithm) {
  let text = '';
  const hash = { update(more) { text += more; return hash; }, digest: () => (algorithm === 'sha1' ? sha1(bytesOf(text)) : sha256(text)) };
  return hash;
}`;

/** A built-in module of Node in a browser: it exists until it is called. */
const ABSENT = (name: string) => `module.exports = new Proxy({}, { get: (_, key) => (key === '__esModule' ? undefined
  : () => { throw new Error(${JSON.stringify(name)} + '.' + String(key) + ' was called, and Node is not available here'); }) });`;

/** Which files import which modules of Node. */
export type BuiltInUses = Map<string, Set<string>>;

/** The parts of Node that the packages need, and empty modules for the rest. */
export function withoutNode(uses: BuiltInUses = new Map()): Plugin {
  return {
    name: 'without-node',
    setup(bundle) {
      bundle.onResolve({ filter: BUILT_IN }, ({ path, importer }) => {
        const name = path.replace(/^node:/, '');
        uses.set(name, (uses.get(name) ?? new Set()).add(importer.replace(join(ROOT, '/'), '')));
        return { path: name, namespace: 'node' };
      });
      bundle.onLoad({ filter: /.*/, namespace: 'node' }, ({ path }) => ({ contents: path === 'crypto' ? CRYPTO : ABSENT(path), loader: 'js', resolveDir: ROOT }));
    },
  };
}

/** Worker scripts as texts: a worker created from a text has the content security policy of its page. */
function workersAsText(minify: boolean, packages?: Set<string>): Plugin {
  return {
    name: 'workers-as-text',
    setup(bundle) {
      bundle.onResolve({ filter: /\?worker$/ }, ({ path, resolveDir }) => ({ path: join(resolveDir, path.replace(/\?worker$/, '.ts')), namespace: 'worker' }));
      bundle.onLoad({ filter: /.*/, namespace: 'worker' }, async ({ path }) => ({ contents: await bundled(path, minify, undefined, packages), loader: 'text' }));
    },
  };
}

/** A program for browsers as one script; `packages` gets the bundled ones. */
export async function bundled(entry: string, minify = true, uses?: BuiltInUses, packages?: Set<string>): Promise<string> {
  const { outputFiles: [{ text }], metafile } = await build({
    metafile: true,
    entryPoints: [entry],
    bundle: true,
    write: false,
    minify,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    legalComments: 'none',
    // cdk8s reads the output folder.
    define: { 'process.env': '{}' },
    // The CommonJS builds, as in the command.
    alias: { 'js-yaml': require.resolve('js-yaml') },
    plugins: [workersAsText(minify, packages), withoutNode(uses)],
    logLevel: 'warning',
  });
  Object.keys(metafile.inputs).forEach((file) => packages?.add(/^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? ''));
  return text;
}
