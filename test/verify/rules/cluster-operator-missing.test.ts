import { clusterOperatorMissing } from '../../../src/verify/rules/accounts';
import { asking, authorizer, operator, trusting } from '../_authorization';
import { manifests } from '../_manifests';
import { ENTRA } from '../_planes';
import { remedy, testRule } from '../_rule-harness';

const OBJECT_ID = '66666666-7777-8888-9999-000000000000';
const east = { name: 'east', operators: ['operator'], viewers: ['ours'] };
const clusters = (...dataplaneClusters: unknown[]) => manifests(...authorizer({ bootstrap: { dataplaneClusters } }), ...asking(), ...operator());
const at = (key: string, line: string, expected: string, found: string) =>
  ({ object: 'v1/ConfigMap union-cp/authorizer', field: `data["config.yaml"]: authorizer.bootstrap.dataplaneClusters${key}`, line, expected, found });
/** Two control planes in two namespaces, each with a data plane of its own; `listed` is what the second one lists. */
const twoPlanes = (listed: object) => [
  manifests(...authorizer(), ...asking(), ...operator()),
  manifests(...authorizer({ bootstrap: { dataplaneClusters: [listed] } }), ...asking()).replaceAll('union-cp', 'union-cp-eu'),
  manifests(...operator('west', 'west-op', 'union-west')),
].join('');
const COMES = 'the subject of client operator, as which east comes';

testRule(clusterOperatorMissing, {
  fires: [
    ['a cluster is not listed', clusters({ ...east, name: 'west' }), at('', 'dataplaneClusters:', 'the cluster east', 'west')],
    ['no cluster is', clusters(), at('', 'dataplaneClusters: []', 'the cluster east', 'no clusters'),
      remedy(['dataplaneClusters: []', 'dataplaneClusters: [{ name: east, operators: [operator], viewers: [ours] }]'])],
    ['another client operates it', clusters({ ...east, operators: ['west-operator'] }), at('[0].operators', 'operators:', COMES, 'west-operator')],
    ['its client is the operator of a cluster that nothing goes by', clusters({ ...east, operators: ['other'] }, { ...east, name: 'west' }),
      ['v1/ConfigMap union/union-operator', 'data["config.yaml"]: operator.clusterId.name', 'west, whose operator is operator', 'east']],
    ['its client is the operator of another data plane',
      [...authorizer({ bootstrap: { dataplaneClusters: [{ ...east, operators: ['other'] }, { ...east, name: 'west' }] } }), ...asking(), ...operator(), ...operator('west', 'operator', 'union-west')],
      ['v1/ConfigMap union/union-operator', 'data["config.yaml"]: union.auth.clientId', 'the operator of cluster east', 'operator, that of west']],
    ['it is listed by its name alone', clusters('east'),
      at('[0]', 'east', COMES, 'no operators'),
      at('[0]', 'east', 'the subject of client ours: the services of the control plane', 'no viewers')],
    ['the control plane does not see it', clusters({ ...east, viewers: [] }),
      at('[0].viewers', 'viewers: []', 'the subject of client ours: the services of the control plane', 'no viewers')],
    ['a cluster that the input does not show has no operator', clusters(east, { name: 'west', operators: [], viewers: ['ours'] }),
      at('[1].operators', 'operators: []', 'the subject of the client as which west comes', 'no operators')],
    ['the client ID stands where the provider writes an id of its own',
      [...authorizer({ bootstrap: { dataplaneClusters: [{ ...east, viewers: [OBJECT_ID] }] } }), ...operator(), ...trusting(ENTRA)],
      at('[0].operators', 'operators:', COMES, 'operator')],
    ['none of two is the data plane', clusters({ ...east, name: 'west' }, { ...east, name: 'north' }),
      at('', 'dataplaneClusters:', 'the cluster east', 'west, north')],
    ['one without a name has no operator', clusters(east, { viewers: ['ours'] }),
      at('[1]', 'viewers:', 'the subject of the client as which the cluster comes', 'no operators')],
    ['one without a name has an operator', clusters({ operators: ['operator'], viewers: ['ours'] }),
      at('', 'dataplaneClusters:', 'the cluster east', 'no clusters')],
    ['other clients operate and see it', clusters({ ...east, operators: ['one', 'two'], viewers: ['three', 'four'] }),
      at('[0].operators', 'operators:', COMES, 'one, two'),
      at('[0].viewers', 'viewers:', 'the subject of client ours: the services of the control plane', 'three, four')],
    ['a cluster that the input does not show has a blank operator', clusters(east, { name: 'west', operators: [' '], viewers: ['ours'] }),
      at('[1].operators', 'operators:', 'the subject of the client as which west comes', 'no operators')],
    ['one of two that the input shows has no operator: one finding',
      [...authorizer({ bootstrap: { dataplaneClusters: [{ ...east, operators: [] }, { name: 'west', operators: ['west-op'], viewers: ['ours'] }] } }), ...asking(), ...operator(), ...operator('west', 'west-op', 'union-west')],
      at('[0].operators', 'operators: []', COMES, 'no operators')],
  ],
  passes: [
    ['the input shows two control planes, each with a cluster of its own', twoPlanes({ name: 'west', operators: ['west-op'], viewers: ['ours'] })],
    ['operators and viewers are texts, which the service reads as lists of one', clusters({ name: 'east', operators: 'operator', viewers: 'ours' })],
    ['the control plane operates it, and so sees it', clusters({ ...east, operators: ['operator', 'ours'], viewers: [] })],
    ['the data plane is its operator', clusters(east)],
    ['each of two clusters has its own',
      [...authorizer({ bootstrap: { dataplaneClusters: [east, { name: 'west', operators: ['west-op'], viewers: ['ours'] }] } }), ...asking(), ...operator(), ...operator('west', 'west-op', 'union-west')]],
    ['the cluster goes by a variable, as the chart\'s propeller has it', [...authorizer(), ...asking(), ...operator('$(CLUSTER_NAME)', 'another')]],
    ['the input shows one of two', clusters(east, { name: 'west', operators: ['west-op'], viewers: ['ours'] })],
    ['both planes share a client',
      [...authorizer({ bootstrap: { dataplaneClusters: [{ name: 'east', operators: ['ours'] }] } }), ...asking(), ...operator('east', 'ours')]],
    ['the provider writes ids of its own',
      [...authorizer({ bootstrap: { dataplaneClusters: [{ name: 'east', operators: [OBJECT_ID], viewers: [OBJECT_ID] }] } }), ...asking({}, { issuer: ENTRA }), ...operator(), ...trusting(ENTRA)]],
  ],
  notApplicable: [
    ['nobody is refused', [...authorizer({ type: 'Noop' }), ...operator()]],
    ['there is no cluster anywhere', [...authorizer({ bootstrap: { dataplaneClusters: [] } }), ...asking()]],
  ],
});
