import { IConstruct } from 'constructs';
import { warn } from '../../../common/props/construct-props';
import { Problems } from '../../../common/props/problems';
import { compareVersions, ReleaseContract } from '../../../contract/union/release-contract';
import { ChartVersion } from '../../../contract/union/releases/chart-version';
import { SecretPlan } from '../../secrets/secret-target';
import { ControlPlaneAuthProps } from './control-plane-auth-props';

/** The releases before one, from that on which a migration begins. */
export function olderReleases(
  { migratingFrom }: Pick<ControlPlaneAuthProps, 'migratingFrom'>, to: ChartVersion,
): ReleaseContract[] {
  return ChartVersion._all
    .filter(({ version }) =>
      compareVersions(version, to.version) < 0
        && compareVersions(version, migratingFrom?.version ?? version) >= 0)
    .map(({ _contract }) => _contract);
}

export function checkMigration(
  problems: Problems, { migratingFrom }: Pick<ControlPlaneAuthProps, 'migratingFrom'>, to: ChartVersion,
): void {
  if (migratingFrom && compareVersions(migratingFrom.version, to.version) > 0) {
    problems.add(
      'migratingFrom',
      migratingFrom.version,
      `is newer than the chart release ${to}; name the release that runs, or ${to} itself`,
    );
  }
}

/** Names what can be taken out later, to whoever has said that a release is on its way. */
export function warnOfOldKeys(
  construct: IConstruct,
  plan: SecretPlan,
  { migratingFrom }: Pick<ControlPlaneAuthProps, 'migratingFrom'>,
  to: ChartVersion,
): void {
  const old = oldKeys(plan);
  if (migratingFrom && old.length > 0) {
    warn(construct, `the chart of ${migratingFrom} reads ${old.join(', ')}, which ${to} does not: delivered `
      + 'anyway, for pods that run until the upgrade and for a rollback. Once you will not roll back, '
      + `set migratingFrom to ${to}.`);
  }
}

/**
 * The same for the head of the values: no one knows whether anything older runs, and a fresh installation
 * needs no warning.
 */
export function noteOfOldKeys(plan: SecretPlan, to: ChartVersion): string[] {
  const old = oldKeys(plan);
  return old.length === 0 ? [] : [
    `Our Secrets have ${old.join(', ')} as well: older releases of the chart read it, and ${to} does not. `
      + 'Pods that run',
    'until the upgrade need it, and so does a rollback. Afterwards, and where nothing older ever ran, set',
    `migratingFrom to ${to} to leave it out.`,
  ];
}

function oldKeys({ targets }: SecretPlan): string[] {
  return targets.flatMap(({ secretName, entries }) =>
    entries.filter(({ ofOlderRelease }) => ofOlderRelease).map(({ key }) => `${key} of ${secretName}`));
}
