import { ChartVersion } from '../../../src';
import { SecretReader } from '../../../src/contract/union/secrets';

/**
 * Who mounts which Secret in the charts' own rendering, and the values that reach its pods.
 *
 * Source: `helm template` on unionai/helm-charts, 2026.3 at commit a732c055, 2026.8 at 2026.8.3, with the charts' AWS values.
 */
const SERVICE = 'union-controlplane-secrets via podAnnotations';
const PLANE = 'union-secret-auth via ';
const OF_SERVICES = (...names: string[]) => Object.fromEntries(names.map((name) => [name, SERVICE]));
const OF_PLANES = { 'union-operator': `${PLANE}operator.podAnnotations`, 'union-operator-proxy': `${PLANE}proxy.podAnnotations` };
const RENDERED: Record<string, Record<'controlPlane' | 'dataPlane', Record<string, string>>> = {
  2026.3: {
    controlPlane: {
      flyteadmin: 'flyte-admin-secrets union-controlplane-secrets via flyte.flyteadmin.podAnnotations',
      cacheservice: 'union-controlplane-secrets via flyte.cacheservice.podAnnotations',
      ...OF_SERVICES('authorizer', 'cluster', 'dataproxy', 'executions', 'queue', 'run-scheduler', 'usage'),
    },
    dataPlane: {
      ...OF_PLANES,
      'flytepropeller': `${PLANE}flytepropeller.podAnnotations`,
      'union-syncresources': `${PLANE}clusterresourcesync.podAnnotations`,
      'executor': `${PLANE}nothing`,
    },
  },
  2026.8: {
    controlPlane: {
      flyteadmin: 'flyte-admin-secrets union-controlplane-secrets flyteadmin-oidc-client-secret via flyte.flyteadmin.podAnnotations',
      actions: 'union-controlplane-secrets via actions.podAnnotations',
      ...OF_SERVICES('cacheservice', 'authorizer', 'cluster', 'dataproxy', 'executions', 'identity', 'leasor', 'organizations', 'run-scheduler', 'usage'),
    },
    dataPlane: { ...OF_PLANES, leaseworker: `${PLANE}leaseworker.podAnnotations` },
  },
};

/** What a chart may render only where the values ask for it. */
const ON_DEMAND = ['flytescheduler', 'flytepropeller', 'union-syncresources'];

function inShort(readers: readonly SecretReader[], rendered: object): Record<string, string> {
  return Object.fromEntries(readers.filter(({ workload }) => workload in rendered || !ON_DEMAND.includes(workload))
    .map(({ workload, secrets, podAnnotations = 'nothing' }) => [workload, `${secrets.join(' ')} via ${podAnnotations}`]));
}

describe.each(Object.entries(RENDERED))('release %s', (release, planes) => {
  test.each(Object.entries(planes))('%s: the readers are those of the rendered chart', (plane, rendered) => {
    expect(inShort(ChartVersion.of(release)._contract[plane as keyof typeof planes].secretReaders, rendered)).toEqual(rendered);
  });

  test('every path is a key of the release\'s values', () => {
    const { controlPlane, dataPlane } = ChartVersion.of(release)._contract;
    for (const { secretReaders, values } of [controlPlane, dataPlane]) {
      const paths = secretReaders.flatMap(({ podAnnotations, ownPodAnnotations }) => [podAnnotations ?? [], ownPodAnnotations ?? []].flat());
      expect(values.keys.map(({ path }) => path)).toEqual(expect.arrayContaining(paths));
    }
  });
});
