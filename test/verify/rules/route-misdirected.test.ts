import { routeMisdirected } from '../../../src/verify/rules/routes';
import { ingress, manifests, object } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';
import { chartGatewayRoutes, chartIngresses, flyteadmin, HARDENED, HOST } from '../_union';

const RUNS = '/flyteidl2.workflow.RunService';
const routes = (paths: Record<string, string>) =>
  manifests(...flyteadmin(), ingress('routes', { host: HOST, annotations: { ...HARDENED, 'backend-protocol': 'GRPC' }, paths: { '/usage': 'usage', ...paths } }));
const at = (index = 1) => ({ object: 'networking.k8s.io/v1/Ingress union-cp/routes', field: `spec.rules[0].http.paths[${index}].path` });

testRule(routeMisdirected, {
  fires: [
    ['the name of a gRPC service is misspelt', routes({ '/flyteidl.service.AdminServce': 'flyteadmin' }),
      { ...at(), expected: 'the path /flyteidl.service.AdminService of flyteadmin', found: '/flyteidl.service.AdminServce, which no client requests' },
      remedy(['AdminServce', 'AdminService'])],
    ['one slip is in several paths, once', routes({ '/flytidl2.workflow.RunService': 'executions', '/flytidl2.task.TaskService': 'executions' }),
      { ...at(), expected: `the path ${RUNS} of executions`, found: '/flytidl2.workflow.RunService, which no client requests, as 1 more' },
      remedy(['flytidl2.workflow', 'flyteidl2.workflow'], ['flytidl2.task', 'flyteidl2.task'])],
    ['it is an expression', routes({ '/flyteidl2\\.workflow\\.RunServices(/|$)': 'executions' }),
      { ...at(), expected: `the path ${RUNS} of executions`, found: '/flyteidl2\\.workflow\\.RunServices(/|$), which no client requests' }],
    ['an API leads to another service of Union\'s, once for all its paths', routes({ [RUNS]: 'cluster', '/app/*': 'cluster' }),
      { ...at(), expected: `executions for ${RUNS}`, found: 'cluster, as 1 more' },
      remedy(['name: cluster', 'name: executions'])],
    ['an API that two services answered in their time leads to a third', routes({ '/echo': 'cluster' }),
      { ...at(), expected: 'execution or executions for /echo', found: 'cluster' },
      remedy(['name: cluster', 'name: executions'])],
  ],
  passes: [
    ['the chart renders them', chartIngresses()],
    ['the chart of an older release does', chartIngresses({ release: 'V2026_3' })],
    ['the chart renders routes of the Gateway API', [...flyteadmin(), ...chartGatewayRoutes()]],
    ['the right path is there beside the one like it', routes({ [RUNS]: 'executions', '/flyteidl2.workflow.RunServices': 'executions' })],
    ['the path is like that of another service alone', routes({ '/flyteidl2.workflow.RunServices': 'usage' })],
    ['a Service of somebody else takes the API', routes({ [RUNS]: 'proxy' })],
    ['one for everything leads to any service', routes({ '/': 'executions' })],
    ['a path of the sign-in is misspelt, which its own rules tell', routes({ '/logn': 'flyteadmin' })],
    ['the Service is not there, which route-backend-missing tells', `${routes({ '/app': 'executions', [RUNS]: 'cluster' })}\n---\n`
      + manifests(...['usage', 'executions'].map((name) => object('v1', 'Service', name, { spec: { ports: [{ port: 80 }] } })))],
  ],
  notApplicable: [
    ['open-source Flyte is served', [...flyteadmin(), ingress('flyte', { host: HOST, paths: { '/flyteidl.service.AdminServce': 'flyteadmin' } })]],
    ['another application is', [ingress('docs', { host: HOST, paths: { '/': 'docs' } })]],
  ],
});
