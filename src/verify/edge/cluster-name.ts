import { hostSlipOf } from './host-slip';

/** `<name>.<namespace>`, or the same with `.svc` and the domain of the cluster. */
const CLUSTER_NAME = /^([a-z0-9-]+)\.([a-z0-9-]+)(?:\.svc(?:\.[a-z0-9.-]+)?)?$/;

/** The Service that a host name of the cluster stands for. */
export function serviceOfHost(host: string): { service: string; namespace: string } | undefined {
  const [, service, namespace] = CLUSTER_NAME.exec(host) ?? [];
  return service === undefined ? undefined : { service, namespace };
}

/** What a host name of the cluster should be whose domain is a slip of the usual one. */
export function rightClusterName(host: string): string | undefined {
  const [, name, domain] = /^(.+\.svc\.)(.+)$/.exec(host) ?? [];
  const right = domain === undefined ? undefined : hostSlipOf(domain, [CLUSTER_DOMAIN]);
  return right === undefined ? undefined : `${name}${right}`;
}

/** What clusters are made with, unless somebody says another. */
const CLUSTER_DOMAIN = 'cluster.local';
