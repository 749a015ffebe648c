import { openRoutesOf } from '../edge/guarded-paths';
import { hasGuardAnnotations, ignoredAnnotations } from '../edge/ingress-nginx/ignored-annotations';
import { openRoutesText } from '../edge/open-routes-text';
import type { EdgeRoute } from '../edge/route';
import type { EdgeServer } from '../edge/server';
import { defineRule } from '../engine/rule';
import type { Model } from '../model/model';
import { demandsGuards } from '../model/union-auth';
import type { Field } from '../read/field';
import { ingressAnnotation } from '../running/cluster-looks';
import { anonymous } from '../running/edge-looks';

/** Hosts whose routes must be guarded. Gateway API routes are left to gateway-route-unguarded. */
function subjectsOf(model: Model): EdgeServer[] {
  return model.unionServers.filter((server) =>
    !server.edge.guardsApart
    && server.routes.some(({ guard }) => guard.kind !== 'opaque')
    && demandsGuards(server, model));
}

/** An Ingress is guarded as a whole, an IngressRoute route by route. */
function placeOf(route: EdgeRoute): Field {
  return route.object.kind === 'Ingress' ? route.object.field('metadata', 'annotations') : route.field;
}

export const routeUnguarded = defineRule({
  id: 'route-unguarded',
  severity: 'error',
  area: 'browser login',
  title: 'Every route that must be guarded is.',
  symptom: 'Nothing fails. Anybody who reaches the host reaches the APIs or the console without signing in, '
    + 'and the console shows errors instead of a login.',
  explanation: 'Only sign-in, discovery and health are open in a control plane; every other route of it '
    + 'needs a guard in front, because the services behind trust the identity headers that the guard sets. A '
    + 'host counts once authentication is on: useAuth is true or another route of it is guarded. A guard for '
    + 'the whole controller (global-auth-url) counts when its ConfigMap is in the input. An Ingress whose '
    + 'guard is there but ignored is left to auth-annotation-ignored, Gateway API routes are left to '
    + 'gateway-route-unguarded.',
  remediation: 'Add the auth annotations (chart: ingress.protectedIngressAnnotations, '
    + 'protectedIngressAnnotationsGrpc and protectedConsoleIngressAnnotations) or the middleware of the '
    + 'guarded routes to this one as well.',
  see: [
    anonymous(
      '/api/v1/projects',
      '200, or 501: the request reached a service without a guard. 401, or a redirect to /login, is right.',
    ),
    ingressAnnotation(
      'auth-url', 'Every Ingress but those of sign-in, discovery and health must have a value.',
    ),
  ],
  subjects: subjectsOf,
  notApplicable: 'No host in the input serves a Union control plane with authentication turned on.',
  *check(subjects, model) {
    for (const server of subjects) {
      const places = new Map<string, { at: Field; routes: EdgeRoute[] }>();
      for (const route of openRoutesOf(server)) {
        const { object } = route;
        if (object.kind === 'Ingress'
          && hasGuardAnnotations(object)
          && ignoredAnnotations(object, model.ingressClasses).length > 0) {
          continue;
        }
        const at = placeOf(route);
        const key = `${object.source.file} ${object.source.document} ${object.source.path.join('.')} ${at}`;
        places.set(key, { at, routes: [...places.get(key)?.routes ?? [], route] });
      }
      for (const { at, routes } of places.values()) {
        yield { at, ...openRoutesText(routes, server) };
      }
    }
  },
});
