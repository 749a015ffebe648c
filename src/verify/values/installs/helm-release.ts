import { RELEASE_VALUES } from '../../../common/values/helm-output';
import { asText } from '../../kube/json-access';
import type { KubeObject } from '../../kube/kube-object';
import type { Install } from './install';

/** Whether a document is the values in the output of `helm get all`. */
export function isHelmRelease({ raw }: KubeObject): boolean {
  return RELEASE_VALUES.some((key) => raw[key] === null);
}

export function helmReleaseInstalls(document: KubeObject): Install[] {
  const { NAME: name, NAMESPACE: namespace, VERSION: version, ...rest } = document.raw;
  const values = Object.fromEntries(Object.entries(rest).filter(([key]) => !RELEASE_VALUES.includes(key)));
  return [{
    by: document,
    name: `the release of ${document.source.file}`,
    version: asText(version),
    namespace: asText(namespace),
    releaseName: asText(name),
    layers: [{ kind: 'map', values, at: document.field() }],
  }];
}
