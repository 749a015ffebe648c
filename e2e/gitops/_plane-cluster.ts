import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Manifest } from '../../test/_tools/schemas';
import { eventually, sleep } from '../_support/processes';
import { pathOf } from '../_support/tool';
import { ApiServer, Stored } from '../api-server/_api-server';
import { ExternalSecrets, Store } from '../api-server/_external-secrets';
import { Clients } from '../api-server/_kubectl';
import { externalSecretsCrds } from '../tools/crds';
import { Pods } from './_pods';

const STORES = '/apis/external-secrets.io/v1/secretstores';
/** Longer than any request takes. */
const UNDER_WAY = 1_500;
const KINDS = [STORES, '/apis/external-secrets.io/v1/externalsecrets'];

/**
 * The cluster of a data plane: its own API server with the kinds of External Secrets, whose controllers are stand-ins.
 */
export class PlaneCluster {
  /** @param valueOf the secret store of this cluster */
  public static async start(name: string, valueOf: Store): Promise<PlaneCluster> {
    const cluster = new PlaneCluster(name, await ApiServer.start());
    await cluster.clients.kubectl('create', ...readdirSync(pathOf(externalSecretsCrds)).flatMap((file) => ['--filename', join(pathOf(externalSecretsCrds), file)]));
    await cluster.serves();
    cluster.run(valueOf);
    return cluster;
  }

  /** A cluster on an existing API server with the kinds of External Secrets. */
  public static async around(name: string, api: ApiServer, valueOf: Store): Promise<PlaneCluster> {
    const cluster = new PlaneCluster(name, api);
    await cluster.serves();
    cluster.run(valueOf);
    return cluster;
  }

  public readonly clients: Clients;
  private readonly stops: (() => void)[] = [];

  private constructor(public readonly name: string, public readonly api: ApiServer) {
    this.clients = new Clients(api);
  }

  /** The Secret by which Argo CD knows the cluster. */
  public secret(namespace: string): Manifest {
    const { clusters: [{ cluster }], users: [{ user }] } = JSON.parse(readFileSync(this.api.kubeconfig, 'utf8'));
    return {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: `cluster-${this.name}`, namespace, labels: { 'argocd.argoproj.io/secret-type': 'cluster' } },
      stringData: {
        name: this.name,
        server: cluster.server,
        config: JSON.stringify({ bearerToken: user.token, tlsClientConfig: { caData: readFileSync(cluster['certificate-authority'] as string, 'base64') } }),
      },
    };
  }

  /** Call it before the server ends; waits for open requests. */
  public async stop(): Promise<void> {
    this.stops.forEach((stop) => stop());
    await sleep(UNDER_WAY);
  }

  private async serves(): Promise<void> {
    await eventually(async () => {
      const answers = await Promise.all(KINDS.map((path) => this.api.send('GET', path)));
      return answers.every(({ status }) => status === 200);
    }, `${this.name} to serve the kinds of External Secrets`, 60);
  }

  private run(valueOf: Store): void {
    const pods = new Pods(this.api);
    const external = new ExternalSecrets(this.api, valueOf);
    let stopped = false;
    const settle = async (): Promise<void> => {
      while (!stopped) {
        // Fails when an object is deleted or changed meanwhile; the next round handles it.
        await external.settle().catch(() => undefined);
        await sleep(500);
      }
    };
    void settle();
    this.stops.push(
      () => pods.stop(),
      () => (stopped = true),
      this.api.watch(STORES, ({ type, object }) => void (type === 'ADDED' && this.validate(object))),
    );
  }

  private async validate({ metadata: { namespace, name } }: Stored): Promise<void> {
    const status = { conditions: [{ type: 'Ready', status: 'True', reason: 'Valid' }] };
    const path = `/apis/external-secrets.io/v1/namespaces/${namespace}/secretstores/${name}/status`;
    await this.api.send('PATCH', path, { status }, 'application/merge-patch+json');
  }
}

