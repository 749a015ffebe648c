import type { JsonObject } from '../../../common/data/json';
import { slipOf } from '../../../common/props/suggestion';
import { TRAEFIK_GROUPS } from '../../../contract/upstream/traefik';
import { asText } from '../../kube/json-access';
import type { KubeObject } from '../../kube/kube-object';
import { LeadingKind, backendOf } from '../backends';

/** One matcher of a Traefik rule, such as ``PathPrefix(`/api`)``. */
export interface Matcher {
  readonly name: string;
  readonly values: readonly string[];
  readonly negated: boolean;
  /** Whether it is outside of other parentheses. */
  readonly atTop: boolean;
}

/** The routing part of an IngressRoute's rule. */
export interface TraefikRule {
  readonly matchers: readonly Matcher[];
  /** Whether alternatives are outside of all parentheses. */
  readonly hasAlternatives: boolean;
  /** Whether something other than a single matcher is negated. */
  readonly negatesMore: boolean;
}

/** Quoted texts, words, and operators; everything else is irrelevant. */
const TOKEN = /`([^`]*)`|"([^"]*)"|'([^']*)'|(\w+)|(\|\||[()!])/g;

/**
 * The correct form of a refused rule. Traefik's parser is Go's: single quotes contain one character
 * (`pkg/rules`).
 */
function refusalOf(rule: string): string | undefined {
  const words = rule.replace(/`[^`]*`|"[^"]*"/g, '');
  if (/'/.test(words) && !/[`"]/.test(words)) {
    return rule.replaceAll("'", '`');
  }
  const isClosed = !/[`"']/.test(words) && words.split('(').length === words.split(')').length;
  const slip = [...new Set(words.match(/\w+/g))].map((name) => [name, slipOf(name, MATCHERS)] as const)
    .find(([name, meant]) => meant !== undefined && meant.toLowerCase() !== name.toLowerCase());
  if (slip !== undefined) {
    return rule.replace(slip[0], slip[1]!);
  }
  return isClosed ? undefined : 'quotes and parentheses in pairs';
}

/** Version 3 accepts one value for each matcher, and no names in braces ("Migrating to v3"). */
function leftoverOf(rule: string): string | undefined {
  const { matchers } = readRule(rule);
  const several = matchers.find(({ name, values }) => ONE_VALUE.test(name) && values.length > 1);
  const named = matchers.find(({ name, values }) =>
    ONE_VALUE.test(name) && values.some((value) => /\{[\w-]+:/.test(value)));
  return several !== undefined
    ? several.values.map((value) => `${several.name}(\`${value}\`)`).join(' || ')
    : named && `an expression without a name, in ${named.name.replace(/(Regexp|Prefix)$/, '')}Regexp`;
}

const ONE_VALUE = /^(Host|HostRegexp|Path|PathPrefix)$/;

/** Matchers of version 3: if one rule has them, all rules are for version 3. */
const OF_THREE = /\b(PathRegexp|HeaderRegexp|QueryRegexp|Header)\(/;

/** Why Traefik creates no router for a rule of an IngressRoute, as its correct form. */
export function refusalsIn(objects: readonly KubeObject[]): (route: JsonObject) => string | undefined {
  const ruleOf = ({ match }: JsonObject) => asText(match) ?? '';
  const isThree = objects.some((object) =>
    object.objectsAt('spec', 'routes').some((route) => OF_THREE.test(ruleOf(route))));
  return (route) => refusalOf(ruleOf(route))
    ?? (isThree && asText(route.syntax) !== 'v2' ? leftoverOf(ruleOf(route)) : undefined);
}

/** In any case. Source: Traefik 3, `pkg/muxer/http/matcher.go`, and 2, `mux.go`. */
const MATCHERS: readonly string[] = [
  'ClientIP', 'Header', 'HeaderRegexp', 'Headers', 'HeadersRegexp', 'Host', 'HostHeader', 'HostRegexp',
  'Method', 'Path', 'PathPrefix', 'PathRegexp', 'Query', 'QueryRegexp',
];

/** Parses a rule in one pass; an unclosed part ends with it. */
export function readRule(rule: string): TraefikRule {
  const matchers: Matcher[] = [];
  let [depth, inCall] = [0, 0];
  let [negated, negatesMore, hasAlternatives] = [false, false, false];
  let name: string | undefined;
  let values: string[] = [];
  for (const [, tick, double, single, word, mark] of rule.matchAll(TOKEN)) {
    const text = tick ?? double ?? single;
    if (inCall > 0) {
      inCall += Number(mark === '(') - Number(mark === ')');
      if (text !== undefined) {
        values.push(text);
      }
      if (inCall === 0 && name !== undefined) {
        matchers.push({ name, values, negated, atTop: depth === 0 });
        [name, values, negated] = [undefined, [], false];
      }
    } else if (mark === '(' && name !== undefined) {
      inCall = 1;
    } else if (mark === '(') {
      depth += 1;
      negatesMore ||= negated;
      negated = false;
    } else if (mark === ')') {
      depth -= 1;
    } else if (mark === '!') {
      negatesMore ||= negated;
      negated = true;
    } else if (mark === '||') {
      hasAlternatives ||= depth === 0;
    }
    name = inCall > 0 ? name : word;
  }
  return { matchers, hasAlternatives, negatesMore: negatesMore || negated };
}

/** Traefik's own Services, which weigh, mirror and fail over to others. */
export const TRAEFIK_SERVICE: LeadingKind = {
  group: TRAEFIK_GROUPS[0],
  kind: 'TraefikService',
  targets: (object) => [...balanced(object), ...mirrored(object)]
    .filter((target) => target !== undefined)
    .map((target) => backendOf(target, TRAEFIK_SERVICE)),
};

function balanced(object: KubeObject): unknown[] {
  return ['weighted', 'highestRandomWeight', 'failover'].flatMap((how) => [
    ...object.listAt('spec', how, 'services'),
    object.at('spec', how, 'service'),
    object.at('spec', how, 'fallback'),
  ]);
}

function mirrored(object: KubeObject): unknown[] {
  return object.at('spec', 'mirroring') === undefined
    ? []
    : [object.at('spec', 'mirroring'), ...object.listAt('spec', 'mirroring', 'mirrors')];
}
