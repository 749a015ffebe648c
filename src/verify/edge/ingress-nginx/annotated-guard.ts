import { NGINX } from '../../../contract/upstream/ingress-nginx';
import type { KubeObject } from '../../kube/kube-object';
import type { AuthGates } from '../auth-gates';
import { Guard, hostOfUrl, portAsked, SubrequestGuard } from '../route';

/** The guard that the annotations of ingress-nginx set, which others read as well; nothing without them. */
export function annotatedGuard(ingress: KubeObject, gates: AuthGates): Guard | undefined {
  const url = ingress.annotations[NGINX.authUrl];
  const signIn = ingress.annotations[NGINX.authSignin];
  if (url === undefined || url.trim() === '') {
    return url === undefined ? undefined : { kind: 'none' };
  }
  const field = ingress.annotationField(NGINX.authUrl);
  const { foreign, ...gate } = gateBehindUrl(url, ingress, gates);
  if (foreign !== undefined) {
    return { kind: 'opaque', reason: foreign, field };
  }
  return {
    kind: 'subrequest',
    url,
    ...gate,
    field,
    signIn: signIn ? { url: signIn, field: ingress.annotationField(NGINX.authSignin) } : undefined,
    flaw:
      methodFlaw(ingress.annotations[NGINX.authMethod])
      ?? passwordFlaw(ingress.annotations[NGINX.authType])
      ?? gate.flaw,
    refusalReplaced: replacesRefusal(ingress.annotations[NGINX.customHttpErrors])
      ? ingress.annotationField(NGINX.customHttpErrors)
      : undefined,
    failsOpen:
      ingress.annotations[NGINX.satisfy]?.trim() === 'any'
        ? ingress.annotationField(NGINX.satisfy)
        : undefined,
    backendHeaders: headersOf(ingress.annotations[NGINX.authResponseHeaders]),
    backendHeadersAt: ingress.annotations[NGINX.authResponseHeaders] === undefined
      ? undefined
      : ingress.annotationField(NGINX.authResponseHeaders),
  };
}

/**
 * What a guard says of the gate that its URL leads to; nothing where there is none. It shows the gate every
 * header.
 */
export function gateBehindUrl(
  url: string, near: KubeObject, gates: AuthGates,
): Pick<SubrequestGuard, 'asks' | 'flaw' | 'gateForwards' | 'assumed'> & { readonly foreign?: string } {
  const tls = /^https:/i.test(url);
  const gate = gates.behind(hostOfUrl(url) ?? '', portAsked(url), near);
  return gate === undefined ? {} : {
    asks: gate.asks,
    flaw: tls ? 'TLS, which the gate does not speak' : gate.flaw,
    gateForwards: gate.forwards,
    assumed: gate.assumed,
    foreign: gate.foreign,
  };
}

function methodFlaw(method: string | undefined): string | undefined {
  return method?.trim() && method.trim().toUpperCase() !== 'GET'
    ? `${method.trim()} instead of GET, the only one that /me answers`
    : undefined;
}

function passwordFlaw(type: string | undefined): string | undefined {
  return type?.trim()
    ? `a password as well (auth-type: ${type.trim()}), which takes the place of a token in Authorization`
    : undefined;
}

/** Whether pages of their own answer 401. */
export function replacesRefusal(statuses = ''): boolean {
  return statuses.split(',').some((status) => status.trim() === '401');
}

/** A comma-separated list of headers. */
export function headersOf(list = ''): string[] {
  return list.split(',').map((header) => header.trim().toLowerCase()).filter(Boolean);
}
