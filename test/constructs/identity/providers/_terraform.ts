import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdk8s';
import { TextFile } from '../../../../src/constructs/output/text-file';

type Body = Record<string, unknown>;

/** Terraform's JSON syntax: blocks by type and name. */
export interface Configuration {
  readonly terraform: { readonly required_providers: Record<string, { source: string; version: string }> };
  readonly variable: Record<string, Body>;
  readonly resource: Record<string, Record<string, Body>>;
  readonly output: Record<string, { value: string; sensitive?: boolean }>;
}

/** An argument as the provider declares it. */
interface Argument {
  readonly type: string;
  readonly required?: boolean;
  readonly block?: Record<string, Argument>;
}

/** The arguments of the providers' resources, read off the types of `@cdktf/provider-*` and `@pulumi/auth0` (scripts/terraform-types.ts). */
const { resources: RESOURCES } = JSON.parse(readFileSync(join(__dirname, 'terraform-types.json'), 'utf8')) as {
  resources: Record<string, Record<string, Argument>>;
};

const META_ARGUMENTS = ['for_each', 'count'];

/** A list that the user gives. */
const isVariable = (value: unknown) => typeof value === 'string' && /^\$\{var\.\w+\}$/.test(value);

const FITS: Record<string, (value: unknown) => boolean> = {
  'string': (value) => typeof value === 'string',
  'number': (value) => typeof value === 'number',
  'boolean': (value) => typeof value === 'boolean',
  'string[]': (value) => isVariable(value) || (Array.isArray(value) && value.every((entry) => typeof entry === 'string')),
  'map': (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'block': (value) => Array.isArray(value) && value.every((entry) => typeof entry === 'object' && entry !== null),
};

/** What is wrong with the resources of a file, by the types of its provider. */
export function typeErrors({ resource }: Configuration): string[] {
  return Object.entries(resource).flatMap(([type, bodies]) => Object.entries(bodies).flatMap(([name, body]) =>
    (RESOURCES[type] ? blockErrors(`${type}.${name}`, body, RESOURCES[type]) : [`${type} is not a resource`])));
}

function blockErrors(path: string, body: Body, declared: Record<string, Argument>): string[] {
  const missing = Object.entries(declared).filter(([name, { required }]) => required && !(name in body)).map(([name]) => `${path}: ${name} is missing`);
  const wrong = Object.entries(body).filter(([name]) => !META_ARGUMENTS.includes(name)).flatMap(([name, value]) => {
    const argument = declared[name];
    if (!argument) {
      return [`${path}: ${name} is unknown`];
    }
    if (!FITS[argument.type](value)) {
      return [`${path}: ${name} is not a ${argument.type}`];
    }
    return argument.block ? (value as Body[]).flatMap((item, i) => blockErrors(`${path}.${name}[${i}]`, item, argument.block!)) : [];
  });
  return [...missing, ...wrong];
}

/** References that lead nowhere. */
export function danglingReferences(configuration: Configuration): string[] {
  const text = JSON.stringify(configuration).replace(/\$\$\{/g, '');
  return [...text.matchAll(/\$\{(?:toset\()?([\w.]+)\)?\}/g)].map(([, path]) => path)
    .filter((path) => {
      const [type, name] = path.split('.');
      return type !== 'each' && !(type === 'var' ? configuration.variable[name] : configuration.resource[type]?.[name]);
    });
}

/** Whether the real Terraform is here. */
export const terraformIsHere = (() => {
  try {
    execFileSync('terraform', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** What the real Terraform says about a file that it parses without its providers. */
export function terraformProviders(file: TextFile): string {
  const directory = mkdtempSync(join(tmpdir(), 'union-auth-'));
  try {
    const app = new App({ outdir: directory });
    file.writeTo(app, join(directory, 'main.tf.json'));
    app.synth();
    return execFileSync('terraform', ['providers', '-no-color'], {
      cwd: directory,
      encoding: 'utf8',
      stdio: 'pipe',
      env: { ...process.env, CHECKPOINT_DISABLE: '1' },
    });
  } finally {
    rmSync(directory, { recursive: true });
  }
}
