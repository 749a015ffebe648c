import type { JsonObject } from '../../../common/data/json';
import { FLYTEADMIN_PATHS } from '../../../contract/union/flyteadmin';
import { TRAEFIK_GROUPS } from '../../../contract/upstream/traefik';
import { Home, homeOfReference, sameCluster, sameHome } from '../../kube/home';
import { nearIn } from '../../kube/home-index';
import { asText, asTexts } from '../../kube/json-access';
import { KubeObject } from '../../kube/kube-object';
import type { Field, FieldOwner } from '../../read/field';
import type { AuthGates } from '../auth-gates';
import { askingThrough, gateBehindUrl } from '../gate-guard';
import { headerNames } from '../header-changes';
import { hostOfUrl, pathOfUrl } from '../route';
import type { EdgeInput, Guard, SignIn } from '../route';

/** A reference to a Middleware, as far as the input has it. */
export interface MiddlewareRef {
  readonly name: string;
  readonly object: KubeObject | undefined;
}

/** The Middlewares of references, and the names of missing ones. */
interface Unfolded {
  readonly found: readonly KubeObject[];
  readonly missing: readonly string[];
}

/** Traefik's Middlewares, with the references of routers. */
export class Middlewares {
  public static of(input: EdgeInput): Middlewares {
    return new Middlewares(
      TRAEFIK_GROUPS.flatMap((group) => input.ofKind(group, 'Middleware')), input.authGates,
    );
  }

  private constructor(private readonly objects: readonly KubeObject[], public readonly gates: AuthGates) {}

  /** By name, near the object that references it. */
  public named(name: string, near: Home): KubeObject | undefined {
    return nearIn(this.objects, near).find((object) => object.name === name);
  }

  /** By `<namespace>-<name>@kubernetescrd`; without a namespace, by the end of the reference. */
  public referred(ref: string, near: Pick<Home, 'cluster'>): KubeObject | undefined {
    const bare = ref.replace(/@kubernetescrd$/, '');
    return this.objects.find(({ cluster, namespace, name }) => sameCluster({ cluster }, near)
      && (namespace === undefined ? bare.endsWith(`-${name}`) : bare === `${namespace}-${name}`));
  }

  /** Missing Middlewares, with the namespaces that have others of their names. */
  public absence(refs: readonly string[]): string {
    const isMeant = (name: string) => refs.some((ref) =>
      ref === name || ref.replace(/@kubernetescrd$/, '').endsWith(`-${name}`));
    const elsewhere = new Set(this.objects.flatMap(({ name, namespace }) =>
      (namespace !== undefined && isMeant(name) ? [namespace] : [])));
    return `Middleware ${refs.join(', ')} is not ${
      elsewhere.size === 0 ? 'in the input' : `there, but in namespace ${[...elsewhere].join(', ')}`}`;
  }

  /** Whether the input has Middlewares of an object's namespace. */
  public known(near: Home & { readonly source: FieldOwner['source'] }): boolean {
    return this.objects.some((middleware) =>
      middleware.source.file === near.source.file && sameHome(middleware, near));
  }

  /** Expands chains, in order; a cycle ends one. */
  public unfold(refs: readonly MiddlewareRef[], seen: ReadonlySet<KubeObject> = new Set()): Unfolded {
    const all = refs.map(({ name, object }) =>
      (object === undefined ? { found: [], missing: [name] } : this.unfoldOne(object, seen)));
    return { found: all.flatMap(({ found }) => found), missing: all.flatMap(({ missing }) => missing) };
  }

  private unfoldOne(middleware: KubeObject, seen: ReadonlySet<KubeObject>): Unfolded {
    const links = middleware.objectsAt('spec', 'chain', 'middlewares').map((link) => {
      const name = asText(link.name) ?? '';
      return { name, object: this.named(name, homeOfReference(link, middleware)) };
    });
    if (links.length === 0 || seen.has(middleware)) {
      return { found: seen.has(middleware) ? [] : [middleware], missing: [] };
    }
    return this.unfold(links, new Set([...seen, middleware]));
  }
}

/** The guard that results from a router's Middlewares. */
export function guardOfMiddlewares(
  refs: readonly MiddlewareRef[], field: Field, middlewares: Middlewares,
): Guard {
  const { found, missing } = middlewares.unfold(refs);
  // One without an address guards nothing, and is reported at its place.
  const forward = found.find((object) => object.at('spec', 'forwardAuth') !== undefined);
  if (forward !== undefined) {
    const guard = forwardAuthGuard(forward, found, middlewares.gates);
    const nowhere = missing.find(isResource);
    return guard.kind === 'subrequest' && nowhere !== undefined && middlewares.known(field.object)
      ? { ...guard, flaw: `${middlewares.absence([nowhere])}, without which Traefik leaves the route out` }
      : guard;
  }
  const other = found.find((object) =>
    ['basicAuth', 'digestAuth'].some((key) => object.at('spec', key) !== undefined));
  if (other !== undefined) {
    return { kind: 'other', field: other.field('spec') };
  }
  if (missing.length > 0) {
    const dangling = missing.every(isResource) && middlewares.known(field.object);
    return { kind: 'opaque', field, reason: middlewares.absence(missing), dangling };
  }
  const blank = found.find((object) => Object.keys(object.objectAt('spec')).length === 0);
  if (blank === undefined) {
    return { kind: 'none' };
  }
  // Traefik drops the route of an invalid Middleware, as for a missing one.
  const reason = `Middleware ${blank.name} is empty, with which Traefik leaves the route out`;
  return { kind: 'opaque', field: blank.field('spec'), reason, dangling: true };
}

/** Whether a reference is to a Middleware rather than to a file or another provider. */
function isResource(reference: string): boolean {
  return !reference.includes('@') || reference.endsWith('@kubernetescrd');
}

function forwardAuthGuard(forward: KubeObject, all: readonly KubeObject[], gates: AuthGates): Guard {
  const spec = forward.objectAt('spec', 'forwardAuth');
  const forwarded = headerNames(spec.authRequestHeaders);
  const url = asText(spec.address) ?? '';
  const at = (key: string) => forward.field('spec', 'forwardAuth', key);
  const field = at('address');
  const gate = gateBehindUrl(gates, url, forward, forwarded.length > 0 ? forwarded : undefined);
  // Traefik resolves a relative redirect against the auth server; a gate of ours that is not in the input
  // handles this.
  const isRelative = gate?.assumed === undefined && gate?.signInUrl?.startsWith('/');
  const origin = isRelative ? `http://${hostOfUrl(url) ?? ''}` : '';
  const gateSignIn = gate?.signInUrl && `${origin}${gate.signInUrl}`;
  return askingThrough(gate, {
    kind: 'subrequest',
    url,
    flaw: gate === undefined ? flawWithoutGate(spec) : undefined,
    asksNobody: !url.trim() || undefined,
    field,
    signIn: signInOf(forward, all) ?? (gateSignIn === undefined ? undefined : { url: gateSignIn, field }),
    backendHeaders: headerNames(spec.authResponseHeaders),
    backendHeadersAt: spec.authResponseHeaders === undefined ? undefined : at('authResponseHeaders'),
    forwardedHeaders: forwarded.length > 0 ? forwarded : undefined,
    forwardedHeadersAt: forwarded.length > 0 ? at('authRequestHeaders') : undefined,
  });
}

function flawWithoutGate(spec: JsonObject): string | undefined {
  if (!asText(spec.address)?.trim()) {
    return 'no address, so Traefik asks nothing';
  }
  return spec.preserveRequestMethod === true
    ? "the caller's method instead of GET, the only one that /me answers"
    : undefined;
}

/** The redirect of ForwardAuth, or an `errors` Middleware before it that answers 401 with the login page. */
function signInOf(forward: KubeObject, all: readonly KubeObject[]): SignIn | undefined {
  const own = forward.textAt('spec', 'forwardAuth', 'authSigninURL');
  if (own) {
    return { url: own, field: forward.field('spec', 'forwardAuth', 'authSigninURL') };
  }
  const errors = all.slice(0, all.indexOf(forward))
    .find((object) => asTexts(object.at('spec', 'errors', 'status')).some(covers401));
  const query = errors?.textAt('spec', 'errors', 'query');
  return errors && query ? {
    url: query,
    field: errors.field('spec', 'errors', 'query'),
    ...(pathOfUrl(query) === FLYTEADMIN_PATHS.login && !redirects(errors) ? { keepsRefusal: true } : {}),
  } : undefined;
}

/** Responses of `errors` have the status of the refusal, except with `statusRewrites` (from Traefik 3.4). */
function redirects(errors: KubeObject): boolean {
  return Object.entries(errors.objectAt('spec', 'errors', 'statusRewrites'))
    .some(([from, to]) => covers401(from) && /^30\d$/.test(asText(to) ?? ''));
}

function covers401(status: string): boolean {
  const [from, to = from] = status.split('-').map(Number);
  return from <= 401 && 401 <= to;
}
