import fc from 'fast-check';
import { duration } from './deliveries';
import { anyText, label, maybe, mostly, objectName } from './texts';

const quantity = mostly(fc.constantFrom('500m', '2', '1Gi', '512Mi'), fc.constantFrom('0.5', '1.5Gi', '1k', '1E', '1e3', '1E3', '100M', '3Ei', '1e-3', '5u', '1n', '.5', '1.', '+1', '0.0001'));
const quantities = fc.record({ cpu: quantity, memory: quantity, ephemeralStorage: quantity }, { requiredKeys: [] });
const labelKey = fc.constantFrom('example.com/team', 'team', 'a.b/c_d', 'x'.repeat(63), `${'x'.repeat(63)}.example/a`, 'true', '007');

const peer = fc.oneof(
  fc.record({ namespace: label, podLabels: maybe(fc.dictionary(labelKey, label, { maxKeys: 1 })) }),
  fc.record({ namespaceLabels: fc.dictionary(labelKey, label, { maxKeys: 1 }) }),
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
  nodeSelector: fc.dictionary(labelKey, label, { maxKeys: 2 }),
  tolerations: fc.array(fc.record({ key: labelKey, value: mostly(label, fc.constant('')), effect: fc.constantFrom('NoSchedule', 'PreferNoSchedule') }, { requiredKeys: ['key'] }), { maxLength: 2 }),
  priorityClassName: objectName,
  topologyKeys: fc.constantFrom([], ['kubernetes.io/hostname'], ['example.com/rack']),
}, { requiredKeys: [] });

/** How the pods of a plane run, where only these services are spoken of. */
export function podsProps(services: readonly string[]) {
  const byService = <T>(of: fc.Arbitrary<T>) => fc.dictionary(fc.constantFrom(...services), of, { maxKeys: 2 });
  return fc.record({
    replicas: byService(mostly(fc.constantFrom(1, 2, 3), fc.constant(50))),
    resources: byService(fc.record({ requests: quantities, limits: quantities }, { requiredKeys: [] })),
    probes: byService(fc.record({ path: fc.constantFrom('/healthcheck', '/'), port: fc.constantFrom(10254, 8080, 65535), startup: duration, disabled: fc.boolean() }, { requiredKeys: [] })),
    security: byService(security),
    scheduling,
    networkPolicies,
    labels: fc.dictionary(labelKey, label, { maxKeys: 2 }),
    annotations: fc.dictionary(labelKey, anyText, { maxKeys: 2 }),
  }, { requiredKeys: [] });
}
