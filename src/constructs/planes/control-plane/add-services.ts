import type { ServiceAccount } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { SERVED_ELSEWHERE_ANNOTATION } from '../../../contract/own-annotations';
import { UNION_AUTHZ } from '../../../contract/union/authorizer';
import { isUnionService } from '../../../contract/union/services';
import { CONTROL_PLANE_IMAGE, WorkloadContract } from '../../../contract/union/workloads';
import { ConfigFiles, withFiles } from '../../settings/config-files';
import { _imageOf } from '../images';
import { settingsOf } from '../per-service';
import type { PlaneDesign } from '../plane-design';
import { PlaneWorkloads } from '../plane-workloads';
import { refuseDoubles } from '../refuse-doubles';
import { Workload } from '../workload';
import { apiKeys } from './api-key-seeds';
import { ControlPlaneProps } from './control-plane-props';
import { databaseConfig, mountDatabaseAuthority, withDatabasePassword } from './database-access';
import { addGenerateSecrets, flyteadminServiceAccount } from './generate-secrets';
import { flyteadminSettings, serviceSettings, ServiceSurroundings } from './service-settings';
import { ControlPlaneService, serviceContract, serviceImageOf, serviceNames, servicesOf } from './services';
import { unionAuthzAccount } from './union-authz';

type AddService = (
  contract: WorkloadContract, image: string, configFiles: ConfigFiles, serviceAccount?: ServiceAccount,
) => Workload;

/** Adds flyteadmin, its scheduler and all further services; the props are checked. */
export function addServices(plane: Construct, design: PlaneDesign, props: ControlPlaneProps): PlaneWorkloads {
  const { context, config, secretPlan } = design;
  const { flyteadmin, scheduler } = context.release.controlPlane;
  const { database, servedElsewhere = [] } = props;
  const names = serviceNames(context.release, props);
  const surroundings = {
    services: [...names, ...servedElsewhere],
    organization: props.identity.organization,
    apiKeyOverrides: apiKeys(props.identity, context.release.controlPlane),
    entraDirectory: props.entraDirectory,
  };
  const workloads = new PlaneWorkloads('ControlPlane', names, { ...props, secretPlan });
  const add: AddService = (contract, image, configFiles, serviceAccount) => {
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
  const ofFlyte = (name: string): ConfigFiles => config.service(name)._files;
  const admin = withFiles(ofFlyte(flyteadmin.name), flyteadminSettings(context, surroundings));
  const ofAdmin = withProjects(flyteadmin, database.initialProjects);
  addFlyteadmin(plane, design, props, (account) =>
    add(ofAdmin, planeImage(props, flyteadmin.name), admin, account));
  add(scheduler, planeImage(props, scheduler.name), ofFlyte(scheduler.name));
  for (const service of servicesOf(props)) {
    addFurtherService(plane, { service, design, props, surroundings }, add);
  }
  // Of two planes, before their edges are compared.
  refuseDoubles('ControlPlane', plane, context.namespace);
  return workloads;
}

const planeImage = ({ images, settings }: ControlPlaneProps, name: string): string =>
  _imageOf(images, CONTROL_PLANE_IMAGE, settingsOf(settings, name));

function addFlyteadmin(
  plane: Construct,
  { context, secretPlan }: PlaneDesign,
  props: ControlPlaneProps,
  add: (account: ServiceAccount) => Workload,
): void {
  const { servedElsewhere = [], secrets } = props;
  const account = flyteadminServiceAccount(new Construct(plane, 'flyteadmin-access'), context.namespace);
  const { deployment, service } = add(account);
  addGenerateSecrets(deployment, planeImage(props, context.release.controlPlane.flyteadmin.name));
  if (servedElsewhere.length > 0) {
    // For whoever reads the manifests, and the verifier: routes to these lead somewhere.
    service!.metadata.addAnnotation(SERVED_ELSEWHERE_ANNOTATION, servedElsewhere.join(','));
  }
  if (!secrets._readsStore) {
    // No ExternalSecret says which clients of data planes are trusted.
    secretPlan.targets.flatMap(({ annotations = {} }) => Object.entries(annotations))
      .forEach(([annotation, value]) => service!.metadata.addAnnotation(annotation, value));
  }
}

interface FurtherService {
  readonly service: ControlPlaneService;
  readonly design: PlaneDesign;
  readonly props: ControlPlaneProps;
  readonly surroundings: ServiceSurroundings;
}

function addFurtherService(
  plane: Construct, { service, design, props, surroundings }: FurtherService, add: AddService,
): void {
  const { context, config } = design;
  const { name, own = false } = service;
  const isConfigured = settingsOf(props.settings, name).config !== undefined;
  const contract = own ? serviceContract(service, isConfigured) : config._workload(name);
  const signsIn = !own && isUnionService(name);
  const credentials = signsIn ? config.service(name)._files : new Map();
  const configFiles = own
    ? credentials
    : withFiles(serviceSettings(context, contract, surroundings), credentials);
  const account = !own && name === UNION_AUTHZ.name
    ? unionAuthzAccount(new Construct(plane, `${name}-access`), context.namespace)
    : undefined;
  add(contract, serviceImageOf(props, service), configFiles, account);
}

/** As the chart has them (controlplane: values.yaml, `flyte.flyteadmin.initialProjects`). */
const INITIAL_PROJECTS = ['union-health-monitoring', 'flytesnacks'];

/**
 * flyteadmin with the projects that it makes; without any the container is left out, since the command
 * refuses to run.
 */
function withProjects(
  flyteadmin: WorkloadContract, projects: readonly string[] = INITIAL_PROJECTS,
): WorkloadContract {
  const { inits = [] } = flyteadmin;
  const seeded = inits.map((init) =>
    (init.name === 'seed-projects' ? { ...init, command: [...init.command ?? [], ...projects] } : init));
  return {
    ...flyteadmin,
    inits: seeded.filter(({ name }) => name !== 'seed-projects' || projects.length > 0),
  };
}
