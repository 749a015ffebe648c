import type { JsonObject } from '../../../common/data/json';
import { ENVOY_GATEWAY_GROUP } from '../../../contract/upstream/envoy-gateway';
import { sameHome } from '../../kube/home';
import { asList, asObject, asText } from '../../kube/json-access';
import { KubeObject } from '../../kube/kube-object';
import { selects } from '../../kube/network-policy';
import type { Field } from '../../read/field';
import type { AuthGates } from '../auth-gates';
import { askingThrough } from '../gate-guard';
import { headerNames } from '../header-changes';
import type { GateAnswer } from '../own-gate';
import type { EdgeInput, Guard, SubrequestGuard } from '../route';
import type { ReferenceGrants } from './reference-grants';

interface Parent {
  readonly gateway: KubeObject;
  readonly section?: string;
}

/** An object, with a rule or listener of it. */
type Target = readonly [object: KubeObject, section: string | undefined];

/** Envoy Gateway's SecurityPolicy objects. A policy on the route replaces the one on its gateway. */
export class SecurityPolicies {
  private readonly policies: readonly KubeObject[];

  public constructor(private readonly input: EdgeInput, private readonly grants: ReferenceGrants) {
    this.policies = input.ofKind(ENVOY_GATEWAY_GROUP, 'SecurityPolicy');
  }

  /** Why a route without a policy in the input may have one; undefined if the input would have it. */
  public unseenFor(route: KubeObject): string | undefined {
    // Charts and manifests are incomplete; a dump only has what was requested.
    return route.live && !this.input.holds(ENVOY_GATEWAY_GROUP, 'SecurityPolicy', route)
      ? `no SecurityPolicy of namespace ${route.namespace} is in the input; if the cluster has none, `
        + `${route.kind} ${route.name} is open to everyone`
      : undefined;
  }

  public guardFor(
    route: KubeObject, ruleName: string | undefined, parents: readonly Parent[],
  ): Guard | undefined {
    const places: Target[] = [
      [route, ruleName],
      [route, undefined],
      ...parents.flatMap(({ gateway, section }): Target[] => [[gateway, section], [gateway, undefined]]),
    ];
    for (const [target, section] of places) {
      // A merged policy without its own guard keeps that of the Gateway.
      const guards = this.aimedAt(target, section)
        .map((policy) => ({ policy, guard: guardOf(policy, this.input.authGates, this.grants) }))
        .filter(({ policy, guard }) => guard.kind !== 'none' || policy.at('spec', 'mergeType') === undefined)
        .map(({ guard }) => guard);
      if (guards.length > 0) {
        // Of several policies for one target the oldest applies, but manifests do not show their age.
        const ofKind = (wanted: Guard['kind']) => guards.find(({ kind }) => kind === wanted);
        return ofKind('none') ?? ofKind('other') ?? guards[0];
      }
    }
    return undefined;
  }

  private aimedAt(target: KubeObject, section: string | undefined): readonly KubeObject[] {
    const names = ({ group, kind, name, sectionName }: JsonObject) =>
      asText(kind) === target.kind
      && (asText(group) ?? target.group) === target.group
      && asText(name) === target.name
      && asText(sectionName) === section;
    const selected = (policy: KubeObject) => section === undefined
      && policy.objectsAt('spec', 'targetSelectors').some((selector) =>
        asText(selector.kind) === target.kind && selects(selector, target.labels) !== false);
    return this.policies.filter((policy) =>
      sameHome(policy, target) && (targetsOf(policy).some(names) || selected(policy)));
  }
}

export function targetsOf(policy: KubeObject): readonly JsonObject[] {
  return [...policy.listAt('spec', 'targetRefs'), policy.at('spec', 'targetRef')].map(asObject);
}

/** Other kinds of guards, by key. */
const OTHER_GUARDS = ['extAuth', 'oidc', 'jwt', 'basicAuth', 'apiKeyAuth', 'authorization'];

function guardOf(policy: KubeObject, gates: AuthGates, grants: ReferenceGrants): Guard {
  const failsOpen = policy.at('spec', 'extAuth', 'failOpen') === true
    ? policy.field('spec', 'extAuth', 'failOpen')
    : undefined;
  if (policy.at('spec', 'extAuth', 'http') !== undefined) {
    const guard = subrequestOf(policy, gates, grants);
    return guard.kind === 'subrequest' ? { ...guard, failsOpen } : guard;
  }
  const other = OTHER_GUARDS.find((key) => policy.at('spec', key) !== undefined);
  return other === undefined
    ? { kind: 'none' }
    : { kind: 'other', field: policy.field('spec', other), failsOpen };
}

function subrequestOf(policy: KubeObject, gates: AuthGates, grants: ReferenceGrants): Guard {
  const { http: raw, headersToExtAuth } = policy.objectAt('spec', 'extAuth');
  const { backendRef, backendRefs, pathOverride, path, headersToBackend } = asObject(raw);
  const backend = asObject(asList(backendRefs)[0] ?? backendRef);
  const at = (...steps: string[]) => policy.field('spec', 'extAuth', ...steps);
  const asked = { backend, fixed: pathOverride, path, field: at('http'), forwarded: headersToExtAuth };
  const { gate, guard } = subrequestTo(asked, policy, { gates, grants });
  return askingThrough(gate, {
    ...guard,
    flaw: asText(backend.port) === undefined
      ? 'a backend without a port, for which the gateway refuses the policy'
      : guard.flaw,
    signIn: guard.signIn && { ...guard.signIn, field: at('http', 'backendRefs') },
    asksNobody: asText(backend.name) === undefined || undefined,
    backendHeaders: headerNames(headersToBackend),
    backendHeadersAt: headersToBackend === undefined ? undefined : at('http', 'headersToBackend'),
    forwardedHeadersAt: headersToExtAuth === undefined ? undefined : at('headersToExtAuth'),
    // Envoy replaces headers that are in the answer, and keeps the client's others.
    keepsUnanswered: gate === undefined || gate.flaw !== undefined || gate.foreign !== undefined
      ? undefined
      : (header) => !gate.removes.includes(header),
  });
}

/** What a guard asks: a path before that of the request, or a fixed one instead. */
interface Asked {
  readonly backend: JsonObject;
  readonly path: unknown;
  readonly fixed?: unknown;
  readonly field: Field;
  /** A list of headers. */
  readonly forwarded: unknown;
}

/** A subrequest over HTTP, of a SecurityPolicy or an ExternalAuth filter, and the gate behind it. */
export function subrequestTo(
  asked: Asked, by: KubeObject, { gates, grants }: { gates: AuthGates; grants: ReferenceGrants },
): { readonly gate?: GateAnswer; readonly guard: SubrequestGuard } {
  const { backend, field } = asked;
  const [service, port, fixed] = [serviceName(backend), asText(backend.port), asText(asked.fixed)];
  const path = fixed ?? asText(asked.path) ?? '/';
  const forwardedHeaders = ['authorization', ...headerNames(asked.forwarded)];
  const gate = gates.behind(service, port, by, forwardedHeaders);
  const guard: SubrequestGuard = {
    kind: 'subrequest',
    url: `http://${service}${port === undefined ? '' : `:${port}`}${path}`,
    flaw: grants.refusal(by, backend) ?? (gate === undefined ? flawOfDirect(fixed, path) : undefined),
    field,
    signIn: gate?.signInUrl === undefined ? undefined : { url: gate.signInUrl, field },
    forwardedHeaders,
  };
  return { gate, guard };
}

/** Without a gate, flyteadmin gets the caller's method and path. */
function flawOfDirect(fixed: string | undefined, path: string): string {
  return fixed === undefined
    ? `${path} with the path of the request behind it`
    : "the caller's method instead of GET, the only one that /me answers";
}

/** A Service as a host name; without a namespace it is in that of the reference. */
function serviceName({ name, namespace }: JsonObject): string {
  const own = asText(name) ?? '';
  return asText(namespace) === undefined ? own : `${own}.${asText(namespace)}`;
}
