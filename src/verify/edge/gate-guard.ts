// Tests: test/verify/edge/auth-gates.test.ts
import type { KubeObject } from '../kube/kube-object';
import type { AuthGates } from './auth-gates';
import type { GateAnswer } from './own-gate';
import { Guard, hostOfUrl, opaque, portAsked, SubrequestGuard } from './route';

/** @param headers as for `AuthGates.behind` */
export function gateBehindUrl(
  gates: AuthGates, url: string, near: KubeObject, headers?: readonly string[],
): GateAnswer | undefined {
  const gate = gates.behind(hostOfUrl(url) ?? '', portAsked(url), near, headers);
  return gate && /^https:/i.test(url)
    ? { ...gate, flaw: 'TLS, which the gate does not speak', flawAt: undefined }
    : gate;
}

/** A guard that calls a gate, or flyteadmin itself: it handles requests as the gate does. */
export function askingThrough(gate: GateAnswer | undefined, guard: SubrequestGuard): Guard {
  if (gate === undefined) {
    return guard;
  }
  const { asks, flaw, flawAt, forwards, assumed, foreign } = gate;
  return foreign !== undefined && asks === undefined
    ? opaque(guard.field, foreign)
    : {
      ...guard,
      asks,
      ...(guard.flaw === undefined ? { flaw, flawAt } : {}),
      gateForwards: forwards,
      assumed,
      unread: foreign,
    };
}
