import { Model } from '../../../src/verify/model/model';
import { parseManifests } from '../../../src/verify/parse';
import { manifests } from '../_manifests';

/** What rules ask, of these objects. */
export function modelOf(...objects: Parameters<typeof manifests>): Model {
  return new Model(parseManifests([{ name: 'input.yaml', text: manifests(...objects) }]).objects);
}
