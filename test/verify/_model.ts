import type { KubeObject } from '../../src/verify/kube/kube-object';
import { Model } from '../../src/verify/model/model';
import { parseManifests } from '../../src/verify/parse';
import { Json, manifests } from './_manifests';

/** Objects as the verifier reads them. */
export function read(...objects: Json[]): readonly KubeObject[] {
  return parseManifests([{ name: 'input.yaml', text: manifests(...objects) }]).objects;
}

/** What rules ask, of these objects. */
export function modelOf(...objects: Json[]): Model {
  return new Model(read(...objects));
}
