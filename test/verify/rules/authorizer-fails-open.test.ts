import { authorizerFailsOpen } from '../../../src/verify/rules/settings';
import { asking, authorizer } from '../_authorization';
import { manifests } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';

const external = (client: object, type = 'External') => manifests(...authorizer({ type, authorizer: { externalClient: { grpcConfig: { host: 'dns:///authz.example.com' }, ...client } } }));
const FOUND = { object: 'v1/ConfigMap union-cp/authorizer', field: 'data["config.yaml"]: authorizer.externalClient.failOpen', expected: 'false', found: 'true' };

testRule(authorizerFailsOpen, {
  fires: [
    ['it lets in whom it could not ask about', external({ failOpen: true }), { ...FOUND }, remedy(['failOpen: true', 'failOpen: false'])],
    ['it says so in a text', external({ failOpen: 'true' }), { ...FOUND }],
  ],
  passes: [['it does not', external({ failOpen: false })], ['it says nothing, which is the same', external({})]],
  notApplicable: [['Union decides, which does not read it', external({ failOpen: true }, 'Union')], ['there is no authorizer', asking()]],
});
