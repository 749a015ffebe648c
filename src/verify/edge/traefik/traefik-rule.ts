import { TRAEFIK_GROUPS } from '../../../contract/upstream/traefik';
import type { KubeObject } from '../../kube/kube-object';
import { LeadingKind, backendOf } from '../backends';

/** One matcher of a Traefik rule, such as ``PathPrefix(`/api`)``. */
export interface Matcher {
  readonly name: string;
  readonly values: readonly string[];
  readonly negated: boolean;
  /** Whether it is in no parentheses of others. */
  readonly atTop: boolean;
}

/** What a rule of an IngressRoute says, as far as routes are concerned. */
export interface TraefikRule {
  readonly matchers: readonly Matcher[];
  /** Whether alternatives are outside of all parentheses. */
  readonly hasAlternatives: boolean;
  /** Whether something else than a single matcher is negated. */
  readonly negatesMore: boolean;
}

/** Quoted texts, words, and the marks of the grammar; everything else says nothing here. */
const TOKEN = /`([^`]*)`|"([^"]*)"|'([^']*)'|(\w+)|(\|\||[()!])/g;

/** Traefik's parser is Go's, in which single quotes hold one letter. Source: `pkg/rules/parser.go`. */
export function isRefused(rule: string): boolean {
  return /'/.test(rule.replace(/`[^`]*`|"[^"]*"/g, ''));
}

/** Reads a rule at one go, whatever its length; what is not closed ends with it. */
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
