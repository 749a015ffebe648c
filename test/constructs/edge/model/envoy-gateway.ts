import { Manifest, ofKind } from '../support';
import { gateOutcome } from './gate';
import { credentialNames, EdgeModel, IDENTITY, identityFrom, OPEN, Outcome, UNROUTED } from './outcome';

interface Candidate {
  readonly kind: 'HTTPRoute' | 'GRPCRoute';
  readonly name: string;
  readonly backend: string;
  /** Exact beats regular expression beats prefix, as Envoy Gateway sorts; then the longer one. */
  readonly rank: readonly [number, number];
}

/** The Gateway API: the most specific match over all routes of the host. */
export function envoyGatewayModel(all: readonly Manifest[]): EdgeModel {
  // The listener without TLS only redirects.
  const routes = all.filter(({ kind, spec }) => (kind === 'HTTPRoute' || kind === 'GRPCRoute') && spec.parentRefs[0].sectionName !== 'http');
  return {
    outcome(host, path) {
      const candidates = routes.filter(({ spec }) => spec.hostnames.includes(host))
        .flatMap(({ kind, metadata: { name }, spec }) =>
          spec.rules.flatMap((rule: { matches: object[]; backendRefs: { name: string; port: number }[] }) =>
            rule.matches.flatMap((match) => {
              const rank = kind === 'HTTPRoute' ? httpRank(match, path) : grpcRank(match, path);
              const [{ name: service, port }] = rule.backendRefs;
              return rank ? [{ kind, name, backend: `${service}:${port}`, rank } as Candidate] : [];
            }),
          ),
        )
        .sort((a: Candidate, b: Candidate) => b.rank[0] - a.rank[0] || b.rank[1] - a.rank[1]);
      return candidates.length > 0 ? outcomeOf(all, candidates[0]) : UNROUTED;
    },
  };
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
function httpRank({ path: { type, value } }: any, path: string): readonly [number, number] | undefined {
  switch (type) {
    case 'Exact':
      return path === value ? [3, value.length] : undefined;
    case 'RegularExpression':
      return new RegExp(`^(${value})$`).test(path) ? [2, value.length] : undefined;
    default:
      return value === '/' || path === value || path.startsWith(`${value}/`) ? [1, value.length] : undefined;
  }
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
function grpcRank({ method: { type, service, method } }: any, path: string): readonly [number, number] | undefined {
  if (type === 'RegularExpression') {
    return new RegExp(`^/${service}/${method}$`).test(path) ? [2, service.length + method.length] : undefined;
  }
  if (method) {
    return path === `/${service}/${method}` ? [3, path.length] : undefined;
  }
  return path.startsWith(`/${service}/`) ? [1, service.length] : undefined;
}

function outcomeOf(all: readonly Manifest[], { kind, name, backend }: Candidate): Outcome {
  const target = { backend, protocol: kind === 'GRPCRoute' ? ('GRPC' as const) : ('HTTP' as const) };
  const policies = [...ofKind(all, 'SecurityPolicy').values()].filter(({ spec }) =>
    spec.targetRefs.some((target_: { kind: string; name: string }) => target_.kind === kind && target_.name === name),
  );
  expect(policies.length).toBeLessThanOrEqual(1);
  if (policies.length === 0) {
    return { ...target, ...OPEN };
  }
  const { extAuth } = policies[0].spec;
  expect(extAuth.failOpen).toBe(false);
  const [{ name: service, port }] = extAuth.http.backendRefs;
  // A path would be put before the original one, which the redirect needs as it is.
  expect(extAuth.http.path).toBeUndefined();
  const gate = gateOutcome(all, service, port);
  const shown = credentialNames(extAuth.headersToExtAuth);
  const removesTheRest = IDENTITY.every((header) => gate.tellsHeadersToRemove.includes(header));
  return {
    ...target,
    anonymousBrowser: extAuth.headersToExtAuth.includes('accept') ? gate.anonymousBrowser : '401',
    anonymousGrpc: gate.anonymousGrpc,
    identityHeaders: removesTheRest ? identityFrom(extAuth.http.headersToBackend) : 'from the client',
    credentials: gate.credentials.filter((credential) => shown.includes(credential)),
  };
}
