import { isObject, JsonObject } from '../../common/data/json';

/** The hosts of an Ingress; nothing for a rule, or a backend of all, without one. */
export function ingressHosts({ rules, defaultBackend }: JsonObject): (string | undefined)[] {
  const hosts = (Array.isArray(rules) ? rules : []).map((rule: unknown) =>
    (isObject(rule) && typeof rule.host === 'string' && rule.host !== '' ? rule.host : undefined));
  return defaultBackend === undefined ? hosts : [...hosts, undefined];
}
