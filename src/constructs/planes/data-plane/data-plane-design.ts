import { IConstruct } from 'constructs';
import { JsonObject, mergeValues } from '../../../common/data/json';
import { among } from '../../../common/props/checks';
import { Problems } from '../../../common/props/problems';
import { DATA_PLANE_NAMESPACE } from '../../../contract/union/namespaces';
import { ReleaseContract } from '../../../contract/union/release-contract';
import { WorkloadContract } from '../../../contract/union/workloads';
import { HELM_RELEASE_NAMES } from '../../../contract/upstream/helm';
import { dataPlaneSecrets } from '../../secrets/data-plane-secrets';
import { SecretTarget } from '../../secrets/secret-target';
import { FurtherChecks, checkPlaneContext, planeContext } from '../../settings/plane-context';
import { HelmValues } from '../../values';
import { PlaneDesign } from '../plane-auth';
import { restartByHand, rotationValues } from '../rotation';
import { keepBeforeUpgrade } from '../take-over';
import { checkDataPlaneIdentity } from './check-data-plane-identity';
import type { DataPlaneAuthProps } from './data-plane-auth-props';
import { dataPlaneIdentity, secretContents } from './data-plane-identity';
import { dataPlaneValues } from './data-plane-values';
import { checkOnlyPlane } from './second-plane';

/** Checks everything that the authentication of a data plane demands; a whole plane adds its own checks. */
export function checkDataPlaneAuth(
  problems: Problems, scope: IConstruct, props: DataPlaneAuthProps, furtherChecks?: FurtherChecks,
): void {
  checkPlaneContext(problems, props, (_, release, chosen) => {
    checkOnlyPlane(problems, scope, props);
    checkDataPlaneIdentity(problems, props, release);
    furtherChecks?.(problems, release, chosen);
  });
}

/**
 * What the authentication of a data plane comes to; the props are checked.
 *
 * @param further Secrets that only a plane without the chart has
 */
export function dataPlaneDesign(
  props: DataPlaneAuthProps, further: readonly SecretTarget[] = [],
): PlaneDesign {
  const { identity, secrets, chartCreatesSecret = false, releaseName = HELM_RELEASE_NAMES.dataplane } = props;
  const extraValues = props.extraValues as JsonObject;
  const context = planeContext(props, DATA_PLANE_NAMESPACE);
  const { namespace, release, chartVersion } = context;
  const { secretReaders } = release.dataPlane;
  const plane = dataPlaneIdentity(props);
  const ownSecrets = plane.client.remote ? [plane.client.remote] : [];
  const secretPlan = dataPlaneSecrets(identity, namespace, {
    ...secretContents(identity, plane),
    creator: chartCreatesSecret ? releaseName : undefined,
    further,
  });
  return {
    context,
    secretPlan,
    ownSecrets,
    helmValues: HelmValues._forChart({
      contract: release.dataPlane.values,
      release: chartVersion,
      target: { releaseName, namespace, takesOver: secrets._takenOver(secretPlan) },
      heading: [
        `Authentication of a Union data plane, chart release ${chartVersion}.`,
        ...restartByHand(secretReaders, secrets, namespace),
        ...keepBeforeUpgrade(secretPlan),
      ],
      values: mergeValues(
        dataPlaneValues(context, plane, {
          create: chartCreatesSecret, appAuthentication: props.appAuthentication,
        }),
        rotationValues(secretReaders, secrets, { extraValues, own: ownSecrets }),
      ),
      extraValues,
    }),
    workload: (name) => workloadNamed(name, release),
  };
}

function workloadNamed(name: string, { dataPlane }: ReleaseContract): WorkloadContract {
  const known = dataPlane.workloads.map((workload) => workload.name);
  new Problems('DataPlane')
    .check('service', name, among(known, `is no service of this release; it has ${known.join(', ')}`))
    .throwIfAny();
  return dataPlane.workloads.find((workload) => workload.name === name)!;
}
