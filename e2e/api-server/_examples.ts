import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { Manifest } from '../../test/_tools/schemas';
import { distOf } from '../_support/examples';

const ROOT = join(__dirname, '..', '..');

/** What an example emits for kubectl, in the order of its files. */
export interface Example {
  readonly name: string;
  readonly objects: readonly Manifest[];
}

let printed: string | undefined;

/** What the command that synthesizes all examples prints. */
export function closingText(): string {
  printed ??= execFileSync(process.execPath, [require.resolve('tsx/cli'), 'examples/synth.ts'], { cwd: ROOT, encoding: 'utf8' });
  return printed;
}

/** What people bring in `examples/pieces`, as cdk8s-plus writes it: zero values and units that the API server writes otherwise. */
const OWN_WORKLOAD: ReadonlySet<string> = new Set(['Deployment reports', 'Service reports-service']);

/** The examples that have anything to apply. */
export function examples(): Example[] {
  const names = readdirSync(join(ROOT, 'examples')).filter((name) => existsSync(join(ROOT, 'examples', name, 'cdk8s.yaml'))).sort();
  return names.map((name) => ({ name, objects: objectsOf(name) })).filter(({ objects }) => objects.length > 0);
}

/** A file that an example emits. */
export function emitted(example: string, file: string): string {
  return join(distOf(example), file);
}

function objectsOf(example: string): Manifest[] {
  const dist = emitted(example, '.');
  const files = readdirSync(dist).filter((file) => file.endsWith('.k8s.yaml')).sort();
  return files.flatMap((file) => parseAllDocuments(readFileSync(join(dist, file), 'utf8')).map((document) => document.toJS() as Manifest))
    .filter((object) => object && !(example === 'pieces' && OWN_WORKLOAD.has(`${object.kind} ${object.metadata.name}`)));
}

/**
 * The same objects as this library emitted them before it knew better: no template on ExternalSecrets, nothing on empty Secrets that
 * tells External Secrets or Helm about them, and no Secret that the chart makes as well.
 */
export function beforeTheCures(objects: readonly Manifest[]): Manifest[] {
  return objects.filter((object) => object.kind !== 'Secret' || !('meta.helm.sh/release-name' in annotationsOf(object))).map((object) => {
    if (object.kind === 'ExternalSecret') {
      const { template: _, ...target } = object.spec.target;
      return { ...object, spec: { ...object.spec, target } };
    }
    if (object.kind === 'Secret') {
      const { labels: _, annotations: __, ...metadata } = object.metadata;
      const waves = Object.entries(annotationsOf(object)).filter(([name]) => name === 'argocd.argoproj.io/sync-wave');
      return { ...object, metadata: { ...metadata, ...(waves.length > 0 ? { annotations: Object.fromEntries(waves) } : {}) } as Manifest['metadata'] };
    }
    return object;
  });
}

function annotationsOf({ metadata }: Manifest): Record<string, string> {
  return (metadata.annotations ?? {}) as Record<string, string>;
}
