import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeSecretsApi } from './fake-secrets-api';
import { kubeBinaries } from './kube-binaries';

/** What the scripts of a whole deployment read. */
export const ENVIRONMENT = { UNION_SERVICE_CLIENT_SECRET: 'service-value', UNION_WEB_CLIENT_SECRET: 'web-value' };

/** Runs scripts with the real kubectl against a fake API server, and records how kubectl was called. */
export class Bench {
  public static async open(): Promise<Bench> {
    return new Bench(await FakeSecretsApi.start());
  }

  private readonly directory = mkdtempSync(join(tmpdir(), 'union-auth-'));
  private readonly argvFile = join(this.directory, 'argv');

  private constructor(public readonly api: FakeSecretsApi) {
    const cluster = { name: 'fake', cluster: { server: api.url } };
    const context = { name: 'fake', context: { cluster: 'fake', user: 'nobody' } };
    const config = { 'apiVersion': 'v1', 'kind': 'Config', 'clusters': [cluster], 'contexts': [context], 'users': [{ name: 'nobody', user: {} }], 'current-context': 'fake' };
    writeFileSync(join(this.directory, 'config'), JSON.stringify(config));
    writeFileSync(this.kubectl, `#!/bin/sh\nprintf '%s\\n' "$@" >>'${this.argvFile}'\nexec '${kubeBinaries().kubectl}' "$@"\n`);
    chmodSync(this.kubectl, 0o755);
  }

  public async run(text: string, environment: Record<string, string> = ENVIRONMENT, shell = 'sh'): Promise<{ code: number; output: string }> {
    const path = join(this.directory, 'deliver.sh');
    writeFileSync(path, text);
    // kubectl lives a tenth of a second: collecting its garbage takes a quarter of that, and frees nothing in time.
    const go = { GOGC: 'off', GOMAXPROCS: '1' };
    const env = { PATH: process.env.PATH, HOME: this.directory, KUBECONFIG: join(this.directory, 'config'), KUBECTL: this.kubectl, ...go, ...environment };
    return new Promise((done) =>
      execFile(shell, [path], { env }, (error, stdout, stderr) => done({ code: error ? Number(error.code) : 0, output: stdout + stderr })),
    );
  }

  /** The arguments of every kubectl that ran, one a line. */
  public get argv(): string {
    return existsSync(this.argvFile) ? readFileSync(this.argvFile, 'utf8') : '';
  }

  public async close(): Promise<void> {
    await this.api.stop();
    rmSync(this.directory, { recursive: true });
  }

  private get kubectl(): string {
    return join(this.directory, 'kubectl');
  }
}
