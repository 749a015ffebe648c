import { isHelms, readStanding } from '../../../src/init/adopt/standing';
import { deployment, manifests } from '../../verify/_manifests';
import { kubeObjects } from '../../verify/edge/_routes';

type Json = Record<string, unknown>;

describe('flyteadmin is a chart\'s', () => {
  test.each<[string, Json, boolean]>([
    ['by who manages it', { labels: { 'app.kubernetes.io/managed-by': 'Helm' } }, true],
    ['by the name of the chart alone, as helm template and Argo CD leave it', { labels: { 'helm.sh/chart': 'controlplane-2026.8.3' } }, true],
    ['by the release alone', { annotations: { 'meta.helm.sh/release-name': 'unionai-controlplane' } }, true],
    ['not without', { labels: { 'app.kubernetes.io/managed-by': 'kustomize' } }, false],
  ])('%s', (_, metadata, expected) => {
    const flyteadmin = deployment('flyteadmin', { metadata });
    expect(isHelms(kubeObjects(flyteadmin)[0])).toBe(expected);
    expect(readStanding([{ name: 'dump.yaml', text: manifests(flyteadmin) }], []).isPlain).toBe(!expected);
  });
});
