import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse, stringify } from 'yaml';
import { Registrations, IdentityProvider, TextFile } from '../../src';
import { freePort, start, temporaryDirectory } from '../_support/processes';
import { pathOf } from '../_support/tool';
import { Certificate } from '../edges/_certificate';
import { listens } from '../edges/_loopback';
import { hydra } from '../tools/hydra';
import { SignInApp } from './_sign-in-app';
import { Deployment, deploymentFor, Provider } from './_world';

export const HYDRA_HOST = 'hydra.example.com';
const PROVIDERS_PAGE = join(__dirname, '..', '..', 'docs', 'providers.md');

export function hydraDeployment(): Deployment {
  return deploymentFor(IdentityProvider.hydra({ issuer: `https://${HYDRA_HOST}` }));
}

export interface RunningHydra {
  readonly provider: Provider;
  readonly app: SignInApp;
  /** Registers a client by the admin API. */
  register(client: object): Promise<Record<string, unknown>>;
  /** Changes a client, and returns a function that reverts it. */
  changed(clientId: string, change: object): Promise<() => Promise<unknown>>;
  /** The client as Hydra has it. */
  client(clientId: string): Promise<Record<string, unknown>>;
  stop(): Promise<void>;
}

/**
 * Starts Hydra with the settings of docs/providers.md, a sign-in app, and the clients of the emitted file.
 *
 * @param mistake changes the settings of the page, to leave one out
 */
export async function startHydra({ registrations }: Deployment, mistake = (settings: string): string => settings): Promise<RunningHydra> {
  const [publicPort, adminPort] = [await freePort(), await freePort()];
  const admin = `http://127.0.0.1:${adminPort}`;
  const app = await SignInApp.start(admin);
  let stopHydra: () => Promise<void>;
  const provider = await Provider.start(HYDRA_HOST, async (certificate, network) => {
    const home = temporaryDirectory('hydra');
    const config = join(home, 'hydra.yaml');
    writeFileSync(config, stringify(configuration(mistake(settingsOfThePage()), { home, publicPort, adminPort, app, certificate })));
    const running = await start(pathOf(hydra), ['serve', 'all', '--sqa-opt-out', '--config', config], {
      ready: async () => await listens(publicPort) && await listens(adminPort),
    });
    stopHydra = running.stop;
    network.serve(HYDRA_HOST, publicPort);
    return importClients(registrations.files()['hydra-clients.json'], home, admin);
  });
  const clients = `${admin}/admin/clients`;
  const answerOf = async (answer: Response): Promise<Record<string, unknown>> => {
    const body = await answer.text();
    if (!answer.ok) {
      throw new Error(`Hydra: ${answer.status} ${body}`);
    }
    return JSON.parse(body) as Record<string, unknown>;
  };
  return {
    provider,
    app,
    register: async (client) => answerOf(await fetch(clients, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(client) })),
    changed: async (clientId, change) => {
      const before = await answerOf(await fetch(`${clients}/${clientId}`));
      const put = async (client: object) => answerOf(await fetch(`${clients}/${clientId}`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(client) }));
      await put({ ...before, ...change });
      // Hydra stores only the hash of a secret, and keeps it if a request has none.
      const secret = provider.secrets[clientId];
      return () => put({ ...before, ...(secret === undefined ? {} : { client_secret: secret }) });
    },
    client: async (clientId) => answerOf(await fetch(`${clients}/${clientId}`)),
    stop: async () => {
      await stopHydra();
      await app.stop();
      await provider.network.stop();
    },
  };
}

/** Hydra for the tests of a file: starts before them, and stops after hooks that were registered earlier. */
export function hydraFor(deployment: Deployment): RunningHydra {
  const running: Partial<RunningHydra> = {};
  beforeAll(async () => {
    Object.assign(running, await startHydra(deployment));
  });
  afterAll(() => running.stop?.());
  return running as RunningHydra;
}

/** The first YAML of the section about Hydra. */
function settingsOfThePage(): string {
  return /^## Ory Hydra$[^]*?^```yaml\n([^]*?)^```$/m.exec(readFileSync(PROVIDERS_PAGE, 'utf8'))![1];
}

interface Place {
  readonly home: string;
  readonly publicPort: number;
  readonly adminPort: number;
  readonly app: SignInApp;
  readonly certificate: Certificate;
}

function configuration(settings: string, { home, publicPort, adminPort, app, certificate: { certificate, key } }: Place): object {
  const tls = { cert: { path: join(home, 'tls.crt') }, key: { path: join(home, 'tls.key') } };
  writeFileSync(tls.cert.path, certificate);
  writeFileSync(tls.key.path, key);
  const { oauth2, ...rest } = parse(settings) as { oauth2?: object };
  return {
    dsn: 'memory',
    serve: { public: { host: '127.0.0.1', port: publicPort, tls: { enabled: true, ...tls } }, admin: { host: '127.0.0.1', port: adminPort, tls: { enabled: false } } },
    urls: { self: { issuer: `https://${HYDRA_HOST}` }, login: `${app.url}/login`, consent: `${app.url}/consent` },
    secrets: { system: ['a-secret-of-this-run-alone'] },
    ...rest,
    oauth2: { ...oauth2, token_hook: `${app.url}/token-hook` },
  };
}

/** Imports as docs/registrations.md says, and returns the secrets that Hydra made. */
async function importClients(file: TextFile, home: string, admin: string): Promise<Record<string, string>> {
  const path = join(home, 'clients.json');
  writeFileSync(path, file.toString());
  const importing = promisify(execFile)(pathOf(hydra), ['import', 'oauth2-client', path, '--endpoint', admin, '--format', 'json'], { timeout: 30_000 });
  // The command also reads its input to the end.
  importing.child.stdin!.end();
  const { stdout } = await importing;
  const imported = JSON.parse(stdout) as { client_id: string; client_secret?: string }[];
  return Object.fromEntries(imported.flatMap(({ client_id, client_secret }) => (client_secret ? [[client_id, client_secret]] : [])));
}

/** The authorization URL of the native application without a challenge. */
export function authorizeWithoutPkce({ identity }: Deployment): string {
  const authorize = new URL(`https://${HYDRA_HOST}/oauth2/auth`);
  const { clientId, redirectUris: [redirect] } = new Registrations({ identity }).all[1];
  Object.entries({ client_id: clientId, response_type: 'code', scope: 'all', state: 'long-enough', redirect_uri: redirect })
    .forEach(([name, value]) => authorize.searchParams.set(name, value));
  return authorize.href;
}
