import { gunzipSync } from 'node:zlib';
import { stringify } from 'yaml';
import { isObject } from '../../common/data/json';
import { CHART_NAMES } from '../../contract/union/values-contract';
import { judgeOfVersion, ValuesText } from '../../verify/values/values-reader';
import type { Kubectl } from './kubectl';

/** Far more than a release has; Kubernetes allows a Secret of 1 MiB. */
const LARGEST_RELEASE = 64 * 1024 * 1024;

/**
 * The values with which Union's charts are deployed in a namespace, as `helm get values` prints them.
 *
 * Source: Helm 4.1, pkg/storage/driver/util.go.
 */
export async function deployedValues(namespace: string, kubectl: Kubectl): Promise<readonly ValuesText[]> {
  const printed = await kubectl([
    '-n', namespace, 'get', 'secrets', '-l', 'owner=helm,status=deployed', '-o',
    'jsonpath={range .items[*]}{.data.release}{"\\n"}{end}',
  ]);
  return printed.split('\n').filter((line) => line !== '').flatMap((line) => valuesOf(line, namespace));
}

function valuesOf(encoded: string, namespace: string): ValuesText[] {
  const packed = Buffer.from(Buffer.from(encoded, 'base64').toString('latin1'), 'base64');
  const unpacked =
    packed[0] === 0x1f && packed[1] === 0x8b
      ? gunzipSync(packed, { maxOutputLength: LARGEST_RELEASE })
      : packed;
  const release: unknown = JSON.parse(unpacked.toString('utf8'));
  const metadata = isObject(release) && isObject(release.chart) ? release.chart.metadata : undefined;
  const chart = isObject(metadata) ? CHART_NAMES.find((name) => name === metadata.name) : undefined;
  if (!isObject(release) || !isObject(metadata) || chart === undefined) {
    return [];
  }
  const name = `helm release ${namespace}/${String(release.name)}`;
  const text = stringify(isObject(release.config) ? release.config : {});
  return [{ name, text, chart, namespace, plane: name, ...judgeOfVersion(String(metadata.version)) }];
}
