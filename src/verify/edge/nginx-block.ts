import type { NginxDirective } from '../read/nginx-config';
import { readExpression } from './expression';

/** Directives that decide by themselves who gets in, or what a request becomes: programs, and guards that are no subrequest. */
export const PROGRAMS = new RegExp('^(include|perl|js_\\w+|auth_(basic|jwt|digest|oidc)\\w*|modsecurity\\w*'
  + '|(server_rewrite|rewrite|access|content|set|header_filter|body_filter)_by_lua\\w*)$');

type Block = readonly NginxDirective[];

/** The arguments of each directive of a name that stands right in a block. */
export function valuesOf(block: Block | NginxDirective | undefined, name: string): readonly (readonly string[])[] {
  const directives = block !== undefined && 'name' in block ? block.block : block;
  return (directives ?? []).filter((directive) => directive.name === name).map(({ args }) => args);
}

/** The same of the innermost of some blocks that has any: such directives are inherited as a whole. */
export function inheritedValues(levels: readonly (Block | NginxDirective | undefined)[], name: string): readonly (readonly string[])[] {
  return levels.map((level) => valuesOf(level, name)).find(({ length }) => length > 0) ?? [];
}

/** Where a location sends what it takes. */
export function passOf(location: NginxDirective): string | undefined {
  return valuesOf(location, 'proxy_pass')[0]?.[0];
}

/** The ports that a server listens on. */
export function portsOf(server: NginxDirective): readonly string[] {
  const listens = valuesOf(server, 'listen');
  return listens.length === 0 ? ['80'] : listens.map(([address = '']) => /(?:^|:)(\d+)$/.exec(address)?.[1] ?? '80');
}

/** The locations of a server, named ones too; one without any answers all by itself. */
export function locationsOf(server: NginxDirective): readonly NginxDirective[] {
  const locations = (server.block ?? []).filter(({ name, block }) => name === 'location' && block !== undefined);
  return locations.length > 0 ? locations : [{ name: 'location', args: ['/'], block: server.block }];
}

/**
 * The location that nginx picks for a path; named ones are out of reach.
 *
 * @param unread hears of each expression on the way that is not read: it may take the path
 */
export function locationFor(path: string, locations: Block, unread: (expression: string) => void): NginxDirective | undefined {
  // No path starts with another modifier, or the @ of a name.
  const prefix = ({ args }: NginxDirective): string | undefined => (args[0] === '^~' ? args[1] : args[0]);
  const exact = locations.find(({ args }) => args[0] === '=' && args[1] === path);
  const longest = locations.filter((location) => path.startsWith(prefix(location) ?? '\0')).sort((a, b) => (prefix(b)?.length ?? 0) - (prefix(a)?.length ?? 0))[0];
  if (exact !== undefined || longest?.args[0] === '^~') {
    return exact ?? longest;
  }
  return locations.filter(({ args: [modifier] }) => modifier === '~' || modifier === '~*').find(({ args: [modifier, source = ''] }) => {
    const expression = readExpression(source, 'PCRE', modifier === '~*');
    if (expression === undefined) {
      unread(source);
    }
    return expression?.test(path) === true;
  }) ?? longest;
}
