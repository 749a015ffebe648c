import { Construct, IConstruct } from 'constructs';
import { filledIn } from '../../../common/props/checks';
import { demand, distinct, optional, Shape, text } from '../../../common/props/prop-types';
import { TRAEFIK } from '../../../contract/edges/known-edges';
import { RouteGuard, RouteProtocol } from '../../../contract/union/routes';
import {
  NO_BACKEND, TRAEFIK_H2C_SCHEME, TRAEFIK_HTTP_ENTRY_POINT, TRAEFIK_PODS, TRAEFIK_TLS_ENTRY_POINT,
  UNAMBIGUOUS_PATH,
} from '../../../contract/upstream/traefik';
import { YamlFile } from '../../output/text-file';
import { NetworkPeer } from '../../pods/network-policy';
import { HostSet } from '../edge-hosts';
import { EDGE_PROPS, EdgeContext, EdgeKind, EdgeProps } from '../edge-kind';
import { RouteKind } from '../route-guard';
import { PathMatch, TableGroup, TableRoute } from '../route-table';
import { emitMiddlewares, emitTraefik, guardTraefikRoute, middlewaresOf } from './traefik-guard';

/** Settings of the Traefik edge. */
export interface TraefikEdgeProps extends EdgeProps {
  /**
   * The entry points of Traefik that serve the routes, such as `websecure`.
   *
   * @default ['websecure']
   */
  readonly entryPoints?: string[];

  /**
   * The entry points without TLS, which redirect all requests to https, such as `web`. `[]` for none.
   *
   * @default ['web']
   */
  readonly httpEntryPoints?: string[];
}

const ENTRY_POINTS = distinct(text(filledIn, (value) => (value.includes(':')
  ? 'is the address of an entry point; give its name, such as websecure'
  : undefined)));

const TRAEFIK_PROPS: Shape<TraefikEdgeProps> = {
  ...EDGE_PROPS,
  entryPoints: optional(ENTRY_POINTS),
  httpEntryPoints: optional(ENTRY_POINTS),
};

const REDIRECT = 'controlplane-https-redirect';

/**
 * Emits two ForwardAuth Middlewares, with and without a redirect to sign-in, and an IngressRoute for each
 * group and certificate.
 */
export class TraefikEdge extends EdgeKind<TraefikEdgeProps> {
  public readonly known = TRAEFIK;
  private readonly entryPoints: string[];
  private readonly httpEntryPoints: string[];

  public constructor(props: TraefikEdgeProps) {
    super(props);
    const { entryPoints = [TRAEFIK_TLS_ENTRY_POINT], httpEntryPoints = [TRAEFIK_HTTP_ENTRY_POINT] } =
      props ?? {};
    demand('EdgeController.traefik', props, TRAEFIK_PROPS, (problems) => {
      if (entryPoints.length === 0) {
        problems.add('entryPoints', entryPoints, 'must not be empty, as that means every entry point, also '
          + 'those without TLS; give one, or leave it out');
      }
      const both = httpEntryPoints.filter((name) => entryPoints.includes(name));
      if (both.length > 0) {
        problems.add('httpEntryPoints', both, 'would redirect to themselves; give entry points without TLS, '
          + 'or [] for none');
      }
    });
    this.entryPoints = entryPoints;
    this.httpEntryPoints = httpEntryPoints;
  }

  protected override usualPods(): readonly NetworkPeer[] {
    return [TRAEFIK_PODS];
  }

  public controllerSettings(): YamlFile {
    const entryPoint = {
      // Reading a request can take as long as its stream lives.
      transport: { respondingTimeouts: { readTimeout: '0s', writeTimeout: '0s' } },
      http: { encodedCharacters: { allowEncodedSlash: false, allowEncodedBackSlash: false } },
    };
    return YamlFile._document({
      ports: Object.fromEntries(this.entryPoints.map((name) => [name, entryPoint])),
      providers: { kubernetesCRD: { enabled: true, allowEmptyServices: true } },
    }, [
      'Values of Traefik\'s Helm chart: its static configuration, which no manifest can set.',
    ]);
  }

  public attach(scope: Construct, context: EdgeContext): void {
    const { namespace, scheduling } = context;
    const inTheClear = context.hostSets.some((set) => comesInTheClear(set, context));
    emitMiddlewares(scope, namespace, { inTheClear, gate: { scheduling, ...this.props.gate } });
  }

  public serve(scope: Construct, context: EdgeContext): void {
    const { namespace } = context;
    for (const group of context.groups.filter(({ routes }) => routes.length > 0)) {
      context.hostSets.forEach((set, i) => {
        const name = i === 0 ? group.name : `${group.name}-${i + 1}`;
        const routes = group.routes.map((route) => traefikRoute(route, group, set));
        const tls = set.secretName === undefined ? {} : { secretName: set.secretName };
        const spec = { entryPoints: this.entryPoints, routes, tls };
        emitTraefik(scope, 'IngressRoute', { name, namespace }, spec);
        if (comesInTheClear(set, context) && this.httpEntryPoints.length > 0) {
          // The proxy that ends TLS in front uses one of the two.
          const plain = { name: `${name}-plain`, namespace };
          emitTraefik(scope, 'IngressRoute', plain, { entryPoints: this.httpEntryPoints, routes });
        }
      });
    }
    const hosts = context.hostSets
      .filter((set) => !comesInTheClear(set, context))
      .flatMap((set) => set.hosts);
    if (this.httpEntryPoints.length > 0 && hosts.length > 0) {
      this.attachRedirect(scope, namespace, hosts);
    }
  }

  public guardRoute(
    _scope: Construct, context: EdgeContext, route: IConstruct, kind: RouteKind,
  ): void {
    guardTraefikRoute(context, route, kind);
  }

  private attachRedirect(scope: Construct, namespace: string, hosts: readonly string[]): void {
    const metadata = { name: REDIRECT, namespace };
    emitTraefik(scope, 'Middleware', metadata, { redirectScheme: { scheme: 'https', permanent: true } });
    emitTraefik(scope, 'IngressRoute', metadata, {
      entryPoints: this.httpEntryPoints,
      routes: [
        {
          kind: 'Rule',
          match: anyOf(hosts),
          priority: 1,
          middlewares: [{ name: REDIRECT }],
          services: [{ ...NO_BACKEND }],
        },
      ],
    });
  }
}

/** Whether something in front ends TLS for some hosts. */
function comesInTheClear({ secretName }: HostSet, { tlsEndsElsewhere }: EdgeContext): boolean {
  return tlsEndsElsewhere && secretName === undefined;
}

function traefikRoute(
  { match, service, port }: TableRoute, { guard, protocol }: TableGroup, { hosts }: HostSet,
): Record<string, unknown> {
  const asks = guard !== RouteGuard.OPEN;
  return {
    kind: 'Rule',
    // The backend gets the raw path, so ambiguous paths go to a guarded route.
    match: `(${anyOf(hosts)}) && ${pathRule(match)}${asks ? '' : ` && ${UNAMBIGUOUS_PATH}`}`,
    // The longest path wins. By default Traefik orders routes by the length of the rule, which means nothing
    // here.
    priority: match.path.length,
    middlewares: middlewaresOf(guard).map((name) => ({ name })),
    services: [
      { name: service, port, ...(protocol === RouteProtocol.GRPC ? { scheme: TRAEFIK_H2C_SCHEME } : {}) },
    ],
  };
}

function anyOf(hosts: readonly string[]): string {
  return hosts.map((host) => `Host(\`${host}\`)`).join(' || ');
}

/** PathPrefix of Traefik compares characters: `/api` alone would match `/apis` too. */
function pathRule({ kind, path }: PathMatch): string {
  if (path === '/') {
    return 'PathPrefix(`/`)';
  }
  return {
    exact: `Path(\`${path}\`)`,
    tree: `(Path(\`${path}\`) || PathPrefix(\`${path}/\`))`,
    // No further slash can follow a gRPC method.
    segment: `PathPrefix(\`${path}\`)`,
  }[kind];
}
