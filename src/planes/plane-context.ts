import { namespaceName } from '../_internal/checks';
import { Problems } from '../_internal/problems';
import { ReleaseContract } from '../contract/union/release-contract';
import { ChartRelease } from '../contract/union/releases/chart-release';
import { unknownRelease } from '../contract/union/releases/release-eras';
import { CURRENT_RELEASE, RELEASES } from '../contract/union/releases/releases';
import { AuthProfile, UnionAuth } from '../identity';
import { ConfigContext } from '../settings/context';

export interface PlaneContext extends ConfigContext {
  readonly chartRelease: ChartRelease;
}

/** Checks what one construct demands besides, once its release is known. */
export type FurtherChecks = (problems: Problems, release: ReleaseContract, chosen: ChartRelease) => void;

/** Checks what the constructs of both planes have in common, and resolves their defaults. */
export function planeContext(
  subject: string,
  auth: UnionAuth,
  namespace: string,
  chartRelease?: ChartRelease,
  furtherChecks?: FurtherChecks,
): PlaneContext {
  const isGuide = auth.profile === AuthProfile.GUIDE;
  const chosen = chartRelease ?? (isGuide ? ChartRelease.V2026_3 : CURRENT_RELEASE);
  const problems = new Problems(subject).check('namespace', namespace, namespaceName);
  if (!(chosen in RELEASES)) {
    problems.add('chartRelease', chosen, unknownRelease(chosen));
  } else {
    if (isGuide && chosen !== ChartRelease.V2026_3) {
      problems.add('chartRelease', chosen, `is not what the guide describes; use ${ChartRelease.V2026_3} with AuthProfile.GUIDE, or AuthProfile.HARDENED`);
    }
    furtherChecks?.(problems, RELEASES[chosen], chosen);
  }
  problems.throwIfAny();
  return { auth, namespace, chartRelease: chosen, release: RELEASES[chosen] };
}

/** A prop that the chosen release has no key for. */
export function unsupported(problems: Problems, prop: string, value: unknown, chosen: ChartRelease): void {
  problems.add(prop, value, `is not read by chart release ${chosen}; leave it out, or use a release that reads it`);
}
