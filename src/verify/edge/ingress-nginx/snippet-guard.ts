import { FLYTEADMIN_PATHS, FLYTEADMIN_SERVICE } from '../../../contract/union/flyteadmin';
import { NGINX } from '../../../contract/upstream/ingress-nginx';
import type { KubeObject } from '../../kube/kube-object';
import type { Field } from '../../read/field';
import { allDirectives, NginxDirective, readNginx } from '../../read/nginx-config';
import { serviceOfHost } from '../cluster-name';
import { Guard, hostOfUrl, pathOfUrl } from '../route';
import { locationFor } from './snippets';

/** A guard that someone wrote into snippets, with nginx's own words instead of annotations. */

interface Place {
  readonly directives: readonly NginxDirective[];
  readonly field: Field;
}

/**
 * The guard that `auth_request` in snippets sets, judged where it plainly asks `/me`; nothing without one.
 *
 * @param servers the Ingresses whose server-snippet may be that of the host, its own first
 */
export function snippetGuard(ingress: KubeObject, servers: readonly KubeObject[]): Guard | undefined {
  const places = [
    placeOf(ingress, NGINX.configurationSnippet),
    ...servers.map((server) => placeOf(server, NGINX.serverSnippet)),
  ];
  const place = places.find(({ directives }) => directives.some(({ name }) => name === 'auth_request'));
  const target = place && argOf(place.directives, 'auth_request');
  if (place === undefined || target === undefined || target === 'off') {
    return undefined;
  }
  const locations = places.flatMap(({ directives }) => directives.filter(({ name }) => name === 'location'));
  const location = locationFor(target, locations, () => undefined);
  const signIn = signInOf(place, locations);
  return location === undefined || !plainlyAsks(location) || signIn === 'unread'
    ? {
      kind: 'opaque',
      field: place.field,
      reason: `auth_request ${target} in a snippet of Ingress ${ingress.name} may ask anything`,
    }
    : {
      kind: 'subrequest',
      url: argOf(location.block!, 'proxy_pass')!,
      field: place.field,
      signIn: signIn === undefined ? undefined : { url: signIn, field: place.field },
      backendHeaders: passedHeaders(place.directives),
    };
}

function placeOf(ingress: KubeObject, annotation: string): Place {
  return {
    directives: readNginx(ingress.annotations[annotation] ?? ''), field: ingress.annotationField(annotation),
  };
}

function argOf(directives: readonly NginxDirective[], wanted: string): string | undefined {
  return directives.find(({ name }) => name === wanted)?.args[0];
}

/** Directives that leave it a question with the caller's own credentials. */
const HARMLESS =
  /^(internal|access_log|proxy_(pass|pass_request_body|set_header|http_version|buffer\w*|\w+_timeout))$/;

function plainlyAsks({ block = [] }: NginxDirective): boolean {
  const url = argOf(block, 'proxy_pass') ?? '';
  const host = hostOfUrl(url) ?? '';
  return pathOfUrl(url) === FLYTEADMIN_PATHS.me
    && (serviceOfHost(host)?.service ?? host) === FLYTEADMIN_SERVICE.name
    && block.every(({ name, args: [header = ''] }) =>
      HARMLESS.test(name) && !(name === 'proxy_set_header' && /^(authorization|cookie)$/i.test(header)));
}

/** Where browsers are sent on 401, in words of nginx; nothing where they get it. */
function signInOf({ directives }: Place, locations: readonly NginxDirective[]): string | undefined {
  const page = directives.find(({ name, args }) => name === 'error_page' && args.includes('401'));
  const target = page?.args.at(-1);
  if (target === undefined || !target.startsWith('@')) {
    return target;
  }
  const handler = locations.find(({ args }) => args[0] === target);
  const answer = allDirectives(handler?.block ?? []).find(({ name }) => name === 'return');
  return /^30\d$/.test(answer?.args[0] ?? '') ? answer!.args.at(-1) : 'unread';
}

/** The headers of the backend that come from the answer, by way of variables. */
function passedHeaders(directives: readonly NginxDirective[]): string[] {
  const answers = new Map(directives.filter(({ name }) => name === 'auth_request_set').map(({ args }) =>
    [args[0], /^\$upstream_http_(\w+)$/.exec(args[1] ?? '')?.[1].replaceAll('_', '-')]));
  return directives.flatMap(({ name, args: [header = '', value = ''] }) =>
    /^(proxy|grpc)_set_header$/.test(name) && answers.get(value) === header.toLowerCase()
      ? [header.toLowerCase()]
      : []);
}
