import { IdentityProvider } from '../../src';
import { TestProvider } from '../../test/constructs/registrations/provider/test-provider';
import { Deployment, Provider } from '../login/_world';
import { secretsFor } from './_deployment';

export const OIDC_HOST = 'oidc.example.com';
const ISSUER = `https://${OIDC_HOST}/oauth2/default`;

/** npm's `oidc-provider`, a certified OpenID Provider. */
export function oidcProvider(): IdentityProvider {
  return IdentityProvider.oidc({
    issuer: ISSUER,
    tokenEndpoint: `${ISSUER}/token`,
    authorizationEndpoint: `${ISSUER}/auth`,
    deviceAuthorizationEndpoint: `${ISSUER}/device/auth`,
  });
}

/** The running provider, with exactly the clients of the emitted metadata. */
export interface RunningOidcProvider {
  readonly provider: Provider;
  stop(): Promise<void>;
}

export async function startOidcProvider({ identity, registrations }: Deployment): Promise<RunningOidcProvider> {
  let server: TestProvider | undefined;
  const provider = await Provider.start(OIDC_HOST, async ({ certificate, key }, network) => {
    server = await TestProvider.start({ host: OIDC_HOST, cert: certificate, private: key });
    network.serve(OIDC_HOST, server.port);
    const secrets = secretsFor(registrations);
    await server.register({ registrations: registrations.all, secrets, audience: identity.url });
    return secrets;
  });
  return {
    provider,
    stop: async () => {
      await provider.network.stop();
      await server?.stop();
    },
  };
}
