import { authorizerFailsOpen } from '../../../src/verify/rules/settings';
import { asking, authorizer } from '../_authorization';
import { manifests } from '../_manifests';
import { testRule } from '../_rule-harness';

const REASON = 'The input shows no authorizer that asks an external server.';
const external = (client: object, type = 'External') => manifests(...authorizer({ type, authorizer: { externalClient: { grpcConfig: { host: 'dns:///authz.example.com' }, ...client } } }));
const FOUND = { object: 'v1/ConfigMap union-cp/authorizer', field: 'data["config.yaml"]: authorizer.externalClient.failOpen', expected: 'false', found: 'true' };

testRule(authorizerFailsOpen, {
  fires: [
    { when: 'it lets in whom it could not ask about', input: external({ failOpen: true }), findings: [{ ...FOUND, line: 'failOpen: true' }] },
    { when: 'it says so in a text', input: external({ failOpen: 'true' }), findings: [{ ...FOUND, line: 'failOpen: "true"' }] },
  ],
  passes: [
    { when: 'it does not', input: external({ failOpen: false }) },
    { when: 'it says nothing, which is the same', input: external({}) },
  ],
  notApplicable: [
    { when: 'Union decides, which does not read it', input: external({ failOpen: true }, 'Union'), reason: REASON },
    { when: 'there is no authorizer', input: manifests(...asking()), reason: REASON },
  ],
});
