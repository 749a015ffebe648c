import fc from 'fast-check';
import { duration } from './deliveries';
import { extraConfig } from './extras';
import { anyText, label, labelValue, maybe, mostly, objectName, qualifiedName } from './texts';

const image = fc.constantFrom('registry.example.com/union/x:1', 'x', `registry.example.com:5000/a/b@sha256:${'0'.repeat(64)}`);

const odd = fc.constantFrom('0.5', '1.5Gi', '1k', '1E', '1e3', '1E3', '100M', '3Ei', '1e-3', '5u', '1n', '.5', '1.', '+1', '0.0001', '0', '1K');

function quantities(cpu: readonly string[], bytes: readonly string[]) {
  const amount = (usual: readonly string[]) => mostly(fc.constantFrom(...usual), odd);
  return fc.record({ cpu: amount(cpu), memory: amount(bytes), ephemeralStorage: amount(bytes) }, { requiredKeys: [] });
}

const requests = quantities(['1m', '100m', '0.1'], ['64Mi', '1e6', '1000000']);
const limits = quantities(['2', '2000m', 'none'], ['2Gi', '1.5Gi', 'none']);

const peer = fc.oneof(
  fc.record({ namespace: label, podLabels: maybe(fc.dictionary(qualifiedName, labelValue, { maxKeys: 1 })) }),
  fc.record({ namespaceLabels: fc.dictionary(qualifiedName, labelValue, { maxKeys: 1 }) }),
  fc.constantFrom('10.0.0.0/8', '::/0', '192.0.2.1/32', 'fd00::/8').map((cidr) => ({ cidr })),
);

const networkPolicies = fc.record({
  enabled: fc.boolean(),
  allowFrom: fc.array(peer, { maxLength: 2 }),
  egressPorts: fc.constantFrom([], [6379], [1, 65535]),
}, { requiredKeys: [] });

const security = fc.record({
  user: fc.constantFrom(1, 10001, 2 ** 31 - 1),
  group: fc.constantFrom(1, 10001),
  writableRootFilesystem: fc.boolean(),
}, { requiredKeys: [] });

export const scheduling = fc.record({
  nodeSelector: fc.dictionary(qualifiedName, labelValue, { maxKeys: 2 }),
  tolerations: fc.array(fc.record({ key: qualifiedName, value: labelValue, effect: fc.constantFrom('NoSchedule', 'PreferNoSchedule') }, { requiredKeys: ['key'] }), { maxLength: 2 }),
  priorityClassName: objectName,
  topologyKeys: fc.constantFrom([], ['kubernetes.io/hostname'], ['example.com/rack']),
}, { requiredKeys: [] });

/**
 * What services have of their own, and how all pods of a plane run, with what all its objects have.
 *
 * @param services those that are spoken of
 * @param several those of which more than one pod may run
 */
export function objectsProps(services: readonly string[], several: readonly string[]) {
  const settings = (name: string) => fc.record({
    replicas: several.includes(name) ? fc.constantFrom(1, 2, 50) : fc.constant(1),
    image,
    resources: fc.record({ requests, limits }, { requiredKeys: [] }),
    probes: fc.record({ path: fc.constantFrom('/healthcheck', '/'), port: fc.constantFrom(10254, 8080, 65535), startup: duration, disabled: fc.boolean() }, { requiredKeys: [] }),
    security,
    config: extraConfig,
  }, { requiredKeys: [] });
  return fc.record({
    settings: fc.record(Object.fromEntries(services.map((name) => [name, settings(name)])), { requiredKeys: [] }),
    scheduling,
    networkPolicies,
    metadata: fc.record({
      labels: fc.dictionary(qualifiedName, labelValue, { maxKeys: 2 }),
      annotations: fc.dictionary(qualifiedName, anyText, { maxKeys: 2 }),
    }, { requiredKeys: [] }),
  }, { requiredKeys: [] });
}
