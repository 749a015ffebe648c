import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { distOf } from '../_support/examples';

/** Mistakes in the files of an example: each is one edit, in the first file that has the text. */
export const FAULTS = {
  key: (text: string) => text.replace(/secretKey: client_secret/, 'secretKey: other'),
  guard: (text: string) => text.replace(/(auth-url: ).*/, '$1null'),
  client: (text: string) => text.replace(/(clientId: "?0oa-(?:west|service)[\w-]*?)(\d)("?)$/m, '$1$2$2$3'),
  host: (text: string) => text.replace(/path: \/me$/m, 'path: /you'),
} satisfies Readonly<Record<string, (text: string) => string>>;

/** The YAML files of an example. */
export function filesOf(example: string): string[] {
  return readdirSync(distOf(example), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml')).sort();
}

/** A folder with the files of an example, one of them with a fault. */
export function brokenTwin(example: string, fault: keyof typeof FAULTS): string {
  const to = mkdtempSync(join(tmpdir(), `${example}-`));
  let isBroken = false;
  for (const file of filesOf(example)) {
    const text = readFileSync(join(distOf(example), file), 'utf8');
    const changed: string = isBroken ? text : FAULTS[fault](text);
    isBroken ||= changed !== text;
    mkdirSync(dirname(join(to, file)), { recursive: true });
    writeFileSync(join(to, file), changed);
  }
  return to;
}

/** The manifests of an example as one text, with or without a fault. */
export function pasted(example: string, isBroken: boolean): string {
  const manifests = filesOf(example).filter((file) => /^union[^/]*\.k8s\.yaml$/.test(basename(file)));
  const text = manifests.map((file) => readFileSync(join(distOf(example), file), 'utf8')).join('---\n');
  // Renames a key that services read.
  return isBroken ? text.replace(/secretKey: (\w+)/, 'secretKey: $1_lost').replace(/( path: \/me\n)/, ' path: /you\n') : text;
}

/** A cluster in one file: a broken plane among ten thousand unrelated objects. */
export function manyObjects(): string {
  const objects = Array.from({ length: 10_000 }, (_, i) =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: app-${i}, namespace: team-${i % 40} }\ndata:\n  config.yaml: |\n    port: ${i}\n    name: app-${i}\n`);
  return `${objects.join('---\n')}---\n${pasted('plain', true)}`;
}
