import { Construct } from 'constructs';
import { valueAt } from '../../../common/data/json';
import { whole } from '../../../common/props/construct-props';
import { INGRESS_NGINX } from '../../../contract/edges/known-edges';
import { INGRESS_PROVIDER, rendersGateway, rendersIngresses } from '../../../contract/union/gateway-routes';
import { CHART_HOST_NETWORK } from '../../../contract/upstream/ingress-nginx';
import { emitNginxGate } from '../../edge/ingress-nginx/ingress-nginx-annotations';
import { PlaneComponent } from '../../pods/labels';
import { demandInChart, recordControlPlane } from '../../settings/chart-namespace';
import { PlaneAuth } from '../plane-auth';
import { _checkExtraValues } from '../plane-design';
import type { PlaneDesign } from '../plane-design';
import { warnAboutAuthorization } from './authorization-checks';
import {
  CONTROL_PLANE_AUTH_PROPS, ControlPlaneAuthProps, warnOfAssumedSubject, warnOfOldKeys,
} from './control-plane-auth-props';
import { checkControlPlaneAuth, controlPlaneDesign, OwnSecrets, warnOfEdge } from './control-plane-design';

/**
 * The authentication of the control plane beside Union's Helm chart: emits the delivery of client secrets and
 * the auth gate of the chart's Ingresses, and returns override values for the chart.
 *
 * @example
 * const plane = new ControlPlaneAuth(chart, 'auth', { identity, secrets });
 * plane.helmValues.writeTo(app, 'controlplane.values.yaml');
 */
export class ControlPlaneAuth extends PlaneAuth {
  /**
   * @throws when the namespace is invalid, the profile does not support the chart release, eager clients
   * cannot be seeded, Union's roles lack the subject of an application or a way to distinguish applications
   * from people, or the release does not support a prop. The error lists all problems.
   */
  public constructor(scope: Construct, id: string, props: ControlPlaneAuthProps) {
    super(scope, id);
    whole(this, () => this.make(this._checked(props)));
  }

  /**
   * The props, with the namespace of the chart where they name none. A plane in plain YAML has checked them.
   *
   * @internal
   */
  protected _checked(props: ControlPlaneAuthProps): ControlPlaneAuthProps {
    return demandInChart(this, 'ControlPlaneAuth', props, CONTROL_PLANE_AUTH_PROPS, (problems, own) => {
      _checkExtraValues(problems, 'controlplane', own);
      checkControlPlaneAuth(problems, own);
    });
  }

  /**
   * Additional content of the Secrets; undefined with the chart, which renders some of them too.
   *
   * @internal
   */
  protected _ownSecrets(_props: ControlPlaneAuthProps): OwnSecrets | undefined {
    return undefined;
  }

  private make(props: ControlPlaneAuthProps): void {
    const own = this._ownSecrets(props);
    const design = controlPlaneDesign(props, own);
    warnAboutAuthorization(this, design.context, own === undefined);
    if (own === undefined) {
      warnOfEdge(this, design.context, props.edge);
    }
    warnOfAssumedSubject(this, props.identity, design.context.release.controlPlane);
    const { hasIngresses, hasGateway } = own ? NO_CHART : routesOfChart(design);
    if (hasIngresses) {
      const { known, gate } = props.edge?.controller._kind ?? {};
      emitNginxGate(
        this, props.identity, design.context.namespace, known === INGRESS_NGINX ? gate : undefined,
      );
    }
    this._emit(design, props.secrets, PlaneComponent.CONTROL_PLANE);
    if (props.secrets._delivers) {
      warnOfOldKeys(this, design.secretPlan, props, design.context.chartVersion);
    }
    recordControlPlane(this, {
      ...design.context,
      hasGateway,
      hasHostNetwork: valueAt(design.helmValues._object, CHART_HOST_NETWORK) === true,
    });
  }
}

const NO_CHART = { hasIngresses: false, hasGateway: false };

/** Whether the chart renders Ingresses with these values, and whether a Gateway. */
function routesOfChart({ context: { release }, helmValues }: PlaneDesign): typeof NO_CHART {
  const provider = valueAt(helmValues._object, INGRESS_PROVIDER);
  return {
    hasIngresses: rendersIngresses(release.controlPlane, provider),
    hasGateway: rendersGateway(release.controlPlane, provider),
  };
}
