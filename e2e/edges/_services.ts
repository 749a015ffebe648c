import { Certificate } from './_certificate';
import { KubeObject } from './_kubernetes';

/** The ports of each Service, from `service:port`. */
export function portsByService(names: readonly string[]): Map<string, number[]> {
  const ports = new Map<string, number[]>();
  for (const [service, port] of names.map((name) => name.split(':'))) {
    ports.set(service, [...(ports.get(service) ?? []), Number(port)]);
  }
  return ports;
}

/** A Service of Union's chart. */
export function serviceOf(name: string, namespace: string, ports: readonly number[]): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: { type: 'ClusterIP', ports: ports.map((port) => ({ name: `port-${port}`, port, targetPort: port, protocol: 'TCP' })) },
  } as KubeObject;
}

/** The TLS Secrets that manifests name, all with one certificate. */
export function tlsSecrets(manifests: readonly KubeObject[], namespace: string, { certificate, key }: Certificate): KubeObject[] {
  const names = new Set(JSON.stringify(manifests).match(/(?<="secretName":")[^"]+|(?<="kind":"Secret","name":")[^"]+/g));
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  return [...names].map((name) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace },
    type: 'kubernetes.io/tls',
    data: { 'tls.crt': base64(certificate), 'tls.key': base64(key) },
  }) as KubeObject);
}
