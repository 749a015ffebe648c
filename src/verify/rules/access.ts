import { isObject } from '../../common/data/json';
import { nameSlipOf } from '../../common/props/suggestion';
import { ifYaml, readConfig } from '../../common/yaml/yaml-reader';
import { DATA_PLANE_ACCESS, FLYTEADMIN_ACCESS, PolicyRule } from '../../contract/union/kubernetes-access';
import { FLYTEADMIN } from '../../contract/union/services/flyteadmin';
import { planeOf } from '../credentials/plane';
import { rule, Violation } from '../engine/rule';
import { beside, Home, homeText, sameHome } from '../kube/home';
import { asList, asObject, asText, asTexts } from '../kube/json-access';
import type { KubeObject } from '../kube/kube-object';
import type { Workload } from '../kube/workload';
import type { Model } from '../model/model';
import type { Field } from '../read/field';

/** As whom pods come to the Kubernetes API, and what they may do there. */

const RBAC = 'rbac.authorization.k8s.io';
const BINDINGS = ['RoleBinding', 'ClusterRoleBinding'];
/** Made by Kubernetes itself. */
const BUILT_IN = /^(?:system:.*|cluster-admin|admin|edit|view|default)$/;

/** A name that an object gives another one by. */
interface Reference {
  readonly kind: 'ServiceAccount' | 'Role' | 'ClusterRole';
  readonly name: string;
  readonly at: Field;
  /** Where the other one lives. */
  readonly home: Home & { readonly live?: boolean };
}

/** A binding, or the text of one that cluster resource sync makes in each namespace of tasks. */
interface Binding {
  readonly raw: unknown;
  readonly field: (...path: readonly (string | number)[]) => Field;
  readonly object: KubeObject;
  readonly isTemplate?: boolean;
}

function bindingsIn(model: Model): Binding[] {
  const own = BINDINGS.flatMap((kind) => model.ofKind(RBAC, kind)).map((object): Binding =>
    ({ raw: object.raw, object, field: (...path) => object.field(...path) }));
  const templates = model.ofKind('', 'ConfigMap').flatMap((object) =>
    Object.entries(object.objectAt('data')).flatMap(([key, text]): Binding[] =>
      (typeof text !== 'string' || !/kind: *["']?(?:Cluster)?RoleBinding\b/.test(text) ? [] : [{
        raw: ifYaml(() => readConfig(text.replace(/\{\{[^{}]*\}\}/g, 'x')).find(isObject)),
        field: () => object.field('data', key),
        object,
        isTemplate: true,
      }])));
  return [...own, ...templates].filter(({ object }) => model.scope.concerns(object));
}

function referencesIn({ raw, field, object, isTemplate }: Binding): Reference[] {
  const { roleRef, subjects } = asObject(raw);
  const { kind, name } = asObject(roleRef);
  const accounts = asList(subjects).map(asObject).flatMap((subject, i): Reference[] => {
    const [account, namespace] = [asText(subject.name), asText(subject.namespace)];
    const home = { ...beside(object, namespace ?? object.namespace), live: object.live };
    return subject.kind !== 'ServiceAccount' || account === undefined || home.namespace === undefined ? []
      : [{ kind: 'ServiceAccount', name: account, at: field('subjects', i), home }];
  });
  // Templates bind what the chart brings, by names of the release.
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

/** What bears a name where a reference looks for it; nothing where the input does not show the kind there. */
function candidatesFor({ kind, home }: Reference, model: Model): readonly KubeObject[] | undefined {
  const group = kind === 'ServiceAccount' ? '' : RBAC;
  const near = model.ofKind(group, kind).filter((each) => kind === 'ClusterRole' || sameHome(each, home));
  return model.holds(group, kind, home) ? near : undefined;
}

function dangling(reference: Reference, model: Model): Violation[] {
  const { kind, name, at, home } = reference;
  const candidates = BUILT_IN.test(name) ? undefined : candidatesFor(reference, model);
  if (candidates === undefined || candidates.some((each) => each.name === name)) {
    return [];
  }
  const names = candidates.map((each) => each.name);
  const elsewhere = model.ofKind(kind === 'ServiceAccount' ? '' : RBAC, kind)
    .filter((each) => each.name === name);
  // What charts bring may be left out of the input: a slip is meant, or one that lives elsewhere.
  const meant = nameSlipOf(name, names) ?? (elsewhere.length > 0 ? '' : undefined);
  const where = elsewhere[0] === undefined ? '' : `, but in namespace ${elsewhere[0].namespace}`;
  return meant === undefined ? [] : [{
    at,
    expected: meant === '' ? `a ${kind} ${name} in ${homeText(home)}` : `the ${kind} ${meant}`,
    found: `${name}, which is not there${where}`,
    values: { kind },
  }];
}

const ACCESS: Readonly<Record<string, readonly PolicyRule[]>> = {
  [FLYTEADMIN.name]: FLYTEADMIN_ACCESS,
  ...Object.fromEntries(Object.entries(DATA_PLANE_ACCESS).map(([name, { own }]) => [name, own])),
};

/** What a workload needs of Secrets in its namespace, and the roles that it has there do not give. */
function withoutRights(workload: Workload, bindings: readonly Binding[], model: Model): Violation[] {
  const [account] = accountOf(workload);
  const roles = account === undefined ? [] : bindings
    .filter((binding) => referencesIn(binding).some(({ kind, name, home }) =>
      kind === 'ServiceAccount' && name === account.name && sameHome(home, workload)))
    .flatMap((binding) => referencesIn(binding).filter(({ kind }) => kind !== 'ServiceAccount'));
  const granting = roles.map((role) =>
    candidatesFor(role, model)?.find(({ name, kind }) => name === role.name && kind === role.kind));
  const known = granting.filter((role) => role !== undefined);
  // Of a role, or a binding, that the input does not show nobody knows what it gives.
  if (!known.some(({ kind }) => kind === 'Role') || known.length < granting.length) {
    return [];
  }
  const given = known.flatMap((role) => role.listAt('rules').map(asObject));
  const has = (verb: string) => given.some(({ resources, verbs }) =>
    [[resources, 'secrets'], [verbs, verb]].every(([list, wanted]) =>
      asTexts(list).some((each) => each === '*' || each === wanted)));
  const missing = (ACCESS[workload.name] ?? []).filter(({ resources }) => resources.includes('secrets'))
    .flatMap(({ verbs }) => verbs).filter((verb) => !has(verb));
  // Charts of other releases may do with less.
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
  otherwise: 'The input shows no account or binding beside a workload of Union.',
  *all(workloads, model) {
    const bindings = bindingsIn(model);
    yield* [...workloads.flatMap(accountOf), ...bindings.flatMap(referencesIn)]
      .flatMap((reference) => dangling(reference, model));
    yield* workloads.flatMap((workload) => withoutRights(workload, bindings, model));
  },
});
