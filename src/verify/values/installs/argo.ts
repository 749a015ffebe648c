import { isObject, JsonObject } from '../../../common/data/json';
import type { PathStep } from '../../../common/data/json';
import { ARGO_CD } from '../../../contract/upstream/gitops';
import { ARGO_INSTALLERS } from '../../../contract/upstream/helm';
import { asList, asObject, asObjects, asText, asTexts } from '../../kube/json-access';
import type { Field } from '../../read/field';
import { ApplicationSource, applicationsOf, MadeApplication, sourcesOf } from './argo-applications';
import { Around, inlineLayers, Install, joined, Layer, ownValues, SetValue } from './install';
import { setLayers, setValues, withoutCommas } from './set-value';

export interface ArgoInstall extends Install {
  readonly application: MadeApplication;
  readonly from: ApplicationSource;
}

/**
 * The installs of Argo CD's Applications, including those from an ApplicationSet, as far as the input shows
 * them.
 */
export function argoInstalls({ ofKind }: Around): ArgoInstall[] {
  const { group, application, applicationSet } = ARGO_INSTALLERS;
  const objects = [...ofKind(group, application), ...ofKind(group, applicationSet)];
  return objects.flatMap((object) => applicationsOf(object).flatMap(installsOf));
}

function installsOf(application: MadeApplication): ArgoInstall[] {
  const { object, name: applicationName, ownName, spec: { destination } } = application;
  const sources = sourcesOf(application);
  return sources.flatMap((from) => {
    const { source, way } = from;
    const { chart, path, repoURL, targetRevision, helm } = source;
    const name = asText(chart) ?? asText(path);
    // Source: `helmTemplate`: the namespace of Helm differs from Argo CD's, which applies to objects without
    // a namespace.
    const namespace = asText(asObject(helm).namespace) || asText(asObject(destination).namespace);
    return name === undefined || isNoChart(source, sources) ? [] : [{
      by: object,
      application,
      from,
      name: applicationName,
      chart: name,
      repository: asText(repoURL),
      version: asText(targetRevision),
      namespace: namespace !== undefined && isUnknown(namespace) ? undefined : namespace,
      releaseName: asText(asObject(helm).releaseName) ?? ownName,
      destination: argoDestination(asObject(destination)),
      layers: chart === undefined && helm === undefined
        // Argo CD takes a folder for a chart by its Chart.yaml.
        ? ownValues(name, [])
        : layersOf(
          application, [...way, 'helm'], asObject(helm), chart === undefined ? asText(path) : undefined,
        ),
    }];
  });
}

/** It declares another type, or another source uses its values file for a chart of its own. */
function isNoChart(
  { chart, helm, path, directory, kustomize, plugin }: JsonObject, sources: readonly ApplicationSource[],
): boolean {
  if (chart !== undefined || helm !== undefined) {
    return false;
  }
  const own = joined(asText(path) ?? '', 'values.yaml');
  const isTaken = sources.some(({ source }) => asList(asObject(source.helm).valueFiles).some((file) =>
    joined((asText(file) ?? '').replace(REFERRED, '')) === own));
  return [directory, kustomize, plugin].some((way) => way !== undefined) || isTaken;
}

function layersOf(
  application: MadeApplication, way: readonly PathStep[], helm: JsonObject, folder: string | undefined,
): Layer[] {
  const at = (...steps: readonly PathStep[]) => application.field(...way, ...steps);
  const optional = helm.ignoreMissingValueFiles === true;
  // Without duplicates. Source: Argo CD, `getResolvedValueFiles`.
  const files = [...new Set(asTexts(helm.valueFiles))].flatMap((file) => fileLayers(file, folder, optional));
  const inline = isObject(helm.valuesObject)
    ? inlineLayers(helm.valuesObject, at('valuesObject'))
    : inlineLayers(asText(helm.values), at('values'));
  const parameters = (isForced: boolean) => asObjects(helm.parameters).flatMap((each, index) =>
    ((each.forceString === true) === isForced
      ? parameter(asText(each.name) ?? '', asText(each.value) ?? '', at('parameters', index), isForced)
      : []));
  const fromFiles = asObjects(helm.fileParameters).map(({ path }): Layer => ({
    kind: 'unread',
    what: `the text of ${asText(path)}`,
    add: 'the output of "helm get values --all" for the release, with --values',
  }));
  const unread = application.unread.map((what): Layer => ({
    kind: 'unread',
    what,
    add: 'the output of "argocd appset generate"',
  }));
  return [
    ...folder === undefined ? [] : ownValues(folder, files),
    ...files,
    ...inline,
    ...unread,
    ...setLayers(parameters(false), parameters(true)),
    ...fromFiles,
  ];
}

/** Braces around the whole value make a list. Source: Argo CD, `util/helm/cmd.go`, `cleanSetParameters`. */
function parameter(name: string, text: string, at: Field, isForced: boolean): SetValue[] {
  return setValues(`${name}=${/^\{.*\}$/s.test(text) ? text : withoutCommas(text)}`, at, isForced);
}

/**
 * By its name in Argo CD, otherwise by the address of its API server; undefined if a generator fills it in.
 */
export function argoDestination({ name, server }: JsonObject): string | undefined {
  const isHere = asText(server) === ARGO_CD.inClusterServer;
  const cluster = asText(name) || (isHere ? ARGO_CD.inCluster : asText(server)) || undefined;
  return cluster !== undefined && isUnknown(cluster) ? undefined : cluster;
}

/** Whether a generator outside the input fills it in. */
function isUnknown(text: string): boolean {
  return /\{\{|\$\{|\$ARGOCD_APP_/.test(text);
}

/** The start of a path in another source's repository. */
const REFERRED = /^\$[^/{]+\//;

/** From the chart's folder, from the root of its repository, or from that of another source (`$ref/…`). */
function fileLayers(file: string, folder: string | undefined, optional: boolean): Layer[] {
  if (/^[a-z]+:\/\//.test(file)) {
    return [{ kind: 'unread', what: file, add: 'a file with its content' }];
  }
  const fromRoot = file.replace(REFERRED, '/');
  const path = fromRoot.startsWith('/') ? fromRoot.slice(1) : joined(folder ?? '', file);
  if (!isUnknown(file)) {
    return /[*?[]/.test(path)
      ? [{ kind: 'unread', what: `the files ${path}`, add: 'them, with --values', secret: optional }]
      : [{ kind: 'file', path, optional }];
  }
  // An open value of a generator is reported separately.
  const isOpen = /\$\{?ARGOCD_APP_/.test(file);
  return isOpen ? [{ kind: 'unread', what: file, add: 'that file, with --values' }] : [];
}
