import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { App, Chart } from 'cdk8s';
import { ControlPlaneAuth, IdentityProvider, SecretDelivery, SecretStore, UnionIdentity } from '../../src';

/** The program of the front page: readers see the lines within, in four languages. */
function program(app: App): void {
  const identity = new UnionIdentity({
    domain: 'union.example.com',
    identityProvider: IdentityProvider.okta({ orgUrl: 'https://acme.okta.example.com' }),
    applications: {
      web: { clientId: '0oa-web-1111', secret: { key: 'union/web' } },
      native: { clientId: '0oa-native-2222' },
      service: { clientId: '0oa-service-3333', secret: { key: 'union/service' } },
    },
  });
  const secrets = SecretDelivery.externalSecrets({ store: SecretStore.fromName('default') });
  const auth = new ControlPlaneAuth(new Chart(app, 'union-cp'), 'auth', { identity, secrets });
  auth.helmValues.writeTo(app, 'controlplane.values.yaml');
}

/** Its lines. */
export const FRONT_PROGRAM = /^function program\(.*\n([\s\S]+?)^\}$/m.exec(readFileSync(__filename, 'utf8'))![1].replace(/^ {2}/gm, '');

/** The files that it writes, by name. */
export function frontFiles(folder: string): readonly { readonly name: string; readonly text: string }[] {
  rmSync(folder, { recursive: true, force: true });
  const app = new App({ outdir: folder });
  program(app);
  app.synth();
  return readdirSync(folder).filter((name) => name.endsWith('.yaml')).sort().map((name) => ({ name, text: readFileSync(`${folder}/${name}`, 'utf8') }));
}
