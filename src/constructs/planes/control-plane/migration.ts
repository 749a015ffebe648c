import { IConstruct } from 'constructs';
import { Problems } from '../../../common/props/problems';
import { warn } from '../../../common/props/warning';
import { compareVersions } from '../../../contract/union/chart-version';
import { ReleaseContract } from '../../../contract/union/release-contract';
import { ChartRelease } from '../../../contract/union/releases/chart-release';
import { SecretPlan } from '../../secrets/secret-target';
import { ControlPlaneAuthProps } from './control-plane-auth-props';

/** The releases before one, from that on which a migration begins. */
export function olderReleases({ migratingFrom }: Pick<ControlPlaneAuthProps, 'migratingFrom'>, to: ChartRelease): ReleaseContract[] {
  return ChartRelease._all
    .filter(({ version }) => compareVersions(version, to.version) < 0 && compareVersions(version, migratingFrom?.version ?? version) >= 0)
    .map(({ _contract }) => _contract);
}

export function checkMigration(problems: Problems, { migratingFrom }: Pick<ControlPlaneAuthProps, 'migratingFrom'>, to: ChartRelease): void {
  if (migratingFrom && compareVersions(migratingFrom.version, to.version) > 0) {
    problems.add('migratingFrom', migratingFrom.version, `is newer than the chart release ${to}; name the release that runs, or ${to} itself`);
  }
}

/** Names what can be taken out later. */
export function warnOfOldKeys(construct: IConstruct, { targets }: SecretPlan, to: ChartRelease): void {
  const old = targets.flatMap(({ secretName, entries }) =>
    entries.filter(({ ofOlderRelease }) => ofOlderRelease).map(({ key }) => `${key} of ${secretName}`));
  if (old.length > 0) {
    warn(construct, `older releases of the chart read ${old.join(', ')}, which ${to} does not: delivered all the same, for pods that run until `
      + `the upgrade and for the way back. Once nobody goes back, or where nothing older ever ran, say migratingFrom: ChartRelease.of("${to}").`);
  }
}
