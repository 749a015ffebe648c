import { Model } from '../../../src/verify/model/model';
import { parseManifests } from '../../../src/verify/parse';
import { CONTROL_PLANE_VALUES } from '../_values';

/** What services read about the authorizer, by path in their configuration. */
function told({ global = '', services = '' } = {}): (service: string) => Record<string, unknown> {
  const text = `${CONTROL_PLANE_VALUES.replace('global:', `global:\n  UNION_ORG: acme\n${global}`)}${services}`;
  const { objects, valueSets } = parseManifests([], [{ name: 'values.yaml', text, namespace: 'union-cp' }]);
  const { configs } = new Model(objects, valueSets);
  return (service) => {
    const config = configs.find(({ container }) => container.workload.name === service && !container.init)!;
    const paths = [
      'type', 'useExternalIdentity', 'authorizerClient.forwardHeaders', 'authorizerClient.grpcConfig.host', 'authorizerClient.grpcConfig.insecure', 'externalClient.forwardHeaders',
      ...['organization', 'domains', 'projects', 'serviceAccounts', 'adminUsers', 'dataplaneClusters'].map((key) => `bootstrap.${key}`),
    ];
    return Object.fromEntries(paths.map((path) => [path, config.get(`authorizer.${path}`)?.value]).filter(([, value]) => value !== undefined));
  };
}

/** Source: `helm template` of controlplane 2026.8.3 with its own values, organization `acme`, namespace `union-cp`. */
const ASKS = {
  'type': 'Authorizer',
  'useExternalIdentity': 'false',
  'authorizerClient.forwardHeaders': ['authorization', 'flyte-authorization', 'x-user-token'],
  'authorizerClient.grpcConfig.host': 'dns:///authorizer.union-cp.svc.cluster.local:80',
  'authorizerClient.grpcConfig.insecure': true,
};
const DECIDES = {
  ...ASKS,
  'type': 'Noop',
  'externalClient.forwardHeaders': ['authorization', 'flyte-authorization'],
  'bootstrap.organization': 'acme',
  'bootstrap.domains': ['development', 'staging', 'production'],
  'bootstrap.projects': [],
  'bootstrap.serviceAccounts': [],
  'bootstrap.adminUsers': [],
  'bootstrap.dataplaneClusters': [],
};

describe('of values that say nothing about it, the chart makes', () => {
  test.each(['executions', 'flyteadmin', 'cacheservice'])('%s ask the authorizer', (service) => expect(told()(service)).toEqual(ASKS));

  test('an authorizer that lets everybody do everything', () => expect(told()('authorizer')).toEqual(DECIDES));
});

/** Source: unionai/helm-charts, `tests/generated/controlplane.userclouds.yaml` at 00ba1b01. */
test('what the values say of the authorizer alone goes over what all services have', () => {
  const service = told({ services: 'services: {authorizer: {configMap: {authorizer: {type: UserClouds, bootstrap: {projects: [test-project]}}}}}\n' });
  expect(service('authorizer')).toEqual({ ...DECIDES, 'type': 'UserClouds', 'bootstrap.projects': ['test-project'] });
  expect(service('cluster')).toEqual(ASKS);
});

test.each(['authorizer', 'executions', 'flyteadmin', 'cacheservice'])('one value tells %s that callers are external identities', (service) => {
  expect(told({ global: '  USE_EXTERNAL_IDENTITY: true' })(service).useExternalIdentity).toBe(true);
});
