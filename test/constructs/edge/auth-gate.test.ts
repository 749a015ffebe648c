import { EdgeController } from '../../../src';
import { ENVOY_GATEWAY } from '../../../src/contract/edges/known-edges';
import { authGateConfig } from '../../../src/contract/edges/own-gate-config';
import { restrictedViolations } from '../../_tools/pod-security';
import { Manifest } from '../../examples/_dist';
import { edgeManifests, ofKind } from './support';

describe('the auth gate', () => {
  const all = edgeManifests(EdgeController.envoyGateway());
  const { spec } = ofKind(all, 'Deployment').get('union-auth-gate')!;
  const config = ofKind(all, 'ConfigMap').get('union-auth-gate')!.data!['nginx.conf'];

  it('runs the configuration that the tests run in a real nginx, with the ports and addresses of the cluster', () => expect(config).toBe(
    authGateConfig({
      dialect: ENVOY_GATEWAY.dialect,
      flyteadmin: 'flyteadmin.union-cp.svc.cluster.local:80',
      signInListen: '8080',
      unauthorizedListen: '8081',
      escapeListen: '127.0.0.1:8082',
      scratch: '/tmp',
    }),
  ));

  it('runs in two hardened pods behind a Service, which a drain takes one by one', () => {
    const [name, namespace] = ['union-auth-gate', 'union-cp'];
    const matchLabels = { 'app.kubernetes.io/name': name };
    const labels = {
      ...matchLabels,
      'app.kubernetes.io/instance': namespace,
      'app.kubernetes.io/version': '1.28-alpine',
      'app.kubernetes.io/component': 'control-plane',
      'app.kubernetes.io/part-of': 'union',
      'app.kubernetes.io/managed-by': 'cdk8s-union-auth',
    };
    const metadata = { name, namespace, labels };
    const security = { runAsNonRoot: true, runAsUser: 10101, runAsGroup: 10101, seccompProfile: { type: 'RuntimeDefault' } };
    const container = {
      name: 'nginx',
      image: 'docker.io/nginxinc/nginx-unprivileged:1.28-alpine',
      imagePullPolicy: 'Always',
      command: ['/bin/sh', '/etc/union-auth-gate/start.sh'],
      ports: [{ name: 'sign-in', containerPort: 8080 }, { name: 'unauthorized', containerPort: 8081 }],
      readinessProbe: { tcpSocket: { port: 'sign-in' }, periodSeconds: 5 },
      livenessProbe: { tcpSocket: { port: 'unauthorized' }, periodSeconds: 10, initialDelaySeconds: 5 },
      resources: {
        requests: { 'cpu': '20m', 'memory': '32Mi', 'ephemeral-storage': '16Mi' }, limits: { 'cpu': '500m', 'memory': '128Mi', 'ephemeral-storage': '128Mi' },
      },
      securityContext: { ...security, allowPrivilegeEscalation: false, privileged: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
      volumeMounts: [{ name: 'config', mountPath: '/etc/union-auth-gate', readOnly: true }, { name: 'scratch', mountPath: '/tmp' }],
    };
    const ownNode = { weight: 100, podAffinityTerm: { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels } } };
    const pod = {
      automountServiceAccountToken: false,
      securityContext: security,
      containers: [container],
      volumes: [{ name: 'config', configMap: { name } }, { name: 'scratch', emptyDir: {} }],
      affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [ownNode] } },
      topologySpreadConstraints: ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'].map((topologyKey) =>
        ({ maxSkew: 1, topologyKey, whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchLabels } })),
    };
    const annotations = { 'checksum/config': expect.stringMatching(/^[0-9a-f]{64}$/) };
    const template = { metadata: { labels, annotations }, spec: pod };
    const ports = [{ name: 'sign-in', port: 8080, targetPort: 'sign-in' }, { name: 'unauthorized', port: 8081, targetPort: 'unauthorized' }];
    expect(all.filter(({ kind, metadata: { name: own } }) => own === name && kind !== 'ConfigMap')).toEqual([
      { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { replicas: 2, selector: { matchLabels }, template } },
      { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector: matchLabels, ports } },
      {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata: { ...metadata, labels: { ...labels, 'app.kubernetes.io/version': '2026.8' } },
        spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow', selector: { matchLabels } },
      },
    ]);
    expect(restrictedViolations(ofKind(all, 'Deployment').get('union-auth-gate')! as unknown as Manifest)).toEqual([]);
  });

  it('writes only where it has a volume', () => {
    const written = [...config.matchAll(/^\s*(?:pid|\w+_temp_path) (\S+);$/gm)].map(([, path]) => path);
    expect(written.length).toBe(6);
    expect(written.filter((path) => !path.startsWith('/tmp/'))).toEqual([]);
  });

  it.each([EdgeController.envoyGateway(), EdgeController.ingressNginx(), EdgeController.traefik()])('has nothing in it that Flux would replace as a variable of its own', (edge) => {
    expect(JSON.stringify(edgeManifests(edge))).not.toContain('${');
  });

  it('gets new pods when its configuration changes', () => {
    const checksum = (flyteadminAddress?: string) =>
      ofKind(edgeManifests(EdgeController.envoyGateway({ gate: { flyteadminAddress } })), 'Deployment').get('union-auth-gate')!.spec.template.metadata.annotations['checksum/config'];
    expect(checksum('flyteadmin.other.svc.cluster.local:80')).not.toBe(checksum());
  });

  it('asks DNS again whenever an address is old, by the script that starts it', () => {
    const start = ofKind(all, 'ConfigMap').get('union-auth-gate')!.data!['start.sh'];
    expect(start).toMatch(/exec nginx -e stderr -c \/tmp\/nginx\.conf\n$/);
    expect(config).toContain('\n  #resolver;\n');
    // Every port that a Service leads to is there over IPv6 as well.
    for (const { containerPort } of spec.template.spec.containers[0].ports) {
      expect(config).toContain(`listen ${containerPort};\n    #ipv6: listen [::]:${containerPort};`);
    }
  });

  it.each(['flyteadmin:80', 'flyteadmin.union-cp:80', 'flyteadmin.union-cp.svc:80'])('rejects %s, which DNS does not resolve', (flyteadminAddress) => {
    expect(() => EdgeController.traefik({ gate: { flyteadminAddress } })).toThrow(/flyteadminAddress: ".*" is not fully qualified/);
  });

  it('takes image, replicas and flyteadmin from its options', () => {
    const image = `registry.example.com/nginx@sha256:${'0'.repeat(64)}`;
    const custom = edgeManifests(EdgeController.traefik({ gate: { image, replicas: 3, flyteadminAddress: 'admin.example.com:8088' } }));
    const { replicas, template } = ofKind(custom, 'Deployment').get('union-auth-gate')!.spec;
    // A digest always names the same image.
    expect([replicas, template.spec.containers[0]]).toEqual([3, expect.objectContaining({ image, imagePullPolicy: 'IfNotPresent' })]);
    expect(ofKind(custom, 'ConfigMap').get('union-auth-gate')!.data!['nginx.conf']).toContain('set $flyteadmin admin.example.com:8088;');
  });
});
