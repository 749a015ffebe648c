import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const KUBECONFORM = 'v0.7.0';
const KUBERNETES = 'v1.34.2';

const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'cdk8s-union-auth');
const BINARIES = join(CACHE, `kubeconform-${KUBECONFORM}`);
const SCHEMAS = join(CACHE, `kubernetes-schemas-${KUBERNETES}`);

interface Kubeconform {
  readonly command: string;
  /** Have it read schemas from the disk: a network would be measured instead. */
  readonly options: readonly string[];
}

/** kubeconform and Kubernetes' schemas: those of an earlier run, or built with Go, which asks the network. */
export function findKubeconform(): Kubeconform | { readonly missing: string } {
  const installed = ['kubeconform', join(BINARIES, 'kubeconform')].find((path) => runs(path, '-v'));
  if ((installed === undefined || !existsSync(SCHEMAS)) && !runs('go', 'version')) {
    return { missing: 'no kubeconform with schemas, and no Go to build it' };
  }
  try {
    const command = installed ?? build();
    if (!existsSync(SCHEMAS)) {
      writeSchemas();
    }
    return { command, options: ['-schema-location', join(SCHEMAS, '{{.ResourceKind}}{{.KindSuffix}}.json')] };
  } catch (error) {
    return { missing: `it could not be built (${(error as Error).message.split('\n')[0]})` };
  }
}

function runs(command: string, argument: string): boolean {
  return spawnSync(command, [argument]).status === 0;
}

function build(): string {
  execFileSync('go', ['install', `github.com/yannh/kubeconform/cmd/kubeconform@${KUBECONFORM}`], { env: { ...process.env, GOBIN: BINARIES }, stdio: 'pipe' });
  return join(BINARIES, 'kubeconform');
}

interface Definition {
  readonly 'oneOf'?: readonly { readonly type: string }[];
  readonly 'x-kubernetes-group-version-kind'?: readonly { readonly group: string; readonly version: string; readonly kind: string }[];
}

const API = 'io.k8s.apimachinery.pkg';

/** A JSON schema for each kind of Kubernetes, from its own OpenAPI document, which has no words for two types: the kind, and all that it refers to. */
function writeSchemas(): void {
  const { Dir } = JSON.parse(execFileSync('go', ['mod', 'download', '-json', `k8s.io/kubernetes@${KUBERNETES}`], { encoding: 'utf8' })) as { Dir: string };
  const { definitions } = JSON.parse(readFileSync(join(Dir, 'api', 'openapi-spec', 'swagger.json'), 'utf8')) as { definitions: Record<string, Definition> };
  definitions[`${API}.util.intstr.IntOrString`] = { oneOf: [{ type: 'string' }, { type: 'integer' }] };
  definitions[`${API}.api.resource.Quantity`] = { oneOf: [{ type: 'string' }, { type: 'number' }] };
  const unfinished = `${SCHEMAS}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  for (const [name, { 'x-kubernetes-group-version-kind': kinds = [] }] of Object.entries(definitions)) {
    if (kinds.length === 1) {
      const [{ group, version, kind }] = kinds;
      const file = [kind, ...(group === '' ? [] : [group.split('.')[0]]), version].join('-').toLowerCase();
      const needed = closure(definitions, name);
      writeFileSync(join(unfinished, `${file}.json`), JSON.stringify({ $ref: reference(name), definitions: needed }));
    }
  }
  renameSync(unfinished, SCHEMAS);
}

const reference = (name: string) => `#/definitions/${name}`;

function closure(definitions: Record<string, Definition>, name: string, found: Record<string, Definition> = {}): Record<string, Definition> {
  if (!(name in found)) {
    found[name] = definitions[name];
    for (const [, next] of JSON.stringify(definitions[name]).matchAll(/"#\/definitions\/([^"]+)"/g)) {
      closure(definitions, next, found);
    }
  }
  return found;
}
