import { grouped, mostFrequent } from '../../common/data/grouped';
import { planeOf } from '../credentials/plane';
import { defineRule } from '../engine/rule';
import { homeKey } from '../kube/home';
import { CLUSTER_NAME_PATHS, isName } from '../model/cluster-names';
import type { Model } from '../model/model';
import type { Field } from '../read/field';
import { logs, settings } from '../running/cluster-looks';

/** Where a service of a data plane says what its cluster is called. */
interface Statement {
  readonly name: string;
  readonly at: Field;
}

/** Variable of the operator. Source: dataplane `templates/operator/deployment.yaml`. */
const VARIABLE = 'CLUSTER_NAME';

/** What the services of each data plane say, the operator first: it registers the cluster. */
function subjectsOf(model: Model): Statement[][] {
  const configs = model.configs.filter(
    ({ container: { init, workload } }) => !init && planeOf(workload) === 'data',
  );
  return grouped(configs, ({ container }) => homeKey(container.workload)).map((ofPlane) => {
    const settled = CLUSTER_NAME_PATHS.flatMap((path) => ofPlane.flatMap((config) => config.get(path) ?? []))
      .map(({ text = '', field }) => ({ name: text, at: field }));
    const workloads = [...new Set(ofPlane.map(({ container }) => container.workload))];
    const variables = workloads.flatMap(({ containers }) => containers).flatMap(({ env }) => env)
      .filter(({ name, value }) => name === VARIABLE && value !== undefined)
      .map(({ value = '', field }) => ({ name: value, at: field.child('value') }));
    return [...settled, ...variables].filter(({ name }) => isName(name));
  }).filter(({ length }) => length > 1);
}

export const clusterNameMismatch = defineRule({
  id: 'cluster-name-mismatch',
  severity: 'error',
  area: 'services',
  title: 'All services of a data plane know its cluster by one name.',
  symptom: 'The console shows the cluster as healthy, and runs for it stay queued; or events of its tasks '
    + 'are refused with PermissionDenied, and eager tasks find no API key.',
  explanation: 'The operator registers the cluster under operator.clusterId.name; propeller reports runs '
    + 'under propeller.cluster-id, clusterresourcesync and the leaseworker ask for work under '
    + 'theirs, and the API key is fetched by it. A service that was copied from another data plane speaks '
    + 'of a cluster that is not its own.',
  remediation: 'Write one name at all of them: with the chart, set clusterName once and none of them by '
    + 'itself.',
  see: [
    settings('$DP', 'clusterId|cluster-id|clusterName|cluster:', 'One name everywhere.'),
    logs('$DP', 'union-operator', 'cluster', 'The name under which it registers.'),
  ],
  subjects: subjectsOf,
  notApplicable: 'No data plane in the input says the name of its cluster in two places.',
  *check(subjects) {
    for (const statements of subjects) {
      const expected = mostFrequent(statements.map(({ name }) => name));
      for (const { name, at } of statements) {
        if (name !== expected) {
          yield {
            at,
            expected: `${expected}, as the other services of this data plane call the cluster`,
            found: name,
          };
        }
      }
    }
  },
});
