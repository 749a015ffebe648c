import { ApiObject } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { RouteProtocol } from '../../../contract/union/routes';
import { NGINX, TUNING_ANNOTATIONS } from '../../../contract/upstream/ingress-nginx';
import { UnionIdentity } from '../../identity';
import { emittedBy, emittedObject } from '../../objects/emitted-by';
import { ingressHosts } from '../ingress-hosts';
import {
  checkKind, emitGuard, guardMark, guardOfKind, IRouteGuard, OwnRoute, RouteGuardProps, RouteKind,
} from '../route-guard';
import { ingressNginxAnnotations, transportAnnotations } from './ingress-nginx-annotations';
import { emitNginxGate } from './ingress-nginx-gate';

/**
 * Guards Ingresses of your own behind ingress-nginx: emits the auth gate once, and hands out the annotations
 * that ask it.
 *
 * @example
 * const guard = new IngressNginxGuard(chart, 'guard', { identity });
 * guard.addTo(ingress);
 */
export class IngressNginxGuard extends Construct implements IRouteGuard {
  private readonly identity: UnionIdentity;
  private readonly namespace: string;

  /** @throws when the namespace is invalid, or the chart has a gate with other settings. */
  public constructor(scope: Construct, id: string, props: RouteGuardProps) {
    super(scope, id);
    this.namespace = emitGuard('IngressNginxGuard', this, props, ({ identity, namespace, gate }) =>
      emitNginxGate(this, identity, namespace, gate));
    this.identity = props.identity;
  }

  /** The emitted objects; none where the chart has the gate already. */
  public get apiObjects(): ApiObject[] {
    return emittedBy(this);
  }

  /**
   * One of the emitted objects, to patch it.
   *
   * @param kind its kind
   * @param name its name
   * @throws when there is none; the error names those that there are.
   */
  public object(kind: string, name: string): ApiObject {
    return emittedObject(this, kind, name);
  }

  /**
   * The annotations of an Ingress, for values of a chart or an object that is written elsewhere.
   *
   * @param kind what comes in by it
   */
  public annotations(kind: RouteKind = RouteKind.BROWSER): { [name: string]: string } {
    checkKind('IngressNginxGuard.annotations', kind);
    return { ...ingressAnnotations(this.identity, this.namespace, kind), ...guardMark(kind) };
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
    guardIngress(this.identity, this.namespace, route, kind);
  }
}

/** Guards an Ingress by the gate of a namespace. */
export function guardIngress(
  identity: UnionIdentity, namespace: string, route: IConstruct, kind: RouteKind,
): void {
  const ingress = OwnRoute.of('IngressNginxGuard', route, kind, ['Ingress']);
  const wanted = ingressAnnotations(identity, namespace, kind);
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
  ingress.mustServe(identity, ingressHosts);
}

function ingressAnnotations(
  identity: UnionIdentity, namespace: string, kind: RouteKind,
): Record<string, string> {
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
