import { ENVOY_GATEWAY_GROUP } from '../../../contract/upstream/envoy-gateway';
import { sameHome } from '../../kube/home';
import { asList, asObject, asText } from '../../kube/json-access';
import { KubeObject } from '../../kube/kube-object';
import { selects } from '../../kube/network-policy';
import type { AuthGates } from '../auth-gates';
import { askingThrough } from '../gate-guard';
import { headerNames } from '../header-changes';
import type { EdgeInput, Guard } from '../route';
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
        return (
          guards.find(({ kind }) => kind === 'none')
          ?? guards.find(({ kind }) => kind === 'other')
          ?? guards[0]
        );
      }
    }
    return undefined;
  }

  private aimedAt(target: KubeObject, section: string | undefined): readonly KubeObject[] {
    const names = ({ group, kind, name, sectionName }: Readonly<Record<string, unknown>>) =>
      asText(kind) === target.kind
      && (asText(group) ?? target.group) === target.group
      && asText(name) === target.name
      && asText(sectionName) === section;
    return this.policies.filter(
      (policy) =>
        sameHome(policy, target)
        && (targetsOf(policy).some(names)
          || (section === undefined
            && policy.listAt('spec', 'targetSelectors').some((selector) => isSelected(selector, target)))),
    );
  }
}

export function targetsOf(policy: KubeObject): readonly Readonly<Record<string, unknown>>[] {
  return [...policy.listAt('spec', 'targetRefs'), policy.at('spec', 'targetRef')].map(asObject);
}

function isSelected(raw: unknown, target: KubeObject): boolean {
  const selector = asObject(raw);
  return asText(selector.kind) === target.kind && selects(selector, target.labels) !== false;
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
  const ext = asObject(policy.at('spec', 'extAuth'));
  const http = asObject(ext.http);
  const backend = asObject(asList(http.backendRefs)[0] ?? http.backendRef);
  const fixed = asText(http.pathOverride);
  const path = fixed ?? asText(http.path) ?? '/';
  const forwarded = ['authorization', ...headerNames(ext.headersToExtAuth)];
  const port = asText(backend.port);
  const gate = gates.behind(serviceName(backend), port, policy, forwarded);
  const direct = gate === undefined ? flawOfDirect(fixed, path) : undefined;
  return askingThrough(gate, {
    kind: 'subrequest',
    url: `http://${serviceName(backend)}${port === undefined ? '' : `:${port}`}${path}`,
    flaw: port === undefined
      ? 'a backend without a port, for which the gateway refuses the policy'
      : grants.refusal(policy, backend) ?? direct,
    signIn: gate?.signInUrl === undefined
      ? undefined
      : { url: gate.signInUrl, field: policy.field('spec', 'extAuth', 'http', 'backendRefs') },
    field: policy.field('spec', 'extAuth', 'http'),
    asksNobody: asText(backend.name) === undefined || undefined,
    backendHeaders: headerNames(http.headersToBackend),
    backendHeadersAt: http.headersToBackend === undefined
      ? undefined
      : policy.field('spec', 'extAuth', 'http', 'headersToBackend'),
    forwardedHeaders: forwarded,
    forwardedHeadersAt: ext.headersToExtAuth === undefined
      ? undefined
      : policy.field('spec', 'extAuth', 'headersToExtAuth'),
    // Envoy replaces headers that are in the answer, and keeps the client's others.
    keepsUnanswered: gate === undefined || gate.flaw !== undefined || gate.foreign !== undefined
      ? undefined
      : (header) => !gate.removes.includes(header),
  });
}

/** Without a gate, flyteadmin gets the caller's method and path. */
export function flawOfDirect(fixed: string | undefined, path: string): string {
  return fixed === undefined
    ? `${path} with the path of the request behind it`
    : "the caller's method instead of GET, the only one that /me answers";
}

/** A Service as a host name; without a namespace it is in that of the reference. */
export function serviceName({ name, namespace }: Readonly<Record<string, unknown>>): string {
  const own = asText(name) ?? '';
  return asText(namespace) === undefined ? own : `${own}.${asText(namespace)}`;
}
