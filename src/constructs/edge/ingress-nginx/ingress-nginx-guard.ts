import { Construct, IConstruct } from 'constructs';
import { RouteProtocol } from '../../../contract/union/routes';
import { NGINX, TUNING_ANNOTATIONS } from '../../../contract/upstream/ingress-nginx';
import { AuthGate } from '../auth-gate';
import {
  checkKind, GuardHome, guardMark, guardOfKind, OwnRoute, RouteGuardProps, RouteKind, StandingGuard,
} from '../route-guard';
import { ingressHosts } from '../route-table';
import { emitNginxGate, ingressNginxAnnotations, transportAnnotations } from './ingress-nginx-annotations';

/**
 * Guards Ingresses of your own behind ingress-nginx: emits the auth gate once, and hands out the annotations
 * that ask it.
 *
 * @example
 * const guard = new IngressNginxGuard(chart, 'guard', { identity });
 * guard.addTo(ingress);
 */
export class IngressNginxGuard extends StandingGuard {
  /** @throws when the namespace is invalid, or the chart has a gate with other settings. */
  public constructor(scope: Construct, id: string, props: RouteGuardProps) {
    super(scope, id, 'IngressNginxGuard', props);
  }

  /**
   * The annotations of an Ingress, for values of a chart or an object that is written elsewhere.
   *
   * @param kind what comes in by it
   */
  public annotations(kind: RouteKind = RouteKind.BROWSER): { [name: string]: string } {
    checkKind('IngressNginxGuard.annotations', kind);
    return { ...ingressAnnotations(this._home, kind), ...guardMark(kind) };
  }

  /**
   * Guards an Ingress. Sizes and timeouts that it has stay as they are.
   *
   * @param route of cdk8s-plus, or the `ApiObject` of one
   * @param kind what comes in by it
   * @throws when it is not an Ingress, or has another value for an annotation of the guard; nothing is
   *   changed then. The synthesis fails where an Ingress for browsers has a host that is not a domain of the
   *   identity.
   */
  public addTo(route: IConstruct, kind: RouteKind = RouteKind.BROWSER): void {
    guardIngress(this._home, route, kind);
  }

  /** @internal */
  protected _emit({ identity, namespace }: GuardHome, gate: AuthGate | undefined): void {
    emitNginxGate(this, identity, namespace, gate);
  }
}

/** Guards an Ingress by the gate of a namespace. */
export function guardIngress(home: GuardHome, route: IConstruct, kind: RouteKind): void {
  const ingress = OwnRoute.of('IngressNginxGuard', route, kind, ['Ingress']);
  const wanted = ingressAnnotations(home, kind);
  const ours = Object.entries(wanted).filter(([name]) => !TUNING_ANNOTATIONS.includes(name));
  for (const [name, value] of ours) {
    const there = ingress.annotation(name);
    ingress.problems.check(`annotations["${name}"]`, there, () => (there === undefined || there === value
      ? undefined
      : `is what the guard sets to ${JSON.stringify(value)}; remove it`));
  }
  ingress.problems.throwIfAny();
  if (ingress.isGuarded) {
    return;
  }
  const missing = Object.entries(wanted).filter(([name]) => ingress.annotation(name) === undefined);
  ingress.annotate(Object.fromEntries(missing));
  ingress.mustServe(home.identity, ingressHosts);
}

function ingressAnnotations({ identity, namespace }: GuardHome, kind: RouteKind): Record<string, string> {
  const isGrpc = kind === RouteKind.GRPC || kind === RouteKind.GRPC_STREAMING;
  const sets = ingressNginxAnnotations(identity, namespace);
  const protocol = isGrpc ? RouteProtocol.GRPC : RouteProtocol.HTTP;
  return {
    [NGINX.backendProtocol]: protocol,
    ...transportAnnotations(identity, {
      protocol, streaming: kind === RouteKind.GRPC_STREAMING, guard: guardOfKind(kind),
    }),
    ...(kind === RouteKind.BROWSER ? sets.http : sets.grpc),
  };
}
