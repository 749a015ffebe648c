import { serviceOfHost } from '../edge/cluster-name';
import { isUnionServer, servesUnion } from '../edge/guarded-paths';
import { EdgeRoute, Guard, hostOfUrl, portAsked, routesByGuard, urlAsked } from '../edge/route';
import { defineRule } from '../engine/rule';
import { beside } from '../kube/home';
import { askedInstead } from '../model/guard-question';
import type { Model } from '../model/model';
import { isStray } from '../model/open-paths';
import { demandsGuards } from '../model/union-auth';
import type { Field } from '../read/field';
import { objectText } from '../texts/headline';

interface Subject {
  readonly route: EdgeRoute;
  readonly guard: Exclude<Guard, { readonly kind: 'none' }>;
}

/** A route for each guard of a control plane's services; those that the input does not show are left out. */
function subjectsOf(model: Model): Subject[] {
  return model.unionServers.filter((server) => isUnionServer(server) && demandsGuards(server, model))
    .flatMap(({ routes }) => routesByGuard(routes.filter(servesUnion)))
    .flatMap((route) => {
      const { guard } = route;
      const isUnknown = guard.kind === 'opaque' && guard.dangling !== true;
      return guard.kind === 'none' || isUnknown || isStray(guard, model)
        ? []
        : [{ route, guard }];
    });
}

/** The ports of the Service that a guard asks at one which it does not have; nothing elsewhere. */
function portsOfAsked({ route, guard }: Subject, model: Model): Field[] {
  const url = guard.kind === 'subrequest' ? urlAsked(guard) : '';
  const { service: name = '', namespace = undefined } = serviceOfHost(hostOfUrl(url) ?? '') ?? {};
  const service = model.services.named(name, beside(route.object, namespace));
  return service === undefined || service.port(portAsked(url)) !== undefined ? [] : [service.field('ports')];
}

function found({ route, guard }: Subject, model: Model): string | undefined {
  switch (guard.kind) {
    case 'subrequest': return askedInstead(route, guard, model);
    case 'other': return 'a guard that decides by itself';
    case 'opaque': return guard.reason;
  }
}

/** Guards that share a gate with a fault share its finding. */
function placeToMend(guard: Subject['guard']): Field {
  return (guard.kind === 'subrequest' ? guard.flawAt : undefined) ?? guard.field;
}

export const guardAsksOther = defineRule('guard-asks-other', {
  subjects: subjectsOf,
  notApplicable:
    'No service of a control plane with authentication turned on is behind a guard that the input shows.',
  *check(subjects, model) {
    for (const subject of subjects) {
      const instead = found(subject, model);
      if (instead !== undefined) {
        yield {
          at: placeToMend(subject.guard),
          expected: 'a guard that asks /me of flyteadmin with GET',
          found: instead,
          values: { route: objectText(subject.route.object) },
          // A port that somebody took from the Service is told there.
          restsOn: portsOfAsked(subject, model),
        };
      }
    }
  },
});
