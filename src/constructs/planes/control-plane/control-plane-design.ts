import { JsonObject } from '../../../common/data/json';
import { Problems } from '../../../common/props/problems';
import { ReleaseContract } from '../../../contract/union/release-contract';
import { API_KEY_SERVICE, controlPlaneWorkloads } from '../../../contract/union/services';
import { CONTROL_PLANE_NAMESPACE, WorkloadContract } from '../../../contract/union/workloads';
import { HELM_RELEASE_NAMES } from '../../../contract/upstream/helm';
import { PlaneConfig } from '../../config/plane-config';
import { _demandOfPeople } from '../../identity/check-applications';
import { DEVIATIONS } from '../../identity/deviations';
import { ControlPlaneSecretOptions, controlPlaneSecrets } from '../../secrets/control-plane-secrets';
import { checkOwnEntry } from '../../secrets/own-entry';
import {
  FurtherChecks, PlaneContext, checkPlaneContext, planeContext, unsupported,
} from '../../settings/plane-context';
import { chartValues, PlaneDesign } from '../plane-design';
import { ApiKeyOverride, apiKeyMount } from './api-key-override';
import { apiKeys, checkSeeds, seededApiKeys } from './api-key-seeds';
import { checkAuthorization } from './authorization-checks';
import type { ControlPlaneAuthProps } from './control-plane-auth-props';
import { controlPlaneValues, withClearedHeaders } from './control-plane-values';
import { checkEdgeOfChart } from './edge-of-chart';
import { checkEntraDirectory, entraDirectoryEntry } from './entra-directory';
import { checkMigration, noteOfOldKeys, olderReleases } from './migration';
import { checkServiceSubject } from './service-subject';

/**
 * Checks everything that the authentication of a control plane demands; a whole plane adds its own checks.
 */
export function checkControlPlaneAuth(
  problems: Problems, props: ControlPlaneAuthProps, furtherChecks?: FurtherChecks,
): void {
  checkPlaneContext(problems, props, (_, release, chosen) => {
    const { controlPlane } = release;
    checkApplicationSecrets(problems, props);
    checkServiceSubject(problems, props.identity, controlPlane);
    checkMigration(problems, props, chosen);
    checkAuthorization(problems, props, controlPlane, chosen);
    checkSeeds(problems, props, controlPlane);
    if (props.edge) {
      checkEdgeOfChart(problems, props.edge, controlPlane, chosen);
    }
    if (props.entraDirectory && !controlPlane.identityService) {
      unsupported(problems, 'entraDirectory', props.entraDirectory, chosen);
    } else if (props.entraDirectory) {
      checkEntraDirectory(problems, props, props.entraDirectory);
    }
    furtherChecks?.(problems, release, chosen);
  });
}

/** The applications that every control plane has, and where their secrets lie. */
function checkApplicationSecrets(
  problems: Problems, { identity, secrets, databasePassword }: ControlPlaneAuthProps,
): void {
  _demandOfPeople(problems, identity);
  const { web, service } = identity._applications;
  const read = identity._mend(DEVIATIONS.webClientSecret, { web, service }, { service });
  for (const [name, application] of Object.entries(read)) {
    if (application) {
      secrets._checkOwn(problems, `identity.applications.${name}.secret`, application.secret,
        `give the place of the secret of client ${application.clientId}`);
    }
  }
  if (databasePassword !== undefined) {
    secrets._checkOwn(problems, 'databasePassword', databasePassword, '');
    checkOwnEntry(problems, { identity, secrets }, 'databasePassword', { remote: databasePassword });
  }
}

/** What the plane itself needs of its Secrets, without the chart. */
export type OwnSecrets = Pick<ControlPlaneSecretOptions, 'databasePassword' | 'further'>;

/**
 * What the authentication of a control plane comes to; the props are checked.
 *
 * @param own given where there is no chart that renders Secrets too
 */
export function controlPlaneDesign(props: ControlPlaneAuthProps, own?: OwnSecrets): PlaneDesign {
  const { identity, authorization, entraDirectory, releaseName = HELM_RELEASE_NAMES.controlplane } = props;
  const context: PlaneContext = {
    ...planeContext(props, CONTROL_PLANE_NAMESPACE),
    trustedClientIds: identity._applications._further.map(({ clientId }) => clientId),
    authorization,
  };
  const { release, chartVersion } = context;
  const seeds = seededApiKeys(identity, release.controlPlane);
  const secretPlan = controlPlaneSecrets(context, {
    apiKeySeeds: seeds,
    olderReleases: olderReleases(props, chartVersion),
    shared: entraDirectory && [entraDirectoryEntry(entraDirectory)],
    ...(own ?? { releaseName, databasePassword: props.databasePassword }),
  });
  const overrides = apiKeys(identity, release.controlPlane);
  const config = PlaneConfig._ofControlPlane(context, {
    secretPlan, workloads: workloadsOf(release, overrides),
  });
  const ownValues = props.extraValues as JsonObject;
  const helmValues = chartValues(props, { context, secretPlan }, {
    plane: release.controlPlane,
    releaseName,
    title: 'Authentication of the Union control plane',
    notes: props.secrets._delivers ? noteOfOldKeys(secretPlan, chartVersion) : [],
    trustedClients: context.trustedClientIds,
    values: controlPlaneValues(context, config, {
      apiKeyOverrides: overrides, edge: props.edge, entraDirectory,
    }),
    extraValues: identity._mend(DEVIATIONS.subrequestHeaders, withClearedHeaders(ownValues), ownValues),
    furtherSecrets: { [API_KEY_SERVICE]: seeds.map(({ secretName }) => secretName) },
  });
  return { context, secretPlan, helmValues, config };
}

/** The services of the plane, with the Secrets of the API keys that one of them makes. */
function workloadsOf(release: ReleaseContract, overrides: readonly ApiKeyOverride[]): WorkloadContract[] {
  return controlPlaneWorkloads(release).map((workload) => (workload.name === API_KEY_SERVICE
    ? { ...workload, secretMounts: [...workload.secretMounts, ...overrides.map(apiKeyMount)] }
    : workload));
}
