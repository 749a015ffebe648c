import { clusterOperatorMissing } from '../../../src/verify/rules/accounts';
import { asking, authorizer, operator, trusting } from '../_authorization';
import { manifests } from '../_manifests';
import { ENTRA } from '../_planes';
import { testRule } from '../_rule-harness';

const REASON = 'The input shows no authorizer in Union mode beside a data plane or a list of clusters.';
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
    { when: 'a cluster is not listed', input: clusters({ ...east, name: 'west' }), findings: [at('', 'dataplaneClusters:', 'the cluster east', 'west')] },
    { when: 'no cluster is', input: clusters(), findings: [at('', 'dataplaneClusters: []', 'the cluster east', 'no clusters')] },
    { when: 'another client operates it', input: clusters({ ...east, operators: ['west-operator'] }), findings: [at('[0].operators', 'operators:', COMES, 'west-operator')] },
    {
      when: 'its client is the operator of a cluster that nothing goes by',
      input: clusters({ ...east, operators: ['other'] }, { ...east, name: 'west' }),
      findings: [{ object: 'v1/ConfigMap union/union-operator', field: 'data["config.yaml"]: operator.clusterId.name', line: 'name: east', expected: 'west, whose operator is operator', found: 'east' }],
    },
    {
      when: 'its client is the operator of another data plane',
      input: manifests(...authorizer({ bootstrap: { dataplaneClusters: [{ ...east, operators: ['other'] }, { ...east, name: 'west' }] } }), ...asking(), ...operator(), ...operator('west', 'operator', 'union-west')),
      findings: [{ object: 'v1/ConfigMap union/union-operator', field: 'data["config.yaml"]: union.auth.clientId', line: 'clientId: operator', expected: 'the operator of cluster east', found: 'operator, that of west' }],
    },
    {
      when: 'it is listed by its name alone',
      input: clusters('east'),
      findings: [at('[0]', 'east', COMES, 'no operators'), at('[0]', 'east', 'the subject of client ours: the services of the control plane', 'no viewers')],
    },
    { when: 'the control plane does not see it', input: clusters({ ...east, viewers: [] }), findings: [at('[0].viewers', 'viewers: []', 'the subject of client ours: the services of the control plane', 'no viewers')] },
    {
      when: 'a cluster that the input does not show has no operator',
      input: clusters(east, { name: 'west', operators: [], viewers: ['ours'] }),
      findings: [at('[1].operators', 'operators: []', 'the subject of the client as which west comes', 'no operators')],
    },
    {
      when: 'the client ID stands where the provider writes an id of its own',
      input: manifests(...authorizer({ bootstrap: { dataplaneClusters: [{ ...east, viewers: [OBJECT_ID] }] } }), ...operator(), ...trusting(ENTRA)),
      findings: [at('[0].operators', 'operators:', COMES, 'operator')],
    },
    {
      when: 'none of two is the data plane',
      input: clusters({ ...east, name: 'west' }, { ...east, name: 'north' }),
      findings: [at('', 'dataplaneClusters:', 'the cluster east', 'west, north')],
    },
    {
      when: 'one without a name has no operator',
      input: clusters(east, { viewers: ['ours'] }),
      findings: [at('[1]', 'viewers:', 'the subject of the client as which the cluster comes', 'no operators')],
    },
    {
      when: 'one without a name has an operator',
      input: clusters({ operators: ['operator'], viewers: ['ours'] }),
      findings: [at('', 'dataplaneClusters:', 'the cluster east', 'no clusters')],
    },
    {
      when: 'other clients operate and see it',
      input: clusters({ ...east, operators: ['one', 'two'], viewers: ['three', 'four'] }),
      findings: [
        at('[0].operators', 'operators:', COMES, 'one, two'),
        at('[0].viewers', 'viewers:', 'the subject of client ours: the services of the control plane', 'three, four'),
      ],
    },
    {
      when: 'a cluster that the input does not show has a blank operator',
      input: clusters(east, { name: 'west', operators: [' '], viewers: ['ours'] }),
      findings: [at('[1].operators', 'operators:', 'the subject of the client as which west comes', 'no operators')],
    },
    {
      when: 'one of two that the input shows has no operator: one finding',
      input: manifests(...authorizer({ bootstrap: { dataplaneClusters: [{ ...east, operators: [] }, { name: 'west', operators: ['west-op'], viewers: ['ours'] }] } }), ...asking(), ...operator(), ...operator('west', 'west-op', 'union-west')),
      findings: [at('[0].operators', 'operators: []', COMES, 'no operators')],
    },
  ],
  passes: [
    { when: 'the input shows two control planes, each with a cluster of its own', input: twoPlanes({ name: 'west', operators: ['west-op'], viewers: ['ours'] }) },
    { when: 'operators and viewers are texts, which the service reads as lists of one', input: clusters({ name: 'east', operators: 'operator', viewers: 'ours' }) },
    { when: 'the control plane operates it, and so sees it', input: clusters({ ...east, operators: ['operator', 'ours'], viewers: [] }) },
    { when: 'the data plane is its operator', input: clusters(east) },
    { when: 'each of two clusters has its own', input: manifests(...authorizer({ bootstrap: { dataplaneClusters: [east, { name: 'west', operators: ['west-op'], viewers: ['ours'] }] } }), ...asking(), ...operator(), ...operator('west', 'west-op', 'union-west')) },
    { when: 'the cluster goes by a variable, as the chart\'s propeller has it', input: manifests(...authorizer(), ...asking(), ...operator('$(CLUSTER_NAME)', 'another')) },
    { when: 'the input shows one of two', input: clusters(east, { name: 'west', operators: ['west-op'], viewers: ['ours'] }) },
    { when: 'both planes share a client', input: manifests(...authorizer({ bootstrap: { dataplaneClusters: [{ name: 'east', operators: ['ours'] }] } }), ...asking(), ...operator('east', 'ours')) },
    { when: 'the provider writes ids of its own', input: manifests(...authorizer({ bootstrap: { dataplaneClusters: [{ name: 'east', operators: [OBJECT_ID], viewers: [OBJECT_ID] }] } }), ...asking({}, { issuer: ENTRA }), ...operator(), ...trusting(ENTRA)) },
  ],
  notApplicable: [
    { when: 'nobody is refused', input: manifests(...authorizer({ type: 'Noop' }), ...operator()), reason: REASON },
    { when: 'there is no cluster anywhere', input: manifests(...authorizer({ bootstrap: { dataplaneClusters: [] } }), ...asking()), reason: REASON },
  ],
});
