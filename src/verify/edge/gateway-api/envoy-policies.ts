// Tests: test/verify/edge/gateway-api/gateway.test.ts
import {
  GUARDED_HEADERS, GUARDED_PREFIXES, TAKES_ALL, TAKES_UNLISTED,
} from '../../../contract/union/caller-headers';
import { ENVOY_GATEWAY_GROUP } from '../../../contract/upstream/envoy-gateway';
import { homeOfReference, sameHome } from '../../kube/home';
import { asObject, asText } from '../../kube/json-access';
import type { KubeObject } from '../../kube/kube-object';
import { LeadingKind } from '../backends';
import { serviceOfHost } from '../cluster-name';
import { changesOfWays, HeaderChange, headerChange } from '../header-changes';
import { named } from '../unread-parts';
import { modifierChanges } from './filters';
import { gatewayOf } from './gateway-controller';
import { targetsOf } from './security-policy';

/** Envoy Gateway's policies other than guards: their changes of requests, and those that are not read. */

interface ClientPolicies {
  readonly clientPolicies: readonly KubeObject[];
  readonly gateways: readonly KubeObject[];
}

/** Header changes of Envoy Gateway's policies for the listeners of the route, in the input or not. */
export function clientChanges(
  route: KubeObject, { clientPolicies, gateways }: ClientPolicies,
): HeaderChange[] {
  return changesOfWays(route.objectsAt('spec', 'parentRefs').flatMap((parent) => {
    const [name, section] = [asText(parent.name), asText(parent.sectionName)];
    const home = homeOfReference(parent, route);
    const policies = clientPolicies.filter((policy) => sameHome(policy, home));
    const listeners = gatewayOf(route, parent, gateways)?.objectsAt('spec', 'listeners') ?? [{}];
    const sections = section === undefined ? listeners.map((listener) => asText(listener.name)) : [section];
    return sections.map((each) => changesOfWays(policiesAt(policies, name, each).map(changesOfClients)));
  }));
}

/**
 * A policy of a listener replaces that of its Gateway. If several have the same target, the oldest applies,
 * but manifests do not show their age.
 *
 * Source: envoyproxy/gateway, `internal/gatewayapi/clienttrafficpolicy.go` ("has already attached to it").
 */
function policiesAt(
  policies: readonly KubeObject[], gateway: string | undefined, section: string | undefined,
): readonly KubeObject[] {
  const aiming = (isWanted: (sectionName: string | undefined) => boolean) =>
    policies.filter((policy) => targetsOf(policy).some(({ name, sectionName }) =>
      asText(name) === gateway && isWanted(asText(sectionName))));
  const own = aiming((each) => each !== undefined && (section === undefined || each === section));
  return own.length > 0 ? own : aiming((each) => each === undefined);
}

function changesOfClients(policy: KubeObject): HeaderChange[] {
  const of = (list: string, hop: 'before' | 'response') =>
    modifierChanges(policy.at('spec', 'headers', list), hop, policy.field('spec', 'headers', list));
  return [...of('earlyRequestHeaders', 'before'), ...of('lateResponseHeaders', 'response')];
}

/** What each of our Lua filters removes, and keeps of it. */
const OWN_LUA: ReadonlyMap<string, Pick<HeaderChange, 'except'> & { readonly removed: readonly string[] }> =
  new Map([
    [TAKES_ALL.trim(), { removed: [...GUARDED_PREFIXES.map((prefix) => `${prefix}*`), ...GUARDED_HEADERS] }],
    [TAKES_UNLISTED.trim(), {
      removed: GUARDED_PREFIXES.map((prefix) => `${prefix}*`),
      except: GUARDED_HEADERS.map((name) => name.toLowerCase()),
    }],
  ]);

function ownLua(entry: unknown) {
  return OWN_LUA.get(asText(asObject(entry).inline)?.trim() ?? '');
}

/** Our own Lua runs after the guard. */
export function luaChanges(policies: readonly KubeObject[], targets: readonly KubeObject[]): HeaderChange[] {
  return policies.filter((policy) => aimsAt(policy, targets)).flatMap((policy) =>
    policy.listAt('spec', 'lua').flatMap((entry, index) => {
      const { removed = [], except = [] } = ownLua(entry) ?? {};
      return removed.map((header) =>
        ({ ...headerChange('after', header, '', policy.field('spec', 'lua', index)), except }));
    }));
}

/** Lua, WebAssembly and external processes on a route or its Gateways; our own Lua only removes headers. */
export function unreadExtensions(policies: readonly KubeObject[], targets: readonly KubeObject[]): string[] {
  return policies.filter((policy) => aimsAt(policy, targets)).flatMap((policy) =>
    ['lua', 'wasm', 'extProc', 'dynamicModule']
      .filter((kind) =>
        policy.listAt('spec', kind).some((entry) => kind !== 'lua' || ownLua(entry) === undefined))
      .map((kind) => `${kind} of ${named(policy)}, which is not read`));
}

/** Whether a policy of Envoy Gateway targets one of these objects by name, or may by labels. */
function aimsAt(policy: KubeObject, targets: readonly KubeObject[]): boolean {
  return targets.some((target) => sameHome(policy, target)
    && (policy.at('spec', 'targetSelectors') !== undefined || targetsOf(policy).some(({ kind, name }) =>
      asText(kind) === target.kind && asText(name) === target.name)));
}

/** Envoy Gateway's Backends; those with a cluster-internal name lead to Services. */
export const ENVOY_BACKEND: LeadingKind = {
  group: ENVOY_GATEWAY_GROUP,
  kind: 'Backend',
  targets: (object) => object.objectsAt('spec', 'endpoints').flatMap(({ fqdn }) => {
    const { hostname, port } = asObject(fqdn);
    const target = serviceOfHost(asText(hostname) ?? '');
    return target === undefined ? [] : [{ ...target, port: asText(port) }];
  }),
};
