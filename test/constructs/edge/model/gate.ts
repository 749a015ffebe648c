import { Manifest, ofKind } from '../support';
import { credentialNames, Outcome } from './outcome';

/** Reads off the gate's own configuration what the port behind its Service answers. */
export function gateOutcome(all: readonly Manifest[], service: string, port: number): Pick<Outcome, 'anonymousBrowser' | 'anonymousGrpc' | 'credentials'> & {
  tellsHeadersToRemove: readonly string[];
} {
  const { spec } = ofKind(all, 'Service').get(service)!;
  const { targetPort } = spec.ports.find((candidate: { port: number }) => candidate.port === port);
  const deployment = [...ofKind(all, 'Deployment').values()].find(({ spec: { template } }) =>
    Object.entries(spec.selector).every(([key, value]) => template.metadata.labels[key] === value),
  )!;
  const pod = deployment.spec.template.spec;
  const listen = pod.containers[0].ports.find((candidate: { name: string }) => candidate.name === targetPort).containerPort;
  const config = ofKind(all, 'ConfigMap').get(pod.volumes.find((volume: { configMap?: object }) => volume.configMap).configMap.name)!.data!['nginx.conf'];
  const server = config.split(/^ {2}server \{$/m).find((block) => block.includes(`listen ${listen};`))!;

  expect(server).toContain('rewrite ^ /me? break;');
  expect(server).toContain('proxy_method GET;');
  expect(server).toContain('proxy_pass_request_headers off;');
  const signsIn = /error_page 401 = @sign_in;/.test(server) && /\/login\?redirect_url=/.test(config);
  return {
    anonymousBrowser: signsIn ? 'redirect' : '401',
    // gRPC clients do not accept text/html, which is what the redirect hangs on.
    anonymousGrpc: '401',
    credentials: credentialNames([...server.matchAll(/proxy_set_header (\S+) \$http_/g)].map(([, name]) => name)),
    tellsHeadersToRemove: /add_header x-envoy-auth-headers-to-remove/.test(server)
      ? [...config.matchAll(/map \$upstream_http_(\S+) \$drop_\S+ \{ default ""; "" "(\S+),"; \}/g)].map(([, , name]) => name.toLowerCase())
      : [],
  };
}
