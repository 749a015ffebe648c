import { Construct } from 'constructs';
import { namespaceName, objectName } from '../_internal/checks';
import { Problems } from '../_internal/problems';
import { CHART_PROTECTED_GRPC_ROUTE, CHART_PROTECTED_HTTP_ROUTE } from '../contract/envoy-gateway';
import { CONTROL_PLANE_NAMESPACE } from '../contract/namespaces';
import { RouteGuard } from '../contract/routes';
import { AuthGateOptions, checkAuthGate, emitAuthGate } from './auth-gate';
import { emitSecurityPolicies, ENVOY_DIALECT, GuardedRoute } from './security-policies';

/** Which existing routes to guard. */
export interface EnvoyGatewayGuardProps {
  /**
   * The namespace of the routes, and of flyteadmin.
   *
   * @default 'union-cp'
   */
  readonly namespace?: string;

  /**
   * HTTPRoutes from which anonymous browsers are sent to sign in.
   *
   * @default ['controlplane-protected'], which Union's chart renders
   */
  readonly httpRoutes?: string[];

  /**
   * GRPCRoutes on which anonymous callers get UNAUTHENTICATED.
   *
   * @default ['controlplane-grpc-protected'], which Union's chart renders
   */
  readonly grpcRoutes?: string[];

  /**
   * The auth gate that Envoy asks.
   *
   * @default - two pods of an unprivileged nginx
   */
  readonly gate?: AuthGateOptions;
}

/**
 * Guards routes that somebody else renders.
 *
 * With `INGRESS_PROVIDER: envoy`, Union's control plane chart renders the routes named "protected" without any
 * SecurityPolicy: they are open. This construct closes them and touches nothing else.
 */
export class EnvoyGatewayGuard extends Construct {
  /** @throws when a name is none, no route is named or one is named twice. The error lists all problems. */
  public constructor(scope: Construct, id: string, props: EnvoyGatewayGuardProps = {}) {
    super(scope, id);
    const namespace = props.namespace ?? CONTROL_PLANE_NAMESPACE;
    const httpRoutes = props.httpRoutes ?? [CHART_PROTECTED_HTTP_ROUTE];
    const grpcRoutes = props.grpcRoutes ?? [CHART_PROTECTED_GRPC_ROUTE];

    const problems = new Problems('EnvoyGatewayGuard').check('namespace', namespace, namespaceName);
    checkNames(problems, 'httpRoutes', httpRoutes);
    checkNames(problems, 'grpcRoutes', grpcRoutes);
    if (httpRoutes.length + grpcRoutes.length === 0) {
      problems.add('httpRoutes', httpRoutes, 'and grpcRoutes are empty, so nothing would be guarded; name a route');
    }
    checkAuthGate(problems, props.gate);
    problems.throwIfAny();

    emitAuthGate(this, namespace, ENVOY_DIALECT, props.gate);
    emitSecurityPolicies(this, namespace, [
      ...httpRoutes.map((name): GuardedRoute => ({ kind: 'HTTPRoute', name, guard: RouteGuard.SIGN_IN })),
      ...grpcRoutes.map((name): GuardedRoute => ({ kind: 'GRPCRoute', name, guard: RouteGuard.UNAUTHORIZED })),
    ]);
  }
}

function checkNames(problems: Problems, prop: string, names: readonly string[]): void {
  names.forEach((name, i) => {
    const repeated = (value: string) => (names.indexOf(value) < i ? 'is given twice; name each route once' : undefined);
    problems.check(`${prop}[${i}]`, name, objectName, repeated);
  });
}
