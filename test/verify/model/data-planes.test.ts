import { dataPlanesOf } from '../../../src/verify/model/data-planes';
import { Model } from '../../../src/verify/model/model';
import { parseManifests } from '../../../src/verify/parse';
import { operator } from '../_authorization';
import { manifests } from '../_manifests';
import { dataPlaneService } from '../_planes';
import { changed, CONTROL_PLANE_VALUES, DATA_PLANE_VALUES } from '../_values';

const east = `${DATA_PLANE_VALUES}clusterName: east\n`;
const west = `${changed(DATA_PLANE_VALUES, 'service-id', 'west-id')}clusterName: west\n`;
const CONFIG = 'data["config.yaml"]: operator.clusterId.name';
const placeless = (name: string, clientId: string) => manifests(
  ...dataPlaneService('union-operator', { operator: { clusterId: { name } }, union: { auth: { enable: true, clientId } } }, null),
  ...dataPlaneService('leaseworker', { leaseworker: { cluster: name }, union: { auth: { enable: true, clientId } } }, null),
);

test.each<[string, string[], string[]]>([
  ['values that name their cluster', [east], ['east at 0.yaml clusterName: service-id']],
  ['values that name their own clusters', [CONTROL_PLANE_VALUES, east, west], ['east at 1.yaml clusterName: service-id', 'west at 2.yaml clusterName: west-id']],
  ['none in values without a name', [DATA_PLANE_VALUES], []],
  ['none in values with a reference', [`${DATA_PLANE_VALUES}clusterName: "\${CLUSTER}"\n`], []],
  ['none in values with a template', [`${DATA_PLANE_VALUES}clusterName: "{{ .Values.cluster }}"\n`], []],
  ['services whose configuration names it, in each namespace', [manifests(...operator(), ...operator('west', 'west-id', 'union-west'))], [`east at 0.yaml ${CONFIG}: operator`, `west at 0.yaml ${CONFIG}: west-id`]],
  ['none in services with an unknown name', ['${CLUSTER}', '$(CLUSTER)', '{{ .Values.x }}'].map((name) => manifests(...operator(name))), []],
  ['the services of a file, without namespaces', [placeless('east', 'east-id'), placeless('west', 'west-id')], [`east at 0.yaml ${CONFIG}: east-id`, `west at 1.yaml ${CONFIG}: west-id`]],
])('data planes are %s', (_, texts, expected) => {
  const { objects, valueSets } = parseManifests(texts.map((text, i) => ({ name: `${i}.yaml`, text })));
  expect(dataPlanesOf(new Model(objects, valueSets)).map(({ clusterName, place, clients }) =>
    `${clusterName} at ${place.object.source.file} ${place}: ${clients.map(({ clientId }) => clientId?.text).join()}`)).toEqual(expected);
});
