import { ApiObject } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { namespaceName } from '../../../common/props/checks';
import { whole } from '../../../common/props/construct-props';
import { demand, instanceOf, optional, Shape, struct, text } from '../../../common/props/prop-types';
import { CONTROL_PLANE_NAMESPACE } from '../../../contract/union/namespaces';
import { RouteProtocol } from '../../../contract/union/routes';
import { NGINX, TUNING_ANNOTATIONS } from '../../../contract/upstream/ingress-nginx';
import { UnionIdentity } from '../../identity';
import { emittedBy } from '../../objects/emitted-by';
import { mustHaveOwnFiles } from '../../output/own-files';
import { EDGE_NAME, labelObjects, PlaneComponent } from '../../pods/labels';
import { inChart, mustLiveBesideControlPlane } from '../../settings/chart-namespace';
import { AUTH_GATE, AuthGate } from '../auth-gate';
import { ingressHosts } from '../ingress-hosts';
import { checkKind, guardMark, guardOfKind, IRouteGuard, OwnRoute, RouteKind } from '../route-guard';
import { ingressNginxAnnotations, transportAnnotations } from './ingress-nginx-annotations';
import { emitNginxGate } from './ingress-nginx-gate';

/** Where the Ingresses' guard asks. */
export interface IngressNginxGuardProps {
  /** The identity. */
  readonly identity: UnionIdentity;

  /**
   * Namespace of flyteadmin, and of the auth gate. Ingresses may be in any.
   *
   * @default - that of the chart; without one "union-cp"
   */
  readonly namespace?: string;

  /**
   * The auth gate that Ingresses ask.
   *
   * @default - that of the chart, where an edge or a plane brings it; otherwise two pods of an unprivileged
   *   nginx
   */
  readonly gate?: AuthGate;
}

const PROPS: Shape<IngressNginxGuardProps> = {
  identity: instanceOf(UnionIdentity),
  namespace: optional(text(namespaceName)),
  gate: optional(struct(AUTH_GATE)),
};

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
  public constructor(scope: Construct, id: string, props: IngressNginxGuardProps) {
    super(scope, id);
    this.namespace = whole(this, () => {
      demand('IngressNginxGuard', props, PROPS);
      const { identity, namespace = CONTROL_PLANE_NAMESPACE, gate } = inChart(this, props);
      emitNginxGate(this, identity, namespace, gate);
      labelObjects(this, { name: EDGE_NAME, instance: namespace, component: PlaneComponent.CONTROL_PLANE });
      mustHaveOwnFiles(this);
      mustLiveBesideControlPlane(this, namespace, identity.domain);
      return namespace;
    });
    this.identity = props.identity;
  }

  /** The emitted objects; none where the chart has the gate already. */
  public get apiObjects(): ApiObject[] {
    return emittedBy(this);
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
