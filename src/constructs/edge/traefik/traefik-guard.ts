import { Construct, IConstruct } from 'constructs';
import { isObject, JsonObject } from '../../../common/data/json';
import { INGRESS_MIDDLEWARES, TRAEFIK_GROUPS } from '../../../contract/upstream/traefik';
import { put } from '../../objects/patches';
import { AuthGate } from '../auth-gate';
import { ingressHosts } from '../ingress-hosts';
import {
  checkKind, GuardHome, guardMark, guardOfKind, OwnRoute, RouteGuardProps, RouteKind, StandingGuard,
} from '../route-guard';
import { emitMiddlewares, middlewaresOf } from './traefik-middlewares';

/**
 * Guards routes of your own behind Traefik: emits the auth gate and the Middlewares that ask it once, and
 * puts them before those of a route.
 *
 * @example
 * const guard = new TraefikGuard(chart, 'guard', { identity });
 * guard.addTo(ingressRoute);
 */
export class TraefikGuard extends StandingGuard {
  /** @throws when the namespace is invalid, or the chart has a gate with other settings. */
  public constructor(scope: Construct, id: string, props: RouteGuardProps) {
    super(scope, id, 'TraefikGuard', props);
  }

  /**
   * The Middlewares that a route passes, in this order, as an IngressRoute names them: `name` and
   * `namespace`.
   *
   * @param kind what comes in by it
   */
  public middlewares(kind: RouteKind = RouteKind.BROWSER): { [field: string]: string }[] {
    checkKind('TraefikGuard.middlewares', kind);
    return middlewaresOf(guardOfKind(kind)).map((name) => ({ name, namespace: this._home.namespace }));
  }

  /**
   * The annotations of an Ingress that Traefik serves, for values of a chart or an object that is written
   * elsewhere.
   *
   * @param kind what comes in by it
   */
  public annotations(kind: RouteKind = RouteKind.BROWSER): { [name: string]: string } {
    checkKind('TraefikGuard.annotations', kind);
    return { [INGRESS_MIDDLEWARES]: namesFor(this._home.namespace, kind).join(','), ...guardMark(kind) };
  }

  /**
   * Guards a route: puts the Middlewares before those that it has.
   *
   * @param route an Ingress of cdk8s-plus, or the `ApiObject` of an Ingress, IngressRoute or HTTPRoute
   * @param kind what comes in by it
   * @throws when it is not one of these, has no rules yet, or is an IngressRoute or HTTPRoute of another
   *   namespace; nothing is changed then. The synthesis fails where a route for browsers has a host that is
   *   not a domain of the identity.
   */
  public addTo(route: IConstruct, kind: RouteKind = RouteKind.BROWSER): void {
    guardTraefikRoute(this._home, route, kind);
  }

  /** @internal */
  protected _emit({ namespace }: GuardHome, gate: AuthGate | undefined): void {
    emitMiddlewares(this, namespace, { inTheClear: false, gate });
  }
}

/** Where a kind of route names its Middlewares, and which hosts it serves. */
interface RouteForm {
  /** List of the spec whose entries name Middlewares; none where an annotation does. */
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
    // Without any, those of the listener.
    hosts: ({ hostnames }) => (Array.isArray(hostnames) ? hostnames.map(String) : []),
  },
};

/** Guards a route by the Middlewares of a namespace. */
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
      (count > 0 ? undefined : 'entries are there yet; add the guard after the rules'));
  }
  own.problems.throwIfAny();
  if (own.isGuarded) {
    return;
  }
  if (rules === undefined) {
    const there = own.annotation(INGRESS_MIDDLEWARES);
    const all = [...namesFor(namespace, kind), ...(there === undefined ? [] : [there])];
    own.annotate({ [INGRESS_MIDDLEWARES]: all.join(',') });
  } else {
    const first = middlewaresOf(guardOfKind(kind)).map(item);
    entries.forEach((entry, i) =>
      own.object.addJsonPatch(put(`/spec/${rules}/${i}/${field}`, [...first, ...listOf(entry[field])])));
    own.annotate({});
  }
  own.mustServe(identity, hosts);
}

function namesFor(namespace: string, kind: RouteKind): string[] {
  return middlewaresOf(guardOfKind(kind)).map((name) => `${namespace}-${name}@kubernetescrd`);
}

function listOf(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The hosts of a rule of Traefik: `Host(`a`) || Host(`b`)`; nothing where it names none. */
function matchedHosts(match: string): (string | undefined)[] {
  const hosts = [...match.matchAll(/\bHost\(([^)]*)\)/g)].flatMap(([, list]) =>
    [...list.matchAll(/[`"']([^`"']+)[`"']/g)].map(([, host]) => host));
  return hosts.length > 0 || match.includes('HostRegexp(') ? hosts : [undefined];
}
