// Tests: test/constructs/edge/route-guard.test.ts
import { ApiObject } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { isObject, JsonObject } from '../../../common/data/json';
import { chartOf, Records } from '../../../common/props/construct-props';
import { GATE_PORTS, SIGN_IN_GATE, TRAEFIK } from '../../../contract/edges/known-edges';
import {
  CREDENTIAL_HEADERS, GUARDED_HEADERS, GUARDED_HEADERS_PATTERN, IDENTITY_HEADERS,
} from '../../../contract/union/caller-headers';
import { RouteGuard } from '../../../contract/union/routes';
import { HSTS_SECONDS } from '../../../contract/upstream/http';
import { serviceHost } from '../../../contract/upstream/kubernetes';
import { INGRESS_MIDDLEWARES, TRAEFIK_API_VERSION, TRAEFIK_GROUPS } from '../../../contract/upstream/traefik';
import { emit, put } from '../../objects/api-objects';
import { AuthGate, emitAuthGateOnce } from '../auth-gate';
import {
  checkKind, GuardHome, guardMark, guardOfKind, OwnRoute, RouteGuardProps, RouteKind, StandingGuard,
} from '../route-guard';
import { ingressHosts } from '../route-table';

const GUARDS: Readonly<Record<RouteGuard, { name: string; port: number } | undefined>> = {
  [RouteGuard.OPEN]: undefined,
  [RouteGuard.SIGN_IN]: { name: 'controlplane-sign-in', port: GATE_PORTS.signIn },
  [RouteGuard.UNAUTHORIZED]: { name: 'controlplane-unauthorized', port: GATE_PORTS.unauthorized },
};

const HEADERS = 'controlplane-headers';
/** Names of the Middlewares of a route, in order. */
export function middlewaresOf(guard: RouteGuard): string[] {
  const asks = GUARDS[guard];
  return [HEADERS, ...(asks ? [asks.name] : [])];
}

interface MiddlewareSettings {
  /** Whether requests of some hosts arrive in the clear, because something in front ends TLS. */
  readonly inTheClear: boolean;
  /** By default the settings of the existing gate. */
  readonly gate?: AuthGate;
}

/** The Middleware that clears headers, by chart and namespace; it exists only with the others. */
const EMITTED = new Records<ApiObject>();

/** Emits the auth gate and the Middlewares that call it, once for all routes of a chart and namespace. */
export function emitMiddlewares(
  scope: Construct, namespace: string, { inTheClear, gate }: MiddlewareSettings,
): void {
  emitAuthGateOnce(scope, namespace, TRAEFIK.dialect, gate);
  const [there] = EMITTED.about(chartOf(scope), namespace);
  if (there === undefined) {
    for (const guard of Object.values(GUARDS)) {
      if (guard) {
        const { name, port } = guard;
        emitTraefik(scope, 'Middleware', { namespace, name }, { forwardAuth: forwardAuth(namespace, port) });
      }
    }
    const cleared = emitTraefik(
      scope, 'Middleware', { namespace, name: HEADERS }, { headers: headers(inTheClear) },
    );
    EMITTED.add(chartOf(scope), namespace, scope, cleared);
  } else if (inTheClear) {
    there.value.addJsonPatch(put('/spec/headers', headers(inTheClear)));
  }
}

export function emitTraefik(
  scope: Construct,
  kind: 'IngressRoute' | 'Middleware',
  { namespace, name }: { readonly namespace: string; readonly name: string },
  spec: Record<string, unknown>,
): ApiObject {
  return emit(scope, { apiVersion: TRAEFIK_API_VERSION, kind, metadata: { name, namespace }, spec });
}

function forwardAuth(namespace: string, port: number): Record<string, unknown> {
  return {
    address: `http://${serviceHost(SIGN_IN_GATE, namespace)}:${port}/`,
    // The client's X-Forwarded-* headers must not decide where the gate redirects people.
    trustForwardHeader: false,
    authRequestHeaders: [...CREDENTIAL_HEADERS, 'Accept'],
    authResponseHeaders: [...IDENTITY_HEADERS],
    // Removes all other claim headers of the client, and sets those of /me's answer.
    authResponseHeadersRegex: GUARDED_HEADERS_PATTERN,
  };
}

function headers(inTheClear: boolean): Record<string, unknown> {
  return {
    // The value of ingress-nginx.
    stsSeconds: HSTS_SECONDS,
    stsIncludeSubdomains: true,
    // Traefik sends it only in responses over TLS.
    ...(inTheClear ? { forceSTSHeader: true } : {}),
    // An empty value removes the client's header, also on open routes. Some servers read X_User_Subject as
    // X-User-Subject.
    customRequestHeaders: Object.fromEntries(
      GUARDED_HEADERS.flatMap((name) => [
        [name, ''], [name.replace(/-/g, '_'), ''],
      ]),
    ),
  };
}

/**
 * Guards routes of your own behind Traefik: emits the auth gate and its Middlewares once, and puts them
 * before those of a route.
 *
 * @example
 * const guard = new TraefikGuard(chart, 'guard', { identity });
 * guard.addTo(ingressRoute);
 */
export class TraefikGuard extends StandingGuard {
  /** @throws when the namespace is invalid, or the chart already has a gate with other settings. */
  public constructor(scope: Construct, id: string, props: RouteGuardProps) {
    super(scope, id, 'TraefikGuard', props);
  }

  /**
   * The Middlewares of a route in order, as references of an IngressRoute: `name` and `namespace`.
   *
   * @param kind the clients of the route
   */
  public middlewares(kind: RouteKind = RouteKind.BROWSER): { [field: string]: string }[] {
    checkKind('TraefikGuard.middlewares', kind);
    return middlewaresOf(guardOfKind(kind)).map((name) => ({ name, namespace: this._home.namespace }));
  }

  /**
   * The annotations of an Ingress that Traefik serves, for values of a chart or a manifest outside the app.
   *
   * @param kind the clients of the route
   */
  public annotations(kind: RouteKind = RouteKind.BROWSER): { [name: string]: string } {
    checkKind('TraefikGuard.annotations', kind);
    return { [INGRESS_MIDDLEWARES]: namesFor(this._home.namespace, kind).join(','), ...guardMark(kind) };
  }

  /**
   * Guards a route: puts the Middlewares before the existing ones.
   *
   * @param route an Ingress of cdk8s-plus, or the `ApiObject` of an Ingress, IngressRoute or HTTPRoute
   * @param kind the clients of the route
   * @throws when it is not one of these, has no rules yet, or is an IngressRoute or HTTPRoute of another
   *   namespace; the route is not changed then. The synthesis fails if a route for browsers has a host that
   *   is not a domain of the identity.
   */
  public addTo(route: IConstruct, kind: RouteKind = RouteKind.BROWSER): void {
    guardTraefikRoute(this._home, route, kind);
  }

  /** @internal */
  protected _emit({ namespace }: GuardHome, gate: AuthGate | undefined): void {
    emitMiddlewares(this, namespace, { inTheClear: false, gate });
  }
}

/** Where a kind of route lists its Middlewares, and its hosts. */
interface RouteForm {
  /** The list of the spec whose entries have Middlewares; undefined if an annotation has them. */
  readonly rules?: string;
  readonly field: string;
  item(name: string): object;
  hosts(spec: JsonObject): (string | undefined)[];
}

const FORMS: Readonly<Record<string, RouteForm>> = {
  Ingress: { field: '', item: () => ({}), hosts: ingressHosts },
  IngressRoute: {
    rules: 'routes',
    field: 'middlewares',
    item: (name) => ({ name }),
    hosts: ({ routes }) => listOf(routes).flatMap(({ match }) => matchedHosts(String(match ?? ''))),
  },
  HTTPRoute: {
    rules: 'rules',
    field: 'filters',
    item: (name) => ({
      type: 'ExtensionRef', extensionRef: { group: TRAEFIK_GROUPS[0], kind: 'Middleware', name },
    }),
    // Without hosts of its own, those of the listener.
    hosts: ({ hostnames }) => (Array.isArray(hostnames) ? hostnames.map(String) : []),
  },
};

export function guardTraefikRoute(
  { identity, namespace }: GuardHome, route: IConstruct, kind: RouteKind,
): void {
  const own = OwnRoute.of('TraefikGuard', route, kind, Object.keys(FORMS));
  const { object: { kind: form } } = own;
  const { rules, field, item, hosts } = FORMS[form];
  const entries = rules === undefined ? [] : listOf(own.spec[rules]);
  if (rules !== undefined) {
    own.mustBeIn(namespace, 'Middlewares');
    own.problems.check(`spec.${rules}`, entries.length, (count) =>
      (count > 0 ? undefined : 'entries exist yet; add the guard after the rules'));
  }
  own.guard(identity, hosts, () => {
    if (rules === undefined) {
      const there = own.annotation(INGRESS_MIDDLEWARES);
      const all = [...namesFor(namespace, kind), ...(there === undefined ? [] : [there])];
      return { [INGRESS_MIDDLEWARES]: all.join(',') };
    }
    const first = middlewaresOf(guardOfKind(kind)).map(item);
    return entries.forEach((entry, i) =>
      own.object.addJsonPatch(put(`/spec/${rules}/${i}/${field}`, [...first, ...listOf(entry[field])])));
  });
}

function namesFor(namespace: string, kind: RouteKind): string[] {
  return middlewaresOf(guardOfKind(kind)).map((name) => `${namespace}-${name}@kubernetescrd`);
}

function listOf(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The hosts of a Traefik rule: `Host(`a`) || Host(`b`)`; undefined if it has none. */
function matchedHosts(match: string): (string | undefined)[] {
  const hosts = [...match.matchAll(/\bHost\(([^)]*)\)/g)].flatMap(([, list]) =>
    [...list.matchAll(/[`"']([^`"']+)[`"']/g)].map(([, host]) => host));
  return hosts.length > 0 || match.includes('HostRegexp(') ? hosts : [undefined];
}
