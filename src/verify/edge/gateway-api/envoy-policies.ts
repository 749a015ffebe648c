// Tests: test/verify/edge/gateway-api/gateway.test.ts
import {
  GUARDED_HEADERS, GUARDED_PREFIXES, TAKES_ALL, TAKES_UNLISTED,
} from '../../../contract/union/caller-headers';
import { ENVOY_GATEWAY_GROUP } from '../../../contract/upstream/envoy-gateway';
import { beside, sameHome } from '../../kube/home';
import { asObject, asText } from '../../kube/json-access';
import type { KubeObject } from '../../kube/kube-object';
import { LeadingKind } from '../backends';
import { serviceOfHost } from '../cluster-name';
import { HeaderChange, changesOfWays } from '../header-changes';
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
  const listeners = route.listAt('spec', 'parentRefs').map(asObject).flatMap((parent) => {
    const gateway = gatewayOf(route, parent, gateways);
    const policies = clientPolicies.filter((policy) =>
      sameHome(policy, beside(route, asText(parent.namespace) ?? route.namespace)),
    );
    const sections =
      asText(parent.sectionName) === undefined
        ? (gateway?.listAt('spec', 'listeners') ?? [undefined]).map((listener) =>
          asText(asObject(listener).name),
        )
        : [asText(parent.sectionName)];
    return sections.map((section) =>
      changesOfWays(policiesAt(policies, asText(parent.name), section).map(changesOfClients)),
    );
  });
  return changesOfWays(listeners);
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
  const aiming = (wanted: (sectionName: string | undefined) => boolean) =>
    policies.filter((policy) =>
      targetsOf(policy).some(
        ({ name, sectionName }) => asText(name) === gateway && wanted(asText(sectionName)),
      ),
    );
  const own = aiming(
    (sectionName) => sectionName !== undefined && (section === undefined || sectionName === section),
  );
  return own.length > 0 ? own : aiming((sectionName) => sectionName === undefined);
}

function changesOfClients(policy: KubeObject): HeaderChange[] {
  const of = (list: string, hop: 'before' | 'response') =>
    modifierChanges(policy.at('spec', 'headers', list), hop, policy.field('spec', 'headers', list));
  return [...of('earlyRequestHeaders', 'before'), ...of('lateResponseHeaders', 'response')];
}

/** Our own Lua runs after the guard. */
export function luaChanges(policies: readonly KubeObject[], targets: readonly KubeObject[]): HeaderChange[] {
  return policies
    .filter((policy) => aimsAt(policy, targets))
    .flatMap((policy) =>
      policy.listAt('spec', 'lua').flatMap((entry, index) => {
        const lua = ownLua(entry);
        const taken =
          lua === undefined
            ? []
            : [
              ...GUARDED_PREFIXES.map((prefix) => `${prefix}*`),
              ...(lua === 'takes all' ? GUARDED_HEADERS : []),
            ];
        const except = lua === 'takes unlisted' ? GUARDED_HEADERS.map((name) => name.toLowerCase()) : [];
        return taken.map((header): HeaderChange => ({
          hop: 'after',
          header: header.toLowerCase(),
          value: '',
          except,
          field: policy.field('spec', 'lua', index),
        }));
      }),
    );
}

/** Lua, WebAssembly and external processes on a route or its Gateways; our own Lua only removes headers. */
export function unreadExtensions(policies: readonly KubeObject[], targets: readonly KubeObject[]): string[] {
  return policies
    .filter((policy) => aimsAt(policy, targets))
    .flatMap((policy) =>
      ['lua', 'wasm', 'extProc', 'dynamicModule']
        .filter((kind) =>
          policy.listAt('spec', kind).some((entry) => kind !== 'lua' || ownLua(entry) === undefined),
        )
        .map((kind) => `${kind} of ${named(policy)}, which is not read`),
    );
}

/** Whether a policy of Envoy Gateway targets one of these objects by name, or may by labels. */
function aimsAt(policy: KubeObject, targets: readonly KubeObject[]): boolean {
  return targets.some(
    (target) =>
      sameHome(policy, target)
      && (policy.at('spec', 'targetSelectors') !== undefined
        || targetsOf(policy).some(
          ({ kind, name }) => asText(kind) === target.kind && asText(name) === target.name,
        )),
  );
}

/** Which of our filters a Lua script is. */
function ownLua(entry: unknown): 'takes all' | 'takes unlisted' | undefined {
  const text = asText(asObject(entry).inline)?.trim();
  if (text === TAKES_ALL.trim()) {
    return 'takes all';
  }
  return text === TAKES_UNLISTED.trim() ? 'takes unlisted' : undefined;
}

/** Envoy Gateway's Backends; those with a cluster-internal name lead to Services. */
export const ENVOY_BACKEND: LeadingKind = {
  group: ENVOY_GATEWAY_GROUP,
  kind: 'Backend',
  targets: (object) => object
    .listAt('spec', 'endpoints')
    .map((endpoint) => asObject(asObject(endpoint).fqdn))
    .flatMap(({ hostname, port }) => {
      const target = serviceOfHost(asText(hostname) ?? '');
      return target === undefined ? [] : [{ ...target, port: asText(port) }];
    }),
};
