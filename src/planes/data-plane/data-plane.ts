import { Construct } from 'constructs';
import { Shape, checkProps } from '../../_internal/kinds';
import { Problems } from '../../_internal/problems';
import { whole } from '../../_internal/whole';
import { DATA_PLANE_IMAGE } from '../../contract/union/images';
import { ReleaseContract } from '../../contract/union/release-contract';
import { PlaneComponent } from '../../pods/labels';
import { SecretTarget } from '../../secrets/secret-target';
import { dataPlaneBlocks } from '../../settings/data-plane';
import { toConfigFiles } from '../../settings/render';
import { controlPlaneConnection, withConnections } from '../connections';
import { finishPlane } from '../finish-plane';
import { _imageOf } from '../images';
import { Plane } from '../plane';
import { PlaneWorkloads, SERVICES_PROPS, ServicesProps, checkServices } from '../plane-workloads';
import { storageRemotes, storageSecrets } from '../storage-secret';
import { unusualPort } from '../url-port';
import { DataPlaneAuth } from './data-plane-auth';
import { DATA_PLANE_AUTH_PROPS, DataPlaneAuthProps } from './data-plane-auth-props';
import { checkDataPlaneAuth } from './data-plane-design';

/** A data plane in plain YAML. */
export interface DataPlaneProps extends DataPlaneAuthProps, ServicesProps {}

const DATA_PLANE_PROPS: Shape<DataPlaneProps> = { ...DATA_PLANE_AUTH_PROPS, ...SERVICES_PROPS };

/** Nothing but the plane itself needs these Secrets. */
class OwnDataPlaneAuth extends DataPlaneAuth {
  public override get _chartValues(): undefined {
    return undefined;
  }

  protected override _furtherSecrets({ storage }: DataPlaneProps): readonly SecretTarget[] {
    return storageSecrets(storage);
  }
}

/** A whole data plane with authentication, without Union's chart: Deployments, ConfigMaps, and what delivers the secret. */
export class DataPlane extends Plane {
  /** Its authentication. */
  public readonly auth: DataPlaneAuth;

  /** @internal */
  protected readonly _workloads: PlaneWorkloads;

  /**
   * @throws when the namespace, a name or an image is invalid, the secret of a client of its own is not located, extra
   * configuration is for a service that is not there, or profile and chart release do not go together. The error lists all
   * problems.
   */
  public constructor(scope: Construct, id: string, props: DataPlaneProps) {
    super(scope, id);
    const { auth, workloads } = whole(this, () => {
      check(props);
      const authentication = new OwnDataPlaneAuth(this, 'auth', props);
      const made = { auth: authentication, workloads: this.addWorkloads(authentication, props) };
      finishPlane(this, {
        component: PlaneComponent.DATA_PLANE,
        context: authentication._design.context,
        workloads: made.workloads,
        reachedPorts: unusualPort(props.storage._endpoint),
      }, props);
      return made;
    });
    this.auth = auth;
    this._workloads = workloads;
  }

  /** Client ID with which the data plane signs in. */
  public get clientId(): string {
    return this.auth.clientId;
  }

  /** @internal */
  protected get _auth(): DataPlaneAuth {
    return this.auth;
  }

  private addWorkloads(auth: DataPlaneAuth, props: DataPlaneProps): PlaneWorkloads {
    const { context } = auth._design;
    const workloads = new PlaneWorkloads('DataPlane', serviceNames(context.release), {
      ...props,
      ownSecrets: [...(props.clientSecret ? [props.clientSecret] : []), ...storageRemotes(props.storage)],
    });
    const blocks = dataPlaneBlocks(context, auth.clientId);
    for (const contract of context.release.dataPlane.workloads) {
      workloads.add(this, {
        contract,
        namespace: context.namespace,
        image: _imageOf(props, DATA_PLANE_IMAGE, contract.name),
        configFiles: withConnections(toConfigFiles(blocks, contract.name, false), controlPlaneConnection(context)),
      });
    }
    return workloads;
  }
}

/** Everything at once, before the first object exists. */
function check(props: DataPlaneProps): void {
  const problems = new Problems('DataPlane');
  if (checkProps(problems, props, DATA_PLANE_PROPS)) {
    checkDataPlaneAuth(problems, props, (_, release) => checkServices(problems, serviceNames(release), props));
  }
  problems.throwIfAny();
}

function serviceNames({ dataPlane }: ReleaseContract): string[] {
  return dataPlane.workloads.map(({ name }) => name);
}
