import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Construct } from 'constructs';
import { DataPlaneAuth, EagerApiKey, SecretDelivery, ClusterSecretStore, UnionIdentity } from '../../src';
import { kubeBinaries } from '../../test/_tools/kube-binaries';
import { manifests, ofKind } from '../../test/constructs/edge/support';
import { temporaryDirectory } from '../_support/processes';

const SECRET = 'eager-api-key';

/** The key of eager tasks that a data plane's ExternalSecret delivers for this client secret. */
export function eagerKey(identity: UnionIdentity, clientSecret: string): string {
  const secrets = SecretDelivery.externalSecrets({
    store: ClusterSecretStore.fromName('union'),
  });
  const emitted = manifests((scope: Construct) => new DataPlaneAuth(scope, 'plane', {
    dataPlane: identity.unlistedDataPlane({ clusterName: 'eu', eagerApiKey: EagerApiKey.encoded(SECRET) }),
    secrets,
  }));
  const { data, target } = ofKind(emitted, 'ExternalSecret').get(SECRET)!.spec as { data: { secretKey: string }[]; target: { template: { data: Record<string, string> } } };
  return fill(target.template.data[SECRET], Object.fromEntries(data.map(({ secretKey }) => [secretKey, clientSecret])));
}

/** Renders by Helm, which runs Go templates with sprig functions, as External Secrets does. */
function fill(template: string, values: Record<string, string>): string {
  const chart = temporaryDirectory('chart');
  mkdirSync(join(chart, 'templates'));
  writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: filled\nversion: 0.0.0\n');
  writeFileSync(join(chart, 'values.yaml'), JSON.stringify(values));
  writeFileSync(join(chart, 'templates', 'filled.yaml'), `filled: {{ with .Values }}${template}{{ end }}\n`);
  const rendered = execFileSync(kubeBinaries().helm, ['template', 'filled', chart], { encoding: 'utf8' });
  return /^filled: (\S+)$/m.exec(rendered)![1];
}
