import { namespaceName } from '../_internal/checks';
import { Problems } from '../_internal/problems';
import { ConfigContext } from '../config/context';
import { ChartRelease } from '../contract/chart-release';
import { CURRENT_RELEASE, RELEASES } from '../contract/releases';
import { AuthProfile, UnionAuth } from '../identity';

export interface PlaneContext extends ConfigContext {
  readonly chartRelease: ChartRelease;
}

/** Checks what the constructs of both planes have in common, and resolves their defaults. */
export function planeContext(subject: string, auth: UnionAuth, namespace: string, chartRelease?: ChartRelease): PlaneContext {
  const isGuide = auth.profile === AuthProfile.GUIDE;
  const chosen = chartRelease ?? (isGuide ? ChartRelease.V2026_3 : CURRENT_RELEASE);
  const problems = new Problems(subject).check('namespace', namespace, namespaceName);
  if (!(chosen in RELEASES)) {
    problems.add('chartRelease', chosen, `is unknown; known are ${Object.values(ChartRelease).join(', ')}. A new release is a new file in src/contract`);
  } else if (isGuide && chosen !== ChartRelease.V2026_3) {
    problems.add('chartRelease', chosen, `is not what the guide describes; use ${ChartRelease.V2026_3} with AuthProfile.GUIDE, or AuthProfile.HARDENED`);
  }
  problems.throwIfAny();
  return { auth, namespace, chartRelease: chosen, release: RELEASES[chosen] };
}
