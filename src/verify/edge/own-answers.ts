import { NGINX } from '../../contract/upstream/ingress-nginx';
import { asList, asObject, asText } from '../kube/json-access';
import type { KubeObject } from '../kube/kube-object';
import { NginxDirective, readNginx } from '../read/nginx-config';
import { readExpression } from './expression';

/** How an edge answers a path by itself instead of asking a backend, as a phrase; nothing where it asks. */
export type OwnAnswer = (path: string) => string | undefined;

/** Redirects and snippets of an Ingress. */
export function ingressAnswer({ annotations }: KubeObject): OwnAnswer | undefined {
  const redirect = [NGINX.permanentRedirect, NGINX.temporalRedirect].find((name) =>
    annotations[name]?.trim(),
  );
  if (redirect !== undefined) {
    return () => `a redirect to ${annotations[redirect]}`;
  }
  const inLocation = read(annotations[NGINX.configurationSnippet]);
  const inServer = read(annotations[NGINX.serverSnippet]);
  // Before the locations of the controller come those that no prefix outdoes.
  const locations = inServer.filter(({ name, args }) => name === 'location' && args.length > 1);
  const directives = [...inServer, ...inLocation];
  return !locations.some(answersItself)
    && !directives.some(({ name }) => name === 'return' || name === 'rewrite')
    ? undefined
    : (path) => {
      let unread: string | undefined;
      const location = locationFor(path, locations, (expression) => (unread ??= expression));
      const answering =
          location !== undefined && answersItself(location)
            ? location
            : (directives.find((directive) => ends(directive, path))
              // It may take the path.
              ?? locations.find((candidate) => candidate.args[1] === unread && answersItself(candidate)));
      return answering && `${[answering.name, ...answering.args].join(' ')} in a snippet`;
    };
}

function read(snippet: string | undefined): readonly NginxDirective[] {
  return snippet === undefined ? [] : readNginx(snippet);
}

function answersItself({ block = [] }: NginxDirective): boolean {
  return !block.some(({ name }) => name.endsWith('_pass'));
}

function ends({ name, args: [first = '', , flag] }: NginxDirective, path: string): boolean {
  return (
    name === 'return'
    || (name === 'rewrite'
      && (flag === 'redirect' || flag === 'permanent')
      && readExpression(first, 'PCRE')?.test(path) !== false)
  );
}

/** Redirects of Traefik's middlewares, but for those that send people to the same place by https. */
export function middlewareAnswer(middlewares: readonly KubeObject[], host = 'host'): OwnAnswer | undefined {
  const patterns = middlewares
    .map((middleware) => middleware.textAt('spec', 'redirectRegex', 'regex'))
    .filter((pattern) => pattern !== undefined)
    .map((pattern) => ({ pattern, expression: readExpression(pattern, 'RE2') }));
  const scheme = middlewares
    .map((middleware) => middleware.textAt('spec', 'redirectScheme', 'scheme'))
    .find((found) => found !== undefined && found !== 'https');
  return patterns.length === 0 && scheme === undefined ? undefined : (path) => {
    const found = patterns.find(({ expression }) => expression?.test(`https://${host}${path}`) !== false);
    return found === undefined ? scheme && `a redirect to ${scheme}` : `a redirect of ${found.pattern}`;
  };
}

/** A RequestRedirect filter that leads to another host or path. */
export function filterAnswer(
  filters: unknown, hosts: readonly (string | undefined)[],
): OwnAnswer | undefined {
  const redirect = asList(filters)
    .map((filter) => asObject(filter).requestRedirect)
    .filter((found) => found !== undefined)
    .map(asObject)[0];
  const hostname = asText(redirect?.hostname);
  const elsewhere =
    redirect !== undefined
    && ((hostname !== undefined && !hosts.includes(hostname)) || redirect.path !== undefined);
  return elsewhere ? () => `a redirect to ${hostname ?? 'another path'}` : undefined;
}

/**
 * The location that nginx picks for a path; named ones are out of reach.
 *
 * @param unread hears of each expression on the way that is not read: it may take the path
 */
export function locationFor(
  path: string, locations: readonly NginxDirective[], unread: (expression: string) => void,
): NginxDirective | undefined {
  // No path starts with another modifier, or the @ of a name.
  const prefix = ({ args }: NginxDirective): string | undefined => (args[0] === '^~' ? args[1] : args[0]);
  const exact = locations.find(({ args }) => args[0] === '=' && args[1] === path);
  const longest = locations
    .filter((location) => path.startsWith(prefix(location) ?? '\0'))
    .sort((a, b) => (prefix(b)?.length ?? 0) - (prefix(a)?.length ?? 0))[0];
  if (exact !== undefined || longest?.args[0] === '^~') {
    return exact ?? longest;
  }
  return (
    locations
      .filter(({ args: [modifier] }) => modifier === '~' || modifier === '~*')
      .find(({ args: [modifier, source = ''] }) => {
        const expression = readExpression(source, 'PCRE', modifier === '~*');
        if (expression === undefined) {
          unread(source);
        }
        return expression?.test(path) === true;
      }) ?? longest
  );
}
