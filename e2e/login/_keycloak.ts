import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { IdentityProvider, Registrations } from '../../src';
import { freePort, start, temporaryDirectory } from '../_support/processes';
import { pathOf } from '../_support/tool';
import { Certificate } from '../edges/_certificate';
import { listens } from '../edges/_loopback';
import { keycloak } from '../tools/keycloak';
import { Network } from './_network';
import { ALICE } from './_people';
import { Deployment, deploymentFor, Provider } from './_world';

export const KEYCLOAK_HOST = 'keycloak.example.com';

export const ADMIN = { username: 'admin', password: 'admins-password' };

export interface KeycloakDeployment extends Deployment {
  readonly realm: string;
}

export function keycloakProvider(realm = 'union', audience?: string): IdentityProvider {
  return IdentityProvider.keycloak({ serverUrl: `https://${KEYCLOAK_HOST}`, realm, audience });
}

/** A deployment with its own realm, so that one Keycloak serves several. */
export function keycloakDeployment(realm = 'union', audience?: string): KeycloakDeployment {
  return atKeycloak(deploymentFor(keycloakProvider(realm, audience)));
}

/** The same deployment with its realm. */
export function atKeycloak<T extends Deployment>(deployment: T): T & KeycloakDeployment {
  const { identity } = deployment;
  const { 'keycloak-realm.json': realm } = new Registrations({ identity, clientSecretsFromEnvironment: true }).files();
  return { ...deployment, realm: realm.toString() };
}

/** Starts Keycloak with the emitted realms, their client secrets in its environment, and Alice in each realm. */
export function startKeycloak(...deployments: readonly KeycloakDeployment[]): Promise<Provider> {
  return Provider.start(KEYCLOAK_HOST, async (certificate, network) => {
    const clients = deployments[0].registrations.all.filter(({ hasClientSecret }) => hasClientSecret);
    const environment = Object.fromEntries(clients.map(({ clientId, clientSecretVariable }) => [clientSecretVariable, secretOf(clientId)]));
    await run(deployments.map(({ realm }) => realm), environment, certificate, network);
    return Object.fromEntries(clients.map(({ clientId }) => [clientId, secretOf(clientId)]));
  });
}

function secretOf(clientId: string): string {
  return `secret-of-${clientId}`;
}

async function run(realms: readonly string[], environment: NodeJS.ProcessEnv, { certificate, key }: Certificate, network: Network): Promise<void> {
  const home = temporaryDirectory('keycloak');
  const installed = pathOf(keycloak);
  ['lib', 'conf', 'providers', 'themes'].forEach((folder) => symlinkSync(join(installed, folder), join(home, folder)));
  // Copied, since the start script finds its home by its own path.
  cpSync(join(installed, 'bin'), join(home, 'bin'), { recursive: true });
  mkdirSync(join(home, 'data', 'import'), { recursive: true });
  const names = realms.map((realm) => (JSON.parse(realm) as { realm: string }).realm);
  realms.forEach((realm, i) => writeFileSync(join(home, 'data', 'import', `${names[i]}-realm.json`), realm));
  writeFileSync(join(home, 'tls.crt'), certificate);
  writeFileSync(join(home, 'tls.key'), key);
  const port = await freePort();
  await start(join(home, 'bin', 'kc.sh'), [
    'start', '--optimized', '--cache=local', '--import-realm', `--hostname=https://${KEYCLOAK_HOST}`, '--http-host=127.0.0.1', `--https-port=${port}`,
    `--https-certificate-file=${join(home, 'tls.crt')}`, `--https-certificate-key-file=${join(home, 'tls.key')}`,
  ], {
    env: { ...environment, KC_BOOTSTRAP_ADMIN_USERNAME: ADMIN.username, KC_BOOTSTRAP_ADMIN_PASSWORD: ADMIN.password, JAVA_OPTS_KC_HEAP: '-Xmx768m' },
    ready: () => listens(port),
    withinSeconds: 480,
  });
  network.serve(KEYCLOAK_HOST, port);
  for (const realm of names) {
    await addAlice(realm, network);
  }
}

async function addAlice(realm: string, network: Network): Promise<void> {
  const { body } = await network.ask(`https://${KEYCLOAK_HOST}/realms/master/protocol/openid-connect/token`, {
    form: { grant_type: 'password', client_id: 'admin-cli', ...ADMIN },
  });
  const { access_token: token } = JSON.parse(body) as { access_token: string };
  const { password, ...person } = ALICE;
  const { status, body: refusal } = await network.ask(`https://${KEYCLOAK_HOST}/admin/realms/${realm}/users`, {
    headers: { authorization: `Bearer ${token}` },
    json: { ...person, enabled: true, emailVerified: true, credentials: [{ type: 'password', value: password, temporary: false }] },
  });
  if (status !== 201) {
    throw new Error(`Keycloak accepts no user: ${status} ${refusal}`);
  }
}
