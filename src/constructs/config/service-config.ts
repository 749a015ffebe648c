import { ApiObject } from 'cdk8s';
import type { ConfigMap } from 'cdk8s-plus-28';
import { Construct, IConstruct } from 'constructs';
import { copyOf, JsonObject, mergeValues } from '../../common/data/json';
import { chartOf, constructType, Records, whole } from '../../common/props/construct-props';
import { Problems } from '../../common/props/problems';
import { demand, instanceOf } from '../../common/props/prop-types';
import { SecretContent } from '../../contract/union/secrets';
import { SeveralObjects, pointerStep, put } from '../objects/api-objects';
import { UNWRITTEN } from '../output/output-folder';
import { TextFile, YamlFile } from '../output/text-file';
import { SecretDelivery } from '../secrets/secret-delivery';
import { namespaceOf } from '../secrets/secret-mount';
import type { SecretMount } from '../secrets/secret-mount';
import { _requiredSecrets, contentOf, SecretPlan, SecretTarget } from '../secrets/secret-target';
import type { RequiredSecret } from '../secrets/secret-target';
import { collisionsOf } from '../secrets/secret-writers';
import { mustFitPlane, PlaneHome } from '../settings/chart-namespace';
import type { ConfigFiles } from '../settings/context';

/** @internal */
interface ServiceConfigParts {
  readonly name: string;
  /** The plane that it is for. */
  readonly home: PlaneHome;
  readonly files: ConfigFiles;
  readonly values: JsonObject;
  readonly secretMounts: readonly SecretMount[];
  /** Of the Secrets that it mounts. */
  readonly secretPlan: SecretPlan;
}

/**
 * What one service reads about authentication, as data: for a ConfigMap or a values file of your own. Made by
 * `PlaneConfig`.
 *
 * @example
 * const flyteadmin = PlaneConfig.controlPlane({ identity }).service('flyteadmin');
 * flyteadmin.addTo(configMap);
 * flyteadmin.secretMounts.forEach((mount) => mount.addTo(deployment));
 */
export class ServiceConfig {
  /** @internal */
  public static _of(parts: ServiceConfigParts): ServiceConfig {
    return new ServiceConfig(parts);
  }

  /** Name of the service. */
  public readonly name: string;

  private constructor(private readonly parts: ServiceConfigParts) {
    this.name = parts.name;
  }

  /** The config files by name, as the ConfigMap that the service mounts has them. */
  public get files(): { [file: string]: YamlFile } {
    return Object.fromEntries(
      [...this.parts.files].map(([file, content]) => [file, YamlFile._document(content)]),
    );
  }

  /** The same at its place in the values of Union's chart. */
  public get values(): YamlFile {
    return YamlFile._document(this.parts.values);
  }

  /** The mounts of the Secrets that the files name. */
  public get secretMounts(): SecretMount[] {
    return [...this.parts.secretMounts];
  }

  /** The Secrets and keys that the service needs. `ServiceSecrets` delivers them. */
  public get requiredSecrets(): RequiredSecret[] {
    return _requiredSecrets(this.parts.secretPlan);
  }

  /** What the service reads, of all its files together; a copy. */
  public toObject(): Record<string, unknown> {
    return copyOf([...this.parts.files.values()].reduce(mergeValues, {}));
  }

  /**
   * Adds the files to a ConfigMap.
   *
   * @param configMap of cdk8s-plus, or the `ApiObject` of one
   * @throws when it is not a ConfigMap, is in another namespace than the service, or has a file of that name;
   * nothing is changed then.
   */
  public addTo(configMap: IConstruct): void {
    demand('ServiceConfig.addTo', { configMap }, { configMap: constructType });
    const texts = Object.entries(this.files).map(([file, content]) => [file, content.toString()] as const);
    const data = dataOf(configMap);
    const problems = new Problems(`ServiceConfig ${this.name} on ${configMap.node.path}`);
    if (data === undefined) {
      problems.add('configMap', configMap.node.path,
        'must be a ConfigMap of cdk8s-plus, or the ApiObject of one');
    }
    const [home, { namespace }] = [namespaceOf(configMap), this.parts.secretPlan];
    if (home !== undefined && home !== namespace) {
      problems.add('configMap', configMap.node.path, `is in namespace ${home}, and the files of ${this.name} `
        + `are for ${namespace}: pods mount ConfigMaps of their own namespace alone. Give PlaneConfig that `
        + 'namespace, or move the ConfigMap');
    }
    for (const [file] of texts.filter(([name]) => data !== undefined && Object.hasOwn(data, name))) {
      problems.addUnshown(`data["${file}"]`, 'is in the ConfigMap already; merge the two by '
        + `files["${file}"].mergeOver, or remove one`);
    }
    problems.throwIfAny();
    this._mustFit(configMap);
    if (ApiObject.isApiObject(configMap)) {
      const isEmpty = !('data' in (configMap.toJson() as object));
      configMap.addJsonPatch(
        ...(isEmpty ? [put('/data', {})] : []),
        ...texts.map(([file, text]) => put(`/data/${pointerStep(file)}`, text)),
      );
    } else {
      texts.forEach(([file, text]) => (configMap as ConfigMap).addData(file, text));
    }
  }

  /**
   * Fails the synthesis where the plane of the app is another one than these files are for.
   *
   * @internal
   */
  public _mustFit(construct: IConstruct): void {
    mustFitPlane(construct, this.parts.home, 'its files name hosts of services that are not there');
  }

  /** @internal */
  public get _secretPlan(): SecretPlan {
    return this.parts.secretPlan;
  }

  /** @internal */
  public get _files(): ConfigFiles {
    return this.parts.files;
  }
}

/** The data of a ConfigMap; nothing where it is none. Told by its shape, so that cdk8s-plus is not loaded. */
function dataOf(construct: IConstruct): Record<string, unknown> | undefined {
  if (ApiObject.isApiObject(construct)) {
    const { data = {} } = construct.toJson() as { data?: JsonObject };
    return construct.kind === 'ConfigMap' ? data : undefined;
  }
  return 'addData' in construct && 'binaryData' in construct ? (construct as ConfigMap).data : undefined;
}

/** A service in a workload of your own, and how its secrets come into the cluster. */
export interface ServiceSecretsProps {
  /** What the service reads: its files name the Secrets. */
  readonly config: ServiceConfig;

  /** How client secrets come into the cluster. */
  readonly secrets: SecretDelivery;
}

/** What services of a chart have been given, by the Secret: union services share one. */
const DELIVERED = new Records<SecretTarget>();

/**
 * Delivers the Secrets that one service mounts, and nothing else.
 *
 * @example
 * const flyteadmin = PlaneConfig.controlPlane({ identity }).service('flyteadmin');
 * new ServiceSecrets(chart, 'secrets', { config: flyteadmin, secrets });
 */
export class ServiceSecrets extends SeveralObjects {
  /** The script that delivers the client secrets; only with `SecretDelivery.kubernetesSecrets()`. */
  public readonly secretScript?: TextFile;

  /**
   * What another `ServiceSecrets` of the chart delivers is not delivered again.
   *
   * @throws when a plane of the app delivers the same Secrets into the namespace, or a secret that is read
   *   from a store is not located.
   */
  public constructor(scope: Construct, id: string, props: ServiceSecretsProps) {
    super(scope, id);
    this.secretScript = whole(this, () => {
      demand('ServiceSecrets', props, {
        config: instanceOf(ServiceConfig), secrets: instanceOf(SecretDelivery),
      });
      mustBeLocated(props);
      props.config._mustFit(this);
      const plan = this.undelivered(props.config._secretPlan);
      this.mustBeAlone(props.config.name, plan);
      const script = plan.targets.length === 0 ? undefined : props.secrets._deliver(this, plan);
      return script?._expectedOf(this, UNWRITTEN.script);
    });
  }

  private mustBeAlone(service: string, { plane, namespace, targets }: SecretPlan): void {
    const secretNames = targets.map(({ secretName }) => secretName);
    const problems = new Problems(`ServiceSecrets ${this.node.path}`);
    for (const { path, secretNames: same } of collisionsOf(this, { plane, namespace, secretNames })) {
      problems.add('config', service,
        `mounts Secrets that ${path} delivers already (${same.join(', ')}); remove this ServiceSecrets`);
    }
    problems.throwIfAny();
  }

  private undelivered(plan: SecretPlan): SecretPlan {
    const chart = chartOf(this);
    const subject = ({ secretName }: SecretTarget) => `${plan.namespace}/${secretName}`;
    const targets = plan.targets.filter((target) =>
      DELIVERED.about(chart, subject(target)).every(({ value }) => !isSame(value, target)));
    targets.forEach((target) => DELIVERED.add(chart, subject(target), this, target));
    return { ...plan, targets };
  }
}

/** What is read from a store has a place there. */
function mustBeLocated({ config, secrets }: ServiceSecretsProps): void {
  const problems = new Problems('ServiceSecrets');
  const entries = config._secretPlan.targets.flatMap((target) => target.entries);
  const unlocated = secrets._readsStore ? entries.filter(
    ({ content, remote }) => remote === undefined && content !== SecretContent.DATABASE_PASSWORD,
  ) : [];
  for (const content of new Set(unlocated.map(contentOf))) {
    problems.add('config', config.name,
      `mounts the ${content}, whose place in the store is unknown; name it as secret of the client in `
        + 'the identity');
  }
  problems.throwIfAny();
}

function isSame(one: SecretTarget, other: SecretTarget): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
