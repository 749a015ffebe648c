// Tests: test/constructs/planes/plane.test.ts
import { ApiObject } from 'cdk8s';
import type { Deployment } from 'cdk8s-plus-28';
import { Construct, IConstruct } from 'constructs';
import { whole } from '../../../common/props/construct-props';
import { flag, optional, Shape } from '../../../common/props/prop-types';
import { BINDS_TASK_ROLES, TASK_NAMESPACE } from '../../../contract/union/kubernetes-access';
import { DATA_PLANE_IMAGE } from '../../../contract/union/workloads';
import { cdk8sPlus, inNoNamespace } from '../../objects/api-objects';
import { PlaneComponent } from '../../pods/labels';
import { SecretTarget } from '../../secrets/secret-target';
import { demandInChart } from '../../settings/chart-namespace';
import { withFiles } from '../../settings/context';
import { unusualPort } from '../network-policies';
import { _imageOf, settingsOf } from '../per-service';
import { finishPlane, Plane } from '../plane';
import { _refuseChartProps } from '../plane-design';
import { checkServices, PlaneWorkloads, SERVICES_PROPS, ServicesProps } from '../plane-workloads';
import { storageSecrets } from '../storage-access';
import {
  ANY_DATA_PLANE_PROPS, AnyDataPlaneProps, checkDataPlaneAuth, DataPlaneAuth,
} from './data-plane-auth';
import {
  TASK_OBJECTS, addAccess, addResourceTemplates, clusterNameOf, dataPlaneSettings, mountResourceTemplates,
} from './service-settings';

const apiVersion = 'admissionregistration.k8s.io/v1';

/** Cluster resource sync must write in all namespaces, because it creates those of tasks. */
const RESOURCE_RULES = [
  { apiGroups: [''], resources: ['namespaces', 'serviceaccounts', 'resourcequotas'] },
  { apiGroups: ['rbac.authorization.k8s.io'], resources: ['rolebindings'] },
].map((rule) => ({ ...rule, apiVersions: ['*'], operations: ['CREATE', 'UPDATE'] }));

const [[LABEL, VALUE]] = Object.entries(TASK_NAMESPACE);

/** The namespace of the request. An existing one must already have the label: the service must not add it. */
const HOME = 'request.resource.resource != "namespaces" ? dyn(namespaceObject) : request.operation == '
  + '"UPDATE" ? oldObject : object';
const HAS_LABEL = 'has(variables.home.metadata.labels) '
  + `&& "${LABEL}" in variables.home.metadata.labels && variables.home.metadata.labels["${LABEL}"] == `
  + `"${VALUE}"`;

/**
 * Restricts cluster resource sync to the namespaces of tasks. RBAC cannot, as it needs the names of
 * namespaces, which do not exist yet. Without the policy, code with its ServiceAccount can bind the
 * operator's role in kube-system, and read the Secrets there.
 *
 * Source: Kubernetes, `admissionregistration.k8s.io/v1`, since 1.30.
 */
function addTaskNamespacesPolicy(scope: Construct, namespace: string): void {
  const name = `${namespace}-${BINDS_TASK_ROLES}`;
  const user = `system:serviceaccount:${namespace}:${BINDS_TASK_ROLES}`;
  const clusterWide = (kind: string, spec: object) =>
    inNoNamespace(new ApiObject(scope, kind, { apiVersion, kind, metadata: { name }, ...{ spec } }));
  clusterWide('ValidatingAdmissionPolicy', {
    failurePolicy: 'Fail',
    // The API server's defaults; omitted fields would change at the next apply.
    matchConstraints: {
      matchPolicy: 'Equivalent',
      namespaceSelector: {},
      objectSelector: {},
      resourceRules: RESOURCE_RULES.map((rule) => ({ ...rule, scope: '*' })),
    },
    matchConditions: [
      { name: 'cluster-resource-sync', expression: `request.userInfo.username == "${user}"` },
    ],
    variables: [{ name: 'home', expression: HOME }],
    validations: [{
      expression: HAS_LABEL,
      message: `cluster resource sync writes only into namespaces with the label ${LABEL}=${VALUE}; `
        + 'label the namespace of a project and domain that another tool has created',
    }],
  });
  clusterWide('ValidatingAdmissionPolicyBinding', { policyName: name, validationActions: ['Deny'] });
}

/** A data plane in plain YAML. */
export interface DataPlaneProps extends AnyDataPlaneProps, ServicesProps {
  /**
   * Kinds of objects besides pods that plugins create for tasks; the services get access to them. Plural
   * resource names by API group: `{ 'ray.io': ['rayjobs'] }`. Enable the plugins in `config` of `settings`.
   *
   * @default - none
   */
  readonly taskObjects?: { [apiGroup: string]: string[] };

  /**
   * Whether an admission policy restricts cluster resource sync to the namespaces of tasks, which have the
   * label `union.ai/namespace-type: flyte`. Its ServiceAccount can write into any namespace, as it creates
   * those of tasks: without the policy it can bind the operator's role in `kube-system`. Requires Kubernetes
   * 1.30 or later.
   *
   * @default true
   */
  readonly restrictResourceSync?: boolean;
}

const DATA_PLANE_PROPS: Shape<DataPlaneProps> = {
  ...ANY_DATA_PLANE_PROPS,
  ...SERVICES_PROPS,
  taskObjects: TASK_OBJECTS,
  restrictResourceSync: optional(flag),
};

/** Only a plane without the chart needs these Secrets. */
class OwnDataPlaneAuth extends DataPlaneAuth {
  public override get _chartValues(): undefined {
    return undefined;
  }

  protected override _checked(props: DataPlaneProps): DataPlaneProps {
    return props;
  }

  protected override _furtherSecrets({ storage }: DataPlaneProps): readonly SecretTarget[] {
    return storageSecrets(storage);
  }
}

/**
 * A whole data plane with authentication, without Union's chart: Deployments, ConfigMaps, and the delivery of
 * the secret.
 *
 * @example
 * new DataPlane(chart, 'plane', {
 *   dataPlane: identity.dataPlane('us-east'),
 *   secrets,
 *   storage,
 *   images: { registry: 'registry.example.com/union', tag: '2026.8.3' },
 * });
 */
export class DataPlane extends Plane {
  /** Its authentication. */
  public readonly auth: DataPlaneAuth;

  /** @internal */
  protected readonly _workloads: PlaneWorkloads;

  /**
   * @throws when the namespace, a name or an image is invalid, another plane of the app is the same data
   * plane, the secret of its client has no location, extra configuration is for a missing service, or the
   * profile does not support the chart release. The error lists all problems.
   */
  public constructor(scope: Construct, id: string, props: DataPlaneProps) {
    super(scope, id);
    const { auth, workloads } = whole(this, () => {
      const own = checked(this, props);
      const authentication = new OwnDataPlaneAuth(this, 'auth', own);
      const made = { auth: authentication, workloads: this.addWorkloads(authentication, own) };
      finishPlane(this, {
        component: PlaneComponent.DATA_PLANE,
        auth: authentication,
        workloads: made.workloads,
        reachedPorts: { database: [], storage: unusualPort(own.storage._endpoint) },
      }, own);
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
    const { context, config, secretPlan } = auth._design;
    const names = context.release.dataPlane.workloads.map(({ name }) => name);
    const workloads = new PlaneWorkloads('DataPlane', names, {
      ...props,
      secretPlan,
    });
    const { dataPlane, storage, taskObjects = {} } = props;
    addResourceTemplates(this, context.namespace, names, storage);
    for (const contract of context.release.dataPlane.workloads) {
      const { name } = contract;
      const { deployment } = workloads.add(this, {
        contract,
        namespace: context.namespace,
        image: _imageOf(props.images, DATA_PLANE_IMAGE, settingsOf(props.settings, name)),
        configFiles: withFiles(
          dataPlaneSettings(context, name, { dataPlane, storage }),
          config.service(name)._files,
        ),
        serviceAccount: addAccess(this, name, { namespace: context.namespace, names, taskObjects }),
      });
      tellWhoItIs(deployment, clusterNameOf(context, dataPlane));
      if (name === BINDS_TASK_ROLES) {
        mountResourceTemplates(deployment);
        if (props.restrictResourceSync !== false) {
          addTaskNamespacesPolicy(new Construct(this, 'task-namespaces'), context.namespace);
        }
      }
    }
    return workloads;
  }
}

/** Checks all props before the first object is created. */
function checked(scope: IConstruct, props: DataPlaneProps): DataPlaneProps {
  return demandInChart(scope, 'DataPlane', props, DATA_PLANE_PROPS, (problems, own) => {
    _refuseChartProps(problems, props);
    if (props.appAuthentication !== undefined) {
      problems.add(
        'appAuthentication',
        props.appAuthentication,
        'applies to apps, which a plane in plain YAML does not serve; leave it out',
      );
    }
    checkDataPlaneAuth(problems, scope, own, (_, release) => {
      checkServices(problems, release.dataPlane.workloads, props);
    });
  });
}

/**
 * The variables with pod and cluster for services of a data plane (dataplane: templates/_helpers.tpl,
 * `global.env`).
 */
function tellWhoItIs(deployment: Deployment, clusterName: string): void {
  const { EnvFieldPaths, EnvValue } = cdk8sPlus();
  const [{ env }] = deployment.containers;
  // The API server's default; without it server-side apply reports a conflict.
  env.addVariable('POD_NAME', EnvValue.fromFieldRef(EnvFieldPaths.POD_NAME, { apiVersion: 'v1' }));
  env.addVariable('POD_NAMESPACE', EnvValue.fromFieldRef(EnvFieldPaths.POD_NAMESPACE, { apiVersion: 'v1' }));
  env.addVariable('CLUSTER_NAME', EnvValue.fromValue(clusterName));
}
