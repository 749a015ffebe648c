import { TAKES_ALL, TAKES_UNLISTED } from '../../contract/union/own-lua';
import { NGINX, NGINX_CONFIG } from '../../contract/upstream/ingress-nginx';
import { sameHome } from '../kube/home';
import { asList, asObject, asText } from '../kube/json-access';
import type { KubeObject } from '../kube/kube-object';
import { allDirectives, readNginx } from '../read/nginx-config';
import type { NginxController } from './nginx-controller';
import type { Guard } from './route';
import { targetsOf } from './security-policy';
import { isUnevaluated } from './template';

/**
 * What may stand before a route, or change its requests, and nobody here reads: each as a phrase. It may do
 * anything.
 */

/**
 * Directives that decide by themselves who gets in, or what a request becomes: programs, and guards that are
 * no subrequest.
 */
const PROGRAMS = new RegExp('^(include|perl|js_\\w+|auth_(basic|jwt|digest|oidc)\\w*|modsecurity\\w*'
  + '|(server_rewrite|rewrite|access|content|set|header_filter|body_filter)_by_lua\\w*)$');

/** Of the snippets of an Ingress, and of those that its controller has for all. */
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

/**
 * Middlewares of Traefik that are read, or that neither decide who gets in nor change what a backend takes a
 * request for.
 */
const KNOWN_MIDDLEWARES = new Set([
  'addPrefix', 'basicAuth', 'buffering', 'chain', 'circuitBreaker', 'compress', 'contentType', 'digestAuth',
  'encodedCharacters', 'errors', 'forwardAuth', 'grpcWeb', 'headers', 'inFlightReq', 'ipAllowList',
  'ipWhiteList', 'passTLSClientCert', 'rateLimit', 'redirectRegex', 'redirectScheme', 'replacePath',
  'replacePathRegex', 'retry', 'stripPrefix', 'stripPrefixRegex',
]);

export function unreadMiddlewares(middlewares: readonly KubeObject[]): string[] {
  return middlewares.flatMap((middleware) =>
    Object.keys(middleware.objectAt('spec'))
      .filter((kind) => !KNOWN_MIDDLEWARES.has(kind))
      .map(
        (kind) =>
          `${named(middleware)}, a ${kind === 'plugin' ? 'plugin' : `middleware of the kind ${kind}`}, which `
            + 'is not read',
      ),
  );
}

/** Filters of the Gateway API that are read, or that leave who gets in and what a request is alone. */
const KNOWN_FILTERS = new Set([
  'CORS', 'ExternalAuth', 'RequestHeaderModifier', 'RequestMirror', 'RequestRedirect',
  'ResponseHeaderModifier', 'URLRewrite',
]);

export function unreadFilters(rule: Readonly<Record<string, unknown>>, route: KubeObject): string[] {
  const backends = asList(rule.backendRefs).map(asObject);
  return [rule, ...backends].flatMap(({ filters }) => asList(filters).map(asObject)).flatMap((filter) => {
    const type = asText(filter.type) ?? '';
    const { kind, name } = asObject(filter.extensionRef);
    return KNOWN_FILTERS.has(type) || asText(kind) === 'Middleware'
      ? []
      : [
        `the filter ${type === 'ExtensionRef' ? `${asText(kind)} ${asText(name)}` : type} of `
            + `${named(route)}, which is not read`,
      ];
  });
}

/**
 * Extensions of Envoy that aim at a route or its Gateways: Lua, WebAssembly, programs that Envoy asks. Our
 * own Lua only takes headers away.
 */
export function unreadExtensions(policies: readonly KubeObject[], targets: readonly KubeObject[]): string[] {
  return policies
    .filter((policy) => aimsAt(policy, targets))
    .flatMap((policy) =>
      ['lua', 'wasm', 'extProc', 'dynamicModule']
        .filter((kind) =>
          policy.listAt('spec', kind).some((entry) => kind !== 'lua' || ownLua(entry) === undefined),
        )
        .map((kind) => `${kind} of ${named(policy)}, which is not read`),
    );
}

/** Whether a policy of Envoy Gateway aims at one of these objects by name, or may by labels. */
export function aimsAt(policy: KubeObject, targets: readonly KubeObject[]): boolean {
  return targets.some(
    (target) =>
      sameHome(policy, target)
      && (policy.at('spec', 'targetSelectors') !== undefined
        || targetsOf(policy).some(
          ({ kind, name }) => asText(kind) === target.kind && asText(name) === target.name,
        )),
  );
}

/** Which of our filters a piece of Lua is. */
export function ownLua(entry: unknown): 'takes all' | 'takes unlisted' | undefined {
  const text = asText(asObject(entry).inline)?.trim();
  if (text === TAKES_ALL.trim()) {
    return 'takes all';
  }
  return text === TAKES_UNLISTED.trim() ? 'takes unlisted' : undefined;
}

/** Where no guard is to be seen, what is not read may be one. */
export function mayBeGuarded(guard: Guard, unread: readonly string[], at: KubeObject): Guard {
  return guard.kind !== 'none' || unread.length === 0 ? guard
    : { kind: 'opaque', field: at.field('spec'), reason: `${unread[0]}, may guard it` };
}

function named({ kind, name }: KubeObject): string {
  return `${kind} ${name}`;
}
