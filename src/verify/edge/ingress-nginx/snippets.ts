import { NGINX, NGINX_CONFIG } from '../../../contract/upstream/ingress-nginx';
import type { KubeObject } from '../../kube/kube-object';
import { NginxDirective, allDirectives, readNginx } from '../../read/nginx-config';
import { serviceOfHost } from '../cluster-name';
import { readExpression } from '../expression';
import { GUARDED_SERVICES } from '../guarded-requests';
import type { OwnAnswer } from '../route';
import { isUnevaluated } from '../template';
import { named } from '../unread-parts';
import type { NginxController } from './nginx-controller';

/** Unread directives that may guard a route or change its requests, each as a phrase. */

/** Directives that decide about access, or change requests, by themselves. */
const PROGRAMS = new RegExp('^(include|perl|js_\\w+|auth_(basic|jwt|digest|oidc)\\w*|modsecurity\\w*'
  + '|(server_rewrite|rewrite|access|content|set|header_filter|body_filter)_by_lua\\w*)$');

/** Those in the snippets of an Ingress, and of its controller for all Ingresses. */
export function unreadSnippets(ingress: KubeObject, controller: NginxController | undefined): string[] {
  const snippets = [
    ...[NGINX.configurationSnippet, NGINX.serverSnippet, NGINX.authSnippet].map((name) => ({
      name,
      of: ingress,
      text: ingress.annotations[name],
    })),
    ...(controller === undefined
      ? []
      : NGINX_CONFIG.snippets.map((name) => ({
        name,
        of: controller.configMap,
        text: controller.settings[name],
      }))),
  ];
  return snippets.flatMap(({ name, of, text }) => {
    const directives =
      text === undefined ? [] : allDirectives(readNginx(text)).map((directive) => directive.name);
    const programs = [...new Set(directives.filter((directive) => PROGRAMS.test(directive)))];
    return [...text !== undefined && isUnevaluated(text) ? ['a template'] : [], ...programs].map(
      (program) => `${program} in the ${name.replace(/^.*\//, '')} of ${named(of)}, which is not read`,
    );
  });
}

/** The auth subrequest in a snippet, in nginx's directives instead of annotations. */
export function authRequestIn(snippet: string): string | undefined {
  const target = readNginx(snippet).find(({ name }) => name === 'auth_request')?.args[0];
  return target === 'off' ? undefined : target;
}

/** Redirects and snippets of an Ingress. */
export function ingressAnswer({ annotations }: KubeObject): OwnAnswer | undefined {
  const redirect = [NGINX.permanentRedirect, NGINX.temporalRedirect]
    .find((name) => annotations[name]?.trim());
  if (redirect !== undefined) {
    return () => `a redirect to ${annotations[redirect]}`;
  }
  const inLocation = read(annotations[NGINX.configurationSnippet]);
  const inServer = read(annotations[NGINX.serverSnippet]);
  // Locations that no prefix overrides come before those of the controller.
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
              // It may match the path.
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

/** @param unread gets each expression on the way that is not read: it may take the path */
export function locationFor(
  path: string, locations: readonly NginxDirective[], unread: (expression: string) => void,
): NginxDirective | undefined {
  // Other modifiers, and the @ of a name, cannot start a path.
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

const PASSES = new Set(['proxy_pass', 'grpc_pass', 'fastcgi_pass', 'uwsgi_pass']);

/** @param inGuard it is in the location of the auth subrequest itself */
export function bypassOf(text: string, inGuard = false): string | undefined {
  const directives = readNginx(text);
  const all = allDirectives(directives);
  const off = all.find(
    ({ name, args }) =>
      (name === 'auth_request' && args[0] === 'off') || (name === 'satisfy' && args[0] === 'any'),
  );
  if (off !== undefined) {
    return shown(off);
  }
  const softened = all.find(
    ({ name, args }) =>
      name === 'error_page'
      && args.some((arg) => /^=2\d\d$/.test(arg))
      && args.some((arg) => /^40[13]$/.test(arg)),
  );
  if (softened !== undefined) {
    return shown(softened);
  }
  const answer = inGuard
    ? all.find(({ name, args }) => (name === 'return' && /^2\d\d$/.test(args[0])) || PASSES.has(name))
    : undefined;
  if (answer !== undefined) {
    return shown(answer);
  }
  const location = all.find((directive) => directive.name === 'location' && leadsToUnion(directive));
  return location && shown(location);
}

/**
 * A location beside those of the controller has only its own guard; clients cannot request an internal one.
 */
function leadsToUnion(location: NginxDirective): boolean {
  const inside = allDirectives(location.block ?? []);
  return !inside.some(({ name }) => name === 'auth_request' || name === 'internal')
    && inside.some(({ name, args }) => PASSES.has(name) && isOfUnion(args[0] ?? ''));
}

/** A variable can have any value; the controller's own backend names are variables, too. */
function isOfUnion(target: string): boolean {
  const host = /^(?:\w+:\/\/)?([^/:]+)/.exec(target)?.[1] ?? '';
  return (
    host.includes('$')
    || host === 'upstream_balancer'
    || GUARDED_SERVICES.has(serviceOfHost(host)?.service ?? host)
  );
}

function shown({ name, args, block }: NginxDirective): string {
  return `${[name, ...args].join(' ')}${block === undefined ? ';' : ' { … }'}`;
}
