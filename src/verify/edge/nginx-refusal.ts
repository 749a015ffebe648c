import { BUILT_IN_VARIABLES, VARIABLE_PREFIXES } from '../../contract/upstream/nginx';
import { allDirectives, NginxDirective, unreadableNginx } from '../read/nginx-config';

/** Directives that define variables, besides those whose name ends in `_set`. */
const DEFINES = /^(set|map|geo|geoip2|split_clients|js_var|auth_jwt_claim_set|set_.*|.*_set|.*_by_lua.*)$/;

/** Directives of a gate, whose names are no argument of any other. */
const COMMON = ['proxy_pass', 'proxy_method', 'proxy_set_header', 'error_page', 'add_header'];

/** Why nginx does not start with a configuration, as a phrase; nothing where it may. A part that other files complete is judged as far as it goes. */
export function nginxRefusal(text: string, directives: readonly NginxDirective[]): string | undefined {
  const unreadable = unreadableNginx(text);
  if (unreadable !== undefined) {
    return unreadable;
  }
  if (directives.some(({ name }) => name === 'http') && !directives.some(({ name }) => name === 'events' || name === 'include')) {
    return 'no events block';
  }
  const all = allDirectives(directives);
  const names = new Set([...COMMON, ...all.map(({ name }) => name).filter((name) => name.includes('_'))]);
  const swallowed = all.find(({ args }) => args.some((arg) => names.has(arg)));
  if (swallowed !== undefined) {
    return `no semicolon behind ${swallowed.name}`;
  }
  return all.some(({ name }) => name === 'include' || name === 'load_module') ? undefined : unknownVariable(all);
}

/** Of something else (`map $host $tenant { … }`), from a text (`set $a b`), or in a block (`geoip2 /path { $country … }`). */
function definedBy({ name, args, block = [] }: NginxDirective): (string | undefined)[] {
  return [...block.map((entry) => entry.name), /^(map|geo|split_clients)$/.test(name) ? args.at(-1) : args[0]];
}

function unknownVariable(all: readonly NginxDirective[]): string | undefined {
  const defined = new Set(all.filter(({ name }) => DEFINES.test(name)).flatMap(definedBy).filter((arg) => arg?.startsWith('$')).map((arg) => arg?.slice(1)));
  for (const { args } of all) {
    for (const arg of args) {
      for (const [, name] of arg.matchAll(/\(\?P?<(\w+)>/g)) {
        defined.add(name);
      }
    }
  }
  // In capitals it is a placeholder, which a template fills in before nginx reads it.
  const used = all.flatMap(({ args }) => args).flatMap((arg) => [...arg.matchAll(/\$\{?([a-z_]\w*)/g)].map(([, name]) => name))
    .filter((name) => !/[A-Z]/.test(name));
  const isKnown = (name: string) => defined.has(name) || BUILT_IN_VARIABLES.has(name) || VARIABLE_PREFIXES.some((prefix) => name.startsWith(prefix));
  const unknown = used.find((name) => !isKnown(name));
  return unknown === undefined ? undefined : `the variable $${unknown}, which nothing defines`;
}
