import { guardText, routesByGuard } from '../edge/route';
import type { Guard } from '../edge/route';
import { defineRule } from '../engine/rule';
import type { Model } from '../model/model';
import { ingressAnnotation, kubectl } from '../running/cluster-looks';

type ActiveGuard = Exclude<Guard, { kind: 'none' | 'opaque' }>;

/** The guards of a control plane's routes. */
function subjectsOf(model: Model): ActiveGuard[] {
  return model.unionServers
    .flatMap(({ routes }) => routesByGuard(routes))
    .map(({ guard }) => guard)
    .filter((guard) => guard.kind === 'subrequest' || guard.kind === 'other');
}

export const authFailsOpen = defineRule({
  id: 'auth-fails-open',
  severity: 'error',
  area: 'the edge',
  title: 'A guard that gets no answer lets nobody in.',
  symptom: 'Nothing fails. Whenever the auth service is away, slow or overloaded, anybody reaches the APIs '
    + 'and the console, with forged identity headers.',
  explanation: 'With extAuth.failOpen: true in a SecurityPolicy Envoy passes every request while the auth '
    + 'service does not answer, which a caller can bring about by flooding it. With satisfy: any '
    + 'ingress-nginx lets a request pass that any other access rule of the location allows, whatever the '
    + 'auth subrequest says.',
  remediation:
    'Take failOpen (or the satisfy annotation) off the guard. To have clients try again, set '
      + 'extAuth.statusOnError: 503 instead.',
  see: [
    kubectl('get securitypolicy -A -o yaml | grep -n failOpen', 'It must not say true.'),
    ingressAnnotation('satisfy', 'It must not say any.'),
  ],
  subjects: subjectsOf,
  notApplicable: 'No route of a control plane in the input has a guard.',
  *check(subjects) {
    for (const guard of subjects) {
      if (guard.failsOpen !== undefined) {
        yield {
          at: guard.failsOpen,
          expected: `${guardText(guard)} that keeps everybody out until it answers`,
          found: 'a guard that fails open',
        };
      }
    }
  },
});
