import { chartName, renamedPlanes } from '../../../src/verify/kube/renamed';
import { deployment, Json, object } from '../_manifests';
import { modelOf } from '../_model';

/** A Service of Union with pods, under another name. */
const renamed = (name: string, own: string, namespace = 'union-cp'): Json[] => [
  object('v1', 'Service', own, { spec: { selector: { app: own } } }, namespace),
  object('apps/v1', 'Deployment', own, { spec: { template: { metadata: { labels: { 'app': own, 'app.kubernetes.io/name': name } }, spec: { containers: [] } } } }, namespace),
];

test.each<[string, Json[][], string[]]>([
  ['by a prefix', [renamed('executions', 'eu-executions'), renamed('flyteadmin', 'eu-flyteadmin')], ['eu-flyteadmin eu-executions']],
  ['by a suffix', [renamed('flyteadmin', 'flyteadmin-eu'), renamed('executions', 'executions-eu')], ['flyteadmin-eu executions-eu']],
  ['by two', [
    renamed('flyteadmin', 'a-flyteadmin'), renamed('executions', 'a-executions'), renamed('flyteadmin', 'b-flyteadmin'), renamed('executions', 'b-executions'), renamed('usage', 'b-usage'),
  ], ['a-flyteadmin a-executions', 'b-flyteadmin b-executions b-usage']],
  ['in two namespaces', [renamed('flyteadmin', 'a-flyteadmin'), renamed('executions', 'a-executions'), renamed('usage', 'a-usage', 'other')], ['a-flyteadmin a-executions']],
  ['without flyteadmin', [renamed('usage', 'a-usage'), renamed('executions', 'a-executions')], []],
  ['of which only flyteadmin is', [renamed('flyteadmin', 'a-flyteadmin')], []],
  ['beside one of the name', [renamed('flyteadmin', 'a-flyteadmin'), renamed('flyteadmin', 'flyteadmin'), renamed('executions', 'a-executions')], []],
  ['to other names', [renamed('flyteadmin', 'admin'), renamed('executions', 'runs')], []],
  ['that other software has', [renamed('docs', 'a-docs'), renamed('flyteadmin', 'a-flyteadmin')], []],
])('control planes that are renamed %s', (_, objects, expected) => {
  const { services } = modelOf(...objects.flat());
  expect(renamedPlanes(services).map((plane) => plane.map(({ service }) => service.name).join(' '))).toEqual(expected);
});

test('a renamed workload has its name in Union’s charts, others their own', () => {
  const { services, workloads } = modelOf(...renamed('flyteadmin', 'a-flyteadmin'), ...renamed('executions', 'a-executions'), deployment('docs'));
  expect(workloads.map((each) => chartName(each, services))).toEqual(['flyteadmin', 'executions', 'docs']);
});
