import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { kubeBinaries } from './kube-binaries';

const ECHO = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: echo }\ndata: { read: {{ .Values.content | toJson | b64enc }} }\n';

/** What Go reads in a YAML text with the key `content`: its value, as `helm template` takes it from a values file. */
export function contentAsGoReads(text: string): unknown {
  const chart = mkdtempSync(join(tmpdir(), 'union-auth-'));
  try {
    mkdirSync(join(chart, 'templates'));
    writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: reader\nversion: 1.0.0\n');
    writeFileSync(join(chart, 'templates', 'echo.yaml'), ECHO);
    writeFileSync(join(chart, 'given.yaml'), text);
    const env = { PATH: process.env.PATH, HOME: chart };
    const output = execFileSync(kubeBinaries().helm, ['template', 'reader', chart, '--values', join(chart, 'given.yaml')], { encoding: 'utf8', env });
    const { data } = parse(output) as { data: { read: string } };
    return JSON.parse(Buffer.from(data.read, 'base64').toString());
  } finally {
    rmSync(chart, { recursive: true });
  }
}
