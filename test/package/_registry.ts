import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';

/** A registry that has one package more than another one. */
export interface Registry {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves a tarball as the only version of its package; everything else is had where it is had otherwise. So what the documentation
 * prints can be run as it stands.
 *
 * @param upstream the registry of everything else
 */
export async function registryWith(
  tarball: string,
  manifest: { readonly name: string; readonly version: string },
  upstream: string,
): Promise<Registry> {
  const bytes = readFileSync(tarball);
  const server: Server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '/').replace(/\?.*/, '');
    if (path === `/${manifest.name}`) {
      const { url } = registry;
      const dist = { tarball: `${url}/${manifest.name}.tgz`, integrity: `sha512-${createHash('sha512').update(bytes).digest('base64')}` };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({
        'name': manifest.name, 'dist-tags': { latest: manifest.version }, 'versions': { [manifest.version]: { ...manifest, dist } },
      }));
    } else if (path === `/${manifest.name}.tgz`) {
      response.end(bytes);
    } else {
      response.writeHead(307, { location: new URL(request.url!.slice(1), upstream).href }).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const registry: Registry = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    }),
  };
  return registry;
}
