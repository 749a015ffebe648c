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
    ...[NGINX.configurationSnippet, NGINX.serverSnippet, NGINX.authSnippet]
      .map((name) => ({ name, of: ingress, text: ingress.annotations[name] })),
    ...(controller === undefined ? [] : NGINX_CONFIG.snippets
      .map((name) => ({ name, of: controller.configMap, text: controller.settings[name] }))),
  ];
  return snippets.flatMap(({ name, of, text = '' }) => {
    const programs = allDirectives(read(text)).map((directive) => directive.name)
      .filter((directive) => PROGRAMS.test(directive));
    return [...isUnevaluated(text) ? ['a template'] : [], ...new Set(programs)].map((program) =>
      `${program} in the ${name.replace(/^.*\//, '')} of ${named(of)}, which is not read`);
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
  if (!locations.some(answersItself) && !directives.some(({ name }) => /^(return|rewrite)$/.test(name))) {
    return undefined;
  }
  return (path) => {
    let unread: string | undefined;
    const location = locationFor(path, locations, (expression) => (unread ??= expression));
    const answering = location !== undefined && answersItself(location)
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
  return name === 'return' || (name === 'rewrite' && (flag === 'redirect' || flag === 'permanent')
    && readExpression(first, 'PCRE')?.test(path) !== false);
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
  const byExpression = locations.filter(({ args: [modifier] }) => modifier === '~' || modifier === '~*');
  return byExpression.find(({ args: [modifier, source = ''] }) => {
    const expression = readExpression(source, 'PCRE', modifier === '~*');
    if (expression === undefined) {
      unread(source);
    }
    return expression?.test(path) === true;
  }) ?? longest;
}

const PASSES = new Set(['proxy_pass', 'grpc_pass', 'fastcgi_pass', 'uwsgi_pass']);

/** @param inGuard it is in the location of the auth subrequest itself */
export function bypassOf(text: string, inGuard = false): string | undefined {
  const all = allDirectives(readNginx(text));
  const bypasses = [isOff, isSoftened, ...inGuard ? [answersGuard] : [], leadsToUnion];
  const found = bypasses.flatMap((isBypass) => all.find(isBypass) ?? [])[0];
  return found && `${[found.name, ...found.args].join(' ')}${found.block === undefined ? ';' : ' { … }'}`;
}

function isOff({ name, args: [first] }: NginxDirective): boolean {
  return (name === 'auth_request' && first === 'off') || (name === 'satisfy' && first === 'any');
}

/** Whether an error page turns a refusal into a success. */
function isSoftened({ name, args }: NginxDirective): boolean {
  return name === 'error_page'
    && args.some((arg) => /^=2\d\d$/.test(arg)) && args.some((arg) => /^40[13]$/.test(arg));
}

function answersGuard({ name, args: [first] }: NginxDirective): boolean {
  return (name === 'return' && /^2\d\d$/.test(first)) || PASSES.has(name);
}

/**
 * A location beside those of the controller has only its own guard; clients cannot request an internal one.
 */
function leadsToUnion({ name: directive, block = [] }: NginxDirective): boolean {
  const inside = allDirectives(block);
  return directive === 'location'
    && !inside.some(({ name }) => name === 'auth_request' || name === 'internal')
    && inside.some(({ name, args }) => PASSES.has(name) && isOfUnion(args[0] ?? ''));
}

/** A variable can have any value; the controller's own backend names are variables, too. */
function isOfUnion(target: string): boolean {
  const host = /^(?:\w+:\/\/)?([^/:]+)/.exec(target)?.[1] ?? '';
  return host.includes('$') || host === 'upstream_balancer'
    || GUARDED_SERVICES.has(serviceOfHost(host)?.service ?? host);
}
