import { grouped, oncePer } from '../../../common/data/collections';
import { NGINX, NGINX_CONFIG } from '../../../contract/upstream/ingress-nginx';
import { sameCluster } from '../../kube/home';
import { nearIn } from '../../kube/home-index';
import { asText } from '../../kube/json-access';
import { KubeObject } from '../../kube/kube-object';
import type { Field } from '../../read/field';
import { allDirectives, readNginx } from '../../read/nginx-config';
import { changeKey, changesOfWays, HeaderChange, headerChange, Hop } from '../header-changes';
import { className } from '../ingress-class';
import type { EdgeInput } from '../route';
import { headersOf } from './annotated-guard';
import { dropsSnippets, NginxController } from './nginx-controller';

export interface IngressNeighbours {
  readonly controller: NginxController | undefined;
  /** All Ingresses of the edge. */
  readonly ingresses: readonly KubeObject[];
  readonly input: EdgeInput;
}

/**
 * Header changes by snippets of the Ingress, its host and the controller, ConfigMaps of headers, and hidden
 * headers.
 */
export function ingressHeaderChanges(
  ingress: KubeObject, host: string | undefined, neighbours: IngressNeighbours,
): HeaderChange[] {
  const { controller } = neighbours;
  const snippet = (name: string, hop: Hop) => (dropsSnippets(controller) ? []
    : snippetChanges(ingress.annotations[name], hop, ingress.annotationField(name)));
  return [
    ...snippet(NGINX.configurationSnippet, 'after'),
    ...cookiePath(ingress),
    ...serverChanges(ingress, host, neighbours),
    ...controllerSnippets(controller),
    ...snippet(NGINX.authSnippet, 'guard').map((change) => ({ ...change, hop: 'guard' as const })),
    ...headerLists(ingress, neighbours).flatMap(listedHeaders),
    ...headersOf(controller?.settings[NGINX_CONFIG.hideHeaders]).map((name) =>
      headerChange('response', name, '', controller!.configMap.field('data', NGINX_CONFIG.hideHeaders))),
  ];
}

/** A ConfigMap of headers that an Ingress or its controller names. */
interface HeaderList {
  readonly name: string;
  readonly hop: Hop;
  readonly of: KubeObject | undefined;
  readonly reference: string | undefined;
  readonly configMap: KubeObject | undefined;
}

function headerLists(ingress: KubeObject, { controller, input }: IngressNeighbours): HeaderList[] {
  const { authProxySetHeaders: own } = NGINX;
  const { proxySetHeaders: general } = NGINX_CONFIG;
  const lists = [
    { name: own, hop: 'guard', of: ingress, reference: ingress.annotations[own] },
    { name: general, hop: 'after', of: controller?.configMap, reference: controller?.settings[general] },
  ] as const;
  return lists.map((list) => ({ ...list, configMap: headerList(list.reference, list.of, input) }));
}

/** ConfigMaps of headers that are referenced but missing, each as a phrase. */
export function unseenHeaderLists(ingress: KubeObject, neighbours: IngressNeighbours): string[] {
  return headerLists(ingress, neighbours)
    .filter(({ reference, configMap }) => reference?.trim() && configMap === undefined)
    .map(({ name, of, reference }) =>
      `the ConfigMap ${reference} of headers (${name.replace(/^.*\//, '')} of ${of?.kind} ${of?.name}) is `
        + 'not in the input');
}

/**
 * A host has one server, with the snippet of its oldest Ingress that has one. Manifests do not show the age,
 * so changes that not all of them make may not apply.
 *
 * Source: ingress-nginx 1.15, `internal/ingress/controller/controller.go` (createServers).
 */
function serverChanges(
  ingress: KubeObject, host: string | undefined, { controller, ingresses }: IngressNeighbours,
): HeaderChange[] {
  const holders = dropsSnippets(controller) ? [] : serverSnippetsOf(ingress, host, ingresses);
  const ways = holders.map((holder) => reachingLocations(snippetChanges(
    holder.annotations[NGINX.serverSnippet], 'after', holder.annotationField(NGINX.serverSnippet),
  )));
  return grouped(changesOfWays(ways), changeKey).map(([first]) => first);
}

/** The Ingresses of a host with a server snippet; the given one first, if it has one. */
export function serverSnippetsOf(
  ingress: KubeObject, host: string | undefined, ingresses: readonly KubeObject[],
): KubeObject[] {
  const serving = withServerSnippet(ingresses).filter((other) =>
    other !== ingress && sameCluster(other, ingress) && className(other) === className(ingress)
    && hostsOf(other).includes(host));
  return [...hasServerSnippet(ingress) ? [ingress] : [], ...serving];
}

/** Cached: few Ingresses have one, and each host needs them. */
const withServerSnippet = oncePer((ingresses: readonly KubeObject[]) => ingresses.filter(hasServerSnippet));

function hasServerSnippet({ annotations }: KubeObject): boolean {
  return Boolean(annotations[NGINX.serverSnippet]?.trim());
}

/** The hosts of an Ingress's rules; undefined for a rule without a host. */
export function hostsOf(ingress: KubeObject): (string | undefined)[] {
  return ingress.objectsAt('spec', 'rules').map(({ host }) => asText(host) || undefined);
}

/** Directives of the controller for all of its Ingresses. */
function controllerSnippets(controller: NginxController | undefined): HeaderChange[] {
  return controller === undefined ? [] : NGINX_CONFIG.snippets.flatMap((name) => {
    const made = snippetChanges(controller.settings[name], 'after', controller.configMap.field('data', name));
    return name === NGINX_CONFIG.locationSnippet ? made : reachingLocations(made);
  });
}

/** A location with `proxy_set_header` inherits none. */
function reachingLocations(changes: readonly HeaderChange[]): HeaderChange[] {
  return changes.filter(({ hop }) => hop === 'before' || hop === 'response');
}

/** flyteadmin's cookies have the path `/`. With another path, browsers do not send them back. */
function cookiePath(ingress: KubeObject): HeaderChange[] {
  const [, to] = /^\/\s+"?([^\s;"]+)/.exec(ingress.annotations[NGINX.proxyCookiePath]?.trim() ?? '') ?? [];
  const field = ingress.annotationField(NGINX.proxyCookiePath);
  return to === undefined || to === '/' ? [] : [headerChange('response', 'set-cookie', '', field)];
}

function listedHeaders({ hop, configMap }: HeaderList): HeaderChange[] {
  return configMap === undefined ? [] : Object.entries(configMap.objectAt('data')).map(([name, value]) =>
    headerChange(hop, name, value, configMap.field('data', name)));
}

/** The ConfigMap of a reference: `<namespace>/<name>` or only the name. */
function headerList(
  reference: string | undefined, near: KubeObject | undefined, input: EdgeInput,
): KubeObject | undefined {
  const [name, namespace = near?.namespace] = (reference ?? '').split('/').reverse();
  return name === ''
    ? undefined
    : nearIn(input.ofKind('', 'ConfigMap'), { cluster: near?.cluster, namespace })
      .find((each) => each.name === name);
}

/** Directives in a block (`if`, `location`) apply to some requests. */
function snippetChanges(snippet: string | undefined, hop: Hop, field: Field): HeaderChange[] {
  const directives = snippet === undefined ? [] : readNginx(snippet);
  const changes = allDirectives(directives).flatMap((directive) => {
    const made = changesBy(directive.name, directive.args, hop);
    return directives.includes(directive) ? made : made.map((change) => ({ ...change, partly: true }));
  });
  return changes
    .map((change) => ({ ...change, field }))
    .filter(({ header, value }) => value !== `$http_${header.replace(/-/g, '_')}`);
}

function changesBy(directive: string, args: readonly string[], hop: Hop): Omit<HeaderChange, 'field'>[] {
  const [first = '', second = ''] = args;
  switch (directive) {
    case 'proxy_set_header':
    case 'grpc_set_header':
      return [{ hop, header: first.toLowerCase(), value: second }];
    case 'more_clear_input_headers':
      return inputChanges(args, (header) => ({ header: header.replace(/:.*$/s, ''), value: '' }));
    case 'more_set_input_headers':
      return inputChanges(args, (arg) => {
        const [, header, value = ''] = /^([\w-]+):\s*(.*)$/s.exec(arg) ?? [];
        return header === undefined ? undefined : { header, value };
      });
    case 'proxy_hide_header':
    case 'grpc_hide_header':
    case 'more_clear_headers':
      return args
        .filter((arg) => !arg.startsWith('-'))
        .map((header) => ({ hop: 'response', header: header.toLowerCase(), value: '' }));
    default:
      return [];
  }
}

/**
 * The changes of a headers-more directive before all other processing; with `-t` and types in the next
 * argument, only for requests with these types.
 *
 * Source: headers-more 0.37, `src/ngx_http_headers_more_headers_in.c`.
 */
function inputChanges(
  args: readonly string[], changeOf: (arg: string) => Pick<HeaderChange, 'header' | 'value'> | undefined,
): Omit<HeaderChange, 'field'>[] {
  const partly = args.includes('-t') ? { partly: true } : {};
  return args.filter((arg, index) => !arg.startsWith('-') && args[index - 1] !== '-t').flatMap((arg) => {
    const change = changeOf(arg);
    return change === undefined
      ? []
      : [{ hop: 'before' as const, ...change, header: change.header.toLowerCase(), ...partly }];
  });
}
