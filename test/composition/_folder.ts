import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { App, Yaml } from 'cdk8s';
import { manifestYaml } from '../../src/constructs/fleet/manifest-yaml';
import { verify } from '../../src/verify/verify';
import { kubeBinaries } from '../_tools/kube-binaries';
import { Manifest } from '../_tools/schemas';
import { manifestsIn } from '../examples/_dist';

/** A folder as a user has it, with kubectl and helm. */
export class Folder {
  public readonly path = mkdtempSync(join(tmpdir(), 'composition-'));

  public write(name: string, content: string | object): this {
    const path = join(this.path, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === 'string' ? content : Yaml.stringify(content));
    return this;
  }

  public read(name: string): string {
    return readFileSync(join(this.path, name), 'utf8');
  }

  /**
   * What the real `kubectl kustomize` makes of a folder in it.
   *
   * @throws with what kustomize says.
   */
  public kustomize(folder = '.', ...options: string[]): Manifest[] {
    const { kubectl } = kubeBinaries();
    return manifestsIn(execFileSync(kubectl, ['kustomize', join(this.path, folder), ...options], { encoding: 'utf8', stdio: 'pipe' }));
  }
}

/** A new app that writes into a folder of its own, which it returns once it is synthesized. */
export function synthesized(build: (app: App) => void, make = (outdir: string) => new App({ outdir })): Folder {
  const folder = new Folder();
  const app = make(folder.path);
  build(app);
  app.synth();
  return folder;
}

/** The guarded Ingresses of a plane, in the order in which they are emitted. */
export const GUARDED = [
  'controlplane-protected', 'controlplane-protected-grpc', 'controlplane-protected-grpc-streaming', 'controlplane-console-protected',
  'controlplane-usage',
];

/** What is open where planes are behind ingress-nginx alone: the settings of its controller are not given. */
export const unseenController = (ingresses: readonly string[] = GUARDED) =>
  `the ConfigMap of the controller that serves Ingress ${ingresses.slice(0, -1).join(', ')} and ${ingresses.at(-1)} is not in the input`;

/** What the verifier finds in objects, and whether there is anything that it was asked and could not judge. */
export function judged(objects: readonly object[]): { readonly findings: string[]; readonly asked: string[]; readonly open: string[] } {
  const { findings, coverage } = verify([{ name: 'all.yaml', text: manifestYaml(objects) }]);
  return {
    findings: findings.map(({ rule, found }) => `${rule}: ${found}`),
    asked: coverage.open.filter(({ asked }) => asked).map(({ missing }) => missing),
    open: coverage.open.map(({ missing }) => missing),
  };
}
