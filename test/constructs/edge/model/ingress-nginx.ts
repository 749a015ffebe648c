import { Manifest, ofKind } from '../support';
import { gateOutcome } from './gate';
import { credentialNames, EdgeModel, identityFrom, OPEN, Outcome, UNROUTED } from './outcome';

interface EmittedPath {
  readonly path: string;
  readonly backend: { service: { name: string; port: { name?: string; number?: number } } };
}

interface Location {
  readonly path: string;
  readonly backend: string;
  readonly annotations: Record<string, string>;
}

const annotation = (location: Location, name: string): string | undefined => location.annotations[`nginx.ingress.kubernetes.io/${name}`];

/**
 * ingress-nginx: if any Ingress of a host uses regular expressions, every location of the host is a case-insensitive
 * one, anchored at its start, and the longest path goes first.
 */
export function ingressNginxModel(all: readonly Manifest[]): EdgeModel {
  const locationsOf = (host: string): Location[] =>
    [...ofKind(all, 'Ingress').values()].flatMap(({ metadata, spec }) =>
      spec.rules.filter((rule: { host: string }) => rule.host === host)
        .flatMap((rule: { http: { paths: EmittedPath[] } }) =>
          rule.http.paths.map(({ path, backend: { service } }) => ({
            path,
            backend: `${service.name}:${service.port.number ?? service.port.name}`,
            annotations: metadata.annotations ?? {},
          })),
        ),
    );
  return {
    outcome(host, path) {
      const locations = locationsOf(host);
      expect(locations.every((location) => annotation(location, 'use-regex') === 'true')).toBe(true);
      const chosen = [...locations].sort((a, b) => b.path.length - a.path.length).find((location) => new RegExp(`^${location.path}`, 'i').test(path));
      return chosen ? outcomeOf(chosen, all) : UNROUTED;
    },
  };
}

function outcomeOf(location: Location, all: readonly Manifest[]): Outcome {
  const target = { backend: location.backend, protocol: annotation(location, 'backend-protocol') as 'HTTP' | 'GRPC' };
  const authUrl = annotation(location, 'auth-url');
  if (authUrl === undefined) {
    return { ...target, ...OPEN };
  }
  // An auth-url that is empty, or holds the request's host, would be no guard.
  const [, service, port] = /^http:\/\/([a-z-]+)\.[a-z-]+\.svc\.cluster\.local:(\d+)\/me$/.exec(authUrl)!;
  const { anonymousBrowser, credentials } = gateOutcome(all, service, Number(port));
  // The controller makes a redirect of a 401 and of nothing else.
  expect(anonymousBrowser).toBe('401');
  // The answer is remembered by what the gate shows /me, all of it.
  expect(credentialNames([...annotation(location, 'auth-cache-key')!.matchAll(/\$http_([a-z_]+)/g)].map(([, name]) => name.replace(/_/g, '-')))).toEqual(credentials);
  const signIn = annotation(location, 'auth-signin')?.match(/^https:\/\/[^/]+\/login\?redirect_url=\$escaped_request_uri$/) ? 'redirect' : '401';
  return {
    ...target,
    anonymousBrowser: signIn,
    anonymousGrpc: signIn,
    identityHeaders: identityFrom(annotation(location, 'auth-response-headers')!.split(',')),
    credentials,
  };
}
