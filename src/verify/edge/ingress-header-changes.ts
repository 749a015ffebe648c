import { NGINX, NGINX_CONFIG } from '../../contract/upstream/ingress-nginx';
import { sameHome } from '../kube/home';
import { asText } from '../kube/json-access';
import { KubeObject } from '../kube/kube-object';
import type { Field } from '../read/field';
import { allDirectives, readNginx } from '../read/nginx-config';
import type { HeaderChange, Hop } from './header-changes';
import type { NginxController } from './nginx-controller';
import type { EdgeInput } from './route';

/** What an Ingress and its controller make of headers: in snippets, in ConfigMaps of headers, and among those that are hidden. */
export function ingressHeaderChanges(ingress: KubeObject, controller: NginxController | undefined, input: EdgeInput): HeaderChange[] {
  const snippet = (name: string, hop: Hop) => snippetChanges(ingress.annotations[name], hop, ingress.annotationField(name));
  const setting = (name: string) => controller?.settings[name];
  return [
    ...snippet(NGINX.configurationSnippet, 'after'),
    ...cookiePath(ingress),
    // What the server sets counts for no location: each sets headers of its own.
    ...snippet(NGINX.serverSnippet, 'after').filter(({ hop }) => hop === 'before' || hop === 'response'),
    ...controllerSnippets(controller),
    ...snippet(NGINX.authSnippet, 'guard').map((change) => ({ ...change, hop: 'guard' as const })),
    ...listedHeaders(ingress.annotations[NGINX.authProxySetHeaders], 'guard', ingress, input),
    ...listedHeaders(setting(NGINX_CONFIG.proxySetHeaders), 'after', controller?.configMap, input),
    ...(setting(NGINX_CONFIG.hideHeaders) ?? '').split(',').filter((name) => name.trim() !== '').map((name): HeaderChange =>
      ({ hop: 'response', header: name.trim().toLowerCase(), value: '', field: controller!.configMap.field('data', NGINX_CONFIG.hideHeaders) })),
  ];
}

/** Directives that the controller has for all of its Ingresses. Of those that stand outside of locations only these reach into them. */
function controllerSnippets(controller: NginxController | undefined): HeaderChange[] {
  return controller === undefined ? [] : NGINX_CONFIG.snippets.flatMap((name) =>
    snippetChanges(controller.settings[name], 'after', controller.configMap.field('data', name)).filter(({ hop }) => hop === 'before'));
}

/** flyteadmin's cookies are for every path (`/`). With another one they do not come back. */
function cookiePath(ingress: KubeObject): HeaderChange[] {
  const [, to] = /^\/\s+"?([^\s;"]+)/.exec(ingress.annotations[NGINX.proxyCookiePath]?.trim() ?? '') ?? [];
  return to === undefined || to === '/' ? [] : [{ hop: 'response', header: 'set-cookie', value: '', field: ingress.annotationField(NGINX.proxyCookiePath) }];
}

/** The entries of a ConfigMap, by `<namespace>/<name>` or the name alone. */
function listedHeaders(reference: string | undefined, hop: Hop, near: KubeObject | undefined, input: EdgeInput): HeaderChange[] {
  const [name, namespace = near?.namespace] = (reference ?? '').split('/').reverse();
  const configMap = name === '' ? undefined : input.ofKind('', 'ConfigMap').find((each) => each.name === name && sameHome(each, { cluster: near?.cluster, namespace }));
  return configMap === undefined ? [] : Object.entries(configMap.objectAt('data')).map(([header, value]) =>
    ({ hop, header: header.toLowerCase(), value: asText(value) ?? '', field: configMap.field('data', header) }));
}

function snippetChanges(snippet: string | undefined, hop: Hop, field: Field): HeaderChange[] {
  const changes = snippet === undefined ? [] : allDirectives(readNginx(snippet)).flatMap(({ name, args }) => changesBy(name, args, hop));
  return changes.map((change) => ({ ...change, field })).filter(({ header, value }) => value !== `$http_${header.replace(/-/g, '_')}`);
}

function changesBy(directive: string, args: readonly string[], hop: Hop): Omit<HeaderChange, 'field'>[] {
  const [first = '', second = ''] = args;
  const names = args.filter((arg) => !arg.startsWith('-')).map((arg) => arg.toLowerCase());
  switch (directive) {
    case 'proxy_set_header':
    case 'grpc_set_header': return [{ hop, header: first.toLowerCase(), value: second }];
    case 'more_clear_input_headers': return names.map((header) => ({ hop: 'before', header, value: '' }));
    case 'more_set_input_headers': return args.flatMap((arg) => {
      const [, header, value = ''] = /^([\w-]+):\s*(.*)$/s.exec(arg) ?? [];
      return header === undefined ? [] : [{ hop: 'before' as const, header: header.toLowerCase(), value }];
    });
    case 'proxy_hide_header':
    case 'grpc_hide_header':
    case 'more_clear_headers': return names.map((header) => ({ hop: 'response', header, value: '' }));
    default: return [];
  }
}
