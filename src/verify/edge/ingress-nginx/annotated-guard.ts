// Tests: test/verify/edge/ingress.test.ts
import { NGINX } from '../../../contract/upstream/ingress-nginx';
import type { KubeObject } from '../../kube/kube-object';
import type { AuthGates } from '../auth-gates';
import { askingThrough, gateBehindUrl } from '../gate-guard';
import type { Guard } from '../route';

/**
 * The guard in the annotations of ingress-nginx, which other controllers read as well; undefined without
 * them.
 */
export function annotatedGuard(ingress: KubeObject, gates: AuthGates): Guard | undefined {
  const { annotations } = ingress;
  const url = annotations[NGINX.authUrl];
  const signIn = annotations[NGINX.authSignin];
  const responseHeaders = annotations[NGINX.authResponseHeaders];
  const at = (name: string, isMeant: boolean) => (isMeant ? ingress.annotationField(name) : undefined);
  if (url === undefined || url.trim() === '') {
    return url === undefined ? undefined : { kind: 'none' };
  }
  // It forwards every header to the gate.
  return askingThrough(gateBehindUrl(gates, url, ingress), {
    kind: 'subrequest',
    url,
    field: ingress.annotationField(NGINX.authUrl),
    signIn: signIn ? { url: signIn, field: ingress.annotationField(NGINX.authSignin) } : undefined,
    flaw: methodFlaw(annotations[NGINX.authMethod]) ?? passwordFlaw(annotations[NGINX.authType]),
    refusalReplaced: at(NGINX.customHttpErrors, replacesRefusal(annotations[NGINX.customHttpErrors])),
    failsOpen: at(NGINX.satisfy, annotations[NGINX.satisfy]?.trim() === 'any'),
    backendHeaders: headersOf(responseHeaders),
    backendHeadersAt: at(NGINX.authResponseHeaders, responseHeaders !== undefined),
  });
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

/** Whether custom error pages replace the 401. */
export function replacesRefusal(statuses = ''): boolean {
  return statuses.split(',').some((status) => status.trim() === '401');
}

export function headersOf(list = ''): string[] {
  return list.split(',').map((header) => header.trim().toLowerCase()).filter(Boolean);
}
