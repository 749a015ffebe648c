import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { kubeBinaries } from './kube-binaries';

/** What Go reads in a YAML text with the key `content`: its value, as `helm template` takes it from a values file. */
export function contentAsGoReads(text: string): unknown {
  return resultOf('.Values.content', text);
}

/**
 * What a Go template writes over these data, with the functions that Helm has from Sprig.
 *
 * @throws when the template fails
 */
export function filledByGo(template: string, data: Readonly<Record<string, string>>): unknown {
  return resultOf('tpl .Values.template (merge .Values.data (dict "Template" .Template))', JSON.stringify({ template, data }));
}

/** What an expression of a chart comes to. */
function resultOf(expression: string, values: string): unknown {
  const chart = mkdtempSync(join(tmpdir(), 'union-auth-'));
  try {
    mkdirSync(join(chart, 'templates'));
    writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: reader\nversion: 1.0.0\n');
    const echo = `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: echo }\ndata: { read: {{ ${expression} | toJson | b64enc }} }\n`;
    writeFileSync(join(chart, 'templates', 'echo.yaml'), echo);
    writeFileSync(join(chart, 'given.yaml'), values);
    const env = { PATH: process.env.PATH, HOME: chart };
    const output = execFileSync(kubeBinaries().helm, ['template', 'reader', chart, '--values', join(chart, 'given.yaml')], { encoding: 'utf8', env, stdio: 'pipe' });
    const { data } = parse(output) as { data: { read: string } };
    return JSON.parse(Buffer.from(data.read, 'base64').toString());
  } finally {
    rmSync(chart, { recursive: true });
  }
}
