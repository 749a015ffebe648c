import { createHash } from 'node:crypto';
import { Construct } from 'constructs';
import { filledIn, noCredentials } from '../../common/props/checks';
import { number, optional, Shape, text } from '../../common/props/kinds';
import { FLYTEADMIN_SERVICE } from '../../contract/union/flyteadmin';
import { ResourceContract } from '../../contract/union/workload-resources';
import { LABELS } from '../../contract/upstream/kubernetes';
import { resourceRequirements, serviceResources, ServiceResources } from '../pods/container-resources';
import { addDisruptionBudget } from '../pods/disruption-budget';
import { imageVersion } from '../pods/image-version';
import { containerSecurityContext, podSecurityContext } from '../pods/pod-security';
import { ownNodeAffinity, prefersOwnNode, SCHEDULING, Scheduling, schedulingOf } from '../pods/scheduling';
import { authGateConfig, AuthGateDialect } from './auth-gate-config';
import { emit } from './emit';

/**
 * Settings of the auth gate: a small nginx between an edge and flyteadmin's `/me`.
 *
 * `/me` answers GET only, while an edge may ask with the caller's method; and it answers 401 where a browser wants to be
 * sent to sign in. The gate turns the one into the other.
 */
export interface AuthGateOptions {
  /**
   * An unprivileged nginx image, 1.19.5 or later.
   *
   * @default 'docker.io/nginxinc/nginx-unprivileged:1.28-alpine'
   */
  readonly image?: string;

  /**
   * How many pods. With none that answers, the edge lets nobody in.
   *
   * @default 2
   */
  readonly replicas?: number;

  /**
   * `host:port` of flyteadmin's HTTP port.
   *
   * @default - the Service `flyteadmin` in the namespace of the control plane
   */
  readonly flyteadminAddress?: string;

  /**
   * What its containers get.
   *
   * @default - 20m of a core and 32Mi of memory, at most 500m and 128Mi
   */
  readonly resources?: ServiceResources;

  /**
   * On which nodes its pods run.
   *
   * @default - as the pods of the plane, where one is emitted; anywhere otherwise
   */
  readonly scheduling?: Scheduling;
}

const NAME = 'union-auth-gate';
const SIGN_IN_PORT = 8080;
const UNAUTHORIZED_PORT = 8081;
const CONFIG_DIRECTORY = '/etc/union-auth-gate';
const IMAGE = 'docker.io/nginxinc/nginx-unprivileged:1.28-alpine';

/** The image runs as anybody; above 10,000 no user of a node has the number. */
const RUN_AS = { user: 10101, group: 10101 };

const RESOURCES: ResourceContract = {
  requests: { cpu: '20m', memory: '32Mi', ephemeralStorage: '16Mi' },
  limits: { cpu: '500m', memory: '128Mi', ephemeralStorage: '128Mi' },
};

/** Where an edge asks. */
export const AUTH_GATE = { service: NAME, signInPort: SIGN_IN_PORT, unauthorizedPort: UNAUTHORIZED_PORT } as const;

export const AUTH_GATE_OPTIONS: Shape<AuthGateOptions> = {
  image: optional(text(filledIn, noCredentials)),
  replicas: optional(number((value) => (Number.isInteger(value) && value >= 1 ? undefined : 'lets nobody in; use a whole number of at least 1'))),
  flyteadminAddress: optional(text((value) => (/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?:\d{1,5}$/.test(value)
    ? undefined
    : 'is no host:port; write flyteadmin.union-cp.svc.cluster.local:80'))),
  resources: optional(serviceResources),
  scheduling: optional(SCHEDULING),
};

/** Emits the gate: ConfigMap, Deployment, Service and PodDisruptionBudget. */
export function emitAuthGate(scope: Construct, namespace: string, dialect: AuthGateDialect, options: AuthGateOptions = {}): void {
  const config = authGateConfig({
    dialect,
    flyteadmin: options.flyteadminAddress ?? `${FLYTEADMIN_SERVICE.name}.${namespace}.svc.cluster.local:${FLYTEADMIN_SERVICE.httpPort}`,
    signInListen: String(SIGN_IN_PORT),
    unauthorizedListen: String(UNAUTHORIZED_PORT),
    escapeListen: '127.0.0.1:8082',
    scratch: '/tmp',
  });
  const { image = IMAGE, replicas = 2, resources, scheduling } = options;
  const version = imageVersion(image);
  const matchLabels = { [LABELS.name]: NAME };
  const labels = version === undefined ? matchLabels : { ...matchLabels, [LABELS.version]: version };
  const metadata = { name: NAME, namespace, labels };

  emit(scope, 'v1', 'ConfigMap', metadata, { data: { 'nginx.conf': config } });
  emit(scope, 'apps/v1', 'Deployment', metadata, {
    spec: {
      replicas,
      selector: { matchLabels },
      template: {
        // nginx reads its configuration once: a new one needs new pods.
        metadata: { labels, annotations: { 'checksum/config': createHash('sha256').update(config).digest('hex') } },
        spec: {
          ...podSpec(image, resources),
          ...schedulingOf(matchLabels, replicas, scheduling),
          ...(prefersOwnNode(replicas, scheduling) ? { affinity: ownNodeAffinity(matchLabels) } : {}),
        },
      },
    },
  });
  emit(scope, 'v1', 'Service', metadata, {
    spec: {
      selector: matchLabels,
      ports: [
        { name: 'sign-in', port: SIGN_IN_PORT, targetPort: 'sign-in' },
        { name: 'unauthorized', port: UNAUTHORIZED_PORT, targetPort: 'unauthorized' },
      ],
    },
  });
  // A drained node must not close the whole control plane.
  addDisruptionBudget(scope, NAME, namespace, matchLabels);
}

function podSpec(image: string, resources: ServiceResources | undefined): Record<string, unknown> {
  return {
    automountServiceAccountToken: false,
    securityContext: podSecurityContext(RUN_AS),
    containers: [
      {
        name: 'nginx',
        image,
        // The tag moves with each fix of nginx.
        imagePullPolicy: 'Always',
        command: ['nginx', '-e', 'stderr', '-c', `${CONFIG_DIRECTORY}/nginx.conf`],
        ports: [
          { name: 'sign-in', containerPort: SIGN_IN_PORT },
          { name: 'unauthorized', containerPort: UNAUTHORIZED_PORT },
        ],
        // One nginx serves both ports.
        readinessProbe: { tcpSocket: { port: 'sign-in' }, periodSeconds: 5 },
        livenessProbe: { tcpSocket: { port: 'unauthorized' }, periodSeconds: 10, initialDelaySeconds: 5 },
        resources: resourceRequirements(RESOURCES, resources),
        securityContext: containerSecurityContext(RUN_AS),
        volumeMounts: [
          { name: 'config', mountPath: CONFIG_DIRECTORY, readOnly: true },
          { name: 'scratch', mountPath: '/tmp' },
        ],
      },
    ],
    volumes: [
      { name: 'config', configMap: { name: NAME } },
      { name: 'scratch', emptyDir: {} },
    ],
  };
}
