import { grouped, mostFrequent } from '../../common/data/grouped';
import { planeOf } from '../credentials/plane';
import { defineRule } from '../engine/rule';
import type { EnvVar } from '../kube/environment';
import { homeKey } from '../kube/home';
import { asText } from '../kube/json-access';
import type { Workload } from '../kube/workload';
import { CLUSTER_NAME_PATHS, clusterNameValues, isName } from '../model/cluster-names';
import { keyMakers } from '../model/eager-keys';
import { misnamedClusters } from '../model/misnamed-clusters';
import type { Model } from '../model/model';
import { Field, placeKey } from '../read/field';
import { EffectiveValues } from '../values/effective-values';
import type { ValueSet } from '../values/value-set';

/** Where a service of a data plane says what its cluster is called. */
interface Statement {
  readonly name: string;
  readonly at: Field;
  /** White space around it that goes along, in words. */
  readonly padding?: string;
}

/** Variable of the operator. Source: dataplane `templates/operator/deployment.yaml`. */
const VARIABLE = 'CLUSTER_NAME';

/** What the services of each data plane say, the operator first: it registers the cluster. */
function inManifests(model: Model): Statement[][] {
  const configs = model.configs.filter(
    ({ container: { init, workload } }) => !init && planeOf(workload) === 'data',
  );
  return grouped(configs, ({ container }) => homeKey(container.workload)).map((ofPlane) => {
    const settled = CLUSTER_NAME_PATHS.flatMap((path) => ofPlane.flatMap((config) => config.get(path) ?? []))
      .map(({ text = '', field }) => ({ name: text, at: field }));
    const workloads = [...new Set(ofPlane.map(({ container }) => container.workload))];
    const variables = workloads.flatMap(({ containers }) => containers).flatMap(({ env, workload }) =>
      env.filter(({ name }) => name === VARIABLE).flatMap((each) => valueOf(each, workload, model) ?? []));
    // All of a plane take it from one Secret.
    return grouped([...settled, ...variables], ({ at }) => placeKey(at)).map(([first]) => first);
  });
}

/** The value of a variable, where it stands or the Secret or ConfigMap shows it that it comes from. */
function valueOf(
  { value, field, secretKey, configMapKey }: EnvVar, near: Workload, model: Model,
): Statement | undefined {
  if (value !== undefined) {
    return { name: value, at: field.child('value') };
  }
  if (secretKey !== undefined) {
    const { name, key } = secretKey;
    const secret = model.secret(name, near);
    const text = secret?.publicText(key);
    return text === undefined ? undefined
      : { name: text, at: secret!.keyField(key), padding: secret!.padding(key) };
  }
  const object = configMapKey && model.configMap(configMapKey.name, near)?.object;
  return object && {
    name: object.textAt('data', configMapKey.key) ?? '', at: object.field('data', configMapKey.key),
  };
}

/** What the values of a data plane say, the one first that the chart fills the others with. */
function inValues(set: ValueSet): Statement[] {
  const values = new EffectiveValues(set);
  return clusterNameValues(set).flatMap((path) => {
    const name = asText(values.at(path));
    return name === undefined ? [] : [{ name, at: set.field(path) }];
  });
}

function subjectsOf(model: Model): Statement[][] {
  const sets = model.valueSets.filter(({ chart }) => chart === 'dataplane');
  return [...inManifests(model), ...sets.map(inValues)].map((of) => of.filter(({ name }) => isName(name)));
}

export const clusterNameMismatch = defineRule('cluster-name-mismatch', {
  subjects: (model) => {
    const all = subjectsOf(model);
    return all.some(({ length }) => length > 1) || misnamedClusters(model).length > 0 ? all : [];
  },
  notApplicable: 'No data plane in the input says the name of its cluster in two places.',
  *check(subjects, model) {
    for (const { at, name, meant } of misnamedClusters(model)) {
      const expected = `${meant}, as apiKeyOverrides and what writes the client secret call the cluster`;
      yield { at, expected, found: name, values: { usual: meant } };
    }
    const seeded = keyMakers(model).flatMap(({ seeds }) => seeds.map(({ clusterName = '' }) => clusterName));
    for (const statements of subjects) {
      const names = statements.map(({ name }) => name);
      // Where as many say the one as the other, whoever makes keys for the cluster decides.
      const expected = mostFrequent([...names, ...new Set(seeded.filter((name) => names.includes(name)))]);
      for (const { name, at, padding } of statements) {
        if (padding !== undefined) {
          yield { at, expected: `${name} and nothing around it`, found: padding, headline: 'padded' };
        } else if (name !== expected) {
          yield {
            at,
            expected: `${expected}, as the other services of this data plane call the cluster`,
            values: { usual: expected ?? '' },
            found: name,
          };
        }
      }
    }
  },
});
