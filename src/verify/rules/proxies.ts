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

/** Calls within the cluster that go to a proxy outside of it. */

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

/** The exception for a host, which also covers its siblings. */
function exceptionFor(host: string): string {
  return /\.svc(\..+)?$/.exec(host)?.[0] ?? host;
}

/** A container whose gRPC calls go to a proxy outside the cluster, unless an exception covers the host. */
interface Proxied {
  readonly config: ServiceConfig;
  readonly proxy: EnvVar;
  readonly noProxy?: EnvVar;
}

/** Containers of Union with literal values of both variables. */
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

/** In upper case, otherwise in lower case; of duplicates the last counts, and an empty one is ignored. */
function variable({ env }: Container, name: string): EnvVar | undefined {
  return [name, name.toLowerCase()]
    .map((each) => env.filter((one) => one.name === each).at(-1))
    .find((each) => each !== undefined && each.value !== '');
}

/** A text with references is unknown. */
function isSpelledOut({ value }: EnvVar): boolean {
  return value !== undefined && !/\$\(|\$\{|\{\{|<\w/.test(value);
}

/** The gRPC calls of a service, besides flyteadmin. Source: `controlplane` and `dataplane` charts. */
const CALLED = [
  'authorizer.authorizerClient.grpcConfig.host', 'union.connection.host',
  'union.internalConnectionConfig.urlPattern',
];

/** flyteadmin calls its own gRPC port by the listening address (`pkg/config`, `GetGrpcHostAddress`). */
const OWN_GRPC_PORT = '0.0.0.0';

/** Hosts of the cluster that a container calls through the proxy; `_SERVICE_` is any name. */
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

/** May be the network of Services: older grpc-go resolves names first (`internal/transport/proxy.go`). */
function excepts(exception: string, host: string, port: string | undefined): boolean {
  const [, ofAll] = /^_service_(\..+)$/.exec(host) ?? [];
  const isNetwork = /^[\d.]+(\/\d+)?$|::/.test(exception)
    && !/^(127\.|169\.254\.|0\.|\[?::1)/.test(exception);
  return coversHost(exception, host, port === undefined ? undefined : Number(port))
    || (host === OWN_GRPC_PORT ? exception.startsWith('0.') : isNetwork)
    || (ofAll !== undefined && exception.replace(/:\d+$/, '').endsWith(ofAll));
}
