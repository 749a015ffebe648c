/** `<name>.<namespace>`, or the same with `.svc` and the domain of the cluster. */
const CLUSTER_NAME = /^([a-z0-9-]+)\.([a-z0-9-]+)(?:\.svc(?:\.[a-z0-9.-]+)?)?$/;

/** The Service that a host name of the cluster stands for. */
export function serviceOfHost(host: string): { service: string; namespace: string } | undefined {
  const [, service, namespace] = CLUSTER_NAME.exec(host) ?? [];
  return service === undefined ? undefined : { service, namespace };
}
