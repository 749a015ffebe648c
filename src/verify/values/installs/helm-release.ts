import { isObject, JsonObject } from '../../../common/data/json';
import type { PathStep } from '../../../common/data/json';
import { RELEASE_VALUES } from '../../../common/values/helm-output';
import { asList, asObject, asText } from '../../kube/json-access';
import type { KubeObject } from '../../kube/kube-object';
import type { Install } from './install';

/** Whether a document is a release, or the values of what `helm get all` prints of one. */
export function isHelmRelease({ raw }: KubeObject): boolean {
  return isHelmRecord(raw) || RELEASE_VALUES.some((key) => raw[key] === null);
}

/** What `helm status -o json` or `-o yaml` prints. Source: Helm, `pkg/release/release.go`. */
export function isHelmRecord({ name, info, manifest }: JsonObject): boolean {
  return typeof name === 'string' && isObject(info) && typeof manifest === 'string';
}

/** The objects of a release, as texts with their places. */
export function manifestsIn(document: JsonObject): { path: readonly PathStep[]; text: string }[] {
  if (!isHelmRecord(document)) {
    return [];
  }
  const hooks = asList(document.hooks).map((hook, index) =>
    ({ path: ['hooks', index, 'manifest'], text: asText(asObject(hook).manifest) ?? '' }));
  return [{ path: ['manifest'], text: asText(document.manifest) ?? '' }, ...hooks];
}

/** A release with the values that it was installed with. */
export function helmReleaseInstalls(document: KubeObject): Install[] {
  const said = isHelmRecord(document.raw) ? recorded(document) : printed(document);
  return [{ by: document, name: `the release of ${document.source.file}`, ...said }];
}

type Said = Pick<Install, 'version' | 'namespace' | 'releaseName' | 'layers'>;

function recorded(document: KubeObject): Said {
  const { name, namespace, chart, config } = document.raw;
  return {
    version: asText(asObject(asObject(chart).metadata).version),
    namespace: asText(namespace),
    releaseName: asText(name),
    layers: [{ kind: 'map', values: asObject(config), at: document.field('config') }],
  };
}

function printed(document: KubeObject): Said {
  const { NAME: name, NAMESPACE: namespace, VERSION: version, ...rest } = document.raw;
  const values = Object.fromEntries(Object.entries(rest).filter(([key]) => !RELEASE_VALUES.includes(key)));
  return {
    version: asText(version),
    namespace: asText(namespace),
    releaseName: asText(name),
    layers: [{ kind: 'map', values, at: document.field() }],
  };
}
