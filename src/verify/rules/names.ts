import { grouped, groupsByKey, onlyOf } from '../../common/data/collections';
import { CLIENT_SECRET_KEY, SECRETS } from '../../contract/union/secrets';
import { rule, Violation } from '../engine/rule';
import type { EnvVar } from '../kube/environment';
import { homeKey } from '../kube/home';
import { asText } from '../kube/json-access';
import { identityText, objectText } from '../kube/kube-object';
import type { Workload } from '../kube/workload';
import { decidingAuthorizations } from '../model/authorization';
import { clientsOf, dataPlanesFor } from '../model/bootstrap-applications';
import { CLUSTER_NAME_PATHS, clusterNameValues, isName } from '../model/cluster-names';
import { compared } from '../model/copies';
import type { DataPlane } from '../model/data-planes';
import { isSeeded, keyMakers, Operator, operators } from '../model/eager-keys';
import type { Model } from '../model/model';
import { OrganizationName, organizationNames, rolesWithoutOrganization } from '../model/organizations';
import { Field, placeKey, placeOf } from '../read/field';
import type { ValueSet } from '../values/value-set';

/** Names that the planes of a deployment share. */

/** The place where a service of a data plane names its cluster. */
interface Statement {
  readonly name: string;
  readonly at: Field;
  /** Surrounding white space that becomes part of the name, as a phrase. */
  readonly padding?: string;
}

/** Variable of the operator. Source: dataplane `templates/operator/deployment.yaml`. */
const VARIABLE = 'CLUSTER_NAME';

/** The names in the services of each data plane, the operator first: it registers the cluster. */
function inManifests(model: Model): Statement[][] {
  return grouped(model.configsOf('data'), ({ container }) => homeKey(container.workload)).map((ofPlane) => {
    const settled = CLUSTER_NAME_PATHS.flatMap((path) => ofPlane.flatMap((config) => config.get(path) ?? []))
      .map(({ text = '', field }) => ({ name: text, at: field }));
    const workloads = [...new Set(ofPlane.map(({ container }) => container.workload))];
    const variables = workloads.flatMap(({ containers }) => containers).flatMap(({ env, workload }) =>
      env.filter(({ name }) => name === VARIABLE).flatMap((each) => valueOf(each, workload, model) ?? []));
    // All of a plane read it from one Secret.
    return grouped([...settled, ...variables], ({ at }) => placeKey(at)).map(([first]) => first);
  });
}

/** The value of a variable, set directly or from a Secret or ConfigMap in the input. */
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

/** The names in the values of a data plane, first the one from which the chart derives the others. */
function inValues(set: ValueSet): Statement[] {
  const values = set.effective;
  return clusterNameValues(set).flatMap((path) => {
    const name = asText(values.at(path));
    return name === undefined ? [] : [{ name, at: set.field(path) }];
  });
}

function subjectsOf(model: Model): Statement[][] {
  const sets = model.valueSets.filter(({ chart }) => chart === 'dataplane');
  return [...inManifests(model), ...sets.map(inValues)].map((of) => of.filter(({ name }) => isName(name)));
}

export const clusterNameMismatch = rule('cluster-name-mismatch', {
  of: (model) => {
    const all = subjectsOf(model);
    const isJudged = all.some(({ length }) => length > 1) || misnamedClusters(model).length > 0
      || sharedNames(model).length > 0;
    return isJudged ? all : [];
  },
  *all(subjects, model) {
    yield* sharedNames(model);
    for (const { at, name, meant } of misnamedClusters(model)) {
      const expected = `${meant}, as apiKeyOverrides and what writes the client secret call the cluster`;
      yield { at, expected, found: name, values: { usual: meant }, comparedWith: [meant] };
    }
    const seeded = keyMakers(model).flatMap(({ seeds }) => seeds.map(({ clusterName = '' }) => clusterName));
    for (const statements of subjects) {
      // With a tie, the writer of keys for the cluster decides.
      const { usual: [usual] } = compared(statements, {
        text: ({ name }) => name, at: ({ at }) => at, backers: ({ name }) => Number(seeded.includes(name)),
      });
      const expected = usual?.name;
      for (const { name, at, padding } of statements) {
        if (padding !== undefined) {
          yield { at, expected: `${name} and nothing around it`, found: padding, headline: 'padded' };
        } else if (name !== expected) {
          yield {
            at,
            expected: `${expected}, as the other services of this data plane call the cluster`,
            values: { usual: expected ?? '' },
            comparedWith: [expected],
            found: name,
          };
        }
      }
    }
  },
});

/** Two data planes with one name: the control plane takes them for one cluster. */
function sharedNames(model: Model): Violation[] {
  return decidingAuthorizations(model, 'Union').flatMap((authorization) => {
    const planes = dataPlanesFor(authorization, model);
    const groups = grouped(planes, ({ clusterName }) => clusterName).filter(({ length }) => length > 1);
    return groups.flatMap((alike) => {
      const meantBy = ({ clients }: DataPlane) => authorization.clusters.find((cluster) => {
        const known = clientsOf(cluster.texts('operators'));
        return clients.some(({ clientId }) => known.includes(clientId!.text!));
      })?.name;
      const strangers = alike.filter((plane) => (meantBy(plane) ?? plane.clusterName) !== plane.clusterName);
      const [{ place: at, clusterName: found }] = strangers.length > 0 ? strangers : alike.slice(1);
      const meant = meantBy(strangers[0] ?? alike[1]) ?? 'a name of its own';
      const others = alike.filter((plane) => plane.place !== at)
        .map(({ place }) => objectText(place.object));
      return [{
        at,
        expected: `${meant}, as ${others.join(' and ')} has ${found}`,
        found,
        headline: 'shared',
        values: { other: others.join(' and ') },
        comparedWith: [found],
      }];
    });
  });
}

type Subject = Partial<OrganizationName> & Pick<OrganizationName, 'field'>;

export const organizationMismatch = rule('organization-mismatch', {
  of: (model): Subject[] => [
    ...organizationNames(model),
    ...rolesWithoutOrganization(model).map((field): Subject => ({ name: undefined, field })),
  ],
  *all(subjects) {
    const usual = usualNames(subjects);
    const written = subjects.filter(({ field }) => isWritten(field));
    const isWrittenThere = new Set(written);
    const expected = usual.length === 0
      ? 'the organization to which roles apply'
      : `${usual.join(' or ')}, as ${otherSide(written, usual) ?? 'the other places have it'}`;
    for (const subject of subjects) {
      const { name, field, controlPlane } = subject;
      // A default of the chart that is derived from a value is reported at that value.
      const isToldOfValue = name !== undefined && !isWrittenThere.has(subject)
        && written.some((other) => other.name === name && other.controlPlane === controlPlane);
      if (!isToldOfValue && (name === undefined || !usual.includes(name))) {
        yield {
          at: field, expected, found: name ?? 'none', values: { usual: usual.join(' or ') || 'another one' },
        };
      }
    }
  },
});

/** Whether the input sets it there, rather than a default of the chart. */
function isWritten(field: Field): boolean {
  const { object, path, inner } = placeOf(field);
  return inner !== undefined || object.at(...path) !== undefined;
}

/** Of two planes with one organization each, neither is known to be right; as a phrase. */
function otherSide(written: readonly Subject[], [usual]: readonly string[]): string | undefined {
  const sides = grouped(written, ({ field: { object } }) =>
    JSON.stringify([homeKey(object), object.namespace === undefined && object.source.file]));
  const isDivided = sides.length === 2
    && sides.every((side) => side.every(({ name }) => name !== undefined && name === side[0].name))
    && sides[0][0].name !== sides[1][0].name;
  const meant = sides.flat().find(({ name }) => name === usual)?.field;
  const place = meant && placeOf(meant);
  return isDivided && place !== undefined
    ? `${place} of ${identityText(place.object)} has it: one of the two is wrong`
    : undefined;
}

/** Most places are right, each counted once; separately for each control plane. */
function usualNames(subjects: readonly Subject[]): readonly string[] {
  const named = subjects.filter(({ name, field }) => name !== undefined && isWritten(field));
  const planes = [...groupsByKey(named, ({ controlPlane }) => controlPlane).values()];
  const said = (planes.length > 1 ? planes : [named]).map((of) =>
    compared(of, { text: ({ name }) => name!, at: ({ field }) => field }).usual[0]?.name);
  return [...new Set(said)].filter((name) => name !== undefined);
}

/** A data plane whose name differs from all that exists for it. */
interface MisnamedCluster {
  readonly at: Field;
  readonly name: string;
  /** The name in its Secret and in the keys made for it. */
  readonly meant: string;
}

/** Data planes whose keys and Secret exist under the name of an unknown cluster. */
function misnamedClusters(model: Model): MisnamedCluster[] {
  const makers = keyMakers(model);
  const all = operators(model);
  const isThere = new Set(all.flatMap(({ clusterName }) => clusterName ?? []));
  const seeded = makers.flatMap(({ seeds }) => seeds.flatMap(({ clusterName }) => clusterName ?? []));
  const meant = onlyOf(model.writers.named(SECRETS.dataPlane.name)
    .flatMap(({ object: { cluster } }) => cluster ?? [])
    .filter((cluster) => seeded.includes(cluster) && !isThere.has(cluster)));
  const isThereFor = ({ home }: Operator) =>
    model.writers.delivery(SECRETS.dataPlane.name, CLIENT_SECRET_KEY, home).state === 'delivered';
  const misnamed = all.filter((operator) =>
    operator.clusterName !== undefined && !isSeeded(operator, makers) && !isThereFor(operator));
  return meant === undefined || misnamed.length !== 1
    ? []
    : misnamed.map(({ clusterName: name = '', named: at }) => ({ at, name, meant }));
}
