import { listed } from '../../common/data/listed';
import { edgeSettings } from '../../contract/edges/known-edges';
import { NGINX_GATE_URL } from '../../contract/edges/own-gates';
import { CREDENTIAL_HEADERS, METADATA_PREFIX } from '../../contract/union/caller-headers';
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
import { kubectl } from '../running/cluster-looks';
import { anonymous, me } from '../running/edge-looks';

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

export const guardAsksOther = defineRule({
  id: 'guard-asks-other',
  severity: 'error',
  area: 'the edge',
  title: 'Every guard asks flyteadmin\'s /me, and believes its answer.',
  symptom: 'Strangers get in, or nobody does: the guard lets everybody pass, lets pass whom somebody else '
    + 'knows, or answers 401, 403 or 500 to valid sessions and tokens.',
  explanation: 'Only /me of the flyteadmin in the same control plane knows its sessions and tokens and '
    + 'answers the X-User-* headers that the services trust. Another page of it answers 200 to anybody; '
    + 'another namespace, port, scheme or host answers nothing; /me takes GET only, so that a guard which '
    + 'repeats the method of the caller, or appends its path, refuses most. Basic auth, JWT or OIDC at the '
    + 'gateway and an external authorization service decide without it, and leave the identity headers to '
    + 'the caller. An auth gate of this library is compared with what the library writes, line by line, and '
    + 'what anything else that names flyteadmin makes of the question is not judged.',
  remediation: `Have the guard (${edgeSettings('guard')}) ask /me with GET, with `
    + `${listed(CREDENTIAL_HEADERS)} of the caller alone: this library's auth `
    + `gate does that (at ingress-nginx ${NGINX_GATE_URL}), with its ConfigMap as the library writes it. `
    + 'ingress-nginx may ask http://flyteadmin.<namespace>.svc.cluster.local/me itself where the controller '
    + `takes ${METADATA_PREFIX}* from every request.`,
  see: [
    me('401 to an anonymous caller. Whatever the guard asks must answer the same.'),
    anonymous(
      '/api/v1/projects',
      '200 or 501: the guard lets anybody pass. 403 or 500: what it asks does not answer. 401, or a redirect '
        + 'to /login, is right.',
    ),
    kubectl(
      '-n $CP get ingress,middleware,securitypolicy -o yaml | grep -n -E '
        + '"auth-url|address:|backendRefs|pathOverride"',
      'Each must lead to flyteadmin, or to the auth gate.',
    ),
  ],
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
          // A port that somebody took from the Service is told there.
          restsOn: portsOfAsked(subject, model),
        };
      }
    }
  },
});
