import fc from 'fast-check';
import { RouteGroup } from '../../../src';
import { Made, made } from '../_made';
import { anyText, label, maybe, mostly, objectName, port } from './texts';

const pods = maybe(fc.constantFrom([{ namespace: 'edge', podLabels: { app: 'edge' } }], [{ cidr: '10.0.0.0/8' }], [{ namespaceLabels: { team: 'a' } }]));

const gate = maybe(fc.record({ replicas: maybe(fc.constantFrom(1, 3)), image: maybe(fc.constantFrom('registry.example.com/nginx:1', 'nginx', `nginx@sha256:${'0'.repeat(64)}`)) }));

export const edge: fc.Arbitrary<Made> = fc.oneof(
  fc.record({
    ingressClassName: maybe(objectName),
    annotations: maybe(fc.dictionary(fc.constantFrom('cert-manager.io/cluster-issuer', 'example.com/owner'), anyText)),
    pods,
  }).map((props) => made('EdgeController.ingressNginx', props)),
  fc.record({
    entryPoints: maybe(fc.constantFrom(['websecure'], ['tls', 'true'])),
    httpEntryPoints: maybe(fc.constantFrom([], ['web'])),
    gate,
    pods,
  }).map((props) => made('EdgeController.traefik', props)),
  fc.record({ gatewayClassName: maybe(objectName), gate, pods }).map((props) => made('EdgeController.envoyGateway', props)),
  fc.record({ gateway: fc.record({ name: objectName, namespace: maybe(label), sectionName: maybe(label) }), gate, pods }).map((props) => made('EdgeController.envoyGateway', props)),
);

const extraRoutes = maybe(fc.array(fc.record({
  group: fc.constantFrom(RouteGroup.OPEN_HTTP, RouteGroup.GUARDED_HTTP),
  path: fc.constantFrom('/reports', '/a/b', '/1e3', '/x~y'),
  service: mostly(fc.constant('reports'), label),
  port,
}), { minLength: 1, maxLength: 2 }));

/** Certificates and routes of an edge, by the hosts that it serves. */
export function edgeOptions(own: Made | undefined) {
  const bringsCertificates = own?.make === 'EdgeController.envoyGateway' && 'gateway' in (own.with[0] as object);
  return fc.record({
    tls: bringsCertificates ? fc.constant(undefined) : mostly(objectName.map((secretName) => [{ secretName }]), fc.constant(undefined)),
    tlsEndsElsewhere: maybe(fc.constant(true)),
    extraRoutes,
  });
}
