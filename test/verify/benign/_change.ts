import { EdgeName, Json, Planes } from '../faults/_planes';

/** A change to the objects of both planes. */
export interface Change {
  readonly what: string;
  /** Where it can be made. @default behind any */
  readonly edge?: EdgeName;
  readonly put: (planes: Planes) => void;
}

export type Pod = (spec: Json, metadata: Json, deployment: Json) => void;

/** Changes each pod of both planes, or of those of one name. */
export function inPods(what: string, change: Pod, only?: string): Change {
  return {
    what,
    put: (planes) => planes.all('Deployment').filter(({ metadata }) => only === undefined || metadata.name === only).forEach((each) => {
      const { template } = each.spec;
      template.metadata ??= {};
      change(template.spec, template.metadata, each);
    }),
  };
}

export function ofAll(what: string, change: (object: Json) => void): Change {
  return { what, put: (planes) => planes.objects.forEach(change) };
}

export function adding(what: string, ...objects: Json[]): Change {
  return { what, put: (planes) => { planes.objects.push(...JSON.parse(JSON.stringify(objects)) as Json[]); } };
}

export function sidecar(what: string, container: Json, more: Pod = () => undefined, only?: string): Change {
  return inPods(what, (spec, metadata, each) => {
    spec.containers.push(JSON.parse(JSON.stringify(container)));
    more(spec, metadata, each);
  }, only);
}

export function init(what: string, container: Json, only?: string): Change {
  return inPods(what, (spec) => { spec.initContainers = [JSON.parse(JSON.stringify(container)), ...spec.initContainers ?? []]; }, only);
}

export const labels = (object: Json, more: Json) => { object.metadata.labels = { ...object.metadata.labels, ...more }; };
export const annotations = (object: Json, more: Json) => { object.metadata.annotations = { ...object.metadata.annotations, ...more }; };
export const made = (apiVersion: string, kind: string, name: string, rest: Json, namespace = 'union-cp'): Json => ({ apiVersion, kind, metadata: { name, namespace }, ...rest });
export const volume = (spec: Json, each: Json) => { spec.volumes = [...spec.volumes ?? [], each]; };
