import { enumerated } from '../../common/data/enumerated';
import { urlOf } from '../../common/props/checks';
import { FLYTEADMIN } from '../../contract/union/services/flyteadmin';
import { coversHost, exceptionsIn } from '../../contract/upstream/http';
import { clientsOf } from '../credentials/auth-client';
import { mayUseCredentials } from '../credentials/credential-use';
import type { ServiceConfig } from '../credentials/service-config';
import { isClusterName, staysInside } from '../edge/cluster-name';
import { rule } from '../engine/rule';
import type { EnvVar } from '../kube/environment';
import type { Container } from '../kube/workload';
import { targetOf } from '../model/endpoints';
import type { Model } from '../model/model';

/** Calls within the cluster that a proxy outside of it gets. */

export const endpointProxied = rule('endpoint-proxied', {
  of: proxiedContainers,
  each(subject) {
    const { proxy, noProxy } = subject;
    const called = proxiedHosts(subject);
    const [hosts, exceptions] = [called, called.map(exceptionFor)].map((each) => enumerated(each));
    return called.length > 0 && {
      at: (noProxy ?? proxy).field.child('value'),
      expected: `${exceptions} in NO_PROXY: without it, ${proxy.name} gets calls of ${hosts}`,
      found: noProxy?.value ?? 'no NO_PROXY',
      values: { hosts },
    };
  },
});

/** What excepts a host, for its siblings as well. */
function exceptionFor(host: string): string {
  return /\.svc(\..+)?$/.exec(host)?.[0] ?? host;
}

/** A container whose gRPC calls go to a proxy outside the cluster, unless an exception covers the host. */
interface Proxied {
  readonly config: ServiceConfig;
  readonly proxy: EnvVar;
  readonly noProxy?: EnvVar;
}

/** Those of Union's that spell both variables out. */
function proxiedContainers({ configs }: Model): Proxied[] {
  return configs.flatMap((config) => {
    const { container } = config;
    const [proxy, noProxy] = ['HTTPS_PROXY', 'NO_PROXY'].map((name) => variable(container, name));
    const isOpen = container.envFrom.length > 0
      || [proxy, noProxy].some((each) => each !== undefined && !isSpelledOut(each));
    const address = proxy?.value ?? '';
    const host = urlOf(address.includes('://') ? address : `http://${address}`)?.hostname;
    return proxy === undefined || isOpen || host === undefined || staysInside(host)
      || container.init || !mayUseCredentials(container)
      ? []
      : [{ config, proxy, noProxy }];
  });
}

/** In capitals, else in small letters; of several of one name the last counts, and an empty one is none. */
function variable({ env }: Container, name: string): EnvVar | undefined {
  return [name, name.toLowerCase()]
    .map((each) => env.filter((one) => one.name === each).at(-1))
    .find((each) => each !== undefined && each.value !== '');
}

/** A text that refers to others says nothing by itself. */
function isSpelledOut({ value }: EnvVar): boolean {
  return value !== undefined && !/\$\(|\$\{|\{\{|<\w/.test(value);
}

/** What a service calls over gRPC, besides flyteadmin. Source: `controlplane` and `dataplane` charts. */
const CALLED = [
  'authorizer.authorizerClient.grpcConfig.host', 'union.connection.host',
  'union.internalConnectionConfig.urlPattern',
];

/** flyteadmin dials its gRPC port by the listening address (`pkg/config`, `GetGrpcHostAddress`). */
const OWN_GRPC_PORT = '0.0.0.0';

/** Hosts of the cluster that a container calls through the proxy; `_SERVICE_` is the name of any. */
function proxiedHosts({ config, noProxy }: Proxied): string[] {
  const exceptions = exceptionsIn(noProxy?.value ?? '');
  const endpoints = clientsOf(config).map(({ section }) => `${section}.endpoint`);
  const called = [...endpoints, ...CALLED].flatMap((path) => targetOf(config.text(path)) ?? [])
    .filter(({ host }) => isClusterName(host) && !/^127\.|[^a-z0-9_.-]/.test(host));
  const own = { host: OWN_GRPC_PORT, port: undefined };
  return [...called, ...config.container.workload.name === FLYTEADMIN.name ? [own] : []]
    .filter(({ host, port }) => !exceptions.some((each) => excepts(each, host, port)))
    .map(({ host }) => host.replace(/^_service_/, '*'));
}

/** May be the Services' network: older grpc-go resolves names first (`internal/transport/proxy.go`). */
function excepts(exception: string, host: string, port: string | undefined): boolean {
  const [, ofAll] = /^_service_(\..+)$/.exec(host) ?? [];
  const isNetwork = /^[\d.]+(\/\d+)?$|::/.test(exception)
    && !/^(127\.|169\.254\.|0\.|\[?::1)/.test(exception);
  return coversHost(exception, host, port === undefined ? undefined : Number(port))
    || (host === OWN_GRPC_PORT ? exception.startsWith('0.') : isNetwork)
    || (ofAll !== undefined && exception.replace(/:\d+$/, '').endsWith(ofAll));
}
