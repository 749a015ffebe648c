import { isObject, JsonObject } from '../../../common/data/json';
import type { PathStep } from '../../../common/yaml/path';
import { ARGO_INSTALLERS } from '../../../contract/upstream/chart-installers';
import { ARGO_CD } from '../../../contract/upstream/gitops';
import { asList, asObject, asText } from '../../kube/json-access';
import { ApplicationSource, applicationsOf, MadeApplication, sourcesOf } from './argo-applications';
import { Around, inlineLayers, Install, joined, Layer, ownValues } from './install';
import { setValue } from './set-value';

/** What an Application installs from one of its sources. */
export interface ArgoInstall extends Install {
  readonly application: MadeApplication;
  readonly from: ApplicationSource;
}

/** What Argo CD's Applications install, and those that an ApplicationSet makes, as far as the input tells. */
export function argoInstalls({ ofKind }: Around): ArgoInstall[] {
  const { group, application, applicationSet } = ARGO_INSTALLERS;
  const objects = [...ofKind(group, application), ...ofKind(group, applicationSet)];
  return objects.flatMap((object) => applicationsOf(object).flatMap(installsOf));
}

function installsOf(application: MadeApplication): ArgoInstall[] {
  const { object, name: applicationName, ownName, spec: { destination } } = application;
  const namespace = asText(asObject(destination).namespace);
  const sources = sourcesOf(application);
  return sources.flatMap((from) => {
    const { source, way } = from;
    const { chart, path, repoURL, targetRevision, helm } = source;
    const name = asText(chart) ?? asText(path);
    return name === undefined || isNoChart(source, sources) ? [] : [{
      by: object,
      application,
      from,
      name: applicationName,
      chart: name,
      repository: asText(repoURL),
      version: asText(targetRevision),
      namespace: namespace !== undefined && isUnknown(namespace) ? undefined : namespace,
      helmRelease: asText(asObject(helm).releaseName) ?? ownName,
      destination: argoDestination(asObject(destination)),
      layers: chart === undefined && helm === undefined
        // Whatever lies in the folder: Argo CD takes it for a chart by its Chart.yaml.
        ? ownValues(name, [])
        : layersOf(
          application, [...way, 'helm'], asObject(helm), chart === undefined ? asText(path) : undefined,
        ),
    }];
  });
}

/**
 * Whether a source is a folder of manifests: it says so, or another source takes what would be the values of
 * its chart for values of a chart of its own.
 */
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
  const files = asList(helm.valueFiles).flatMap((file) => fileLayer(asText(file) ?? '', folder));
  const at = (...steps: readonly PathStep[]) => application.field(...way, ...steps);
  const inline = isObject(helm.valuesObject)
    ? inlineLayers(helm.valuesObject, at('valuesObject'))
    : inlineLayers(asText(helm.values), at('values'));
  const parameters = asList(helm.parameters).map((entry, index) => {
    const { name, value, forceString } = asObject(entry);
    return setValue(asText(name) ?? '', asText(value) ?? '', at('parameters', index), forceString === true);
  });
  const fromFiles = asList(helm.fileParameters).map((entry): Layer => ({
    kind: 'unread',
    what: `the parameter ${asText(asObject(entry).name)} from a file`,
    add: 'the value in valuesObject',
  }));
  const unread = application.unread.map((what): Layer => ({
    kind: 'unread',
    what,
    add: 'what "argocd appset generate" makes of it',
  }));
  return [
    ...folder === undefined ? [] : ownValues(folder, files),
    ...files,
    ...inline,
    ...fromFiles,
    ...unread,
    ...(parameters.length > 0 ? [{ kind: 'set', sets: parameters } as const] : []),
  ];
}

/** By its name in Argo CD, else by the address of its API server; nothing where a generator fills it in. */
export function argoDestination({ name, server }: JsonObject): string | undefined {
  const isHere = asText(server) === ARGO_CD.inClusterServer;
  const cluster = asText(name) || (isHere ? ARGO_CD.inCluster : asText(server)) || undefined;
  return cluster !== undefined && isUnknown(cluster) ? undefined : cluster;
}

/** Whether a generator fills it in that the input does not show. */
function isUnknown(text: string): boolean {
  return /\{\{|\$\{/.test(text);
}

/** How a path of another source's repository begins. */
const REFERRED = /^\$[^/{]+\//;

/**
 * From the chart's folder, from the root of its repository, or from that of another source (`$ref/…`). An
 * unknown one is told of elsewhere.
 */
function fileLayer(file: string, folder: string | undefined): Layer[] {
  if (/^[a-z]+:\/\//.test(file)) {
    return [{ kind: 'unread', what: file, add: 'a file with its content' }];
  }
  const fromRoot = file.replace(REFERRED, '/');
  const path = fromRoot.startsWith('/') ? fromRoot.slice(1) : joined(folder ?? '', file);
  return isUnknown(file) ? [] : [{ kind: 'file', path }];
}
