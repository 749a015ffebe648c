import { beside, Home, homeKey } from '../kube/home';
import { nearIn } from '../kube/home-index';
import { asObject, asText } from '../kube/json-access';
import { KubeObject } from '../kube/kube-object';
import { chartName } from '../kube/renamed';
import { serviceOfHost } from './cluster-name';
import { GUARDED_SERVICES } from './guarded-requests';
import type { EdgeInput, RouteBackend } from './route';

/** A kind of objects that routes can use in place of a Service, and that leads to Services. */
export interface LeadingKind {
  readonly group: string;
  readonly kind: string;
  targets(object: KubeObject): readonly RouteBackend[];
}

/**
 * A reference to a Service, or to an object that leads to Services; unknown kinds are treated as Services.
 */
export function backendOf(reference: unknown, leading?: LeadingKind): RouteBackend {
  const { name, namespace, port, kind } = asObject(reference);
  return {
    service: asText(name) ?? '',
    namespace: asText(namespace),
    port: asText(port),
    ...(leading !== undefined && asText(kind) === leading.kind ? { kind: leading.kind } : {}),
  };
}

/** Resolves a backend: through ExternalNames, and Services of other names for the same pods. */
export class Backends {
  private readonly found = new Map<string, readonly RouteBackend[]>();

  public constructor(private readonly input: EdgeInput, private readonly leading: readonly LeadingKind[]) {}

  public of(backends: readonly RouteBackend[], near: KubeObject): readonly RouteBackend[] {
    const plain = backends.every(({ kind, service }) => kind === undefined && GUARDED_SERVICES.has(service));
    return plain ? backends : backends.flatMap((backend) => this.behind(backend, near, 0));
  }

  private behind(backend: RouteBackend, near: Home, depth: number): readonly RouteBackend[] {
    const { service, kind, port, namespace = near.namespace } = backend;
    const home = beside(near, namespace);
    const key = JSON.stringify([kind, service, port, homeKey(home)]);
    let found = this.found.get(key);
    if (found === undefined) {
      found = depth > MAX_HOPS ? [backend] : this.follow(backend, home, depth);
      this.found.set(key, found);
    }
    return found;
  }

  private follow(backend: RouteBackend, home: Home, depth: number): readonly RouteBackend[] {
    const { service: name, kind } = backend;
    if (kind !== undefined) {
      const leading = this.leading.find((each) => each.kind === kind);
      const object = leading && nearIn(this.input.ofKind(leading.group, kind), home)
        .find((candidate) => candidate.name === name);
      return object === undefined
        ? [backend]
        : leading!.targets(object).flatMap((target) => this.behind(target, object, depth + 1));
    }
    const service = GUARDED_SERVICES.has(name) ? undefined : this.input.services.named(name, home);
    if (service === undefined) {
      return [backend];
    }
    const external = service.type === 'ExternalName'
      && serviceOfHost(service.object.textAt('spec', 'externalName') ?? '');
    if (external) {
      return this.behind({ ...external, port: backend.port }, service, depth + 1);
    }
    const behind = this.input.services.podsOf(service)
      .map((pods) => chartName(pods, this.input.services))
      .find((each) => GUARDED_SERVICES.has(each));
    return [behind === undefined ? backend
      : { service: behind, namespace: home.namespace, port: backend.port }];
  }
}

/** A longer chain is a cycle. */
const MAX_HOPS = 5;
