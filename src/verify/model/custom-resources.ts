// Tests: test/verify/rules/refused.test.ts
import { groupsByKey, oncePer } from '../../common/data/collections';
import { pathText } from '../../common/data/json';
import { formerVersion } from '../../contract/upstream/kubernetes';
import { mended, SchemaFault } from '../kube/custom-resource';
import type { ExternalSecret } from '../kube/external-secret';
import { sameCluster } from '../kube/home';
import { KubeObject } from '../kube/kube-object';
import { ChartObject } from '../values/chart-object';
import { argoInstalls } from '../values/installs/argo';
import { fluxInstalls } from '../values/installs/flux';
import { chartIn } from '../values/installs/install';
import type { Model } from './model';

/** The installations of Applications, ApplicationSets and HelmReleases in the input. */
export const installsIn = oncePer((model: Model) => {
  const around = { kustomizations: [], ofKind: (group: string, kind: string) => model.ofKind(group, kind) };
  return { argo: argoInstalls(around), flux: fluxInstalls(around) };
});

export const installersOf = oncePer((model: Model): readonly KubeObject[] => {
  const { argo, flux } = installsIn(model);
  const installs = [...argo, ...flux].filter((install) => chartIn(install) !== undefined);
  return [...new Set(installs.map(({ by }) => by))];
});

/** The stores of ExternalSecrets. */
export function storesOf(externalSecrets: readonly ExternalSecret[]): (object: KubeObject) => boolean {
  const byStore = groupsByKey(externalSecrets, ({ store: { kind, name } }) => `${kind} ${name}`);
  return (store) => byStore.get(`${store.kind} ${store.name}`)
    ?.some(({ object }) => sameCluster(object, store)) ?? false;
}

/** Custom resources for Union: in its namespaces, or serving it from another. */
export const unionCustomResources = oncePer((model: Model): readonly KubeObject[] => {
  const routes = new Set(model.routeObjects);
  const installers = new Set(installersOf(model));
  const isRead = storesOf(model.externalSecrets);
  return model.objects.filter((object) =>
    (object.group.includes('.') || formerVersion(object.apiVersion, object.kind) !== undefined)
    && !object.live && !(object instanceof ChartObject)
    && (routes.has(object) || installers.has(object) || model.scope.includes(object) || isRead(object)));
});

/** Fields with values, or with references to values. */
const OF_VALUES = /^(?:sources?|helm|chart|spec|(?:file)?[pP]arameters|val\w+)$/;

/** Whether a schema fault of an installing object prevents values from reaching the chart. */
export function keepsValues({ kind, path, belongs = path }: SchemaFault): boolean {
  return ['unknown', 'type'].includes(kind) && OF_VALUES.test(String(belongs.at(-1)));
}

/** The input with all of Union's custom resources as intended: one model for all faults. */
const mendedModel = oncePer((model: Model): Model => model.withObjects(
  unionCustomResources(model).filter((object) => model.schemaFaults(object).length > 0)
    .map((object) => new KubeObject(mended(object.raw, model.schemaFaults(object)), object.source))));

/** A fault for rules. */
export function violationOf(
  { kind, path, expected, found, belongs }: SchemaFault, object: KubeObject, model: Model,
) {
  const told = { at: object.field(...path), expected, mended: () => mendedModel(model) };
  if (belongs === undefined) {
    return { ...told, found, headline: kind };
  }
  const field = pathText(path);
  const isBeside = path.length === belongs.length;
  return {
    ...told,
    found: `${field}, a field that ${object.kind} does not have`,
    values: { kind: object.kind, field, meant: isBeside ? String(belongs.at(-1)) : pathText(belongs) },
  };
}
