import { authorizerHeaderDropped } from '../../../src/verify/rules/authorization';
import { asking, authorizer, HEADERS, trusting } from '../_authorization';
import { manifests } from '../_manifests';
import { ISSUER } from '../_planes';
import { testRule } from '../_rule-harness';

const REASON = 'No service in the input names the headers that it forwards to an authorizer that decides.';
const forwarding = (...forwardHeaders: string[]) => asking({ authorizerClient: { forwardHeaders } });
const external = (...forwardHeaders: string[]) =>
  authorizer({ type: 'External', authorizer: { externalClient: { grpcConfig: { host: 'dns:///authz.example.com' }, forwardHeaders } } });
const at = (name: string, client: string, header: string, found: string) => [{
  object: `v1/ConfigMap union-cp/${name}`, field: `data["config.yaml"]: authorizer.${client}.forwardHeaders`, line: found === 'no headers' ? 'forwardHeaders: []' : 'forwardHeaders:', expected: `${header} among the headers`, found,
}] as const;

testRule(authorizerHeaderDropped, {
  fires: [
    { when: 'a service hands on another header', input: manifests(...authorizer(), ...forwarding('authorization')), findings: at('executions', 'authorizerClient', 'flyte-authorization', 'authorization') },
    { when: 'a service hands on nothing', input: manifests(...authorizer(), ...forwarding()), findings: at('executions', 'authorizerClient', 'flyte-authorization', 'no headers') },
    { when: 'the authorizer keeps it from the server', input: manifests(...external('authorization'), ...asking()), findings: at('authorizer', 'externalClient', 'flyte-authorization', 'authorization') },
    {
      when: 'flyteadmin reads a header of its own',
      input: manifests(...authorizer(), ...asking(), ...trusting(ISSUER, {}, { grpcAuthorizationHeader: 'X-Acme-Token' })),
      findings: at('executions', 'authorizerClient', 'x-acme-token', HEADERS.join(', ')),
    },
  ],
  passes: [
    { when: 'the chart\'s list', input: manifests(...authorizer(), ...asking()) },
    { when: 'capitals, which gRPC does not know', input: manifests(...authorizer(), ...forwarding('Flyte-Authorization')) },
    { when: 'both hops of an external server', input: manifests(...external('flyte-authorization'), ...asking()) },
  ],
  notApplicable: [
    { when: 'nobody is refused', input: manifests(...authorizer({ type: 'Noop' }), ...forwarding('authorization')), reason: REASON },
    { when: 'the chart\'s list stands', input: manifests(...authorizer(), ...asking({ authorizerClient: {} })), reason: REASON },
  ],
});
