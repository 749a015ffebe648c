import { IConstruct } from 'constructs';
import { Problems } from '../../../common/props/problems';
import { DATA_PLANE_NAMESPACE } from '../../../contract/union/workloads';
import { HELM_RELEASE_NAMES } from '../../../contract/upstream/helm';
import { PlaneConfig } from '../../config/plane-config';
import { dataPlaneSecrets } from '../../secrets/data-plane-secrets';
import { SecretTarget } from '../../secrets/secret-target';
import {
  FurtherChecks, PlaneContextProps, checkPlaneContext, planeContext,
} from '../../settings/plane-context';
import { chartValues, PlaneDesign } from '../plane-design';
import { checkDataPlane } from './check-data-plane';
import type { DataPlaneAuthProps } from './data-plane-auth-props';
import { dataPlaneFacts, secretContents } from './data-plane-facts';
import { dataPlaneValues } from './data-plane-values';
import { checkOnlyPlane } from './second-plane';

/** Checks everything that the authentication of a data plane demands; a whole plane adds its own checks. */
export function checkDataPlaneAuth(
  problems: Problems, scope: IConstruct, props: DataPlaneAuthProps, furtherChecks?: FurtherChecks,
): void {
  checkPlaneContext(problems, withIdentity(props), (_, release, chosen) => {
    checkOnlyPlane(problems, scope, props.dataPlane);
    checkDataPlane(problems, props, release);
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
  const { dataPlane, chartCreatesSecret = false, releaseName = HELM_RELEASE_NAMES.dataplane } = props;
  const context = planeContext(withIdentity(props), DATA_PLANE_NAMESPACE);
  const plane = dataPlaneFacts(props);
  const { clientId, controlPlaneHost } = plane;
  const secretPlan = dataPlaneSecrets(dataPlane.identity, context.namespace, {
    ...secretContents(dataPlane.identity, plane),
    creator: chartCreatesSecret ? releaseName : undefined,
    further,
  });
  const config = PlaneConfig._ofDataPlane(context, {
    clientId, clusterName: dataPlane.clusterName, controlPlaneHost, secretPlan,
  });
  const helmValues = chartValues(props, { context, secretPlan }, {
    plane: context.release.dataPlane,
    releaseName,
    clusterName: dataPlane.clusterName,
    title: 'Authentication of a Union data plane',
    values: dataPlaneValues(context, config, plane, {
      create: chartCreatesSecret, appAuthentication: props.appAuthentication,
    }),
  });
  return { context, secretPlan, helmValues, config };
}

/** Its identity is that of the data plane. */
function withIdentity(props: DataPlaneAuthProps): PlaneContextProps {
  return { ...props, identity: props.dataPlane.identity };
}
