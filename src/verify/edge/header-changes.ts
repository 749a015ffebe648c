import { asList, asObject, asText, asTexts } from '../kube/json-access';
import type { KubeObject } from '../kube/kube-object';
import type { Field } from '../read/field';
import { Expression, readExpression } from './expression';

/**
 * Where an edge changes a header:
 *
 * - `guard`: in what it asks the guard, and nowhere else.
 * - `before`: before it asks the guard, so that everything behind sees the change.
 * - `after`: on the way to the backend.
 * - `response`: on the way back to the client.
 */
export type Hop = 'guard' | 'before' | 'after' | 'response';

/** A header that an edge removes or sets. */
export interface HeaderChange {
  readonly hop: Hop;
  /** In lower case. With an asterisk at its end: every header that starts so. */
  readonly header: string;
  /** What it becomes, as written; empty where it is removed. */
  readonly value: string;
  /** An expression that the names match instead. */
  readonly matching?: Expression;
  /** It is made for some of the ways by which requests come. */
  readonly partly?: boolean;
  /** Names that stay as they are all the same, in lower case. */
  readonly except?: readonly string[];
  readonly field: Field;
}

/** Whether a change is one of a header; the name in lower case. */
export function changes({ header: changed, matching, except = [] }: HeaderChange, header: string): boolean {
  if (matching !== undefined || except.includes(header)) {
    return matching?.test(header) === true && !except.includes(header);
  }
  return changed.endsWith('*') ? header.startsWith(changed.slice(0, -1)) : changed === header;
}

/** Whether every caller's header becomes the same. */
export function isFixed({ value }: HeaderChange): boolean {
  return value.trim() !== '' && !/[$%]/.test(value);
}

/** What nginx and Envoy take from a request. */
const FROM_REQUEST = /\$\{?(http|arg|cookie)_|%REQ\(/i;

/** Whether a caller chooses what becomes of it, by another header or the URL. */
export function isChosenByCaller({ header, value }: HeaderChange): boolean {
  return FROM_REQUEST.test(value)
    && !value.toLowerCase().includes(`$http_${header.replace(/-/g, '_')}`);
}

/** Traefik's headers middlewares in their order; those before the one that guards come before it. */
export function middlewareChanges(middlewares: readonly KubeObject[]): HeaderChange[] {
  const guard = middlewares.findIndex((middleware) => middleware.at('spec', 'forwardAuth') !== undefined);
  return middlewares.flatMap((middleware, index) => {
    const of = (map: string, hop: Hop) =>
      Object.entries(middleware.objectAt('spec', 'headers', map)).map(([name, value]): HeaderChange => ({
        hop,
        header: name.toLowerCase(),
        value: asText(value) ?? '',
        field: middleware.field('spec', 'headers', map, name),
      }));
    return [
      ...of('customRequestHeaders', index < guard ? 'before' : 'after'),
      ...of('customResponseHeaders', 'response'),
    ];
  });
}

/**
 * The filters of a Gateway API rule, and those of its backends. They come behind Envoy Gateway's policies.
 */
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

/**
 * What a modifier of the Gateway API or of Envoy Gateway removes and sets. What it adds stands beside what
 * was there.
 */
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
        removedByMatch(asText(type), asText(value)?.toLowerCase() ?? '').map((removed): HeaderChange => ({
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

/**
 * Envoy Gateway takes whole families of headers away. Of an expression that is not read nobody knows which,
 * and so none.
 */
function removedByMatch(type = 'Exact', value: string): Pick<HeaderChange, 'header' | 'matching'>[] {
  if (type === 'RegularExpression') {
    // Envoy wants the whole name to match.
    const matching = readExpression(`^(?:${value})$`, 'RE2');
    return matching === undefined ? [] : [{ header: value, matching }];
  }
  if (type === 'Suffix') {
    return [{ header: value, matching: { test: (name) => name.endsWith(value), find: () => undefined } }];
  }
  return (
    (
      { Exact: [{ header: value }], Prefix: [{ header: `${value}*` }] } as Record<
        string,
        { header: string }[]
      >
    )[type] ?? []
  );
}
