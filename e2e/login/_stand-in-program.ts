/**
 * The stand-in for flyteadmin as a program with flyteadmin's command line, so that every run tests the pod of a real binary. It needs
 * only a connection to the database and the file with its password.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { request } from 'node:https';
import { connect, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse, stringify } from 'yaml';
import type { Answer, Asker, Asking } from '../../test/_tools/flyteadmin/asking';
import { Flyteadmin } from '../../test/_tools/flyteadmin/flyteadmin';

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Config = Record<string, any>;

const KEYS = ['claim_symmetric_key', 'cookie_hash_key', 'cookie_block_key', 'token_rsa_key.pem'];

const { values, positionals } = parseArgs({ allowPositionals: true, options: { config: { type: 'string' }, localPath: { type: 'string' } } });
const config = readdirSync(dirname(values.config!)).sort().map((file) => parse(readFileSync(join(dirname(values.config!), file), 'utf8')) as Config).reduce(merged, {});

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});

async function main(): Promise<void> {
  switch (positionals.join(' ')) {
    case 'secrets init':
      mkdirSync(values.localPath!, { recursive: true });
      KEYS.forEach((key) => writeFileSync(join(values.localPath!, key), `made for ${key}`));
      return console.log('wrote', KEYS.join(', '));
    case 'serve':
      return serve();
    default:
      if (positionals[0] !== 'migrate') {
        throw new Error(`unknown command ${positionals.join(' ')}`);
      }
      await reachDatabase();
      return console.log('Ran', positionals.join(' '));
  }
}

async function reachDatabase(): Promise<void> {
  const { host, port, passwordPath } = config.database.postgres;
  if (readFileSync(passwordPath, 'utf8').trim() === '') {
    throw new Error(`${passwordPath} is empty`);
  }
  await new Promise<void>((resolve, reject) => {
    const socket = connect(port, host, () => resolve(void socket.destroy())).once('error', reject);
  });
}

async function serve(): Promise<void> {
  await reachDatabase();
  KEYS.forEach((key) => readFileSync(join(config.secrets['secrets-prefix'], key)));
  const webSecret = readFileSync(config.auth.userAuth.openId.clientSecretFile, 'utf8').trim();
  const flyteadmin = await Flyteadmin.start(stringify(config), webSecret, new ProxyAsker());
  flyteadmin.log = console.log;
  for (const port of [config.server.httpPort, config.server.grpc.port] as number[]) {
    createServer((socket) => {
      const upstream = connect(flyteadmin.port, '127.0.0.1');
      upstream.on('error', () => socket.destroy()).pipe(socket);
      socket.on('error', () => upstream.destroy()).pipe(upstream);
    }).listen(port, '127.0.0.1');
  }
}

function merged(one: Config, other: Config): Config {
  const isMap = (value: unknown): value is Config => typeof value === 'object' && value !== null && !Array.isArray(value);
  const entries = Object.entries(other).map(([key, value]) => [key, isMap(value) && isMap(one[key]) ? merged(one[key], value) : value]);
  return { ...one, ...Object.fromEntries(entries) };
}

/** Sends requests by the proxy in `HTTPS_PROXY`, and trusts `SSL_CERT_FILE`, as a Go program does. */
class ProxyAsker implements Asker {
  public ask(url: string, { method, headers, form }: Asking = {}): Promise<Answer> {
    const { hostname, port } = new URL(process.env.HTTPS_PROXY!);
    const target = new URL(url);
    const body = form && new URLSearchParams(form).toString();
    const type: Record<string, string> = body ? { 'content-type': 'application/x-www-form-urlencoded' } : {};
    return new Promise((resolve, reject) => {
      httpRequest({ host: hostname, port, method: 'CONNECT', path: `${target.hostname}:443` }).on('connect', (_, socket) => {
        request({
          ...{ socket, agent: false, servername: target.hostname, ca: readFileSync(process.env.SSL_CERT_FILE!) },
          method: method ?? (body ? 'POST' : 'GET'),
          path: target.pathname + target.search,
          headers: { host: target.hostname, ...type, ...headers },
        }, (response) => {
          void response.toArray().then((chunks) => {
            resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks as Buffer[]).toString() });
            socket.destroy();
          });
        }).once('error', reject).end(body);
      }).once('error', reject).end();
    });
  }
}
