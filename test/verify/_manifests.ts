import { dump } from 'js-yaml';
import { stringify } from 'yaml';

/** Builders of small manifests, so that a fixture shows only what its case is about. */

export type Json = Record<string, unknown>;

const CONTROL_PLANE = 'union-cp';

/** Fixtures differ in an object or two: the others are written once. */
const written = new Map<string, string>();

/** One YAML text of many objects. */
export function manifests(...objects: Json[]): string {
  return objects.map(document).join('');
}

function document(content: Json): string {
  const key = JSON.stringify(content);
  const text = written.get(key) ?? `---\n${dump(content, { lineWidth: -1, quoteStyle: 'double', noRefs: true })}`;
  written.set(key, text);
  return text;
}

/** Any object; a namespace of `null` leaves it out, as `helm template` does. */
export function object(
  apiVersion: string,
  kind: string,
  name: string,
  rest: Json = {},
  namespace: string | null = CONTROL_PLANE,
  metadata: Json = {},
): Json {
  return { apiVersion, kind, metadata: { name, ...(namespace === null ? {} : { namespace }), ...metadata }, ...rest };
}

/** A ConfigMap whose values are YAML; texts stay as they are. */
export function configMap(name: string, files: Record<string, Json | string>, namespace: string | null = CONTROL_PLANE): Json {
  const data = Object.fromEntries(Object.entries(files).map(([key, content]) =>
    [key, typeof content === 'string' ? content : stringify(content, { lineWidth: 0 })]));
  return object('v1', 'ConfigMap', name, { data }, namespace);
}

/** A Secret; the values are plain text under `stringData`. */
export function secret(name: string, stringData: Record<string, string> = {}, namespace: string | null = CONTROL_PLANE, metadata: Json = {}): Json {
  return object('v1', 'Secret', name, Object.keys(stringData).length > 0 ? { stringData } : {}, namespace, metadata);
}

export interface ExternalSecretProps {
  readonly target?: string;
  readonly creationPolicy?: string;
  readonly deletionPolicy?: string;
  readonly keys?: readonly string[];
  readonly namespace?: string | null;
  readonly apiVersion?: string;
  readonly spec?: Json;
}

export function externalSecret(name: string, props: ExternalSecretProps = {}): Json {
  const { target, creationPolicy, deletionPolicy } = props;
  const spec = {
    secretStoreRef: { name: 'default', kind: 'SecretStore' },
    refreshInterval: '1h',
    target: JSON.parse(JSON.stringify({ name: target, creationPolicy, deletionPolicy })) as Json,
    data: (props.keys ?? ['client_secret']).map((secretKey) => ({ secretKey, remoteRef: { key: `union/${secretKey}` } })),
    ...props.spec,
  };
  return object(props.apiVersion ?? 'external-secrets.io/v1', 'ExternalSecret', name, { spec }, props.namespace === undefined ? CONTROL_PLANE : props.namespace);
}

export interface DeploymentProps {
  readonly namespace?: string | null;
  /** Config directory by ConfigMap name. */
  readonly configMaps?: Record<string, string>;
  /** Mount path by Secret name. */
  readonly secrets?: Record<string, string>;
  readonly env?: readonly Json[];
  readonly command?: readonly string[];
  /** Merged over the container, the pod and the metadata. */
  readonly container?: Json;
  readonly pod?: Json;
  readonly metadata?: Json;
}

/** A Deployment with one container of the same name. */
export function deployment(name: string, props: DeploymentProps = {}): Json {
  const sources = [
    ...Object.entries(props.configMaps ?? {}).map(([source, mountPath]) => ({ source, mountPath, volume: { configMap: { name: source } } })),
    ...Object.entries(props.secrets ?? {}).map(([source, mountPath]) => ({ source, mountPath, volume: { secret: { secretName: source } } })),
  ];
  const container = {
    name,
    image: `registry.example.com/${name}:1`,
    ...(props.command ? { command: props.command } : {}),
    ...(props.env ? { env: props.env } : {}),
    volumeMounts: sources.map(({ source, mountPath }) => ({ name: source, mountPath })),
    ...props.container,
  };
  const pod = { containers: [container], volumes: sources.map(({ source, volume }) => ({ name: source, ...volume })), ...props.pod };
  return object('apps/v1', 'Deployment', name, { spec: { template: { spec: pod } } }, props.namespace === undefined ? CONTROL_PLANE : props.namespace, props.metadata);
}

export interface IngressProps {
  /** Without the `nginx.ingress.kubernetes.io/` prefix, unless they hold a slash. */
  readonly annotations?: Record<string, string>;
  readonly host?: string;
  /** `path: service` or `path: service:port`. */
  readonly paths: Record<string, string>;
  readonly pathType?: string;
  readonly namespace?: string | null;
  readonly className?: string;
}

export function ingress(name: string, props: IngressProps): Json {
  const annotations = Object.fromEntries(Object.entries(props.annotations ?? {}).map(([key, value]) =>
    [key.includes('/') ? key : `nginx.ingress.kubernetes.io/${key}`, value]));
  const paths = Object.entries(props.paths).map(([path, backend]) => {
    const [service, port = 'http'] = backend.split(':');
    return { path, pathType: props.pathType ?? 'ImplementationSpecific', backend: { service: { name: service, port: { name: port } } } };
  });
  const spec = {
    ...(props.className === undefined ? {} : { ingressClassName: props.className }),
    rules: [{ ...(props.host === undefined ? {} : { host: props.host }), http: { paths } }],
  };
  const metadata = Object.keys(annotations).length > 0 ? { annotations } : {};
  return object('networking.k8s.io/v1', 'Ingress', name, { spec }, props.namespace === undefined ? CONTROL_PLANE : props.namespace, metadata);
}

export const IN_CLUSTER_ME = 'http://flyteadmin.union-cp.svc.cluster.local/me';

/** The CRD of ExternalSecret: which versions it serves and, where given, which creation policies it admits. */
export function externalSecretsCrd(served: Record<string, boolean>, creationPolicies?: readonly string[], kind = 'ExternalSecret'): Json {
  const target = { type: 'object', properties: { creationPolicy: { type: 'string', ...(creationPolicies ? { enum: creationPolicies } : {}) } } };
  const schema = { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', properties: { target } } } } };
  const versions = Object.entries(served).map(([name, isServed]) => ({ name, served: isServed, storage: isServed, schema }));
  return object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', `${kind.toLowerCase()}s.external-secrets.io`, {
    spec: { group: 'external-secrets.io', names: { kind, plural: `${kind.toLowerCase()}s` }, scope: 'Namespaced', versions },
  }, null);
}
