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

  it('is hardened', () => {
    const pod = spec.template.spec;
    expect(pod.automountServiceAccountToken).toBe(false);
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(pod.containers[0].securityContext).toMatchObject({ readOnlyRootFilesystem: true, runAsUser: 10101 });
    expect(restrictedViolations(ofKind(all, 'Deployment').get('union-auth-gate')! as unknown as Manifest)).toEqual([]);
    expect(Object.keys(pod.containers[0])).toEqual(expect.arrayContaining(['readinessProbe', 'livenessProbe', 'resources']));
  });

  it('writes only where it has a volume', () => {
    const written = [...config.matchAll(/^\s*(?:pid|\w+_temp_path) (\S+);$/gm)].map(([, path]) => path);
    expect(written.length).toBe(6);
    expect(written.filter((path) => !path.startsWith('/tmp/'))).toEqual([]);
    expect(spec.template.spec.containers[0].volumeMounts).toContainEqual({ name: 'scratch', mountPath: '/tmp' });
  });

  it.each([EdgeController.envoyGateway(), EdgeController.ingressNginx(), EdgeController.traefik()])('has nothing in it that Flux would replace as a variable of its own', (edge) => {
    expect(JSON.stringify(edgeManifests(edge))).not.toContain('${');
  });

  it('has two pods, which a drain takes one by one', () => {
    expect(spec.replicas).toBe(2);
    expect(ofKind(all, 'PodDisruptionBudget').get('union-auth-gate')!.spec).toMatchObject({ maxUnavailable: 1, selector: spec.selector });
  });

  it('gets new pods when its configuration changes', () => {
    const checksum = (flyteadminAddress?: string) =>
      ofKind(edgeManifests(EdgeController.envoyGateway({ gate: { flyteadminAddress } })), 'Deployment').get('union-auth-gate')!.spec.template.metadata.annotations['checksum/config'];
    expect(checksum()).toMatch(/^[0-9a-f]{64}$/);
    expect(checksum('flyteadmin.other.svc.cluster.local:80')).not.toBe(checksum());
  });

  it('asks DNS again whenever an address is old, by the script that starts it', () => {
    const { command } = spec.template.spec.containers[0];
    expect(command).toEqual(['/bin/sh', '/etc/union-auth-gate/start.sh']);
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
    const gate = { image: 'registry.example.com/nginx:1', replicas: 3, flyteadminAddress: 'admin.example.com:8088' };
    const custom = edgeManifests(EdgeController.traefik({ gate }));
    const deployment = ofKind(custom, 'Deployment').get('union-auth-gate')!.spec;
    expect([deployment.replicas, deployment.template.spec.containers[0].image]).toEqual([3, 'registry.example.com/nginx:1']);
    expect(ofKind(custom, 'ConfigMap').get('union-auth-gate')!.data!['nginx.conf']).toContain('set $flyteadmin admin.example.com:8088;');
  });
});
