import { asList, asObject, asText, asTexts } from '../../kube/json-access';
import type { KubeObject } from '../../kube/kube-object';
import type { Field } from '../../read/field';
import { readExpression } from '../expression';
import type { HeaderChange, Hop } from '../header-changes';
import type { OwnAnswer, Rewrite } from '../route';
import { named } from '../unread-parts';

/** Changes of requests and responses by filters of the Gateway API. */

/** Filters of a rule and its backends. They run after Envoy Gateway's policies. */
export function filterChanges(rule: Readonly<Record<string, unknown>>, field: Field): HeaderChange[] {
  const places = [
    { holder: rule, at: field },
    ...asList(rule.backendRefs).map((ref, index) => ({
      holder: asObject(ref),
      at: field.child('backendRefs', index),
    })),
  ];
  return places.flatMap(({ holder, at }) =>
    asList(holder.filters)
      .map(asObject)
      .flatMap((filter, index) => [
        ...modifierChanges(
          filter.requestHeaderModifier, 'after', at.child('filters', index, 'requestHeaderModifier'),
        ),
        ...modifierChanges(
          filter.responseHeaderModifier, 'response', at.child('filters', index, 'responseHeaderModifier'),
        ),
      ]),
  );
}

/** The headers that a modifier removes and sets; added headers do not replace existing ones. */
export function modifierChanges(raw: unknown, hop: Hop, field: Field): HeaderChange[] {
  const modifier = asObject(raw);
  return [
    ...asTexts(modifier.remove).map((name): HeaderChange => ({
      hop,
      header: name.toLowerCase(),
      value: '',
      field: field.child('remove'),
    })),
    ...asList(modifier.removeOnMatch)
      .map(asObject)
      .flatMap(({ type, value }, index) =>
        removedByMatch(asText(type), asText(value) ?? '').map((removed): HeaderChange => ({
          hop,
          ...removed,
          value: '',
          field: field.child('removeOnMatch', index),
        })),
      ),
    ...(hop === 'response' ? ['set'] : ['set', 'add']).flatMap((list) =>
      asList(modifier[list])
        .map(asObject)
        .map(({ name, value }, index): HeaderChange => ({
          hop,
          header: (asText(name) ?? '').toLowerCase(),
          value: asText(value) ?? '',
          field: field.child(list, index),
        })),
    ),
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
  filters: unknown, hosts: readonly (string | undefined)[],
): OwnAnswer | undefined {
  const redirect = asList(filters)
    .map((filter) => asObject(filter).requestRedirect)
    .filter((found) => found !== undefined)
    .map(asObject)[0];
  const hostname = asText(redirect?.hostname);
  const elsewhere =
    redirect !== undefined
    && ((hostname !== undefined && !hosts.includes(hostname)) || redirect.path !== undefined);
  return elsewhere ? () => `a redirect to ${hostname ?? 'another path'}` : undefined;
}

/** URLRewrite filters. The replaced prefix is below the path that the rule matched. */
export function filterRewrite(filters: unknown, prefix: string): Rewrite | undefined {
  const path = asList(filters)
    .map((filter) => asObject(asObject(asObject(filter).urlRewrite).path))
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

export function unreadFilters(rule: Readonly<Record<string, unknown>>, route: KubeObject): string[] {
  const backends = asList(rule.backendRefs).map(asObject);
  return [rule, ...backends].flatMap(({ filters }) => asList(filters).map(asObject)).flatMap((filter) => {
    const type = asText(filter.type) ?? '';
    const { kind, name } = asObject(filter.extensionRef);
    return KNOWN_FILTERS.has(type) || asText(kind) === 'Middleware'
      ? []
      : [
        `the filter ${type === 'ExtensionRef' ? `${asText(kind)} ${asText(name)}` : type} of `
            + `${named(route)}, which is not read`,
      ];
  });
}
