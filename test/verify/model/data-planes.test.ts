import { dataPlanesOf } from '../../../src/verify/model/data-planes';
import { Model } from '../../../src/verify/model/model';
import { parseManifests } from '../../../src/verify/parse';
import { operator } from '../_authorization';
import { manifests } from '../_manifests';
import { dataPlaneService } from '../_planes';
import { changed, CONTROL_PLANE_VALUES, DATA_PLANE_VALUES } from '../_values';

/** Each data plane as `name at place: clients`. */
function planes(...texts: string[]): string[] {
  const { objects, valueSets } = parseManifests(texts.map((text, i) => ({ name: `${i}.yaml`, text })));
  return dataPlanesOf(new Model(objects, valueSets)).map(({ clusterName, place, clients }) =>
    `${clusterName} at ${place.object.source.file} ${place}: ${clients.map(({ clientId }) => clientId?.text).join()}`);
}

const east = `${DATA_PLANE_VALUES}clusterName: east\n`;
const west = `${changed(DATA_PLANE_VALUES, 'service-id', 'west-id')}clusterName: west\n`;

test('values name their cluster, each its own', () => {
  expect(planes(east)).toEqual(['east at 0.yaml clusterName: service-id']);
  expect(planes(CONTROL_PLANE_VALUES, east, west)).toEqual(['east at 1.yaml clusterName: service-id', 'west at 2.yaml clusterName: west-id']);
});

test('without a name, or with an unknown one, there is none', () => {
  expect(planes(DATA_PLANE_VALUES)).toEqual([]);
  expect(planes(`${DATA_PLANE_VALUES}clusterName: "\${CLUSTER}"\n`)).toEqual([]);
  expect(planes(`${DATA_PLANE_VALUES}clusterName: "{{ .Values.cluster }}"\n`)).toEqual([]);
});

const CONFIG = 'data["config.yaml"]: operator.clusterId.name';

test('manifests name it in the configuration of the services, one in each namespace', () => {
  expect(planes(manifests(...operator(), ...operator('west', 'west-id', 'union-west')))).toEqual([`east at 0.yaml ${CONFIG}: operator`, `west at 0.yaml ${CONFIG}: west-id`]);
  expect(planes(manifests(...operator('${CLUSTER}')), manifests(...operator('$(CLUSTER)')), manifests(...operator('{{ .Values.x }}')))).toEqual([]);
});

test('without namespaces, each file is a plane', () => {
  const plane = (name: string, clientId: string) => manifests(...dataPlaneService('union-operator', {
    operator: { clusterId: { name } }, union: { auth: { enable: true, clientId } },
  }, null), ...dataPlaneService('leaseworker', { leaseworker: { cluster: name }, union: { auth: { enable: true, clientId } } }, null));
  expect(planes(plane('east', 'east-id'), plane('west', 'west-id'))).toEqual([`east at 0.yaml ${CONFIG}: east-id`, `west at 1.yaml ${CONFIG}: west-id`]);
});
