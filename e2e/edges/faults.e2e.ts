import { EdgeController } from '../../src';
import { edgeManifests, HOST, INTERNAL_HOST, Manifest } from '../../test/constructs/edge/support';
import { egctl } from '../tools/egctl';
import { RunningEdge, Surroundings } from './_edge';
import { startEnvoyGateway } from './_envoy-gateway';
import { startIngressNginx, startIngressNginxWithDefaults } from './_ingress-nginx';
import { Stage, TABLE } from './_stage';
import { TOPICS } from './_topics';
import { startTraefik } from './_traefik';

const NGINX = 'nginx.ingress.kubernetes.io';

interface Fault {
  readonly name: string;
  readonly edge: EdgeController;
  readonly start: (surroundings: Surroundings) => Promise<RunningEdge>;
  /** The objects to break, as `Kind/name`. */
  readonly at: RegExp;
  readonly spoil: (object: Manifest) => void;
  /** The deviation that must be reported. */
  readonly seen: RegExp;
}

const SLIPPED = /SLIPPED THROUGH/;
const FORGED = /identity is .*"admin"/;

/** Faults that the tests of all edges must notice. */
const FAULTS: readonly Fault[] = [
  {
    name: 'Traefik: a route without its middleware',
    edge: EdgeController.traefik(),
    start: startTraefik,
    at: /^IngressRoute\/controlplane-protected$/,
    spoil: ({ spec }) => (spec.routes[3].middlewares = []),
    seen: SLIPPED,
  },
  {
    name: 'Traefik: identity headers of the client are kept',
    edge: EdgeController.traefik(),
    start: startTraefik,
    at: /^Middleware\/controlplane-(sign-in|unauthorized)$/,
    spoil: ({ spec }) => Object.assign(spec.forwardAuth, { authResponseHeaders: [], authResponseHeadersRegex: undefined }),
    seen: FORGED,
  },
  {
    name: 'Envoy Gateway: a route that no policy targets',
    edge: EdgeController.envoyGateway({ envoyGatewayVersion: egctl.version }),
    start: startEnvoyGateway,
    at: /^SecurityPolicy\/controlplane-unauthorized$/,
    spoil: ({ spec }) => spec.targetRefs.pop(),
    seen: SLIPPED,
  },
  {
    name: 'Envoy Gateway: neither gate nor Gateway removes headers',
    edge: EdgeController.envoyGateway({ envoyGatewayVersion: egctl.version }),
    start: startEnvoyGateway,
    at: /^(ConfigMap\/union-auth-gate|ClientTrafficPolicy\/controlplane)$/,
    spoil: ({ data, spec }) => (data === undefined
      ? delete spec.headers
      : (data['nginx.conf'] = data['nginx.conf'].replace(/ *add_header x-envoy-auth-headers-to-remove .*\n/g, ''))),
    seen: FORGED,
  },
  {
    name: 'Envoy Gateway 1.6: Lua that removes no header',
    edge: EdgeController.envoyGateway({ envoyGatewayVersion: '1.6' }),
    start: startEnvoyGateway,
    at: /^EnvoyExtensionPolicy\/controlplane-guarded-headers$/,
    spoil: ({ spec }) => (spec.lua[0].inline = 'function envoy_on_request(handle) end'),
    seen: /identity is .*"x-user-claim-acme":"admin"/,
  },
  {
    name: 'ingress-nginx: an Ingress without auth-url',
    edge: EdgeController.ingressNginx(),
    start: startIngressNginx,
    at: /^Ingress\/controlplane-protected-grpc$/,
    spoil: ({ metadata }) => delete metadata.annotations![`${NGINX}/auth-url`],
    seen: SLIPPED,
  },
  {
    name: 'ingress-nginx with its defaults: identity headers of the client are kept',
    edge: EdgeController.ingressNginx(),
    start: startIngressNginxWithDefaults,
    at: /^Ingress\/controlplane-protected$/,
    spoil: ({ metadata }) => (metadata.annotations![`${NGINX}/auth-response-headers`] = 'Set-Cookie'),
    seen: FORGED,
  },
];

it.each(FAULTS)('the tests notice a fault: $name', async ({ edge, start, at, spoil, seen }) => {
  const manifests = edgeManifests(edge);
  const spoiled = manifests.filter(({ kind, metadata: { name } }) => at.test(`${kind}/${name}`));
  expect(spoiled.length).toBeGreaterThan(0);
  spoiled.forEach(spoil);

  const hosts = [HOST, INTERNAL_HOST];
  const stage = await Stage.set({ manifests, hosts, start });
  try {
    const cases = TOPICS.slice(0, 5).flatMap((topic) => topic.cases(TABLE, stage.traits, hosts));
    expect((await stage.deviations(cases)).join('\n')).toMatch(seen);
  } finally {
    await stage.close();
  }
});
