import { ARGO_CD, FLUX } from '../../contract/upstream/gitops';
import { HELM_KEEP } from '../../contract/upstream/helm';

/**
 * What stands on a Secret that others keep keys in: whoever stops to render it, or goes, leaves it in the
 * cluster.
 */
export const KEPT: Readonly<Record<string, string>> = {
  ...ARGO_CD.keep,
  ...FLUX.keep,
  [HELM_KEEP.annotation]: HELM_KEEP.value,
};
