import { Construct } from 'constructs';
import { sha256 } from '../../common/data/digest';
import { filledIn, fromOne, noCredentials, portNumber } from '../../common/props/checks';
import { imageReference } from '../../common/props/clouds';
import { Records, chartOf } from '../../common/props/construct-props';
import { Problems } from '../../common/props/problems';
import { number, optional, Shape, text } from '../../common/props/prop-types';
import { AuthGateDialect, GATE_PORTS } from '../../contract/edges/known-edges';
import { authGateStart, GATE_SCRATCH, ownGateConfig } from '../../contract/edges/own-gate-config';
import { FLYTEADMIN_SERVICE } from '../../contract/union/flyteadmin';
import { ResourceContract } from '../../contract/union/workloads';
import { LABELS, serviceHost } from '../../contract/upstream/kubernetes';
import { emit } from '../objects/api-objects';
import {
  ServiceResources, containerSecurityContext, podSecurityContext, resourceRequirements, serviceResources,
} from '../pods/container-resources';
import { imageVersion } from '../pods/labels';
import {
  addDisruptionBudget, ownNodeAffinity, prefersOwnNode, SCHEDULING, Scheduling, schedulingOf,
} from '../pods/scheduling';

/**
 * Settings of the auth gate: a small nginx between an edge and flyteadmin's `/me`.
 *
 * `/me` accepts only GET, but an edge may forward the caller's method. `/me` also answers 401 where a browser
 * needs a redirect to sign-in. The gate translates both.
 */
export interface AuthGate {
  /**
   * An unprivileged nginx image with a shell, 1.19.5 or later. The default is a tag, pulled whenever a pod
   * starts, so that the gate gets the security fixes of nginx. If you mirror and renew images yourself, give
   * a digest: `…@sha256:…`.
   *
   * @default 'docker.io/nginxinc/nginx-unprivileged:1.28-alpine'
   */
  readonly image?: string;

  /**
   * Number of pods. If no pod answers, the edge refuses every request.
   *
   * @default 2
   */
  readonly replicas?: number;

  /**
   * `host:port` of flyteadmin's HTTP port, with a fully qualified host: nginx does not use the search list of
   * the pod's DNS config.
   *
   * @default - the Service `flyteadmin` in the namespace of the control plane
   */
  readonly flyteadminAddress?: string;

  /**
   * Resources of its containers.
   *
   * @default - 20m of a core and 32Mi of memory, at most 500m and 128Mi
   */
  readonly resources?: ServiceResources;

  /**
   * The nodes on which its pods run.
   *
   * @default - those of the plane's pods if the app emits a plane; otherwise any node
   */
  readonly scheduling?: Scheduling;
}

const CONFIG_DIRECTORY = '/etc/union-auth-gate';
const IMAGE = 'docker.io/nginxinc/nginx-unprivileged:1.28-alpine';

/** The image runs as any user. IDs above 10,000 belong to no user of a node. */
const RUN_AS = { user: 10101, group: 10101 };

const RESOURCES: ResourceContract = {
  requests: { cpu: '20m', memory: '32Mi', ephemeralStorage: '16Mi' },
  limits: { cpu: '500m', memory: '128Mi', ephemeralStorage: '128Mi' },
};

export const AUTH_GATE: Shape<AuthGate> = {
  image: optional(text(filledIn, noCredentials, imageReference)),
  replicas: optional(number(fromOne('rejects every request; use a whole number of at least 1'))),
  flyteadminAddress: optional(text(wholeAddress)),
  resources: optional(serviceResources),
  scheduling: optional(SCHEDULING),
};

function wholeAddress(value: string): string | undefined {
  const example = 'write flyteadmin.union-cp.svc.cluster.local:80';
  const [, port] = /^[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?:(\d+)$/.exec(value) ?? [];
  if (portNumber(Number(port)) !== undefined) {
    return `is not a host:port; ${example}`;
  }
  return /^([^.]+|flyteadmin\.[^.]+|.*\.svc):/.test(value)
    ? `is not fully qualified, and the gate resolves it without the pod's DNS search list; ${example}`
    : undefined;
}

export function gatePorts({ signIn }: AuthGateDialect): Record<string, number> {
  const { unauthorized } = GATE_PORTS;
  return signIn === undefined ? { unauthorized } : { 'sign-in': GATE_PORTS.signIn, unauthorized };
}

const GATES = new Records<string>();

/**
 * Emits the gate unless the chart has it: one gate serves all routes of a chart and namespace. Without
 * options, the settings of the existing gate apply.
 *
 * @param options its settings; where they are left out, those of whoever brings it
 */
export function emitAuthGateOnce(
  scope: Construct, namespace: string, dialect: AuthGateDialect, options?: AuthGate,
): void {
  const subject = `${namespace}/${dialect.service}`;
  const [other] = GATES.about(chartOf(scope), subject);
  const settings = JSON.stringify(options ?? {});
  if (other === undefined) {
    emitAuthGate(scope, namespace, dialect, options);
    GATES.add(chartOf(scope), subject, scope, settings);
  } else if (options !== undefined && other.value !== settings) {
    const problems = new Problems('Auth gate');
    problems.add(
      'gate', options, `differs from ${other.scope.node.path}, and both use one gate; give both the same`,
    );
    problems.throwIfAny();
  }
}

/** Emits the gate: ConfigMap, Deployment, Service and PodDisruptionBudget. */
export function emitAuthGate(
  scope: Construct, namespace: string, dialect: AuthGateDialect, options: AuthGate = {},
): void {
  const { image = IMAGE, replicas = 2, scheduling } = options;
  const { service: name } = dialect;
  const version = imageVersion(image);
  const matchLabels = { [LABELS.name]: name };
  const labels = version === undefined ? matchLabels : { ...matchLabels, [LABELS.version]: version };
  const metadata = { name, namespace, labels };
  const data = gateFiles(namespace, dialect, options);

  emit(scope, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data });
  emit(scope, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: {
      replicas,
      selector: { matchLabels },
      template: {
        // nginx reads its configuration at start, so a new one needs new pods.
        metadata: { labels, annotations: { 'checksum/config': sha256(Object.values(data).join('')) } },
        spec: {
          ...podSpec(image, dialect, options.resources),
          ...schedulingOf(matchLabels, replicas, scheduling),
          ...(prefersOwnNode(replicas, scheduling) ? { affinity: ownNodeAffinity(matchLabels) } : {}),
        },
      },
    },
  });
  const ports = Object.entries(gatePorts(dialect)).map(([port, given]) => ({
    name: port,
    port: given,
    targetPort: port,
  }));
  emit(scope, { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector: matchLabels, ports } });
  // Draining one node must not take down the control plane.
  addDisruptionBudget(scope, name, namespace, matchLabels);
}

const CONFIG_FILE = 'nginx.conf';
const START_FILE = 'start.sh';

function gateFiles(
  namespace: string, dialect: AuthGateDialect, { flyteadminAddress }: AuthGate,
): Record<string, string> {
  const { name, httpPort } = FLYTEADMIN_SERVICE;
  return {
    [CONFIG_FILE]: ownGateConfig(
      dialect, flyteadminAddress ?? `${serviceHost(name, namespace)}:${httpPort}`,
    ),
    [START_FILE]: authGateStart(`${CONFIG_DIRECTORY}/${CONFIG_FILE}`, GATE_SCRATCH),
  };
}

const LIVENESS_PROBE = { tcpSocket: { port: 'unauthorized' }, periodSeconds: 10, initialDelaySeconds: 5 };

function podSpec(
  image: string, dialect: AuthGateDialect, resources: ServiceResources | undefined,
): Record<string, unknown> {
  const ports = Object.entries(gatePorts(dialect));
  return {
    automountServiceAccountToken: false,
    securityContext: podSecurityContext(RUN_AS),
    containers: [
      {
        name: 'nginx',
        image,
        // A tag moves with each fix of nginx; a digest does not.
        imagePullPolicy: image.includes('@') ? 'IfNotPresent' : 'Always',
        command: ['/bin/sh', `${CONFIG_DIRECTORY}/${START_FILE}`],
        ports: ports.map(([name, containerPort]) => ({ name, containerPort })),
        // One nginx serves every port. Whether flyteadmin answers must neither restart it nor remove it from
        // the Service.
        readinessProbe: { tcpSocket: { port: ports[0][0] }, periodSeconds: 5 },
        livenessProbe: LIVENESS_PROBE,
        resources: resourceRequirements(RESOURCES, resources),
        securityContext: containerSecurityContext(RUN_AS),
        volumeMounts: [
          { name: 'config', mountPath: CONFIG_DIRECTORY, readOnly: true },
          { name: 'scratch', mountPath: GATE_SCRATCH },
        ],
      },
    ],
    volumes: [
      { name: 'config', configMap: { name: dialect.service } },
      { name: 'scratch', emptyDir: {} },
    ],
  };
}
