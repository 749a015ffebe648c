import { join } from 'node:path';
import { IdentityProvider } from '../../src';
import { freePort, start, temporaryDirectory, temporaryFiles } from '../_support/processes';
import { pathOf } from '../_support/tool';
import { listens } from '../edges/_loopback';
import { Deployment, Provider } from '../login/_world';
import { springAuthorizationServer } from '../tools/spring-authorization-server';
import { secretsFor } from './_deployment';

export const SPRING_HOST = 'spring.example.com';
const ISSUER = `https://${SPRING_HOST}`;

export function springProvider(): IdentityProvider {
  return IdentityProvider.oidc({
    issuer: ISSUER,
    tokenEndpoint: `${ISSUER}/oauth2/token`,
    authorizationEndpoint: `${ISSUER}/oauth2/authorize`,
    deviceAuthorizationEndpoint: `${ISSUER}/oauth2/device_authorization`,
  });
}

/** Starts Spring Authorization Server with exactly the clients of the emitted metadata. */
export function startSpring({ identity, registrations }: Deployment): Promise<Provider> {
  return Provider.start(SPRING_HOST, async ({ certificate, key }, network) => {
    const [secrets, write] = [secretsFor(registrations), temporaryFiles('spring')];
    const settings = write('settings.json', JSON.stringify({
      issuer: ISSUER,
      audience: identity.url,
      clients: registrations.all.map((registration) => ({
        ...registration.toObject(), require_pkce: registration.requirePkce, client_secret: secrets[registration.clientId],
      })),
    }));
    const port = await freePort();
    const installed = pathOf(springAuthorizationServer);
    await start('java', [
      // Its Tomcat leaves a folder there.
      '-Xmx256m', `-Djava.io.tmpdir=${temporaryDirectory('tomcat')}`, '-cp', `${join(installed, 'classes')}:${join(installed, 'lib', '*')}`, 'Server', '--server.address=127.0.0.1', `--server.port=${port}`,
      `--server.ssl.certificate=file:${write('tls.crt', certificate)}`, `--server.ssl.certificate-private-key=file:${write('tls.key', key)}`,
    ], { env: { SERVER_SETTINGS: settings }, ready: () => listens(port), withinSeconds: 120 });
    network.serve(SPRING_HOST, port);
    return secrets;
  });
}
