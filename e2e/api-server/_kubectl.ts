import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kubeBinaries } from '../../test/_tools/kube-binaries';
import { Manifest } from '../../test/_tools/schemas';
import { temporaryDirectory } from '../_support/processes';
import { ApiServer } from './_api-server';

/** The ways to apply manifests. */
export type Mode = 'client-side' | 'server-side' | 'argo-cd' | 'kustomize-controller';

const ARGUMENTS: Record<Mode, readonly string[]> = {
  'client-side': [],
  'server-side': ['--server-side'],
  // Argo CD with the sync option ServerSideApply=true.
  'argo-cd': ['--server-side', '--field-manager=argocd-controller', '--force-conflicts'],
  // Flux with a Kustomization.
  'kustomize-controller': ['--server-side', '--field-manager=kustomize-controller', '--force-conflicts'],
};

/** The real kubectl and helm on one API server, with their own home directory. */
export class Clients {
  public helmBinary = kubeBinaries().helm;
  private readonly home = temporaryDirectory('clients');

  constructor(private readonly api: ApiServer) {}

  /** Applies objects; throws with kubectl's output if it refuses one. */
  public apply(objects: readonly Manifest[], mode: Mode): Promise<string> {
    const tracked = mode === 'argo-cd' ? objects.map(withTracking) : objects;
    return this.kubectl('apply', '--validate=strict', ...ARGUMENTS[mode], '--filename', this.file(tracked));
  }

  /** The objects that a further client-side apply changes, as kubectl prints them. */
  public async changes(objects: readonly Manifest[]): Promise<string[]> {
    const said = (await this.apply(objects, 'client-side')).trim().split('\n');
    // kubectl sends the selector of a PodDisruptionBudget each time, since its patch strategy is "replace".
    return said.filter((line) => !line.endsWith(' unchanged') && !line.startsWith('poddisruptionbudget.policy/'));
  }

  /** Deletes without waiting, since External Secrets removes its finalizers only at the next `settle`. */
  public delete(objects: readonly Manifest[]): Promise<string> {
    return this.kubectl('delete', '--ignore-not-found', '--wait=false', '--filename', this.file(objects));
  }

  /** Patches a Secret, `namespace/name`. */
  public patchSecret(secret: string, patch: object): Promise<string> {
    const [namespace, name] = secret.split('/');
    return this.kubectl(
      'patch', 'secret', name, '--namespace', namespace, '--type=merge', '--patch', JSON.stringify(patch),
    );
  }

  public kubectl(...args: string[]): Promise<string> {
    return this.run(kubeBinaries().kubectl, args);
  }

  public helm(...args: string[]): Promise<string> {
    return this.run(this.helmBinary, args);
  }

  /** Writes a value into a new JSON file. */
  public json(value: unknown): string {
    const path = join(this.home, `${randomUUID()}.json`);
    writeFileSync(path, JSON.stringify(value));
    return path;
  }

  /** Writes objects into a new file for kubectl's `--filename`. */
  public file(objects: readonly unknown[]): string {
    return this.json({ apiVersion: 'v1', kind: 'List', items: objects });
  }

  /** Runs a shell script with these environment variables. */
  public script(text: string, environment: Readonly<Record<string, string>> = {}): Promise<string> {
    const path = join(this.home, `${randomUUID()}.sh`);
    writeFileSync(path, text);
    return this.run('sh', [path], { KUBECTL: kubeBinaries().kubectl, ...environment });
  }

  /** Runs commands of a page in a folder: `kubectl` and `helm` are those of the test, `npx` runs the CLI of this checkout. */
  public shell(commands: string, cwd: string, environment: Readonly<Record<string, string>> = {}): Promise<string> {
    const bin = mkdtempSync(join(this.home, 'bin-'));
    symlinkSync(kubeBinaries().kubectl, join(bin, 'kubectl'));
    symlinkSync(this.helmBinary, join(bin, 'helm'));
    const [tsx, main] = [require.resolve('tsx/cli'), join(__dirname, '..', '..', 'src', 'cli', 'main.ts')];
    writeFileSync(join(bin, 'npx'), `#!/bin/sh\nshift\nexec '${process.execPath}' '${tsx}' '${main}' "$@"\n`, { mode: 0o700 });
    return this.run('sh', ['-e', '-c', commands], { PATH: `${bin}:${process.env.PATH}`, ...environment }, cwd);
  }

  private run(
    command: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}, cwd?: string,
  ): Promise<string> {
    const helmHomes = { HELM_CACHE_HOME: this.home, HELM_CONFIG_HOME: this.home, HELM_DATA_HOME: this.home };
    const env = { ...process.env, KUBECONFIG: this.api.kubeconfig, HOME: this.home, ...helmHomes, ...environment };
    return new Promise((resolve, reject) => {
      execFile(command, args, { env, cwd, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) =>
        error ? reject(new Error(`${args.join(' ')}\n${stderr}${stdout}`)) : resolve(`${stdout}${stderr}`));
    });
  }
}

/** Argo CD adds this annotation to every object that it applies. */
function withTracking(object: Manifest): Manifest {
  const { apiVersion, kind, metadata } = object;
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
  const id = `union:${group}/${kind}:${metadata.namespace ?? ''}/${metadata.name}`;
  const annotations = { ...metadata.annotations as object, 'argocd.argoproj.io/tracking-id': id };
  return { ...object, metadata: { ...metadata, annotations } };
}
