import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { Manifest } from '../../test/_tools/schemas';
import { distOf } from '../_support/examples';

const ROOT = join(__dirname, '..', '..');

/** The objects that an example emits, in the order of its files. */
export interface Example {
  readonly name: string;
  readonly objects: readonly Manifest[];
}

let printed: string | undefined;

/** The output of the command that synthesizes all examples. */
export function closingText(): string {
  printed ??= execFileSync(process.execPath, [require.resolve('tsx/cli'), 'examples/synth.ts'], { cwd: ROOT, encoding: 'utf8' });
  return printed;
}

/** The user's workload in `examples/pieces`: cdk8s-plus writes zero values and units that the API server changes. */
const OWN_WORKLOAD: ReadonlySet<string> = new Set(['Deployment reports', 'Service reports-service']);

/** The examples that emit objects. */
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
 * The same objects without what keeps keys: no template on ExternalSecrets, no labels and annotations for External Secrets and Helm on
 * empty Secrets, and no Secret that the chart makes as well.
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
