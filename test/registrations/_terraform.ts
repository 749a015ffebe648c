import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TextFile } from '../../src/output';

type Body = Record<string, unknown>;

/** Terraform's JSON syntax: blocks by type and name. */
export interface Configuration {
  readonly terraform: { readonly required_providers: Record<string, { source: string; version: string }> };
  readonly variable: Record<string, Body>;
  readonly resource: Record<string, Record<string, Body>>;
  readonly output: Record<string, { value: string; sensitive?: boolean }>;
}

/** What a provider documents of a block: arguments that it must have and may have, and the blocks in it. */
export interface Documented {
  readonly required: string[];
  readonly optional?: string[];
  readonly blocks?: Record<string, Documented>;
}

const META_ARGUMENTS = ['for_each'];

/** What is wrong with a block, by the provider's documentation. */
export function undocumented(path: string, body: Body, documented: Documented): string[] {
  const { required, optional = [], blocks = {} } = documented;
  const known = [...required, ...optional, ...Object.keys(blocks), ...META_ARGUMENTS];
  return [
    ...required.filter((argument) => !(argument in body)).map((argument) => `${path}: ${argument} is missing`),
    ...Object.keys(body).filter((argument) => !known.includes(argument)).map((argument) => `${path}: ${argument} is unknown`),
    ...Object.entries(blocks).flatMap(([block, inner]) =>
      ((body[block] ?? []) as Body[]).flatMap((item, i) => undocumented(`${path}.${block}[${i}]`, item, inner))),
  ];
}

/** References that lead nowhere. */
export function danglingReferences(configuration: Configuration): string[] {
  const text = JSON.stringify(configuration).replace(/\$\$\{/g, '');
  return [...text.matchAll(/\$\{(?:toset\()?([\w.]+)\)?\}/g)]
    .map(([, path]) => path)
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
    file.writeTo(join(directory, 'main.tf.json'));
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
