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

export const routeUnguarded = defineRule('route-unguarded', {
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
