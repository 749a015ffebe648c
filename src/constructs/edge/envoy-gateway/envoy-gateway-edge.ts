import { Construct, IConstruct } from 'constructs';
import { namespaceName, objectName } from '../../../common/props/checks';
import { Problems } from '../../../common/props/problems';
import { demand, optional, Shape, struct, text } from '../../../common/props/prop-types';
import { ENVOY_GATEWAY } from '../../../contract/edges/known-edges';
import { CHART_GATEWAY } from '../../../contract/union/gateway-routes';
import { RouteGroup, RouteGuard, RouteProtocol } from '../../../contract/union/routes';
import {
  CHART_ENVOY_NAMESPACE, ENVOY_GATEWAY_API_VERSION, ENVOY_GATEWAY_CLASS, ENVOY_GATEWAY_NAMESPACE,
  envoyPodLabels,
} from '../../../contract/upstream/envoy-gateway';
import { GATEWAY_API_VERSION, MAX_PARENTS } from '../../../contract/upstream/gateway-api';
import { emit } from '../../objects/api-objects';
import { YamlFile } from '../../output/text-file';
import { NetworkPeer } from '../../pods/network-policy';
import { mustReplaceNoGateway } from '../../settings/chart-namespace';
import { emitAuthGate } from '../auth-gate';
import { HostSet } from '../edge-hosts';
import { EDGE_PROPS, EdgeContext, EdgeKind, EdgeProps } from '../edge-kind';
import { RouteKind } from '../route-guard';
import {
  certificateReference, clientTraffic, emitHeaderFilters, emitPolicy, emitSecurityPolicies,
  ENVOY_GATEWAY_VERSION, GuardedRoute, guardGatewayRoute, hasField, parentReference, takesLua, withoutTimeout,
} from './envoy-policies';
import { ambiguousPaths, packedRules } from './gateway-routes';

/** A Gateway that another team owns. */
export interface GatewayReference {
  /** Name of the Gateway: `public`. */
  readonly name: string;

  /**
   * Its namespace, such as `edge`. Its listeners must allow routes from the namespace of the control plane.
   *
   * @default - the namespace of the control plane
   */
  readonly namespace?: string;

  /**
   * The listener to attach to, such as `https`.
   *
   * @default - all listeners that accept the routes
   */
  readonly sectionName?: string;
}

/** Settings of the Envoy Gateway edge. */
export interface EnvoyGatewayEdgeProps extends EdgeProps {
  /**
   * The GatewayClass of the emitted Gateway: `eg`.
   *
   * @default 'eg', the class of Envoy Gateway's installation guide
   */
  readonly gatewayClassName?: string;

  /**
   * An existing Gateway to attach the routes to. Its listeners have the certificates, so leave out `tls`
   * then.
   *
   * @default - the edge emits a Gateway named `controlplane`
   */
  readonly gateway?: GatewayReference;

  /**
   * The version of Envoy Gateway, such as `1.8.0`. From 1.7 the Gateway removes callers' headers by prefix;
   * with 1.6, and up to 1.8 on an existing Gateway, policies with Lua do. From 1.8 callers get 503 (retry)
   * instead of 403 (denied) while the gate does not answer.
   *
   * @default - only features of 1.6, whose CRDs are in Union's chart, and of every later version
   */
  readonly envoyGatewayVersion?: string;
}

const ENVOY_GATEWAY_PROPS: Shape<EnvoyGatewayEdgeProps> = {
  ...EDGE_PROPS,
  gatewayClassName: optional(text(objectName)),
  gateway: optional(struct<GatewayReference>({
    name: text(objectName),
    namespace: optional(text(namespaceName)),
    sectionName: optional(text(objectName)),
  })),
  envoyGatewayVersion: optional(ENVOY_GATEWAY_VERSION),
};

const GATEWAY = 'controlplane';
const REDIRECT = 'controlplane-https-redirect';
const { HTTP } = RouteProtocol;

/**
 * Emits the Gateway, its routes, the gate, the policies that guard the routes, and those that lift Envoy's
 * timeouts.
 */
export class EnvoyGatewayEdge extends EdgeKind<EnvoyGatewayEdgeProps> {
  public readonly known = ENVOY_GATEWAY;
  public override readonly needsTls: boolean;

  public constructor(props: EnvoyGatewayEdgeProps) {
    super(props);
    demand('EdgeController.envoyGateway', props, ENVOY_GATEWAY_PROPS, (problems) => {
      if (props.gateway && props.gatewayClassName !== undefined) {
        problems.add('gatewayClassName', props.gatewayClassName, 'conflicts with gateway, which names an '
          + 'existing Gateway; leave one of the two out');
      }
    });
    this.needsTls = props.gateway === undefined;
  }

  protected override usualPods(namespace: string): readonly NetworkPeer[] {
    const { name = GATEWAY, namespace: home = namespace } = this.props.gateway ?? {};
    const podLabels = envoyPodLabels({ name, namespace: home });
    const ofChart = this.props.gateway?.name === CHART_GATEWAY.name ? [CHART_ENVOY_NAMESPACE] : [];
    return [ENVOY_GATEWAY_NAMESPACE, ...ofChart, home].map((each) => ({ namespace: each, podLabels }));
  }

  public controllerSettings(): YamlFile {
    const { gateway } = this.props;
    return gateway === undefined
      ? YamlFile._document({}, [
        'Nothing to set: the edge emits the ClientTrafficPolicy of its Gateway.',
      ])
      : YamlFile._document(
        {
          apiVersion: ENVOY_GATEWAY_API_VERSION,
          kind: 'ClientTrafficPolicy',
          metadata: {
            name: gateway.name,
            ...(gateway.namespace === undefined ? {} : { namespace: gateway.namespace }),
          },
          spec: clientTraffic([gateway], this.props.envoyGatewayVersion),
        },
        [
          `For the owner of the Gateway ${gateway.name}: a Gateway has one ClientTrafficPolicy, so merge `
              + 'this into the existing one.',
        ],
      );
  }

  public override check(problems: Problems, hostSets: readonly HostSet[], tlsEndsElsewhere: boolean): void {
    const { gateway } = this.props;
    for (const { hosts, secretName } of hostSets) {
      if (gateway && secretName !== undefined) {
        problems.add('tls', secretName, `has no effect on the existing Gateway ${gateway.name}, whose `
          + 'listeners have their certificates; leave tls out');
      }
      if (!gateway && secretName === undefined && !tlsEndsElsewhere) {
        problems.addMissing('tls', `the HTTPS listeners of ${hosts.join(', ')} need a certificate; name `
          + 'its Secret, an existing Gateway, or set tlsEndsElsewhere');
      }
    }
    const listeners = hostSets.flatMap(({ hosts }) => hosts).length;
    if (!gateway && listeners > MAX_PARENTS) {
      problems.add('hosts', listeners, `are too many for one Gateway, as a route attaches to at most ${
        MAX_PARENTS} listeners; use an existing Gateway, whose listeners can have wildcard hosts`);
    }
  }

  public guardRoute(
    scope: Construct, { identity, namespace }: EdgeContext, route: IConstruct, kind: RouteKind,
  ): void {
    const { envoyGatewayVersion: version, gateway = { name: GATEWAY } } = this.props;
    guardGatewayRoute(scope, {
      identity, namespace, version, gateway, filtersHeaders: this.filtersHeaders && takesLua(version),
    }, route, kind);
  }

  /** Whether the Gateway itself removes headers by prefix: it must be ours, of a version that can. */
  private get filtersHeaders(): boolean {
    return this.props.gateway !== undefined || !hasField('removeOnMatch', this.props.envoyGatewayVersion);
  }

  public attach(scope: Construct, context: EdgeContext): void {
    const { identity, namespace, scheduling } = context;
    mustReplaceNoGateway(scope, namespace, identity.domain);
    const { gatewayClassName = ENVOY_GATEWAY_CLASS, envoyGatewayVersion: version } = this.props;
    if (!this.props.gateway) {
      emitGateway(scope, namespace, { gatewayClassName, listeners: listenersOf(context), version });
      emitRedirect(scope, context);
    }
    emitAuthGate(scope, namespace, this.known.dialect, { scheduling, ...this.props.gate });
  }

  public serve(scope: Construct, context: EdgeContext): void {
    const { namespace, groups, hosts } = context;
    const { envoyGatewayVersion: version, gateway } = this.props;
    // Attach by name: the listener without TLS must serve only the redirect.
    const parents = gateway ? [gateway] : listenersOf(context).map(({ name: sectionName }) =>
      ({ name: GATEWAY, sectionName }));
    const parentRefs = parents.map(parentReference);
    const routes = groups.flatMap((group) => {
      const isConsole = group.name === RouteGroup.CONSOLE;
      return packedRules(group, isConsole ? ambiguousPaths(groups) : []).map((rules, i) => {
        const name = i === 0 ? group.name : `${group.name}-${i + 1}`;
        const kind = group.protocol === HTTP ? 'HTTPRoute' : 'GRPCRoute';
        const spec = { parentRefs, hostnames: hosts, rules };
        emit(scope, { apiVersion: GATEWAY_API_VERSION, kind, metadata: { name, namespace }, spec });
        return { kind, name, guard: group.guard } as const;
      });
    });
    const guarded = routes.filter((route): route is GuardedRoute => route.guard !== RouteGuard.OPEN);
    emitSecurityPolicies(scope, namespace, guarded, version);
    if (this.filtersHeaders) {
      emitHeaderFilters(scope, namespace, routes, version);
    }
    emitPolicy(scope, 'BackendTrafficPolicy', { namespace, name: GATEWAY }, withoutTimeout(routes));
  }
}

interface Listener {
  readonly name: string;
  readonly hostname: string;
  readonly [key: string]: unknown;
}

/** One listener for each host: with its certificate, or in the clear if something in front ends TLS. */
function listenersOf({ hostSets }: EdgeContext): Listener[] {
  const allowedRoutes = { namespaces: { from: 'Same' } };
  return hostSets
    .flatMap(({ hosts, secretName }) => hosts.map((hostname) => ({ hostname, secretName })))
    .map(({ hostname, secretName }, i) => {
      const suffix = i === 0 ? '' : `-${i + 1}`;
      return secretName === undefined
        ? { name: `plain${suffix}`, protocol: 'HTTP', port: 80, hostname, allowedRoutes }
        : {
          name: `https${suffix}`,
          protocol: 'HTTPS',
          port: 443,
          hostname,
          tls: { mode: 'Terminate', certificateRefs: [certificateReference(secretName)] },
          allowedRoutes,
        };
    });
}

interface OwnGateway {
  readonly gatewayClassName: string;
  readonly listeners: readonly Listener[];
  readonly version: string | undefined;
}

function emitGateway(
  scope: Construct,
  namespace: string,
  { gatewayClassName, listeners, version }: OwnGateway,
): void {
  const http = { name: 'http', protocol: 'HTTP', port: 80, allowedRoutes: { namespaces: { from: 'Same' } } };
  emit(scope, {
    apiVersion: GATEWAY_API_VERSION,
    kind: 'Gateway',
    metadata: { name: GATEWAY, namespace },
    spec: { gatewayClassName, listeners: [...listeners, http] },
  });
  emitPolicy(
    scope, 'ClientTrafficPolicy', { namespace, name: GATEWAY }, clientTraffic([{ name: GATEWAY }], version),
  );
}

function emitRedirect(scope: Construct, { namespace, hostSets }: EdgeContext): void {
  const hostnames = hostSets
    .filter(({ secretName }) => secretName !== undefined)
    .flatMap(({ hosts }) => hosts);
  if (hostnames.length === 0) {
    return;
  }
  emit(scope, {
    apiVersion: GATEWAY_API_VERSION,
    kind: 'HTTPRoute',
    metadata: { name: REDIRECT, namespace },
    spec: {
      parentRefs: [parentReference({ name: GATEWAY, sectionName: 'http' })],
      hostnames,
      rules: [
        {
          matches: [{ path: { type: 'PathPrefix', value: '/' } }],
          filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }],
        },
      ],
    },
  });
}
