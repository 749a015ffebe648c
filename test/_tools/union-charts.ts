import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ChartVersion } from '../../src/contract/union/releases/chart-version';
import { kubeBinaries } from './kube-binaries';

/** Both charts of one version, as Union publishes them. */
export interface UnionCharts {
  /** As their `Chart.yaml` says. */
  readonly version: string;
  readonly release: ChartVersion;
  /** Holds `controlplane` and `dataplane`. */
  readonly folder: string;
}

/**
 * Union's own charts, of the releases that we know: `UNION_CHARTS` names a checkout of unionai/helm-charts, or a folder of several, with
 * what the charts depend on in their `charts` (`helm dependency build`).
 */
export const UNION_CHARTS: readonly UnionCharts[] = foldersIn(process.env.UNION_CHARTS).flatMap((folder) => {
  const { version } = parse(readFileSync(join(folder, 'controlplane', 'Chart.yaml'), 'utf8')) as { version: string };
  const release = ChartVersion._find(version);
  return release === undefined ? [] : [{ version, release, folder }];
});

function foldersIn(place: string | undefined): string[] {
  return place === undefined ? [] : [place, ...readdirSync(place).map((name) => join(place, name))]
    .flatMap((folder) => [folder, join(folder, 'charts')])
    .filter((folder) => existsSync(join(folder, 'controlplane', 'Chart.yaml')));
}

/** What an installation fills in the values of the charts themselves, without which they do not render. */
const FILLED = 'clusterName: acme\nstorage: {s3: {region: us-east-2}}\n';

/** What `helm template` prints with values of ours, behind those of the chart for AWS where they are asked for. */
export function helmTemplate(
  chart: string, values: string, { namespace, cloud = false }: { readonly namespace?: string; readonly cloud?: boolean },
): string {
  const folder = mkdtempSync(join(tmpdir(), 'values-'));
  const [filled, ours] = [FILLED, values].map((text, index) => {
    const file = join(folder, `${index}.yaml`);
    writeFileSync(file, text);
    return file;
  });
  const files = [...cloud ? [join(chart, 'values.aws.yaml'), filled] : [], ours].flatMap((file) => ['--values', file]);
  const args = ['template', 'union', chart, ...files, ...namespace === undefined ? [] : ['--namespace', namespace]];
  return execFileSync(kubeBinaries().helm, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, stdio: ['ignore', 'pipe', 'pipe'] });
}
