import { Construct } from 'constructs';
import { namespaceName, objectName } from '../_internal/checks';
import { Problems } from '../_internal/problems';
import { RouteGuard, RouteProtocol } from '../contract/union/routes';
import { ALPN_PROTOCOLS, ENVOY_GATEWAY_API_VERSION, ENVOY_GATEWAY_CLASS } from '../contract/upstream/envoy-gateway';
import { GATEWAY_API_VERSION, MAX_LISTENERS } from '../contract/upstream/gateway-api';
import { AuthGateOptions, checkAuthGate, emitAuthGate } from './auth-gate';
import { EdgeContext } from './edge-context';
import { emit } from './emit';
import { packedRules } from './gateway-routes';
import { emitSecurityPolicies, ENVOY_DIALECT, GuardedRoute, targetRef } from './security-policies';

/** A Gateway that somebody else owns. */
export interface GatewayReference {
  /** Name of the Gateway. */
  readonly name: string;

  /**
   * Its namespace. Its listeners must allow routes from the namespace of the control plane.
   *
   * @default - the namespace of the control plane
   */
  readonly namespace?: string;

  /**
   * The listener to attach to.
   *
   * @default - every listener that fits
   */
  readonly sectionName?: string;
}

/** Settings of the Envoy Gateway edge. */
export interface EnvoyGatewayEdgeProps {
  /**
   * The GatewayClass of the Gateway that is emitted.
   *
   * @default 'eg', the class of Envoy Gateway's installation guide
   */
  readonly gatewayClassName?: string;

  /**
   * An existing Gateway to attach the routes to. It brings the certificates, so the edge takes no `tls` then.
   *
   * @default - a Gateway of its own, named `controlplane`
   */
  readonly gateway?: GatewayReference;

  /**
   * The auth gate that Envoy asks.
   *
   * @default - two pods of an unprivileged nginx
   */
  readonly gate?: AuthGateOptions;
}

/** @internal */
export function _checkEnvoyGatewayEdge({ gatewayClassName, gateway, gate }: EnvoyGatewayEdgeProps): void {
  const problems = new Problems('Edge.envoyGateway');
  if (gatewayClassName !== undefined) {
    problems.check('gatewayClassName', gatewayClassName, objectName);
  }
  if (gateway) {
    problems.check('gateway.name', gateway.name, objectName).check('gateway.namespace', gateway.namespace ?? 'default', namespaceName);
  }
  if (gateway && gatewayClassName !== undefined) {
    problems.add('gatewayClassName', gatewayClassName, 'belongs to a Gateway of its own, but an existing one is named; leave one of the two out');
  }
  checkAuthGate(problems, gate);
  problems.throwIfAny();
}

const GATEWAY = 'controlplane';
const { HTTP } = RouteProtocol;

/** Gateway, routes, the gate, the policies that guard the routes, and those that lift Envoy's time limits. */
export function attachEnvoyGateway(scope: Construct, context: EdgeContext, props: EnvoyGatewayEdgeProps): void {
  const { namespace } = context;
  checkTls(context, props);
  if (!props.gateway) {
    emitGateway(scope, context, props.gatewayClassName ?? ENVOY_GATEWAY_CLASS);
  }
  emitAuthGate(scope, namespace, ENVOY_DIALECT, props.gate);

  const routes = context.groups.flatMap((group) =>
    packedRules(group).map((rules, i) => {
      const name = i === 0 ? group.name : `${group.name}-${i + 1}`;
      const kind = group.protocol === HTTP ? 'HTTPRoute' : 'GRPCRoute';
      emit(scope, GATEWAY_API_VERSION, kind, { name, namespace }, {
        spec: { parentRefs: [props.gateway ?? { name: GATEWAY }], hostnames: context.hosts, rules },
      });
      return { kind, name, guard: group.guard } as const;
    }),
  );
  emitSecurityPolicies(scope, namespace, routes.filter((route): route is GuardedRoute => route.guard !== RouteGuard.OPEN));
  emit(scope, ENVOY_GATEWAY_API_VERSION, 'BackendTrafficPolicy', { name: GATEWAY, namespace }, {
    // Envoy ends every answer after 15 s otherwise, streams too. nginx knows no such limit.
    spec: { targetRefs: routes.map(targetRef), timeout: { http: { requestTimeout: '0s' } } },
  });
}

function checkTls({ hostSets }: EdgeContext, { gateway }: EnvoyGatewayEdgeProps): void {
  const problems = new Problems('ControlPlaneEdge');
  for (const { hosts, secretName } of hostSets) {
    if (gateway && secretName !== undefined) {
      problems.add('tls', secretName, `is of no use to the existing Gateway ${gateway.name}, whose listeners name their certificates; leave tls out`);
    }
    if (!gateway && secretName === undefined) {
      problems.add('tls', undefined, `the HTTPS listeners of ${hosts.join(', ')} need a certificate; name its Secret, or an existing Gateway`);
    }
  }
  const listeners = hostSets.flatMap(({ hosts }) => hosts).length;
  if (!gateway && listeners > MAX_LISTENERS) {
    problems.add('hosts', listeners, `are too many for one Gateway; it has at most ${MAX_LISTENERS} listeners, use several edges`);
  }
  problems.throwIfAny();
}

function emitGateway(scope: Construct, { namespace, hostSets }: EdgeContext, gatewayClassName: string): void {
  const listeners = hostSets
    .flatMap(({ hosts, secretName }) => hosts.map((hostname) => ({ hostname, secretName })))
    .map(({ hostname, secretName }, i) => ({
      name: i === 0 ? 'https' : `https-${i + 1}`,
      protocol: 'HTTPS',
      port: 443,
      hostname,
      tls: { mode: 'Terminate', certificateRefs: [{ kind: 'Secret', name: secretName }] },
      allowedRoutes: { namespaces: { from: 'Same' } },
    }));
  emit(scope, GATEWAY_API_VERSION, 'Gateway', { name: GATEWAY, namespace }, { spec: { gatewayClassName, listeners } });
  emit(scope, ENVOY_GATEWAY_API_VERSION, 'ClientTrafficPolicy', { name: GATEWAY, namespace }, {
    spec: {
      targetRefs: [{ ...targetRef({ kind: 'HTTPRoute', name: GATEWAY }), kind: 'Gateway' }],
      // Without, listeners whose certificates overlap lose HTTP/2, and with it gRPC.
      tls: { alpnProtocols: [...ALPN_PROTOCOLS] },
      // Idle streams are cut after 5 minutes otherwise, and watches are idle for long.
      timeout: { http: { requestReceivedTimeout: '0s', streamIdleTimeout: '0s' } },
    },
  });
}
