import { join } from 'node:path';
import { App, Chart, Helm, Include } from 'cdk8s';
import { AuthVerification, ControlPlaneAuth, FleetApp } from '../../src';
import { oneIn } from '../_tools/drawn';
import { externalSecrets, unionAuth } from '../_tools/fixtures';
import { kubeBinaries } from '../_tools/kube-binaries';
import { Folder, synthesized } from './_folder';

/** Each renders a chart by Helm. */
const deep = oneIn(8);

/** As flyte-core renders `flyte-admin-secrets` with our values: without data (templates/admin/secret.yaml, 1.16.1). */
const CHART = new Folder().write('Chart.yaml', { apiVersion: 'v2', name: 'controlplane', version: '2026.8.3' })
  .write('templates/secret.yaml', 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: flyte-admin-secrets\n  namespace: {{ .Release.Namespace }}\n  labels: { helm.sh/chart: x }\ntype: Opaque\nstringData:\n'
    + '{{- with .Values.data }}{{ toYaml . | nindent 2 }}{{ end }}\n')
  .write('templates/config.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: flyte-admin-base-config }\n');

function control(app: App, secrets = externalSecrets()) {
  return new ControlPlaneAuth(new Chart(app, 'auth', { namespace: 'acme-cp' }), 'auth', { identity: unionAuth(), secrets });
}

function helm(app: App, values = {}): void {
  const { helmValues } = control(app);
  new Helm(new Chart(app, 'union', { namespace: 'acme-cp' }), 'chart', {
    chart: CHART.path, releaseName: 'unionai-controlplane', namespace: 'acme-cp', helmExecutable: kubeBinaries().helm, values: { ...helmValues.toObject(), ...values },
  });
}

/** Both files of the app in one kustomization, as one applies or syncs a folder. */
function together(folder: Folder) {
  return folder.write('kustomization.yaml', { resources: ['auth.k8s.yaml', 'union.k8s.yaml'] }).kustomize();
}

const secretsIn = (objects: readonly { kind: string; metadata: { name: string } }[]) => objects.filter(({ kind, metadata }) => kind === 'Secret' && metadata.name === 'flyte-admin-secrets');

describe('a chart that cdk8s renders, with the Secret that both have', () => {
  deep.each([['App', (outdir: string) => new App({ outdir })], ['FleetApp', (outdir: string) => new FleetApp({ outdir })]])('builds in kustomize, from an %s', (_, make) => {
    const [secret, ...others] = secretsIn(together(synthesized(helm, make)));
    expect(others).toEqual([]);
    // Ours, which External Secrets fills at once, and which keeps the keys of others.
    expect(secret.metadata).toMatchObject({ labels: { 'reconcile.external-secrets.io/managed': 'true' }, annotations: { 'helm.sh/resource-policy': 'keep' } });
  });

  deep('is judged without a finding about it', () => expect(() => synthesized((app) => {
    AuthVerification.of(app, { skip: ['config-file-missing'] });
    helm(app);
  })).not.toThrow());

  deep('is included from what helm template wrote, before the plane or after it', () => {
    const rendered = new Folder().write('chart.yaml', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'flyte-admin-secrets' }, type: 'Opaque' });
    const include = (app: App) => new Include(new Chart(app, 'union', { namespace: 'acme-cp' }), 'chart', { url: join(rendered.path, 'chart.yaml') });
    for (const steps of [[include, control], [control, include]]) {
      const folder = synthesized((app) => steps.forEach((step) => step(app)));
      expect(secretsIn(together(folder))).toHaveLength(1);
    }
  });

  deep('is in the chart of its plane', () => {
    const folder = synthesized((app) => {
      const chart = new Chart(app, 'auth', { namespace: 'acme-cp' });
      const { helmValues } = new ControlPlaneAuth(chart, 'auth', { identity: unionAuth(), secrets: externalSecrets() });
      new Helm(chart, 'chart', { chart: CHART.path, namespace: 'acme-cp', helmExecutable: kubeBinaries().helm, values: helmValues.toObject() });
    });
    const objects = folder.write('kustomization.yaml', { resources: ['auth.k8s.yaml'] }).kustomize();
    expect(secretsIn(objects)).toHaveLength(1);
    expect(objects.map(({ metadata }) => metadata.name)).toContain('flyte-admin-base-config');
  });

  deep('keeps a Secret with other values, or of another namespace or name', () => {
    expect(synthesized((app) => helm(app, { data: { a: 'b' } })).read('union.k8s.yaml')).toContain('flyte-admin-secrets');
    const other = (namespace: string, name: string) => synthesized((app) => {
      control(app);
      new Include(new Chart(app, 'union'), 'chart', { url: join(new Folder().write('x.yaml', { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace } }).path, 'x.yaml') });
    }).read('union.k8s.yaml');
    expect(other('other', 'flyte-admin-secrets')).toContain('flyte-admin-secrets');
    expect(other('acme-cp', 'others')).toContain('others');
  });

  deep('keeps that of the chart where it is left to the chart', () => {
    const folder = synthesized((app) => {
      const { helmValues } = control(app, externalSecrets({ aheadOfChart: false }));
      new Helm(new Chart(app, 'union', { namespace: 'acme-cp' }), 'chart', {
        chart: CHART.path, namespace: 'acme-cp', helmExecutable: kubeBinaries().helm, values: helmValues.toObject(),
      });
    });
    expect(secretsIn(together(folder))[0].metadata).not.toHaveProperty('annotations');
  });
});
