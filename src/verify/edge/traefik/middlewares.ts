import { FLYTEADMIN_PATHS } from '../../../contract/union/flyteadmin';
import { TRAEFIK_GROUPS } from '../../../contract/upstream/traefik';
import { beside, Home, sameCluster, sameHome } from '../../kube/home';
import { nearIn } from '../../kube/home-index';
import { asList, asObject, asText, asTexts } from '../../kube/json-access';
import { KubeObject } from '../../kube/kube-object';
import type { Field, FieldOwner } from '../../read/field';
import type { AuthGates } from '../auth-gates';
import { askingThrough, gateBehindUrl } from '../gate-guard';
import { headerNames } from '../header-changes';
import { hostOfUrl, pathOfUrl } from '../route';
import type { EdgeInput, Guard, SignIn } from '../route';

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
    return this.objects.find(
      (object) =>
        sameCluster(object, near)
        && (object.namespace === undefined
          ? bare.endsWith(`-${object.name}`)
          : bare === `${object.namespace}-${object.name}`),
    );
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

  /** Some of them with their chains expanded, in order. */
  public all(referred: readonly (KubeObject | undefined)[]): readonly KubeObject[] {
    return referred.flatMap((middleware) => (middleware === undefined ? [] : this.unfold(middleware).found));
  }

  /** Whether the input has Middlewares of an object's namespace. */
  public known(near: Home & { readonly source: FieldOwner['source'] }): boolean {
    return this.objects.some(
      (middleware) => middleware.source.file === near.source.file && sameHome(middleware, near),
    );
  }

  /** Expands a Middleware's chain; a cycle or a missing link ends it. */
  public unfold(
    middleware: KubeObject, seen: ReadonlySet<KubeObject> = new Set(),
  ): { found: KubeObject[]; missing: string[] } {
    if (seen.has(middleware)) {
      return { found: [], missing: [] };
    }
    const links = asList(middleware.at('spec', 'chain', 'middlewares')).map(asObject);
    const result = { found: links.length > 0 ? [] as KubeObject[] : [middleware], missing: [] as string[] };
    for (const link of links) {
      const next = this.named(
        asText(link.name) ?? '', beside(middleware, asText(link.namespace) ?? middleware.namespace),
      );
      const below = next && this.unfold(next, new Set([...seen, middleware]));
      result.found.push(...below?.found ?? []);
      result.missing.push(...below?.missing ?? [asText(link.name) ?? '']);
    }
    return result;
  }
}

/** The guard that results from a router's Middlewares. */
export function middlewareGuard(refs: readonly string[], field: Field, middlewares: Middlewares): Guard {
  return guardOfMiddlewares(
    refs.map((ref) => ({ name: ref, object: middlewares.referred(ref, field.object) })), field, middlewares,
  );
}

/** The same for resolved references. */
export function guardOfMiddlewares(
  refs: readonly { readonly name: string; readonly object: KubeObject | undefined }[],
  field: Field,
  middlewares: Middlewares,
): Guard {
  const unfolded = refs.map(({ name, object }) =>
    object === undefined ? { found: [], missing: [name] } : middlewares.unfold(object),
  );
  const found = unfolded.flatMap((entry) => entry.found);
  const missing = unfolded.flatMap((entry) => entry.missing);
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
  const blank = found.find((object) => Object.keys(object.objectAt('spec')).length === 0);
  if (missing.length === 0) {
    return blank === undefined ? { kind: 'none' } : blankGuard(blank);
  }
  return {
    kind: 'opaque',
    field,
    reason: middlewares.absence(missing),
    dangling: missing.every(isResource) && middlewares.known(field.object),
  };
}

/** Traefik drops the route of an invalid Middleware, as for a missing one. */
function blankGuard(middleware: KubeObject): Guard {
  const reason = `Middleware ${middleware.name} is empty, with which Traefik leaves the route out`;
  return { kind: 'opaque', field: middleware.field('spec'), reason, dangling: true };
}

/** Whether a reference is to a Middleware rather than to a file or another provider. */
function isResource(reference: string): boolean {
  return !reference.includes('@') || reference.endsWith('@kubernetescrd');
}

function forwardAuthGuard(
  forward: KubeObject, all: readonly KubeObject[], gates: AuthGates,
): Guard {
  const spec = asObject(forward.at('spec', 'forwardAuth'));
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

function flawWithoutGate(spec: Readonly<Record<string, unknown>>): string | undefined {
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
