import { isObject } from '../../common/data/json';
import { ifYaml, readConfig } from '../../common/yaml/yaml-reader';
import { DATA_PLANE_ACCESS, FLYTEADMIN_ACCESS, PolicyRule } from '../../contract/union/kubernetes-access';
import { FLYTEADMIN } from '../../contract/union/services/flyteadmin';
import { planeOf } from '../credentials/plane';
import { rule, Violation } from '../engine/rule';
import { beside, elsewhereText, Home, homeText, sameHome } from '../kube/home';
import { HomeIndex } from '../kube/home-index';
import { asObject, asObjects, asText, asTexts } from '../kube/json-access';
import type { KubeObject } from '../kube/kube-object';
import type { Workload } from '../kube/workload';
import { leadOf } from '../model/lead';
import type { Model } from '../model/model';
import type { Field } from '../read/field';

/** The accounts of pods in the Kubernetes API, and their permissions. */

const RBAC = 'rbac.authorization.k8s.io';
const BINDINGS = ['RoleBinding', 'ClusterRoleBinding'];
/** Created by Kubernetes itself. */
const BUILT_IN = /^(?:system:.*|cluster-admin|admin|edit|view|default)$/;

/** A reference from one object to another. */
interface Reference {
  readonly kind: 'ServiceAccount' | 'Role' | 'ClusterRole';
  readonly name: string;
  readonly at: Field;
  readonly home: Home & { readonly live?: boolean };
}

/** A binding, or the text of one that cluster resource sync creates in each namespace of tasks. */
interface Binding {
  readonly raw: unknown;
  readonly field: (...path: readonly (string | number)[]) => Field;
  readonly object: KubeObject;
  readonly isTemplate?: boolean;
}

function bindingsIn(model: Model): Binding[] {
  const concerning = (group: string, kind: string) =>
    model.ofKind(group, kind).filter((object) => model.scope.concerns(object));
  const own = BINDINGS.flatMap((kind) => concerning(RBAC, kind)).map((object): Binding =>
    ({ raw: object.raw, object, field: (...path) => object.field(...path) }));
  const templates = concerning('', 'ConfigMap').flatMap((object) =>
    Object.entries(object.objectAt('data')).flatMap(([key, text]): Binding[] =>
      (typeof text !== 'string' || !/kind: *["']?(?:Cluster)?RoleBinding\b/.test(text) ? [] : [{
        raw: ifYaml(() => readConfig(text.replace(/\{\{[^{}]*\}\}/g, 'x')).find(isObject)),
        field: () => object.field('data', key),
        object,
        isTemplate: true,
      }])));
  return [...own, ...templates];
}

function referencesIn({ raw, field, object, isTemplate }: Binding): Reference[] {
  const { roleRef, subjects } = asObject(raw);
  const { kind, name } = asObject(roleRef);
  const accounts = asObjects(subjects).flatMap((subject, i): Reference[] => {
    const [account, namespace] = [asText(subject.name), asText(subject.namespace)];
    const home = { ...beside(object, namespace ?? object.namespace), live: object.live };
    return subject.kind !== 'ServiceAccount' || account === undefined || home.namespace === undefined ? []
      : [{ kind: 'ServiceAccount', name: account, at: field('subjects', i), home }];
  });
  // Templates bind roles of the chart, with names of the release.
  const role = isTemplate !== true && (kind === 'Role' || kind === 'ClusterRole') && asText(name);
  return [...accounts, ...role
    ? [{ kind, name: role, at: field('roleRef', 'name'), home: object } as Reference]
    : []];
}

function accountOf({ pod, object }: Workload): Reference[] {
  const { serviceAccountName } = asObject(pod.value);
  const name = asText(serviceAccountName);
  return name ? [{ kind: 'ServiceAccount', name, at: pod.child('serviceAccountName'), home: object }] : [];
}

/** The target of a reference; undefined if the input does not have the kind there, or it is built-in. */
function leadIn({ kind, name, home }: Reference, model: Model) {
  const group = kind === 'ServiceAccount' ? '' : RBAC;
  return BUILT_IN.test(name) || !model.holds(group, kind, home)
    ? undefined
    : leadOf(name, home, model.ofKind(group, kind));
}

function dangling(reference: Reference, model: Model): Violation[] {
  const { kind, name, at, home } = reference;
  const { meant, elsewhere = [] } = leadIn(reference, model) ?? {};
  // Objects of charts may be missing in the input: only a misspelling, or one in another namespace, is
  // reported.
  return meant === undefined && elsewhere.length === 0 ? [] : [{
    at,
    expected: meant === undefined ? `a ${kind} ${name} in ${homeText(home)}` : `the ${kind} ${meant.name}`,
    found: `${name}, which is not there${elsewhereText(elsewhere, home)}`,
    values: { kind },
  }];
}

/** A missing account in the binding of a role with a similar name. */
function formerAccounts(
  references: readonly Reference[],
  { accounts, given }: { readonly accounts: readonly Reference[]; readonly given: HomeIndex<Reference> },
  model: Model,
): Violation[] {
  const role = references.find(({ kind }) => kind !== 'ServiceAccount')?.name ?? '';
  return references.filter(({ kind }) => kind === 'ServiceAccount').flatMap((reference) => {
    const lead = leadIn(reference, model);
    const isGone = lead && lead.here === undefined && dangling(reference, model).length === 0;
    const meant = isGone && accounts.find(({ name, home }) =>
      sameHome(home, reference.home) && role.split('-').includes(name.split('-').at(-1)!)
      && !given.near(name, home).some((other) => other.name === role));
    return meant ? [{
      at: reference.at,
      expected: `the ServiceAccount ${meant.name}, which the ${role} is for`,
      found: `${reference.name}, which is not there`,
      values: { kind: reference.kind },
    }] : [];
  });
}

const ACCESS: Readonly<Record<string, readonly PolicyRule[]>> = {
  [FLYTEADMIN.name]: FLYTEADMIN_ACCESS,
  ...Object.fromEntries(Object.entries(DATA_PLANE_ACCESS).map(([name, { own }]) => [name, own])),
};

/** The roles of bindings, by name and home of the account. */
function rolesByAccount(bindings: readonly (readonly Reference[])[]): HomeIndex<Reference> {
  const index = new HomeIndex<Reference>();
  for (const references of bindings) {
    const [accounts, roles] = [true, false].map((isAccount) =>
      references.filter(({ kind }) => (kind === 'ServiceAccount') === isAccount));
    accounts.forEach(({ name, home }) => roles.forEach((role) => index.add(name, home, role)));
  }
  return index;
}

/** The permissions for Secrets that a workload needs in its namespace, but its roles lack. */
function withoutRights(workload: Workload, given: HomeIndex<Reference>, model: Model): Violation[] {
  const roles = accountOf(workload).flatMap(({ name }) => given.near(name, workload));
  const granting = roles.map((role) => leadIn(role, model)?.here);
  const known = granting.filter((role) => role !== undefined);
  // The permissions of a role, or binding, that is not in the input are unknown.
  if (!known.some(({ kind }) => kind === 'Role') || known.length < granting.length) {
    return [];
  }
  const rules = known.flatMap((role) => role.objectsAt('rules'));
  const has = (verb: string) => rules.some(({ resources, verbs }) =>
    [[resources, 'secrets'], [verbs, verb]].every(([list, wanted]) =>
      asTexts(list).some((each) => each === '*' || each === wanted)));
  const missing = (ACCESS[workload.name] ?? []).filter(({ resources }) => resources.includes('secrets'))
    .flatMap(({ verbs }) => verbs).filter((verb) => !has(verb));
  // Charts of other releases may need less.
  return !missing.includes('get') && !missing.includes('create') ? [] : [{
    at: known.find(({ kind }) => kind === 'Role')!.field('rules'),
    expected: `${missing.join(', ')} of secrets for ${workload.name}`,
    found: 'no such rule',
    headline: 'rights',
    values: { workload: workload.name },
  }];
}

export const accountUnbound = rule('account-unbound', {
  of: (model) => (model.ofKind(RBAC, 'RoleBinding').length + model.ofKind('', 'ServiceAccount').length === 0
    ? []
    : model.workloads.filter((workload) => planeOf(workload) !== undefined)),
  *all(workloads, model) {
    const bindings = bindingsIn(model).map(referencesIn);
    yield* [...workloads.flatMap(accountOf), ...bindings.flat()]
      .flatMap((reference) => dangling(reference, model));
    const given = rolesByAccount(bindings);
    const accounts = workloads.flatMap(accountOf);
    yield* bindings.flatMap((references) => formerAccounts(references, { accounts, given }, model));
    yield* workloads.flatMap((workload) => withoutRights(workload, given, model));
  },
});
