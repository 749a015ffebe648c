import { request } from 'node:http';
import { isIP, isIPv6, Socket } from 'node:net';
import { urlOf } from '../../common/props/checks';
import { coversHost, exceptionsIn } from '../../contract/upstream/http';
import { blocks, familyOf, reachOf } from './address';
import { bareHost, Endpoint, USER_AGENT } from './endpoint';
import { Failure } from './failure';
import { percentDecoded, quoted } from './remote-text';

/** A proxy for CONNECT. Credentials are only in its header. */
export interface Proxy extends Endpoint {
  /** Whether to connect to it over TLS. */
  readonly secure: boolean;
  /** Its name without credentials. */
  readonly name: string;
  readonly authorization?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** A variable with an invalid proxy for CONNECT. */
export class ProxyError extends Error {
  public override readonly name = 'ProxyError';
}

/**
 * The proxy of an endpoint, as for kubectl, uctl and the SDKs.
 *
 * Source: golang.org/x/net/http/httpproxy. `HTTPS_PROXY` and `NO_PROXY`, also in lower case; requests to this
 * machine never use a proxy.
 *
 * @throws ProxyError when HTTPS_PROXY is not a URL of a proxy.
 */
export function proxiesIn(env: Environment): (endpoint: Endpoint) => Proxy | undefined {
  const [name, value] = ['HTTPS_PROXY', 'https_proxy'].map((each) => [each, env[each] ?? ''] as const)
    .find(([, text]) => text !== '') ?? ['', ''];
  if (value === '') {
    return () => undefined;
  }
  const proxy = proxyOf(name, value);
  const exceptions = exceptionsIn(env.NO_PROXY || env.no_proxy || '').map(exception);
  return (endpoint) => {
    const host = bareHost(endpoint.host).replace(/\.$/, '').toLowerCase();
    return isHere(host) || exceptions.some((covers) => covers({ ...endpoint, host })) ? undefined : proxy;
  };
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

function proxyOf(variable: string, value: string): Proxy {
  const written = value.includes('://') ? value : `http://${value}`;
  const url = urlOf(written);
  const defaultPort = DEFAULT_PORTS[url?.protocol ?? ''];
  if (url === undefined || defaultPort === undefined || url.hostname === '') {
    // Hidden, as it may contain a password.
    throw new ProxyError(`${variable} names no proxy by http:// or https://`);
  }
  const { protocol, hostname, port, username, password } = url;
  const credentials = [username, password].map(percentDecoded).join(':');
  return {
    host: hostname,
    port: Number(port || defaultPort),
    secure: protocol === 'https:',
    name: `${protocol}//${url.host}`,
    ...(username === '' ? {} : { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` }),
  };
}

function isHere(host: string): boolean {
  return host === 'localhost' || (isIP(host) !== 0 && reachOf(host) === 'loopback');
}

function exception(entry: string): (endpoint: Endpoint) => boolean {
  const [, net, prefix] = /^([^/]+)\/(\d+)$/.exec(entry) ?? [];
  if (net !== undefined && isIP(net) !== 0) {
    if (Number(prefix) > (isIPv6(net) ? 128 : 32)) {
      // An invalid network: no exception, as in Go.
      return () => false;
    }
    const block = blocks([net, Number(prefix)]);
    return ({ host }) => isIP(host) !== 0 && block.check(host, familyOf(host));
  }
  return ({ host, port }) => coversHost(entry, host, port);
}

export function tunnel(
  socket: Socket, { name, authorization }: Proxy, { host, port }: Endpoint,
): Promise<Socket | Failure> {
  const target = `${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`;
  return new Promise((resolve) => {
    const refused = (why: string) => {
      socket.destroy();
      resolve(new Failure('proxy', `the proxy ${name} does not connect to ${target}: ${quoted(why)}`));
    };
    request({
      createConnection: () => socket,
      method: 'CONNECT',
      path: target,
      headers: {
        'host': target,
        'user-agent': USER_AGENT,
        ...(authorization ? { 'proxy-authorization': authorization } : {}),
      },
    })
      .on('error', ({ message }) => refused(message))
      .once('connect', ({ statusCode, statusMessage }, connected: Socket, head: Buffer) => {
        if (statusCode !== 200) {
          refused(`${statusCode} ${statusMessage}`);
          return;
        }
        connected.unshift(head);
        resolve(connected);
      })
      .end();
  });
}
