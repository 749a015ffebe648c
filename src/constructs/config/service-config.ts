import { ApiObject } from 'cdk8s';
import type { ConfigMap } from 'cdk8s-plus-28';
import { Construct, IConstruct } from 'constructs';
import { copyOf, JsonObject, mergeValues } from '../../common/data/json';
import { chartOf, Records, whole } from '../../common/props/construct-props';
import { Problems } from '../../common/props/problems';
import { demand, instanceOf, shaped } from '../../common/props/prop-types';
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
  /** The plane of the service. */
  readonly home: PlaneHome;
  readonly files: ConfigFiles;
  readonly values: JsonObject;
  readonly secretMounts: readonly SecretMount[];
  /** The plan of the Secrets that the service mounts. */
  readonly secretPlan: SecretPlan;
}

/**
 * The authentication config of one service, as data for a ConfigMap or values file of your own. `PlaneConfig`
 * returns it.
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

  /** The config files by name, as in the ConfigMap that the service mounts. */
  public get files(): { [file: string]: YamlFile } {
    return Object.fromEntries(
      [...this.parts.files].map(([file, content]) => [file, YamlFile._document(content)]),
    );
  }

  /** The same config as values of Union's chart. */
  public get values(): YamlFile {
    return YamlFile._document(this.parts.values);
  }

  /** The mounts of the Secrets to which the files refer. */
  public get secretMounts(): SecretMount[] {
    return [...this.parts.secretMounts];
  }

  /** The Secrets and keys that the service needs. `ServiceSecrets` delivers them. */
  public get requiredSecrets(): RequiredSecret[] {
    return _requiredSecrets(this.parts.secretPlan);
  }

  /** The merged content of all its files; a copy. */
  public toObject(): Record<string, unknown> {
    return copyOf([...this.parts.files.values()].reduce(mergeValues, {}));
  }

  /**
   * Adds the files to a ConfigMap.
   *
   * @param configMap a ConfigMap of cdk8s-plus, or its `ApiObject`
   * @throws when it is not a ConfigMap, is in another namespace than the service, or already has a file of
   * that name. It is not changed then.
   */
  public addTo(configMap: IConstruct): void {
    demand('ServiceConfig.addTo', { configMap }, {
      configMap: shaped((value) => Construct.isConstruct(value), NO_CONFIG_MAP),
    });
    const texts = Object.entries(this.files).map(([file, content]) => [file, content.toString()] as const);
    const data = dataOf(configMap);
    const problems = new Problems(`ServiceConfig ${this.name} on ${configMap.node.path}`);
    if (data === undefined) {
      problems.add('configMap', configMap.node.path, NO_CONFIG_MAP);
    }
    const [home, { namespace }] = [namespaceOf(configMap), this.parts.secretPlan];
    if (home !== undefined && home !== namespace) {
      problems.add('configMap', configMap.node.path, `is in namespace ${home}, but the files of ${this.name} `
        + `are for ${namespace}, and pods mount only ConfigMaps of their namespace. Give PlaneConfig that `
        + 'namespace, or move the ConfigMap');
    }
    for (const [file] of texts.filter(([name]) => data !== undefined && Object.hasOwn(data, name))) {
      problems.addUnshown(`data["${file}"]`, 'is already in the ConfigMap; merge the two with '
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
   * Fails the synthesis if the app has a plane with other settings than these files are for.
   *
   * @internal
   */
  public _mustFit(construct: IConstruct): void {
    mustFitPlane(construct, this.parts.home, 'its files refer to hosts of services that do not exist');
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

const NO_CONFIG_MAP = 'must be a ConfigMap of cdk8s-plus, or its ApiObject';

/**
 * The data of a ConfigMap; undefined for other objects. It checks the shape, not the class, so that
 * cdk8s-plus is not loaded.
 */
function dataOf(construct: IConstruct): Record<string, unknown> | undefined {
  if (ApiObject.isApiObject(construct)) {
    const { data = {} } = construct.toJson() as { data?: JsonObject };
    return construct.kind === 'ConfigMap' ? data : undefined;
  }
  return 'addData' in construct && 'binaryData' in construct ? (construct as ConfigMap).data : undefined;
}

/** A service in a workload of your own, and how its secrets get into the cluster. */
export interface ServiceSecretsProps {
  /** The config of the service. Its files refer to the Secrets. */
  readonly config: ServiceConfig;

  /** How client secrets get into the cluster. */
  readonly secrets: SecretDelivery;
}

/** The Secrets delivered to services of a chart, by name: union services share one. */
const DELIVERED = new Records<SecretTarget>();

/**
 * Delivers only the Secrets that one service mounts.
 *
 * @example
 * const flyteadmin = PlaneConfig.controlPlane({ identity }).service('flyteadmin');
 * new ServiceSecrets(chart, 'secrets', { config: flyteadmin, secrets });
 */
export class ServiceSecrets extends SeveralObjects {
  /** The script that delivers the client secrets; only with `SecretDelivery.kubernetesSecrets()`. */
  public readonly secretScript?: TextFile;

  /**
   * Secrets that another `ServiceSecrets` of the chart delivers are not delivered twice.
   *
   * @throws when a plane of the app delivers the same Secrets into the namespace, or a secret is read from a
   *   store and has no location in it.
   */
  public constructor(scope: Construct, id: string, props: ServiceSecretsProps) {
    super(scope, id);
    this.secretScript = whole(this, () => {
      demand('ServiceSecrets', props, {
        config: instanceOf(ServiceConfig, 'write PlaneConfig.controlPlane({ … }).service(\'…\')'),
        secrets: instanceOf(SecretDelivery),
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
        `mounts Secrets that ${path} already delivers (${same.join(', ')}); remove this ServiceSecrets`);
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

/** Every secret that is read from a store must have a location in it. */
function mustBeLocated({ config, secrets }: ServiceSecretsProps): void {
  const problems = new Problems('ServiceSecrets');
  const entries = config._secretPlan.targets.flatMap((target) => target.entries);
  const unlocated = secrets._store ? entries.filter(
    ({ content, remote }) => remote === undefined && content !== SecretContent.DATABASE_PASSWORD,
  ) : [];
  for (const content of new Set(unlocated.map(contentOf))) {
    problems.add('config', config.name,
      `mounts the ${content}, whose location in the store is unknown; give it as secret of the client in `
        + 'the identity');
  }
  problems.throwIfAny();
}

function isSame(one: SecretTarget, other: SecretTarget): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
