import { Construct, IConstruct } from 'constructs';
import { warn, whole } from '../../../common/props/construct-props';
import { demand } from '../../../common/props/prop-types';
import { PlaneComponent } from '../../pods/labels';
import { SecretTarget } from '../../secrets/secret-target';
import { inChart, recordDataPlane } from '../../settings/chart-namespace';
import { PlaneAuth } from '../plane-auth';
import { _checkExtraValues } from '../plane-props';
import { DATA_PLANE_AUTH_PROPS, DataPlaneAuthProps } from './data-plane-auth-props';
import { checkDataPlaneAuth, dataPlaneDesign } from './data-plane-design';
import { dataPlaneFacts, warnOfMissingApiKey } from './data-plane-facts';
import { recordPlane } from './second-plane';

/**
 * The authentication of a data plane, for use beside Union's Helm chart: emits what delivers the client
 * secret, and hands out the chart's override values.
 *
 * @example
 * const plane = new DataPlaneAuth(chart, 'auth', { dataPlane: identity.dataPlane('us-east'), secrets });
 * plane.helmValues.writeTo(app, 'dataplane.values.yaml');
 */
export class DataPlaneAuth extends PlaneAuth {
  /** Client ID with which the data plane signs in. */
  public readonly clientId: string;

  /**
   * @throws when the namespace or a name is invalid, another plane of the app is the same data plane, profile
   * and chart release do not go together, the secret of its client is not located, or the release does not
   * read a prop. The error lists all problems.
   */
  public constructor(scope: Construct, id: string, props: DataPlaneAuthProps) {
    super(scope, id);
    this.clientId = whole(this, () => this.made(checked(this, props)));
  }

  /**
   * The Secrets that only a plane without the chart has.
   *
   * @internal
   */
  protected _furtherSecrets(_props: DataPlaneAuthProps): readonly SecretTarget[] {
    return [];
  }

  private made(props: DataPlaneAuthProps): string {
    const design = dataPlaneDesign(props, this._furtherSecrets(props));
    const { release } = design.context;
    const plane = dataPlaneFacts(props);
    recordPlane(this, props.dataPlane);
    recordDataPlane(this, { ...design.context, dataPlane: props.dataPlane });
    warnOfMissingApiKey(this, props.dataPlane.identity, plane, release);
    if (props.appAuthentication === false) {
      warn(
        this,
        'apps that this data plane serves are open to everyone who reaches them (appAuthentication: false)',
      );
    }
    this._emit(design, props.secrets, PlaneComponent.DATA_PLANE);
    return plane.clientId;
  }
}

/** The props, with the namespace of the chart where they name none. */
function checked(scope: IConstruct, props: DataPlaneAuthProps): DataPlaneAuthProps {
  demand('DataPlaneAuth', props, DATA_PLANE_AUTH_PROPS, (problems) => {
    _checkExtraValues(problems, 'dataplane', props);
    checkDataPlaneAuth(problems, scope, inChart(scope, props));
  });
  return inChart(scope, props);
}
