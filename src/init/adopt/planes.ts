import { JsonObject, withoutUndefined } from '../../common/data/json';
import { ChartVersion } from '../../contract/union/releases/chart-version';
import { ChartName, TOP_LEVEL_KEYS } from '../../contract/union/values-contract';
import { HELM_OWNERSHIP, HELM_RELEASE_NAMES } from '../../contract/upstream/helm';
import { LABELS } from '../../contract/upstream/kubernetes';
import { AWS, AZURE, GOOGLE } from '../../contract/upstream/object-storage';
import type { ServiceConfig } from '../../verify/credentials/service-config';
import type { EnvVar } from '../../verify/kube/environment';
import { sameHome } from '../../verify/kube/home';
import { asList, asObject, asText } from '../../verify/kube/json-access';
import type { Workload } from '../../verify/kube/workload';
import type { Field } from '../../verify/read/field';
import { ChartObject } from '../../verify/values/chart-object';
import { SOME_NAMESPACE } from '../../verify/values/effective-values';
import type { ValueSet } from '../../verify/values/value-set';
import { dataPlanesSeen, namespaceOf, placeOfRelease, placesOfDataPlanes } from './clusters';
import { Finds, Sighting, sighted } from './finds';
import { versionInstalled } from './gitops';
import { leavesOf, planeOfSet } from './search';
import { originsOf } from './secrets';
import { Standing, isOurs } from './standing';

/** Finds the charts, their namespaces and Helm release names. */
export function findCharts(standing: Standing, finds: Finds): void {
  const { controlPlane, dataPlanes, dependency, release, guess } = standing;
  const some = controlPlane ?? dataPlanes[0];
  const installed = versionInstalled(standing) ?? versionLabelled(standing);
  if (installed !== undefined) {
    finds.take('planes.charts.version', installed.value, installed.field);
  } else if (some !== undefined && dependency !== undefined) {
    finds.take('planes.charts.version', dependency.version, dependency.place);
  } else if (some !== undefined) {
    finds.take(
      'planes.charts.version', release.version, guess ?? finds.places.textOf(some.documents[0].field()),
    );
    missUnknown(standing, finds, `${release.version}, which matches the values, is used`);
  } else if (standing.flyteadmin !== undefined || standing.clients('data').length > 0) {
    finds.take('planes', { charts: {} }, 'objects that Helm created');
    if (!missUnknown(standing, finds, 'the newest known one is used')) {
      finds.miss(
        'planes.charts.version: neither the values nor an object that installs the charts shows it; the '
          + 'newest known one is used',
      );
    }
  }
  standing.valueSets.filter(repeatsDefaults).forEach((set) =>
    finds.miss(`${planeOfSet(set)}: which values are yours, as they repeat the chart's defaults; give them `
      + 'without those ("helm get values" without --all), so that later defaults apply'));
  const namespace = controlPlaneNamespace(standing);
  finds.take('controlPlane.namespace', namespace?.value, namespace?.field ?? '');
  findHelmReleases(standing, finds, namespace?.value);
}

/** Whether most sections of the chart are among the values; users set a few. */
function repeatsDefaults({ chart, merged: { values } }: ValueSet): boolean {
  const sections = TOP_LEVEL_KEYS[chart];
  return sections.filter((key) => Object.hasOwn(values, key)).length > sections.length / 2;
}

/** The version in Helm's labels, if it is known. */
function versionLabelled(standing: Standing): Sighting | undefined {
  return standing.controlPlane !== undefined ? undefined
    : labelled(standing).find(({ value }) => ChartVersion._find(value) !== undefined);
}

/** Reports an unknown version in Helm's labels, and the release that is used instead. */
function missUnknown(standing: Standing, finds: Finds, instead: string): boolean {
  const unknown = labelled(standing).find(({ value }) => ChartVersion._find(value) === undefined);
  if (unknown === undefined) {
    return false;
  }
  const { object } = unknown.field;
  finds.miss(
    `planes.charts.version: ${object.kind} ${object.name} is of version ${unknown.value} of the charts `
      + `(${CHART_LABEL}), which is unknown; ${instead}`,
  );
  return true;
}

function labelled({ model }: Standing): { readonly value: string; readonly field: Field }[] {
  return model.objects.flatMap((object) => {
    const value = /^(?:controlplane|dataplane)-(\d+\.\d+\.\d+)$/.exec(object.labels[CHART_LABEL] ?? '')?.[1];
    return value === undefined ? [] : [{ value, field: object.field('metadata', 'labels', CHART_LABEL) }];
  });
}

const CHART_LABEL = 'helm.sh/chart';

/** As flyteadmin or the installer says, otherwise of flyteadmin's URLs in the values or its configuration. */
function controlPlaneNamespace({ flyteadmin, controlPlane }: Standing): Sighting | undefined {
  const workload = flyteadmin?.config.container.workload.object;
  const running = workload instanceof ChartObject ? undefined : workload;
  const values = [...leavesOf(controlPlane?.merged.values)];
  const urls: (readonly [string, Field])[] = [
    ...values.map(([path, json]) => [json, controlPlane!.field(path)] as const),
    ...(flyteadmin?.authorizedUris?.items ?? []).map(({ text = '', field }) => [text, field] as const),
  ];
  return [
    ...sighted(namespaceOf(running ?? {}), running?.field('metadata', 'namespace')),
    ...sighted(namespaceOf(controlPlane ?? {}), controlPlane && placeOfRelease(controlPlane)),
    ...urls.flatMap(([text, field]) =>
      sighted(/\bflyteadmin\.([a-z0-9-]+)\.svc\b/.exec(text)?.[1], field)),
  ].find(({ value }) => value !== SOME_NAMESPACE);
}

const RELEASE_NAME = HELM_OWNERSHIP.releaseName;

/** Finds the Helm release name of a plane. */
function findHelmReleases(standing: Standing, finds: Finds, controlPlane: string | undefined): void {
  const named = standing.model.objects.filter(({ annotations }) => annotations[RELEASE_NAME] !== undefined);
  const take = (path: string, chart: ChartName, namespace: string | undefined, set: ValueSet | undefined) => {
    const objects = named.filter((object) => namespace !== undefined && object.namespace === namespace
      && (object.labels[CHART_LABEL] ?? chart).startsWith(chart));
    const [found] = [
      ...objects.flatMap((object) =>
        sighted(object.annotations[RELEASE_NAME], object.annotationField(RELEASE_NAME))),
      ...set === undefined ? [] : sighted(set.releaseName, placeOfRelease(set)),
    ];
    if (found !== undefined && found.value !== HELM_RELEASE_NAMES[chart]) {
      finds.take(path, found.value, found.field);
    }
  };
  take('controlPlane.releaseName', 'controlplane', controlPlane, standing.controlPlane);
  const places = placesOfDataPlanes(standing, finds);
  dataPlanesSeen(standing).forEach((plane, i) =>
    take(`${places[i]}.releaseName`, 'dataplane', namespaceOf(plane), plane.values));
}

const AT = 'planes.plain';
const SCHEDULER = 'flytescheduler';

/** Finds planes without the charts: images, database, storage and services. */
export function findPlain(standing: Standing, finds: Finds): void {
  const flyteadmin = standing.model.workloads.find(({ name }) => name === 'flyteadmin')!;
  const [container] = flyteadmin.containers;
  const [, registry, tag] = /^(.+)\/[^/:@]+(?::([^:@]+))?/.exec(container.image) ?? [];
  finds.take(`${AT}.images.registry`, registry, container.field.child('image'));
  finds.take(`${AT}.images.tag`, tag, container.field.child('image'));
  findVersion(standing, finds);
  const pull =
    asList(valueOf(flyteadmin, 'imagePullSecrets')).flatMap((entry) => asText(asObject(entry).name) ?? []);
  finds.take(
    `${AT}.images.pullSecrets`, pull.length > 0 ? pull : undefined, flyteadmin.pod.child('imagePullSecrets'),
  );
  const config = standing.flyteadmin?.config;
  if (config !== undefined) {
    findDatabase(config, finds);
    findStorage(standing, config, finds);
  }
  const services = standing.model.workloads.filter((each) => each.namespace === flyteadmin.namespace
    && each.name !== flyteadmin.name && each.name !== SCHEDULER && isService(each, registry))
    .map(({ name }) => name);
  finds.take(`${AT}.services`, services, flyteadmin.object.field());
  finds.take('controlPlane.namespace', flyteadmin.namespace, flyteadmin.object.field());
}

/** Finds the chart release of the layout, from the label of our own planes. */
function findVersion({ model }: Standing, finds: Finds): void {
  const own = model.objects.find((object) => isOurs(object) && object.labels[LABELS.name] === CONTROL_PLANE);
  const version = own?.labels[LABELS.version];
  if (own === undefined || version === undefined || ChartVersion._find(version) === undefined) {
    finds.miss(`${AT}.version: nothing shows it; the newest known one is used`);
  } else {
    finds.take(`${AT}.version`, version, own.field('metadata', 'labels', LABELS.version));
  }
}

/** The label of our control plane objects. */
const CONTROL_PLANE = 'union-control-plane';

/** Whether it is a Deployment with an image from the same registry. */
function isService({ containers, object }: Workload, registry: string | undefined): boolean {
  return object.kind === 'Deployment' && registry !== undefined
    && containers.some(({ image }) => image.startsWith(`${registry}/`));
}

function valueOf({ object, pod }: Workload, key: string): unknown {
  return object.at(...pod.path, key);
}

function findDatabase(config: ServiceConfig, finds: Finds): void {
  const at = `${AT}.database`;
  const setting = (key: string) => config.get(`database.postgres.${key}`);
  const take = (name: string, key: string, usual?: string) => {
    const found = setting(key);
    finds.take(`${at}.${name}`, found?.text === usual ? undefined : found?.text, found?.field ?? '');
  };
  take('host', 'host');
  take('user', 'username');
  take('name', 'dbname', 'flyteadmin');
  const port = setting('port');
  finds.take(
    `${at}.port`,
    port?.text === '5432' || port === undefined ? undefined : Number(port.text),
    port?.field ?? '',
  );
  const options = setting('options');
  const mode = /sslmode=([a-z-]+)/.exec(options?.text ?? '')?.[1];
  const tls = mode === undefined || mode === 'require' ? undefined : mode.toUpperCase().replace('-', '_');
  finds.take(`${at}.tls`, tls, options?.field ?? '');
  const directory = /sslrootcert=(\S+)\/[^/\s]+/.exec(options?.text ?? '')?.[1];
  const volume =
    config.container.mounts.find(({ mountPath }) => mountPath.replace(/\/$/, '') === directory)?.volume;
  const authority = volume?.sources.find(({ kind }) => kind === 'ConfigMap');
  finds.take(`${at}.caConfigMap`, authority?.name, authority?.field ?? '');
}

function findStorage(standing: Standing, config: ServiceConfig, finds: Finds): void {
  const { env, workload } = config.container;
  const name = asText(valueOf(workload, 'serviceAccountName'));
  const account = standing.model.objects.find((object) =>
    object.kind === 'ServiceAccount' && object.name === name && sameHome(object, workload));
  const storage = storageOf(config.text('storage.stow.kind'), {
    bucket: config.text('storage.container'),
    stow: (key) => config.text(`storage.stow.config.${key}`),
    annotation: (key) => account?.annotations[key],
    variable: (key) => env.find((variable) => variable.name === key),
    remote: ({ secretKey }) =>
      secretKey && originsOf(standing, secretKey.name, secretKey.key, workload.namespace)[0]?.remote,
  });
  const at = config.get('storage.container')?.field;
  if (storage === undefined || at === undefined) {
    finds.miss(`${AT}.storage: the object storage is of an unknown kind`);
    return;
  }
  finds.take(`${AT}.storage`, storage, at);
  for (const [variable, prop] of Object.entries(IN_CODE_ALONE)) {
    if (env.some((each) => each.name === variable)) {
      finds.miss(`${AT}.storage: pods have ${variable}, which answers cannot express; in an app it is `
        + `${prop}`);
    }
  }
}

/** Credentials that answers cannot express. */
const IN_CODE_ALONE = {
  [GOOGLE.credentialsVariable]: 'serviceAccountKey of ObjectStorage.gcs',
  [AZURE.clientSecretVariable]: 'clientSecret of ObjectStorage.azure',
};

/** The existing storage: settings, annotations of the service account, variables of the pods. */
interface StandingStorage {
  readonly bucket: string | undefined;
  readonly stow: Lookup;
  readonly annotation: Lookup;
  readonly variable: (name: string) => EnvVar | undefined;
  readonly remote: (variable: EnvVar) => JsonObject | undefined;
}

type Lookup = (key: string) => string | undefined;

function storageOf(kind: string | undefined, standing: StandingStorage): JsonObject | undefined {
  const { bucket, stow, annotation, variable } = standing;
  switch (kind) {
    case 's3': return {
      s3: withoutUndefined({
        bucket,
        region: stow('endpoint') !== undefined && stow('region') === 'us-east-1' ? undefined : stow('region'),
        endpoint: stow('endpoint'),
        roleArn: annotation(AWS.roleAnnotation),
        ...accessKeyOf(standing),
      }),
    };
    case 'google': return {
      gcs: withoutUndefined({
        bucket, projectId: stow('project_id'), serviceAccount: annotation(GOOGLE.serviceAccountAnnotation),
      }),
    };
    case 'azure': return {
      azure: withoutUndefined({
        account: stow('account'),
        container: bucket,
        tenantId: annotation(AZURE.tenantIdAnnotation) ?? variable(AZURE.tenantIdVariable)?.value,
        clientId: annotation(AZURE.clientIdAnnotation) ?? variable(AZURE.clientIdVariable)?.value,
      }),
    };
    default: return undefined;
  }
}

/** The halves of the access key, if the input shows their store entries; otherwise only its existence. */
function accessKeyOf({ stow, variable, remote }: StandingStorage): JsonObject {
  const [id, secret] = [AWS.accessKeyIdVariable, AWS.secretAccessKeyVariable].map(variable);
  if (!id || !secret) {
    return {};
  }
  const halves = withoutUndefined({ accessKeyId: remote(id), secretAccessKey: remote(secret) });
  const isUsual = stow('endpoint') !== undefined || Object.keys(halves).length > 0;
  return isUsual ? halves : { podIdentity: false };
}
