import { grouped } from '../../common/data/grouped';
import { openRoutesOf } from '../edge/guarded-paths';
import { hasGuardAnnotations, ignoredAnnotations } from '../edge/ingress-nginx/ignored-annotations';
import { sameSlip, slipsOf } from '../edge/misdirected';
import { openRoutesText } from '../edge/open-routes-text';
import type { EdgeRoute } from '../edge/route';
import { defineRule } from '../engine/rule';
import type { Model } from '../model/model';
import { hostsToGuard } from '../model/union-auth';
import type { Field } from '../read/field';
import { ingressAnnotation } from '../running/cluster-looks';
import { UNGUARDED_API } from '../running/edge-looks';

/** An Ingress is guarded as a whole, an IngressRoute route by route. */
function placeOf(route: EdgeRoute): Field {
  return route.object.kind === 'Ingress' ? route.object.field('metadata', 'annotations') : route.field;
}

/** Those of an Ingress whose guard is there but ignored are auth-annotation-ignored's to report. */
function isLeft({ object }: EdgeRoute, model: Model): boolean {
  return object.kind === 'Ingress'
    && hasGuardAnnotations(object)
    && ignoredAnnotations(object, model.ingressClasses).length > 0;
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
    UNGUARDED_API,
    ingressAnnotation(
      'auth-url', 'Every Ingress but those of sign-in, discovery and health must have a value.',
    ),
  ],
  // Gateway API routes are left to gateway-route-unguarded.
  subjects: (model) => hostsToGuard(model, false),
  notApplicable: 'No host in the input serves a Union control plane with authentication turned on.',
  *check(subjects, model) {
    for (const server of subjects) {
      const open = openRoutesOf(server).filter((route) => !isLeft(route, model));
      const placeText = (route: EdgeRoute) => `${JSON.stringify(route.object.source)} ${placeOf(route)}`;
      const isSlip = (route: EdgeRoute) => sameSlip(route, server) !== undefined;
      for (const routes of grouped(open, (route) => `${placeText(route)} ${isSlip(route)}`)) {
        yield { at: placeOf(routes[0]), ...openRoutesText(routes), restsOn: slipsOf(routes, server) };
      }
    }
  },
});
