import type { JsonObject } from '../../../common/data/json';
import { asObject, asObjects, asText, asTexts } from '../../kube/json-access';
import type { KubeObject } from '../../kube/kube-object';
import type { Field } from '../../read/field';
import { readExpression } from '../expression';
import { HeaderChange, headerChange, Hop } from '../header-changes';
import type { OwnAnswer, Rewrite } from '../route';
import { named } from '../unread-parts';

/** Changes of requests and responses by filters of the Gateway API. */

export function filtersOf({ filters }: JsonObject): readonly JsonObject[] {
  return asObjects(filters);
}

/** Filters of a rule and its backends. They run after Envoy Gateway's policies. */
export function filterChanges(rule: JsonObject, field: Field): HeaderChange[] {
  const backends = asObjects(rule.backendRefs).map((ref, index) =>
    [ref, field.child('backendRefs', index)] as const);
  return [[rule, field] as const, ...backends].flatMap(([holder, at]) =>
    filtersOf(holder).flatMap((filter, index) =>
      ([['requestHeaderModifier', 'after'], ['responseHeaderModifier', 'response']] as const)
        .flatMap(([key, hop]) => modifierChanges(filter[key], hop, at.child('filters', index, key)))));
}

/** The headers that a modifier removes and sets; added headers do not replace existing ones. */
export function modifierChanges(raw: unknown, hop: Hop, field: Field): HeaderChange[] {
  const modifier = asObject(raw);
  return [
    ...asTexts(modifier.remove).map((name) => headerChange(hop, name, '', field.child('remove'))),
    ...asObjects(modifier.removeOnMatch).flatMap(({ type, value }, index) =>
      removedByMatch(asText(type), asText(value) ?? '')
        .map((removed) => ({ hop, ...removed, value: '', field: field.child('removeOnMatch', index) }))),
    ...(hop === 'response' ? ['set'] : ['set', 'add']).flatMap((list) =>
      asObjects(modifier[list]).map(({ name, value }, index) =>
        headerChange(hop, asText(name) ?? '', value, field.child(list, index)))),
  ];
}

/** Envoy Gateway removes headers by prefix; for an unread expression, the prefixes are unknown. */
function removedByMatch(type = 'Exact', value: string): Pick<HeaderChange, 'header' | 'matching'>[] {
  const header = value.toLowerCase();
  switch (type) {
    case 'Exact': return [{ header }];
    case 'Prefix': return [{ header: `${header}*` }];
    case 'Suffix':
      return [{ header, matching: { test: (name) => name.endsWith(header), find: () => undefined } }];
    case 'RegularExpression': {
      // Envoy matches the whole name.
      const matching = readExpression(`^(?:${value})$`, 'RE2', true);
      return matching === undefined ? [] : [{ header, matching }];
    }
    default: return [];
  }
}

/** A RequestRedirect filter that leads to another host or path. */
export function filterAnswer(
  rule: JsonObject, hosts: readonly (string | undefined)[],
): OwnAnswer | undefined {
  const filter = filtersOf(rule).find(({ requestRedirect }) => requestRedirect !== undefined);
  const { hostname, path } = asObject(filter?.requestRedirect);
  const host = asText(hostname);
  const leadsElsewhere = (host !== undefined && !hosts.includes(host)) || path !== undefined;
  return leadsElsewhere ? () => `a redirect to ${host ?? 'another path'}` : undefined;
}

/** URLRewrite filters. The replaced prefix is below the path that the rule matched. */
export function filterRewrite(rule: JsonObject, prefix: string): Rewrite | undefined {
  const path = filtersOf(rule).map(({ urlRewrite }) => asObject(asObject(urlRewrite).path))
    .find(({ type }) => type !== undefined);
  const [whole, start] = [asText(path?.replaceFullPath), asText(path?.replacePrefixMatch)];
  if (whole !== undefined) {
    return () => whole;
  }
  return start === undefined ? undefined : (requested) => (requested.startsWith(prefix)
    ? `${start.replace(/\/$/, '')}/${requested.slice(prefix.length).replace(/^\//, '')}`
    : requested);
}

/** Filters of the Gateway API that are read, or that do not affect access and requests. */
const KNOWN_FILTERS = new Set([
  'CORS', 'ExternalAuth', 'RequestHeaderModifier', 'RequestMirror', 'RequestRedirect',
  'ResponseHeaderModifier', 'URLRewrite',
]);

export function unreadFilters(rule: JsonObject, route: KubeObject): string[] {
  return [rule, ...asObjects(rule.backendRefs)].flatMap(filtersOf).flatMap(({ type, extensionRef }) => {
    const { kind, name } = asObject(extensionRef);
    const text = type === 'ExtensionRef' ? `${asText(kind)} ${asText(name)}` : asText(type) ?? '';
    return KNOWN_FILTERS.has(text) || asText(kind) === 'Middleware'
      ? []
      : [`the filter ${text} of ${named(route)}, which is not read`];
  });
}
