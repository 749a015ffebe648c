import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { freePort, start, temporaryDirectory } from '../_support/processes';
import { pathOf } from '../_support/tool';
import { listens } from '../edges/_loopback';
import { Deployment, Provider } from '../login/_world';
import { dex } from '../tools/dex';

export const DEX_HOST = 'dex.example.com';

/** Starts Dex with the emitted part of its configuration, merged as the page about providers has it. */
export function startDex({ registrations }: Deployment): Promise<Provider> {
  return Provider.start(DEX_HOST, async ({ certificate, key }, network) => {
    const confidential = registrations.all.filter(({ hasClientSecret }) => hasClientSecret);
    const secrets = Object.fromEntries(confidential.map(({ clientId }) => [clientId, randomBytes(32).toString('hex')]));
    const home = temporaryDirectory('dex');
    const write = (name: string, text: string) => {
      writeFileSync(join(home, name), text);
      return join(home, name);
    };
    const port = await freePort();
    const config = write('dex.yaml', stringify({
      issuer: `https://${DEX_HOST}`,
      storage: { type: 'memory' },
      web: { https: `127.0.0.1:${port}`, tlsCert: write('tls.crt', certificate), tlsKey: write('tls.key', key) },
      connectors: [{ type: 'mockCallback', id: 'mock', name: 'Mock' }],
      ...parse(registrations.files()['dex-static-clients.yaml'].toString()) as object,
    }));
    await start(pathOf(dex), ['serve', config], {
      env: Object.fromEntries(confidential.map(({ clientId, clientSecretVariable }) => [clientSecretVariable, secrets[clientId]])),
      ready: () => listens(port),
    });
    network.serve(DEX_HOST, port);
    return secrets;
  });
}
