import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Server, createServer } from 'node:http';
import { isAbsolute } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { parse } from 'yaml';
import { isObject, JsonObject } from '../common/data/json';
import { urlOf } from '../common/props/checks';
import { Secret } from '../doctor/ask/secret';
import type { Person, SignInRequest } from '../doctor/probes/login';
import type { ClientUnderTest, PersonTokens } from '../doctor/probes/token';
import { Target, targetOf } from '../verify/model/endpoints';
import { printable } from '../verify/report/printable';
import { cannotBe, Io, UsageError, Values } from './command';

/**
 * The options for the user's client. A secret itself is never an option, as other users can see the arguments
 * of a process.
 */
export const CLIENT_OPTIONS = {
  'client-id': {
    heading: 'With a client that has a secret (the secret is sent only to the token endpoint, and never '
      + 'shown):',
    value: 'ID',
    help: 'get a token as this client, and use it; needs its secret',
  },
  'client-secret-file': {
    value: 'FILE',
    help: 'the file with the client secret (default: the variable UNION_CI_CLIENT_SECRET)',
  },
  'client-secret-env': { value: 'NAME', help: 'the variable with the client secret' },
  'scope': {
    value: 'SCOPE', multiple: true, help: 'ask for this scope (default: flyteadmin\'s for clients)',
  },
  'audience': { value: 'URL', help: 'ask for this audience (default: flyteadmin\'s for clients)' },
  'config': { value: 'FILE', help: 'read all of these from a config file of uctl or an SDK' },
  'api-key-env': { value: 'NAME', help: 'read all of these from the API key in this variable' },
} as const;

/** The two tokens of one login, for the comparison of their subjects. */
export const PERSON_OPTIONS = {
  'id-token-env': {
    value: 'NAME',
    help: 'the variable with the ID token of a person\'s login: is its subject that of the access token? '
      + '(they are sent nowhere)',
  },
  'access-token-env': { value: 'NAME', help: 'the variable with the access token of the same login' },
} as const;

/**
 * The tokens of a person's login, if given.
 *
 * @throws UsageError when one of the two is missing.
 */
export function personOf(
  { 'id-token-env': id, 'access-token-env': access }: Partial<Values<typeof PERSON_OPTIONS>>, io: Io,
): PersonTokens | undefined {
  if (id === undefined && access === undefined) {
    return undefined;
  }
  if (id === undefined || access === undefined) {
    throw new UsageError(
      '--id-token-env and --access-token-env belong together: the two tokens of one login',
    );
  }
  return {
    source: `${id} and ${access}`,
    idToken: secretIn('--id-token-env', id, io),
    accessToken: secretIn('--access-token-env', access, io),
  };
}

type ClientOptions = Partial<Values<typeof CLIENT_OPTIONS>>;

/**
 * The client of the user, if given.
 *
 * @throws UsageError when more than one is given, or a secret is not in its location.
 */
export function clientOf(options: ClientOptions, io: Io): ClientUnderTest | undefined {
  const named = (['client-id', 'config', 'api-key-env'] as const).filter(
    (name) => options[name] !== undefined,
  );
  if (named.length > 1) {
    throw new UsageError(
      `${named.map((name) => `--${name}`).join(' and ')} each name a client; use only one of them`,
    );
  }
  if (options['client-id'] === undefined
    && (options['client-secret-file'] ?? options['client-secret-env']) !== undefined) {
    throw new UsageError('--client-secret-file and --client-secret-env belong to --client-id');
  }
  const client = namedClient(options, io);
  if (client?.credentials === undefined) {
    return client;
  }
  const { scope: scopes = client.credentials.scopes, audience = client.credentials.audience } = options;
  return { ...client, credentials: { ...client.credentials, scopes, audience } };
}

function namedClient(options: ClientOptions, io: Io): ClientUnderTest | undefined {
  if (options['api-key-env'] !== undefined) {
    return ofApiKey(options['api-key-env'], io);
  }
  if (options.config !== undefined) {
    return ofConfig(options.config, io);
  }
  return options['client-id'] === undefined ? undefined : ofOptions(options['client-id'], options, io);
}

const DEFAULT_SECRET_VARIABLE = 'UNION_CI_CLIENT_SECRET';

function ofOptions(clientId: string, options: ClientOptions, io: Io): ClientUnderTest {
  const file = options['client-secret-file'];
  if (file !== undefined && options['client-secret-env'] !== undefined) {
    throw new UsageError(
      '--client-secret-file and --client-secret-env each name a secret; use only one of them',
    );
  }
  const clientSecret = file !== undefined
    ? secretInFile('--client-secret-file', file)
    : secretIn('--client-secret-env', options['client-secret-env'] ?? DEFAULT_SECRET_VARIABLE, io);
  return { source: `client ${clientId}`, credentials: { clientId, clientSecret } };
}

/**
 * Source: flyte-sdk 2.12.1, remote/_client/auth/_auth_utils.py: base64 of
 * `host:clientId:clientSecret:organization`.
 */
function ofApiKey(variable: string, io: Io): ClientUnderTest {
  const key = secretIn('--api-key-env', variable, io).reveal();
  const fields = Buffer.from(key, 'base64').toString('utf8').split(':');
  const [host, clientId, clientSecret] = fields;
  if (fields.length !== 4 || !host || !clientId || !clientSecret) {
    throw new UsageError(`--api-key-env: the value of ${printable(variable)} is not an API key; it must be `
      + 'the base64 of host:clientId:clientSecret:organization');
  }
  return {
    source: variable,
    endpoint: { host, insecure: false },
    credentials: { clientId, clientSecret: new Secret(clientSecret) },
  };
}

function ofConfig(file: string, io: Io): ClientUnderTest {
  const problem = (what: string) => new UsageError(`--config: ${printable(file)} ${what}`);
  let content: unknown;
  try {
    content = parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw problem(printable(cannotBe('read', error)));
  }
  const admin = isObject(content) ? content.admin : undefined;
  if (!isObject(admin)) {
    throw problem('has no section "admin"; name a config file of uctl or an SDK');
  }
  const text = (key: string) =>
    typeof admin[key] === 'string' && admin[key] !== '' ? admin[key] : undefined;
  const endpoint = text('endpoint');
  if (endpoint === undefined) {
    throw problem('has no admin.endpoint');
  }
  const told = text('tokenUrl');
  const tokenUrl = urlOf(told);
  if (told !== undefined && tokenUrl === undefined) {
    throw problem(`has an admin.tokenUrl that is not a URL: ${printable(told)}`);
  }
  return {
    source: file,
    endpoint: { ...calledBy(endpoint), insecure: admin.insecure === true },
    ...(text('authType')?.toLowerCase() === 'clientsecret'
      ? { credentials: credentialsOf({ admin, text, tokenUrl, problem }, io) }
      : {}),
  };
}

/** The host, with its port unless it is 443. */
function calledBy(endpoint: string): Pick<Target, 'host' | 'isAuthority'> {
  const target = targetOf(endpoint);
  return {
    host: endpoint.replace(/^dns:\/\/(?:[^/]*\/(?=[^/]))?|\/$/gi, '').replace(/:443$/, ''),
    ...target?.isAuthority && { isAuthority: true },
  };
}

interface ReadConfig {
  readonly admin: JsonObject;
  readonly text: (key: string) => string | undefined;
  readonly tokenUrl: URL | undefined;
  readonly problem: (what: string) => UsageError;
}

function credentialsOf(read: ReadConfig, io: Io): ClientUnderTest['credentials'] {
  const { admin, text, tokenUrl, problem } = read;
  const clientId = text('clientId');
  if (clientId === undefined) {
    throw problem('has no admin.clientId');
  }
  return {
    clientId,
    clientSecret: secretOfConfig(read, io),
    ...(Array.isArray(admin.scopes) ? { scopes: admin.scopes.map(String) } : {}),
    ...(text('audience') === undefined ? {} : { audience: text('audience') }),
    ...(tokenUrl === undefined ? {} : { tokenUrl }),
  };
}

function secretOfConfig({ text, problem }: ReadConfig, io: Io): Secret {
  const location = text('clientSecretLocation');
  const variable = text('clientSecretEnvVar');
  if (location !== undefined && !isAbsolute(location)) {
    throw problem(`has an admin.clientSecretLocation that is not an absolute path: ${printable(location)}`);
  }
  if (location !== undefined) {
    return secretInFile('clientSecretLocation', location);
  }
  if (variable === undefined) {
    throw problem('has neither admin.clientSecretLocation nor admin.clientSecretEnvVar');
  }
  return secretIn('clientSecretEnvVar', variable, io);
}

function secretInFile(option: string, file: string): Secret {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${option}: ${printable(file)} cannot be read `
      + `(${error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'})`);
  }
  // Clients trim the newline of editors.
  return secretOf(option, printable(file), text.trim());
}

function secretIn(option: string, variable: string, { env }: Io): Secret {
  const value = env[variable];
  if (value === undefined) {
    throw new UsageError(`${option}: the variable ${printable(variable)} is not set`);
  }
  return secretOf(option, printable(variable), value.trim());
}

function secretOf(option: string, place: string, value: string): Secret {
  if (value === '') {
    throw new UsageError(`${option}: ${place} is empty`);
  }
  return new Secret(value);
}

/** Further access that a command needs for a person's sign-in. */
interface LoginIo {
  /** The input in which a person pastes an address. */
  readonly input: Readable;
  /** Opens a page for the person. */
  open(url: URL): void;
}

export const REAL_LOGIN: LoginIo = {
  get input() {
    return process.stdin;
  },
  open: ({ href }) => {
    const [program, ...args] = (
      { darwin: ['open'], win32: ['rundll32', 'url.dll,FileProtocolHandler'] } as Record<string, string[]>
    )[process.platform] ?? ['xdg-open'];
    spawn(program, [...args, href], { stdio: 'ignore', detached: true })
      .once('error', () => undefined)
      .unref();
  },
};

/** Longer than a sign-in takes, with a second factor. */
const PATIENCE = 5 * 60_000;

const ENDS = {
  browser:
    'The page at its end stays empty or says 401: that is right. Copy its address from the address bar, and '
      + 'paste it here:',
  CLI: 'When the browser says that it is done, this continues; on another machine, paste the address '
    + 'at its end here:',
} as const;

function stop(server: Server | undefined): void {
  server?.close();
  server?.closeAllConnections();
}

function asked(as: SignInRequest['as'], url: URL): string {
  const whose = as === 'CLI' ? 'SDK and CLI do' : 'a browser does';
  return `\nSign in as ${whose}: ${printable(url.href)}\n${ENDS[as]}\n`;
}

/**
 * A person who signs in with a browser. The final address of a CLI's sign-in arrives on the loopback
 * interface, as for an SDK; that of a browser's is pasted, as it belongs to the deployment.
 */
export function personAt(io: Io, { input, open }: LoginIo, opensBrowser: boolean): Person {
  return async ({ as, open: url, endsAt }: SignInRequest) => {
    io.stderr(asked(as, url));
    if (opensBrowser) {
      open(url);
    }
    let end!: (at?: URL) => void;
    const ended = new Promise<URL | undefined>((resolve) => {
      end = resolve;
    });
    const server = as === 'CLI' ? await listening(endsAt, end) : undefined;
    // Open only while something can be pasted: it keeps the process alive.
    const lines = createInterface({ input })
      .on('line', (line) => {
        const at = endIn(line.trim(), endsAt);
        if (at !== undefined) {
          end(at);
        } else if (line.trim() !== '') {
          io.stderr(`The address at the end begins with ${printable(placeOf(endsAt))}; paste that one:\n`);
        }
      })
      .on('close', () => server ?? end());
    if (input.readableEnded) {
      lines.close();
    }
    const patience = setTimeout(end, PATIENCE);
    try {
      return await ended;
    } finally {
      clearTimeout(patience);
      lines.close();
      stop(server);
    }
  };
}

/** The address, if it is the final one of the sign-in; others are ignored. */
function endIn(text: string, endsAt: URL): URL | undefined {
  const url = urlOf(text);
  return url && placeOf(url) === placeOf(endsAt) ? url : undefined;
}

function placeOf({ origin, pathname }: URL): string {
  return origin + pathname;
}

/** Listens at the address of SDK and CLI, only on this machine; undefined if it is in use. */
async function listening(endsAt: URL, caught: (end: URL) => void): Promise<Server | undefined> {
  const server = createServer((request, response) => {
    const end = endIn(endsAt.origin + request.url, endsAt);
    response
      .writeHead(end ? 200 : 404, { 'content-type': 'text/plain' })
      .end(end ? 'Done. You may close this page.\n' : '');
    if (end) {
      caught(end);
    }
  });
  return new Promise((resolve) => {
    server
      .once('error', () => resolve(undefined))
      .listen(Number(endsAt.port || 80), '127.0.0.1', () => resolve(server));
  });
}
