import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { RequiredSecret } from 'cdk8s-union-auth';
import { temporaryDirectory } from '../_support/processes';
import { CHARTS } from '../api-server/_helm';
import { Clients } from '../api-server/_kubectl';
import { certificateFor } from '../edges/_certificate';

/** A chart with the Secrets of a release of Union, and a Deployment that reads the release's keys. */
export interface PackagedChart {
  readonly name: 'controlplane' | 'dataplane';
  readonly version: string;
  readonly reads: readonly RequiredSecret[];
  /** Further templates, by file. */
  readonly templates?: Readonly<Record<string, string>>;
}

/** A chart repository on the loopback, with a self-signed certificate. */
export class ChartRepository {
  public static async start(clients: Clients, charts: readonly PackagedChart[]): Promise<ChartRepository> {
    const folder = temporaryDirectory('charts');
    for (const chart of charts) {
      await packaged(clients, chart, folder);
    }
    await clients.helm('repo', 'index', folder);
    const { certificate, key } = await certificateFor('localhost');
    const server = createServer({ cert: certificate, key }, ({ url }, response) => {
      try {
        response.end(
          readFileSync(join(folder, new URL(url!, 'https://localhost').pathname.replace('/union/', ''))),
        );
      } catch {
        response.writeHead(404).end();
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    server.unref();
    const certificateFile = join(folder, 'ca.crt');
    writeFileSync(certificateFile, certificate);
    return new ChartRepository(
      `https://localhost:${(server.address() as AddressInfo).port}/union`,
      certificate,
      certificateFile,
    );
  }

  private constructor(
    public readonly url: string,
    public readonly certificate: string,
    public readonly certificateFile: string,
  ) {}
}

async function packaged(
  clients: Clients,
  { name, version, reads, templates = {} }: PackagedChart,
  folder: string,
): Promise<void> {
  const source = join(temporaryDirectory('chart'), name);
  cpSync(join(CHARTS, name), source, { recursive: true });
  writeFileSync(join(source, 'templates', 'pods.yaml'), JSON.stringify(reader(name, reads)));
  Object.entries(templates).forEach(([file, text]) => writeFileSync(join(source, 'templates', file), text));
  await clients.helm('package', source, '--version', version, '--destination', folder);
}

/** A Deployment in place of all pods of a plane. */
function reader(name: string, reads: readonly RequiredSecret[]): object {
  const labels = { app: name };
  const env = reads.flatMap((secret) =>
    Object.keys(secret.keys).map((key, i) => ({
      name: `KEY_${i}_${secret.name}`.replace(/\W/g, '_'),
      valueFrom: { secretKeyRef: { name: secret.name, key } },
    })),
  );
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name, image: 'example.com/union', env }] } },
    },
  };
}
