import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, Running, start, temporaryDirectory } from '../_support/processes';
import { pathOf } from '../_support/tool';
import { Certificate } from '../edges/_certificate';
import { listens } from '../edges/_loopback';
import { keycloak } from '../tools/keycloak';
import { Network } from './_network';

export const KEYCLOAK_HOST = 'keycloak.example.com';

/** The person who signs in. */
export const ALICE = { username: 'alice', password: 'alices-password', email: 'alice@example.com', firstName: 'Alice', lastName: 'Example' };

const ADMIN = { username: 'admin', password: 'admins-password' };

/** Starts Keycloak with realms as they are emitted, their client secrets in its environment, and Alice in each of them. */
export async function startKeycloak(
  realms: readonly string[],
  secrets: Readonly<Record<string, string>>,
  { certificate, key }: Certificate,
  network: Network,
): Promise<Running> {
  const home = temporaryDirectory('keycloak');
  const installed = pathOf(keycloak);
  ['lib', 'conf', 'providers', 'themes'].forEach((folder) => symlinkSync(join(installed, folder), join(home, folder)));
  // The start script finds its home beside itself.
  cpSync(join(installed, 'bin'), join(home, 'bin'), { recursive: true });
  mkdirSync(join(home, 'data', 'import'), { recursive: true });
  const names = realms.map((realm) => (JSON.parse(realm) as { realm: string }).realm);
  realms.forEach((realm, i) => writeFileSync(join(home, 'data', 'import', `${names[i]}-realm.json`), realm));
  writeFileSync(join(home, 'tls.crt'), certificate);
  writeFileSync(join(home, 'tls.key'), key);
  const port = await freePort();
  const running = await start(join(home, 'bin', 'kc.sh'), [
    'start', '--optimized', '--cache=local', '--import-realm', `--hostname=https://${KEYCLOAK_HOST}`, '--http-host=127.0.0.1', `--https-port=${port}`,
    `--https-certificate-file=${join(home, 'tls.crt')}`, `--https-certificate-key-file=${join(home, 'tls.key')}`,
  ], {
    env: { ...secrets, KC_BOOTSTRAP_ADMIN_USERNAME: ADMIN.username, KC_BOOTSTRAP_ADMIN_PASSWORD: ADMIN.password, JAVA_OPTS_KC_HEAP: '-Xmx768m' },
    ready: () => listens(port),
    withinSeconds: 480,
  });
  network.serve(KEYCLOAK_HOST, port);
  for (const realm of names) {
    await addAlice(realm, network);
  }
  return running;
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
    throw new Error(`Keycloak takes no user: ${status} ${refusal}`);
  }
}
