import { nameSlipOf } from '../../common/props/suggestion';
import { FLYTEADMIN_SERVICE } from '../../contract/union/flyteadmin';
import { CLUSTER_DOMAIN } from '../../contract/upstream/kubernetes';
import { beside, Home } from '../kube/home';

/** The name of a Service, bare or with its namespace. */
export function isClusterName(host: string): boolean {
  return host !== 'localhost' && (!host.includes('.') || host.startsWith(`${FLYTEADMIN_SERVICE.name}.`)
    || /\.svc(\.|$)/.test(host) || host.endsWith(`.${CLUSTER_DOMAIN}`));
}

/** Loopback, a Service's name, `*.svc`, `*.cluster.local`, or a Service of a cluster with another domain. */
export function staysInside(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '');
  return !/[.:]/.test(name) || /^127\./.test(name) || name === '[::1]'
    || ['svc', CLUSTER_DOMAIN, 'localhost'].some((domain) => name.endsWith(`.${domain}`))
    || (name.includes('.svc.') && serviceOfHost(name) !== undefined);
}

/** `<name>.<namespace>`, or the same with `.svc` and the domain of the cluster. */
const CLUSTER_NAME = /^([a-z0-9-]+)\.([a-z0-9-]+)(?:\.svc(?:\.[a-z0-9.-]+)?)?$/;

export function serviceOfHost(host: string): { service: string; namespace: string } | undefined {
  const [, service, namespace] = CLUSTER_NAME.exec(host) ?? [];
  return service === undefined ? undefined : { service, namespace };
}

/** The Service of a cluster-internal host name, in the caller's namespace or the given one. */
export function serviceCalled(host: string, by: Home): { readonly service: string; readonly home: Home } {
  const { service, namespace } = serviceOfHost(host) ?? { service: host, namespace: by.namespace };
  return { service, home: beside(by, namespace) };
}

/** The correct name if the cluster domain of a host name is misspelt. */
export function rightClusterName(host: string): string | undefined {
  const [, name, domain] = /^(.+\.svc\.)(.+)$/.exec(host) ?? [];
  const right = domain === undefined ? undefined : nameSlipOf(domain, [CLUSTER_DOMAIN]);
  return right === undefined ? undefined : `${name}${right}`;
}
