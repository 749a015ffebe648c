import { routeMisdirected } from '../../../src/verify/rules/routes';
import { ingress, manifests, object } from '../_manifests';
import { testRule } from '../_rule-harness';
import { chartGatewayRoutes, chartIngresses, flyteadmin, HARDENED, HOST } from '../_union';

const NOT_APPLICABLE = 'No host in the input serves a Union control plane.';
const RUNS = '/flyteidl2.workflow.RunService';
const routes = (paths: Record<string, string>) =>
  manifests(...flyteadmin(), ingress('routes', { host: HOST, annotations: { ...HARDENED, 'backend-protocol': 'GRPC' }, paths: { '/usage': 'usage', ...paths } }));
const at = (path: string, index = 1) => ({
  object: 'networking.k8s.io/v1/Ingress union-cp/routes', field: `spec.rules[0].http.paths[${index}].path`, line: `path: ${path}`,
});

testRule(routeMisdirected, {
  fires: [
    {
      when: 'the name of a gRPC service is misspelt',
      input: routes({ '/flyteidl.service.AdminServce': 'flyteadmin' }),
      findings: [{
        ...at('/flyteidl.service.AdminServce'),
        expected: 'the path /flyteidl.service.AdminService of flyteadmin',
        found: '/flyteidl.service.AdminServce, which no client requests',
      }],
      remedy: [['AdminServce', 'AdminService']],
    },
    {
      when: 'one slip is in several paths, once',
      input: routes({ '/flytidl2.workflow.RunService': 'executions', '/flytidl2.task.TaskService': 'executions' }),
      findings: [{
        ...at('/flytidl2.workflow.RunService'),
        expected: `the path ${RUNS} of executions`,
        found: '/flytidl2.workflow.RunService, which no client requests, as 1 more',
      }],
      remedy: [['flytidl2.workflow', 'flyteidl2.workflow'], ['flytidl2.task', 'flyteidl2.task']],
    },
    {
      when: 'it is an expression',
      input: routes({ '/flyteidl2\\.workflow\\.RunServices(/|$)': 'executions' }),
      findings: [{
        ...at('/flyteidl2\\.workflow\\.RunServices(/|$)'),
        expected: `the path ${RUNS} of executions`,
        found: '/flyteidl2\\.workflow\\.RunServices(/|$), which no client requests',
      }],
    },
    {
      when: 'an API leads to another service of Union\'s, once for all its paths',
      input: routes({ [RUNS]: 'cluster', '/app/*': 'cluster' }),
      findings: [{ ...at(RUNS), expected: `executions for ${RUNS}`, found: 'cluster, as 1 more' }],
      remedy: [['name: cluster', 'name: executions'], ['name: cluster', 'name: executions']],
    },
    {
      when: 'an API that two services answered in their time leads to a third',
      input: routes({ '/echo': 'cluster' }),
      findings: [{ ...at('/echo'), expected: 'execution or executions for /echo', found: 'cluster' }],
      remedy: [['name: cluster', 'name: executions']],
    },
  ],
  passes: [
    { when: 'the chart renders them', input: manifests(...chartIngresses()) },
    { when: 'the chart of an older release does', input: manifests(...chartIngresses({ release: 'V2026_3' })) },
    { when: 'the chart renders routes of the Gateway API', input: manifests(...flyteadmin(), ...chartGatewayRoutes()) },
    { when: 'the right path is there beside the one like it', input: routes({ [RUNS]: 'executions', '/flyteidl2.workflow.RunServices': 'executions' }) },
    { when: 'the path is like that of another service alone', input: routes({ '/flyteidl2.workflow.RunServices': 'usage' }) },
    { when: 'a Service of somebody else takes the API', input: routes({ [RUNS]: 'proxy' }) },
    { when: 'one for everything leads to any service', input: routes({ '/': 'executions' }) },
    { when: 'a path of the sign-in is misspelt, which its own rules tell', input: routes({ '/logn': 'flyteadmin' }) },
    {
      when: 'the Service is not there, which route-backend-missing tells',
      input: `${routes({ '/app': 'executions', [RUNS]: 'cluster' })}\n---\n`
        + manifests(...['usage', 'executions'].map((name) => object('v1', 'Service', name, { spec: { ports: [{ port: 80 }] } }))),
    },
  ],
  notApplicable: [
    { when: 'open-source Flyte is served', input: manifests(...flyteadmin(), ingress('flyte', { host: HOST, paths: { '/flyteidl.service.AdminServce': 'flyteadmin' } })), reason: NOT_APPLICABLE },
    { when: 'another application is', input: manifests(ingress('docs', { host: HOST, paths: { '/': 'docs' } })), reason: NOT_APPLICABLE },
  ],
});
