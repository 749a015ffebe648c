import type { ServiceAccount } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { SERVED_ELSEWHERE_ANNOTATION } from '../../../contract/own-annotations';
import { UNION_AUTHZ } from '../../../contract/union/authorizer';
import { CONTROL_PLANE_IMAGE } from '../../../contract/union/images';
import { isUnionService } from '../../../contract/union/union-services';
import { WorkloadContract } from '../../../contract/union/workloads';
import { controlPlaneBlocks } from '../../settings/control-plane';
import { toConfigFiles } from '../../settings/render';
import { ConfigFiles, withFiles } from '../config-files';
import { adminConnection, unionServiceConnections, withConnections } from '../connections';
import { _imageOf } from '../images';
import { PlaneDesign } from '../plane-auth';
import { PlaneWorkloads } from '../plane-workloads';
import { refuseDoubles } from '../refuse-doubles';
import { storageRemotes } from '../storage-secret';
import { Workload } from '../workload';
import { apiKeys } from './control-plane-design';
import { ControlPlaneProps } from './control-plane-props';
import { databaseConfig, mountDatabaseAuthority, withDatabasePassword } from './database-access';
import { addGenerateSecrets, flyteadminServiceAccount } from './generate-secrets';
import { withProjects } from './initial-projects';
import { flyteadminSettings, serviceSettings } from './service-settings';
import { serviceContract, serviceImageOf, serviceNames, servicesOf } from './services';
import { unionAuthzAccount } from './union-authz';

/** Adds flyteadmin, its scheduler and all further services; the props are checked. */
export function addServices(
  plane: Construct, { context, ownSecrets, secretPlan, workload }: PlaneDesign, props: ControlPlaneProps,
): PlaneWorkloads {
  const { flyteadmin, scheduler } = context.release.controlPlane;
  const { database, servedElsewhere = [], extraConfig = {} } = props;
  const names = serviceNames(context.release, props);
  const surroundings = {
    services: [...names, ...servedElsewhere],
    organization: props.auth.organization,
    apiKeyOverrides: apiKeys(props, context.release.controlPlane),
    entraDirectory: props.entraDirectory,
  };
  const workloads = new PlaneWorkloads('ControlPlane', names, {
    ...props,
    ownSecrets: [
      ...ownSecrets,
      ...(database.password ? [database.password] : []),
      ...storageRemotes(props.storage),
    ],
  });
  const blocks = controlPlaneBlocks(context);
  const add = (
    contract: WorkloadContract, image: string, configFiles: ConfigFiles, serviceAccount?: ServiceAccount,
  ): Workload => {
    const added = workloads.add(plane, {
      contract: withDatabasePassword(contract),
      namespace: context.namespace,
      image,
      configFiles: withFiles(configFiles, databaseConfig(contract, database)),
      serviceAccount,
    });
    mountDatabaseAuthority(added.deployment, contract, database);
    return added;
  };
  const planeImage = (name: string): string => _imageOf(props.images, CONTROL_PLANE_IMAGE, name);
  const ofFlyte = (name: string): ConfigFiles =>
    withConnections(toConfigFiles(blocks, name, false), adminConnection(context));

  const account = flyteadminServiceAccount(new Construct(plane, 'flyteadmin-access'), context.namespace);
  const admin = withFiles(ofFlyte(flyteadmin.name), flyteadminSettings(context, surroundings));
  const { deployment, service: adminService } =
    add(withProjects(flyteadmin, props.initialProjects), planeImage(flyteadmin.name), admin, account);
  addGenerateSecrets(deployment, planeImage(flyteadmin.name));
  if (servedElsewhere.length > 0) {
    // For whoever reads the manifests, and the verifier: routes to these lead somewhere.
    adminService!.metadata.addAnnotation(SERVED_ELSEWHERE_ANNOTATION, servedElsewhere.join(','));
  }
  if (!props.secrets._readsStore) {
    // No ExternalSecret says which clients of data planes are trusted.
    secretPlan.targets.flatMap(({ annotations = {} }) => Object.entries(annotations))
      .forEach(([annotation, value]) => adminService!.metadata.addAnnotation(annotation, value));
  }
  add(scheduler, planeImage(scheduler.name), ofFlyte(scheduler.name));

  for (const service of servicesOf(props)) {
    const { name, own = false } = service;
    const contract = own ? serviceContract(service, name in extraConfig) : workload(name);
    const signsIn = !own && isUnionService(name);
    const credentials = signsIn
      ? withConnections(toConfigFiles(blocks, name, true), unionServiceConnections(context, name))
      : new Map();
    const configFiles = own
      ? credentials
      : withFiles(serviceSettings(context, contract, surroundings), credentials);
    const ownAccount = !own && name === UNION_AUTHZ.name
      ? unionAuthzAccount(new Construct(plane, `${name}-access`), context.namespace)
      : undefined;
    add(contract, serviceImageOf(props.images, service), configFiles, ownAccount);
  }
  // Of two planes, before their edges are compared.
  refuseDoubles('ControlPlane', plane, context.namespace);
  return workloads;
}
