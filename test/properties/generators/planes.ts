import fc from 'fast-check';
import { DatabaseTls } from '../../../src';
import { Made, made } from '../_made';
import { Entry } from './deliveries';
import { edgeOptions } from './edges';
import { objectsProps } from './pods';
import { label, maybe, mostly, objectName, port, word } from './texts';

/** Object storage, with credentials at entries of their own where it wants any. */
const storage = (located: boolean, [one, other]: readonly Entry[]): fc.Arbitrary<Made> => {
  const at = (entry: Entry) => (located ? entry : undefined);
  const uuid = '00000000-0000-0000-0000-000000000001';
  return fc.oneof(
    fc.constantFrom(undefined, 'arn:aws:iam::123456789012:role/union').map((roleArn) => made('ObjectStorage.s3', { bucket: 'acme-union', region: 'us-east-2', roleArn })),
    fc.constant(made('ObjectStorage.s3', { bucket: '007', region: 'us-east-2', podIdentity: false, accessKeyId: at(one), secretAccessKey: at(other) })),
    fc.constantFrom('https://minio.example.com:9000', 'http://minio.union.svc', 'https://minio.example.com')
      .map((endpoint) => made('ObjectStorage.s3', { bucket: 'acme-union', endpoint, accessKeyId: at(one), secretAccessKey: at(other) })),
    fc.constantFrom(
      made('ObjectStorage.gcs', { bucket: 'acme_union', projectId: 'acme', serviceAccount: 'union@acme.iam.gserviceaccount.com' }),
      made('ObjectStorage.gcs', { bucket: 'acme-union', projectId: 'acme', podIdentity: false, serviceAccountKey: at(one) }),
      made('ObjectStorage.azure', { account: 'acme', container: 'union', tenantId: uuid, clientId: uuid }),
      made('ObjectStorage.azure', { account: 'acme', container: 'union', tenantId: uuid, clientId: uuid, podIdentity: false, clientSecret: at(other) }),
    ),
  );
};

const images = fc.record({
  registry: mostly(fc.constant('registry.example.com/union'), fc.constantFrom('registry.example.com:5000/a', 'union')),
  tag: mostly(fc.constant('2026.8.3'), fc.constantFrom('1', '1e3', 'true', 'q'.repeat(128))),
  pullSecrets: maybe(fc.array(objectName, { maxLength: 1 })),
});

const CONTROL_PLANE_SERVICES = ['flyteadmin', 'flytescheduler', 'executions', 'usage', 'cluster'];
const FURTHER_SERVICES = ['authorizer', 'identity', 'dataproxy', 'organizations', 'run-scheduler', 'unionconsole', 'cacheservice'];
const DATA_PLANE_SERVICES = ['union-operator', 'flytepropeller', 'union-syncresources'];

/** What a control plane in plain YAML is given besides; `entries` are for its database and storage. */
export function plainControlPlane(located: boolean, entries: readonly Entry[], edge: Made | undefined) {
  const [password, ...further] = entries;
  return fc.record({
    images,
    storage: storage(located, further),
    database: fc.record({
      host: fc.constantFrom('postgres.example.com', '10.0.0.1', '::1', 'postgres'),
      port: maybe(port),
      user: mostly(fc.constant('union'), fc.constantFrom('true', '1e3', 'ü', 'a@b')),
      name: maybe(fc.constantFrom('flyteadmin', 'true', '_1')),
      tls: maybe(fc.constantFrom(DatabaseTls.DISABLE, DatabaseTls.VERIFY_FULL)),
      password: fc.constant(located ? password : undefined),
      initialProjects: maybe(fc.array(label, { maxLength: 2 })),
    }),
    services: maybe(fc.subarray(FURTHER_SERVICES).map((names) => [...CONTROL_PLANE_SERVICES.slice(2), ...names])),
    ownServices: maybe(label.map((name) => ({
      [name]: { image: 'registry.example.com/own:1', ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
    }))),
    servedElsewhere: maybe(fc.subarray(['actions', 'authorizer'])),
    objects: objectsProps(CONTROL_PLANE_SERVICES, ['flyteadmin', 'executions', 'usage']),
    edgeOptions: edgeOptions(edge),
  }).map(({ objects, edgeOptions: options, ...props }) => ({ ...props, ...objects, edge: { controller: edge ?? made('EdgeController.ingressNginx'), ...options } }));
}

/** What a data plane in plain YAML is given besides. */
export function plainDataPlane(located: boolean, entries: readonly Entry[]) {
  return fc.record({
    images,
    storage: storage(located, entries),
    taskObjects: maybe(fc.constantFrom<Record<string, string[]>>({}, { 'ray.io': ['rayjobs'] })),
    objects: objectsProps(DATA_PLANE_SERVICES, []),
  }).map(({ objects, ...props }) => ({ ...props, ...objects }));
}

/** Another Helm release, for planes beside the chart. */
export const releaseName = maybe(mostly(fc.constantFrom('union', 'unionai'), fc.constantFrom('1e3', 'q'.repeat(53), 'a.b')));

export const eagerApiKey = (readsStore: boolean): fc.Arbitrary<Made> => fc.oneof(
  fc.constant(made('EagerApiKey.provisioned')),
  fc.constant(made('EagerApiKey.fromOperator')),
  readsStore ? objectName.map((secretName) => made('EagerApiKey.encoded', secretName)) : fc.constant(made('EagerApiKey.provisioned')),
);

export const organization = maybe(mostly(fc.constant('acme'), word));
