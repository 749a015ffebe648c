import { urlOf } from '../../common/props/checks';
import { FLYTEADMIN } from '../../contract/union/services/flyteadmin';
import { coversHost, exceptionsIn } from '../../contract/upstream/no-proxy';
import { clientsOf } from '../credentials/auth-client';
import { mayUseCredentials } from '../credentials/credential-use';
import { isUnions } from '../credentials/plane';
import type { ServiceConfig } from '../credentials/service-config';
import { isClusterName, serviceOfHost, staysInside } from '../edge/cluster-name';
import type { ConfigMapKey } from '../kube/environment';
import { beside } from '../kube/home';
import type { Container } from '../kube/workload';
import type { Field } from '../read/field';
import { Target, targetOf } from './endpoints';
import type { Model } from './model';

/** By which variable Go finds a proxy for gRPC and https, and for http. */
const PROXIES = { grpc: ['HTTPS_PROXY', 'https_proxy'], http: ['HTTP_PROXY', 'http_proxy'] } as const;

type Way = keyof typeof PROXIES;

/** A container whose calls go to a proxy outside the cluster, unless an exception covers the host. */
export interface Proxied {
  readonly config: ServiceConfig;
  readonly proxies: Partial<Record<Way, ToldVariable>>;
  readonly noProxy?: ToldVariable;
}

/** Those of Union's whose variables the input shows. */
export function proxiedContainers(model: Model): Proxied[] {
  return model.configs
    .filter(({ container }) =>
      !container.init && isUnions(container.workload) && mayUseCredentials(container))
    .flatMap((config) => {
      const { container } = config;
      const [grpc, http, noProxy] = [PROXIES.grpc, PROXIES.http, ['NO_PROXY', 'no_proxy']]
        .map((names) => toldVariable(container, names, model));
      const outside = (proxy: typeof grpc) =>
        (proxy === undefined || proxy === 'unseen' || isWithin(proxy, config, model) ? undefined : proxy);
      const proxies = { grpc: outside(grpc), http: outside(http) };
      return noProxy === 'unseen' || Object.values(proxies).every((each) => each === undefined)
        ? []
        : [{ config, proxies, noProxy }];
    });
}

/** Whether the proxy runs in the cluster, where it may well reach what lives there. */
function isWithin({ value }: ToldVariable, { container }: ServiceConfig, model: Model): boolean {
  const host = urlOf(value.includes('://') ? value : `http://${value}`)?.hostname ?? '';
  const named = serviceOfHost(host);
  return staysInside(host)
    || (named !== undefined
      && model.services.named(named.service, beside(container.workload, named.namespace)) !== undefined);
}

interface Call extends Target {
  readonly way: Way;
}

/** What a service calls over gRPC, besides flyteadmin. Source: `controlplane` and `dataplane` charts. */
const CALLED_BY_GRPC = [
  'authorizer.authorizerClient.grpcConfig.host', 'union.connection.host',
  'union.internalConnectionConfig.urlPattern',
];

const CALLED_BY_HTTP = ['authorizer.userCloudsClient.tenantUrl'];

/**
 * flyteadmin's HTTP port hands each request to its gRPC port, which it dials by the address it listens at.
 * Source: flyteadmin `pkg/config`, `GetGrpcHostAddress`.
 */
const OWN_GRPC_PORT: Call = { host: '0.0.0.0', way: 'grpc' };

/** Hosts of the cluster that a container calls through a proxy. */
export interface ProxiedCalls {
  readonly container: string;
  readonly hosts: readonly string[];
  /** The variables that name the proxy. */
  readonly by: readonly string[];
  /** The exceptions, and where they stand, or would. */
  readonly noProxy?: string;
  readonly at: Field;
}

/** Nothing where all are excepted. */
export function proxiedCalls({ config, proxies, noProxy }: Proxied): ProxiedCalls[] {
  const exceptions = exceptionsIn(noProxy?.value ?? '');
  const proxied = callsOf(config).flatMap((call) => {
    const proxy = proxies[call.way];
    return proxy === undefined || isExcepted(call, exceptions) ? [] : [{ host: call.host, proxy }];
  });
  const [first] = proxied;
  return first === undefined ? [] : [{
    container: config.container.name,
    hosts: proxied.map(({ host }) => host.replace(/^_service_/, '*')),
    by: proxied.map(({ proxy }) => proxy.name),
    noProxy: noProxy?.value,
    at: (noProxy ?? first.proxy).field,
  }];
}

/** What a service calls in the cluster. */
function callsOf(config: ServiceConfig): Call[] {
  const endpoints = clientsOf(config).filter(({ kind }) => kind !== 'union')
    .map(({ section }) => `${section}.endpoint`);
  const told = (way: Way, paths: readonly string[]) => paths.flatMap((path): Call[] => {
    const target = targetOf(config.text(path));
    return target === undefined || !isOfCluster(target) ? [] : [{ ...target, way }];
  });
  return [
    ...told('grpc', [...endpoints, ...CALLED_BY_GRPC]), ...told('http', CALLED_BY_HTTP),
    ...(config.container.workload.name === FLYTEADMIN.name ? [OWN_GRPC_PORT] : []),
  ];
}

/** Go asks no proxy for the machine itself. */
function isOfCluster({ host }: Target): boolean {
  return /^[a-z0-9_.-]+$/.test(host) && isClusterName(host) && !/^127\.|^localhost$/.test(host);
}

const OWN_ADDRESS = /^(127\.|169\.254\.|0\.0\.0\.0|\[?::1)/;

/**
 * Older versions of grpc-go look for the exceptions of an address that they resolved, newer ones for those of
 * the name: a network may stand for Services. Source: grpc-go `internal/transport/proxy.go`,
 * `internal/resolver/delegatingresolver`.
 */
function isExcepted({ host, port, way }: Call, exceptions: readonly string[]): boolean {
  const [, ofAll] = /^_service_(\..+)$/.exec(host) ?? [];
  return exceptions.some((exception) =>
    coversHost(exception, host, port === undefined ? undefined : Number(port))
    || (host === OWN_GRPC_PORT.host
      ? exception.startsWith('0.')
      : way === 'grpc' && /^[\d.]+(\/\d+)?$|::/.test(exception) && !OWN_ADDRESS.test(exception))
    || (ofAll !== undefined && exception.replace(/:\d+$/, '').endsWith(ofAll)));
}

/** What excepts a host, for its siblings as well. */
export function exceptionFor(host: string): string {
  return /\.svc(\..+)?$/.exec(host)?.[0] ?? host;
}

/** What a process finds in its environment. */
interface ToldVariable {
  readonly name: string;
  readonly value: string;
  readonly field: Field;
}

/**
 * The first of some variables of a container that is not empty, as `getenv` in turn; `unseen` where one of
 * them may come from what the input does not show.
 */
function toldVariable(
  container: Container, names: readonly string[], model: Model,
): ToldVariable | 'unseen' | undefined {
  for (const name of names) {
    const told = spelledOut(container, name, model) ?? takenWhole(container, name, model);
    if (told === 'unseen' || (told !== undefined && told.value !== '')) {
      return told;
    }
  }
  return undefined;
}

/** Of several of one name the last counts. */
function spelledOut(container: Container, name: string, model: Model): ToldVariable | 'unseen' | undefined {
  const found = container.env.filter((each) => each.name === name).at(-1);
  if (found === undefined) {
    return undefined;
  }
  const { value, configMapKey: from, field } = found;
  if (value !== undefined) {
    return seen({ name, value, field: field.child('value') });
  }
  return (from && keyOf(container, from, name, model)) ?? 'unseen';
}

/** Of whole Secrets and ConfigMaps the last one counts; whatever is spelled out wins over them. */
function takenWhole(container: Container, name: string, model: Model): ToldVariable | 'unseen' | undefined {
  for (const { source, name: of, prefix } of [...container.envFrom].reverse()) {
    if (name.startsWith(prefix)) {
      const isShown = source === 'ConfigMap' && model.configMap(of, container.workload) !== undefined;
      const key = name.slice(prefix.length);
      const found = isShown ? keyOf(container, { name: of, key }, name, model) : 'unseen';
      if (found !== undefined) {
        return found;
      }
    }
  }
  return undefined;
}

/** The value of a variable under a key of a ConfigMap. */
function keyOf(
  { workload }: Container, from: ConfigMapKey, name: string, model: Model,
): ToldVariable | 'unseen' | undefined {
  const object = model.configMap(from.name, workload)?.object;
  const value = object?.textAt('data', from.key);
  return object === undefined || value === undefined
    ? undefined
    : seen({ name, value, field: object.field('data', from.key) });
}

/** A text that refers to others says nothing by itself. */
function seen(variable: ToldVariable): ToldVariable | 'unseen' {
  return /\$\(|\$\{|\{\{|<\w/.test(variable.value) ? 'unseen' : variable;
}
