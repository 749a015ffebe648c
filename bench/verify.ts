import { CORE_SCHEMA, loadAll, mergeTag } from 'js-yaml';
import { stringify } from 'yaml';
import { verify } from '../src/verify/verify';

/**
 * How long the verifier takes against parsing alone, on 10,000 objects: `npx tsx bench/verify.ts [objects]`.
 *
 * The input is data planes: configured workloads, ConfigMaps, Secrets, ExternalSecrets, Ingresses and bystanders. One in
 * a hundred has a fault, so that finding lines is part of the measurement.
 */
const OBJECTS = Number(process.argv[2] ?? 10_000);
const ROUNDS = 7;
const LIMIT = 1.5;
/** Objects of other people that share the cluster with the ten of a plane. */
const BYSTANDERS = 10;

function plane(index: number): object[] {
  const namespace = `union-${index}`;
  const broken = index % 100 === 0;
  const location = '/etc/union/secret/client_secret';
  const object = (apiVersion: string, kind: string, name: string, rest: object) =>
    ({ apiVersion, kind, metadata: { name, namespace, labels: { 'app.kubernetes.io/name': name, 'app.kubernetes.io/part-of': 'union' } }, ...rest });
  const config = stringify({
    admin: { endpoint: 'dns:///union.example.com', clientId: `service-${index}`, clientSecretLocation: location },
    union: { auth: { enable: true, type: 'ClientSecret', clientId: 'service', clientSecretLocation: location } },
    logger: { level: 4, 'show-source': true },
  });
  const workload = (name: string) => object('apps/v1', 'Deployment', name, {
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: {
          containers: [{
            name,
            image: `registry.example.com/${name}:1`,
            args: ['serve', '--config', '/etc/union/config/*.yaml'],
            env: [{ name: 'POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } }],
            resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '100m', memory: '128Mi' } },
            volumeMounts: [{ name: 'config', mountPath: '/etc/union/config' }, { name: 'secret', mountPath: broken ? '/etc/other' : '/etc/union/secret' }],
          }],
          volumes: [{ name: 'config', configMap: { name } }, { name: 'secret', secret: { secretName: 'union-secret-auth' } }],
        },
      },
    },
  });
  const services = ['operator', 'propeller', 'syncresources'];
  return [
    ...services.flatMap((name) => [workload(name), object('v1', 'ConfigMap', name, { data: { 'config.yaml': config } })]),
    object('external-secrets.io/v1', 'ExternalSecret', 'union-secret-auth', {
      spec: { secretStoreRef: { name: 'default' }, target: { creationPolicy: 'Owner' }, data: [{ secretKey: 'client_secret', remoteRef: { key: 'x' } }] },
    }),
    object('networking.k8s.io/v1', 'Ingress', 'open', {
      spec: { rules: [{ host: `${namespace}.example.com`, http: { paths: ['/me', '/login', '/callback'].map((path) => ({ path, pathType: 'ImplementationSpecific', backend: { service: { name: 'flyteadmin', port: { name: 'http' } } } })) } }] },
    }),
    object('v1', 'ServiceAccount', 'union', {}),
    object('rbac.authorization.k8s.io/v1', 'Role', 'union', { rules: [{ apiGroups: [''], resources: ['pods', 'secrets'], verbs: ['get', 'list', 'watch'] }] }),
    ...Array.from({ length: BYSTANDERS }, (_, number) => object('v1', number % 2 ? 'ConfigMap' : 'Service', `bystander-${number}`, number % 2
      ? { data: { 'app.properties': 'a=1\nb=2\nc=3\n'.repeat(10) } }
      : { spec: { selector: { app: 'x' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }, { name: 'grpc', port: 81, targetPort: 8081 }] } })),
  ];
}

/** The best of several rounds in turn: what else the machine does only ever adds. */
function best(runs: readonly (() => void)[]): number[] {
  const times = runs.map(() => Infinity);
  for (let round = 0; round < ROUNDS; round += 1) {
    runs.forEach((run, index) => {
      const start = performance.now();
      run();
      times[index] = Math.min(times[index], performance.now() - start);
    });
  }
  return times;
}

const objects: object[] = [];
for (let index = 0; objects.length < OBJECTS; index += 1) {
  objects.push(...plane(index));
}
const documents = objects.slice(0, OBJECTS).map((each) => stringify(each, { lineWidth: 0 }));
const schema = CORE_SCHEMA.withTags(mergeTag);

for (const [layout, texts] of [
  ['one file', [{ name: 'all.yaml', text: documents.join('---\n') }]],
  ['a file for each object', documents.map((text, index) => ({ name: `${index}.yaml`, text }))],
] as const) {
  const parse = () => texts.forEach(({ text }) => loadAll(text, null, { schema }));
  // Both warm before either is measured.
  parse();
  const { findings, passed } = verify(texts);
  const [parsing, verifying] = best([parse, () => void verify(texts)]);
  const ratio = verifying / parsing;
  const megabytes = texts.reduce((sum, { text }) => sum + text.length, 0) / 1e6;
  console.log(`${layout}: ${OBJECTS} objects, ${megabytes.toFixed(1)} MB, ${findings.length} findings, ${passed.length} rules passed`);
  console.log(`  parse ${parsing.toFixed(0)} ms, verify ${verifying.toFixed(0)} ms, ratio ${ratio.toFixed(2)} (limit ${LIMIT})`);
  if (ratio > LIMIT) {
    process.exitCode = 1;
  }
}
