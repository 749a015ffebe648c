import { parse, stringify } from 'yaml';
import { freePort, start, temporaryFiles } from '../_support/processes';
import { pathOf } from '../_support/tool';
import { listens } from '../edges/_loopback';
import { Deployment, Provider } from '../login/_world';
import { dex } from '../tools/dex';
import { secretsFor } from './_deployment';

export const DEX_HOST = 'dex.example.com';

/** Starts Dex with the emitted part of its configuration, merged as docs/providers.md says. */
export function startDex({ registrations }: Deployment): Promise<Provider> {
  return Provider.start(DEX_HOST, async ({ certificate, key }, network) => {
    const [secrets, write] = [secretsFor(registrations), temporaryFiles('dex')];
    const port = await freePort();
    const config = write('dex.yaml', stringify({
      issuer: `https://${DEX_HOST}`,
      storage: { type: 'memory' },
      web: { https: `127.0.0.1:${port}`, tlsCert: write('tls.crt', certificate), tlsKey: write('tls.key', key) },
      connectors: [{ type: 'mockCallback', id: 'mock', name: 'Mock' }],
      ...parse(registrations.files()['dex-static-clients.yaml'].toString()) as object,
    }));
    await start(pathOf(dex), ['serve', config], {
      env: Object.fromEntries(registrations.all.map(({ clientId, clientSecretVariable }) => [clientSecretVariable, secrets[clientId]])),
      ready: () => listens(port),
    });
    network.serve(DEX_HOST, port);
    return secrets;
  });
}
