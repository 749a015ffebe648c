import { Manifest, ofKind } from '../support';
import { gateOutcome } from './gate';
import { credentialNames, EdgeModel, identityFrom, OPEN, Outcome, UNROUTED } from './outcome';

interface Router {
  readonly match: string;
  readonly priority: number;
  readonly middlewares?: { name: string }[];
  readonly services: { name: string; port: number; scheme?: string }[];
}

/** Traefik: the router with the highest priority whose rule holds. */
export function traefikModel(all: readonly Manifest[]): EdgeModel {
  const routers: Router[] = [...ofKind(all, 'IngressRoute').values()].filter(({ spec }) => spec.tls).flatMap(({ spec }) => spec.routes);
  const rules = routers.map(({ match }) => holds(match));
  return {
    outcome(host, path) {
      const fitting = routers.filter((_, i) => rules[i](host, path)).sort((a, b) => b.priority - a.priority);
      if (fitting.length === 0) {
        return UNROUTED;
      }
      return outcomeOf(all, fitting[0]);
    },
  };
}

const RULE = /^\((Host\(`[^`]+`\)(?: \|\| )?)+\) && \(?((Path|PathPrefix)\(`[^`]+`\)(?: \|\| )?)+\)?(?: && !PathRegexp\(`\(\?i\)([^`]+)`\))?$/;

/** A rule asks for one of some hosts, and for one of some paths. */
function holds(rule: string): (host: string, path: string) => boolean {
  expect(rule).toMatch(RULE);
  const [, , , , unless] = RULE.exec(rule)!;
  const forbidden = unless === undefined ? undefined : new RegExp(unless, 'i');
  const matchers = [...rule.matchAll(/\b(Host|Path|PathPrefix)\(`([^`]+)`\)/g)].map(([, name, value]) => ({ name, value }));
  return (host, path) =>
    !forbidden?.test(path) && matchers.some(({ name, value }) => name === 'Host' && value === host) &&
    matchers.some(({ name, value }) => (name === 'Path' && value === path) || (name === 'PathPrefix' && path.startsWith(value)));
}

function outcomeOf(all: readonly Manifest[], router: Router): Outcome {
  const [{ name, port, scheme }] = router.services;
  const target = { backend: `${name}:${port}`, protocol: scheme === 'h2c' ? ('GRPC' as const) : ('HTTP' as const) };
  const middlewares = (router.middlewares ?? []).map((middleware) => ofKind(all, 'Middleware').get(middleware.name)!.spec);
  expect(middlewares.length).toBe(router.middlewares?.length ?? 0);
  const forwardAuth = middlewares.find((spec) => spec.forwardAuth)?.forwardAuth;
  if (!forwardAuth) {
    return { ...target, ...OPEN };
  }
  expect(forwardAuth.trustForwardHeader).toBe(false);
  expect(forwardAuth.preserveRequestMethod).toBeUndefined();
  const [, service, gatePort] = /^http:\/\/([a-z-]+)\.[a-z-]+\.svc\.cluster\.local:(\d+)\/$/.exec(forwardAuth.address)!;
  const gate = gateOutcome(all, service, Number(gatePort));
  const shown = credentialNames(forwardAuth.authRequestHeaders);
  // Without Accept the gate would take every browser for an API client.
  const seesBrowsers = forwardAuth.authRequestHeaders.includes('Accept');
  return {
    ...target,
    anonymousBrowser: seesBrowsers ? gate.anonymousBrowser : '401',
    anonymousGrpc: gate.anonymousGrpc,
    identityHeaders: identityFrom(forwardAuth.authResponseHeaders),
    credentials: gate.credentials.filter((credential) => shown.includes(credential)),
  };
}
