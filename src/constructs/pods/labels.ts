import { ApiObject, ApiObjectMetadataDefinition, JsonPatch } from 'cdk8s';
import { IConstruct } from 'constructs';
import { isObject } from '../../common/data/json';
import { MANAGED_BY } from '../../contract/own-annotations';
import { LABELS, podSpecPath } from '../../contract/upstream/kubernetes';
import { pointerStep } from '../objects/api-objects';

/** The recommended labels of Kubernetes. */
export interface ObjectLabels {
  /** A service, or a part of the plane. */
  readonly name: string;
  /** The plane's namespace, which has one plane of a kind. */
  readonly instance: string;
  readonly component: PlaneComponent;
  readonly version?: string;
}

/** The plane of an object. */
export enum PlaneComponent {
  CONTROL_PLANE = 'control-plane',
  DATA_PLANE = 'data-plane',
}

/** Names of the parts of a plane that belong to no service. */
export const EDGE_NAME = 'union-edge';
export const SECRETS_NAME = 'union-secrets';

/** Labels and annotations for every object. */
export interface FurtherMetadata {
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Kinds of objects that get none. */
  readonly leftOut?: readonly string[];
}

const PART_OF = 'union';
/** Selects a plane's pods among all in its namespace. */
export function planePodLabels(component: PlaneComponent): Record<string, string> {
  return { [LABELS.partOf]: PART_OF, [LABELS.component]: component };
}

/** Labels every object below a construct, and its pods. Existing labels are kept. */
export function labelObjects(
  scope: IConstruct, own: ObjectLabels, { labels = {}, annotations = {}, leftOut = [] }: FurtherMetadata = {},
): void {
  const { name, instance, component, version } = own;
  const standard = {
    [LABELS.name]: name,
    [LABELS.instance]: instance,
    ...(version === undefined ? {} : { [LABELS.version]: version }),
    [LABELS.component]: component,
    [LABELS.partOf]: PART_OF,
    [LABELS.managedBy]: MANAGED_BY,
  };
  // The user's labels override our defaults.
  const wanted = { ...standard, ...labels };
  const further = Object.entries(annotations);
  for (const object of scope.node.findAll()
    .filter((construct): construct is ApiObject => ApiObject.isApiObject(construct))) {
    if (leftOut.includes(object.kind)) {
      continue;
    }
    const missing = Object.entries(wanted)
      .filter(([label]) => object.metadata.getLabel(label) === undefined || label in labels);
    if (missing.length === 0 && further.length === 0 || lendsItsMetadata(object)) {
      continue;
    }
    missing.forEach(([label, value]) => object.metadata.addLabel(label, value));
    further.forEach(([annotation, value]) => object.metadata.addAnnotation(annotation, value));
    labelPods(object, missing, further);
  }
}

/**
 * Without a template, External Secrets copies labels and annotations onto the Secret, and removes those of
 * other tools.
 */
function lendsItsMetadata(object: ApiObject): boolean {
  const { spec } = object.kind === 'ExternalSecret' ? object.toJson() as { spec?: { target?: unknown } } : {};
  return isObject(spec?.target) && spec.target.template === undefined;
}

function labelPods(
  object: ApiObject, labels: readonly [string, string][], annotations: readonly [string, string][],
): void {
  const pods = (object.node.scope as { podMetadata?: ApiObjectMetadataDefinition } | undefined)?.podMetadata;
  if (pods) {
    labels.forEach(([label, value]) => pods.addLabel(label, value));
    annotations.forEach(([annotation, value]) => pods.addAnnotation(annotation, value));
  } else if (podSpecPath(object.kind) === '/spec/template/spec') {
    const add = (field: string) =>
      ([key, value]: readonly [string, string]) =>
        JsonPatch.add(`/spec/template/metadata/${field}/${pointerStep(key)}`, value);
    object.addJsonPatch(...labels.map(add('labels')), ...annotations.map(add('annotations')));
  }
}

/** The tag of an image as a label value; undefined if there is none, or it is too long. */
export function imageVersion(image: string): string | undefined {
  const [name] = image.split('@');
  const tag = name.slice(name.lastIndexOf('/') + 1).split(':')[1];
  return tag !== undefined && /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/.test(tag) ? tag : undefined;
}
