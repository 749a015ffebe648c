import type { JsonObject, PathStep } from '../../common/data/json';
import { POD_SPECS } from '../../contract/upstream/kubernetes';
import type { Field } from '../read/field';
import { EnvFrom, EnvVar, SecretName, readEnv, readEnvFrom, readSecretNames } from './environment';
import { asList, asObject, asObjects, asText, asTexts } from './json-access';
import { KubeView } from './kube-object';
import type { KubeObject } from './kube-object';
import { nameOfRoot } from './owned';
import { Mount, Volume } from './volume';

const PROBES = ['startupProbe', 'readinessProbe', 'livenessProbe'];

interface ContainerPort {
  readonly name?: string;
  readonly number?: string;
  readonly field: Field;
}

export class Container {
  public readonly name: string;
  private readonly spec: JsonObject;
  private volumeMounts?: readonly Mount[];
  private line?: readonly string[];
  private variables?: readonly EnvVar[];
  private declaredPorts?: readonly ContainerPort[];

  public constructor(
    public readonly workload: Workload,
    private readonly list: 'containers' | 'initContainers',
    private readonly index: number,
    raw: unknown,
  ) {
    this.spec = asObject(raw);
    this.name = asText(this.spec.name) ?? '';
  }

  public get mounts(): readonly Mount[] {
    return this.volumeMounts ??= asList(this.spec.volumeMounts).map((entry, index) =>
      new Mount(this, index, entry, this.workload.volumes));
  }

  public mountsAt(paths: ReadonlySet<string>): boolean {
    return asObjects(this.spec.volumeMounts).some(({ mountPath }) => paths.has(asText(mountPath) ?? ''));
  }

  public get init(): boolean {
    return this.list === 'initContainers';
  }

  public get field(): Field {
    return this.workload.pod.child(this.list, this.index);
  }

  public get image(): string {
    return asText(this.spec.image) ?? '';
  }

  /** The working directory of its process, unless it is that of the image. */
  public get workingDirectory(): string | undefined {
    return asText(this.spec.workingDir);
  }

  /** The same with the place of each. */
  public get words(): readonly { readonly text: string; readonly field: Field }[] {
    return ['command', 'args'].flatMap((list) => asList(this.spec[list]).map((word, index) =>
      ({ text: asText(word) ?? '', field: this.field.child(list, index) })));
  }

  public get ports(): readonly ContainerPort[] {
    return this.declaredPorts ??= asObjects(this.spec.ports).map(({ name, containerPort }, index) => ({
      name: asText(name),
      number: asText(containerPort),
      field: this.field.child('ports', index, 'containerPort'),
    }));
  }

  /** The targets of its probes: a port, as a number or a name, with a path for HTTP. */
  public get probes(): readonly { readonly port: string; readonly path?: string; readonly field: Field }[] {
    return PROBES.flatMap((probe) => Object.entries(asObject(this.spec[probe])).flatMap(([way, asked]) => {
      const [port, path] = [asText(asObject(asked).port), asText(asObject(asked).path)];
      return port === undefined ? [] : [{ port, path, field: this.field.child(probe, way, 'port') }];
    }));
  }

  /** Its ports that are open on the node. */
  public get hostPorts(): readonly Field[] {
    return asObjects(this.spec.ports).flatMap(({ hostPort }, index) =>
      (hostPort === undefined ? [] : [this.field.child('ports', index, 'hostPort')]));
  }

  /** The user of its process: its own security context overrides that of its pod. */
  public get security(): JsonObject {
    return { ...this.workload.podSecurity, ...asObject(this.spec.securityContext) };
  }

  /** Command and arguments, as one list. */
  public get commandLine(): readonly string[] {
    return this.line ??= asTexts(this.spec.command).concat(asTexts(this.spec.args));
  }

  public get env(): readonly EnvVar[] {
    return this.variables ??= readEnv(this.spec, this.field);
  }

  public get envFrom(): readonly EnvFrom[] {
    return readEnvFrom(this.spec, this.field);
  }

  /** Such as `apps/v1/Deployment union-cp/flyteadmin, container flyteadmin`. */
  public toString(): string {
    return `${this.workload.object}, ${this.init ? 'init container' : 'container'} ${this.name}`;
  }
}

/** An object that runs pods; its parts are computed on demand. */
export class Workload extends KubeView {
  public static of(object: KubeObject): Workload | undefined {
    const spec = POD_SPECS.get(object.kind);
    return spec?.group === object.group ? new Workload(object, spec.path) : undefined;
  }

  /** Main containers first, then init containers. */
  public readonly containers: readonly Container[];
  private readonly spec: JsonObject;
  private rootName?: string;
  private podVolumes?: readonly Volume[];
  private names?: readonly SecretName[];

  private constructor(object: KubeObject, private readonly podPath: readonly PathStep[]) {
    super(object);
    this.spec = asObject(object.at(...podPath));
    const containersOf = (list: 'containers' | 'initContainers') =>
      asList(this.spec[list]).map((entry, index) => new Container(this, list, index, entry));
    this.containers = [...containersOf('containers'), ...containersOf('initContainers')];
  }

  /** The name of the Deployment or similar, whose pods may be all that a dump has. */
  public override get name(): string {
    return this.rootName ??= nameOfRoot(this.object);
  }

  /** The place of the pod spec. */
  public get pod(): Field {
    return this.object.field(...this.podPath);
  }

  public get volumes(): readonly Volume[] {
    return this.podVolumes ??= asList(this.spec.volumes).map((entry, index) =>
      new Volume(this, index, entry));
  }

  public get secretNames(): readonly SecretName[] {
    return this.names ??= readSecretNames(this.spec, this);
  }

  public get live(): boolean {
    return this.object.live;
  }

  public get podAnnotations(): Readonly<Record<string, unknown>> {
    return asObject(this.podMetadata.annotations);
  }

  public podAnnotationField(name: string): Field {
    return this.object.field(...this.podPath.slice(0, -1), 'metadata', 'annotations', name);
  }

  public get podLabels(): Readonly<Record<string, unknown>> {
    return asObject(this.podMetadata.labels);
  }

  /** Whether the pods use the host network. */
  public get onHostNetwork(): boolean {
    return this.spec.hostNetwork === true;
  }

  public get podSecurity(): JsonObject {
    return asObject(this.spec.securityContext);
  }

  private get podMetadata(): JsonObject {
    return this.podPath.length === 1
      ? this.object.objectAt('metadata')
      : this.object.objectAt(...this.podPath.slice(0, -1), 'metadata');
  }

  /** Agents such as Vault's injector and Akeyless add files and variables that are not in manifests. */
  public get filesAreInjected(): boolean {
    return Object.entries(this.podAnnotations).some(([name, value]) =>
      /\/agent-inject$|^akeyless\/enabled$/.test(name) && asText(value) === 'true');
  }
}
