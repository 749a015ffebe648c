import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Listening, listening } from '../_tools/listening';

/** A registry that has one package more than another one. */
export interface Registry extends Listening {
  readonly url: string;
}

/**
 * Serves a tarball as the only version of its package; everything else is had where it is had otherwise. So what the documentation
 * prints can be run unchanged.
 *
 * @param upstream the registry of everything else
 */
export async function registryWith(
  tarball: string,
  manifest: { readonly name: string; readonly version: string },
  upstream: string,
): Promise<Registry> {
  const bytes = readFileSync(tarball);
  const server = createServer((request, response) => {
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
  const listens = await listening(server);
  const registry: Registry = { ...listens, url: `http://127.0.0.1:${listens.port}` };
  return registry;
}
