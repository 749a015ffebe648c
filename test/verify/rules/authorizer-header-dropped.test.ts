import { authorizerHeaderDropped } from '../../../src/verify/rules/authorization';
import { asking, authorizer, HEADERS, trusting } from '../_authorization';
import { ISSUER } from '../_planes';
import { remedy, testRule } from '../_rule-harness';

const forwarding = (...forwardHeaders: string[]) => asking({ authorizerClient: { forwardHeaders } });
const external = (...forwardHeaders: string[]) =>
  authorizer({ type: 'External', authorizer: { externalClient: { grpcConfig: { host: 'dns:///authz.example.com' }, forwardHeaders } } });
const at = (name: string, client: string, header: string, found: string) => [{
  object: `v1/ConfigMap union-cp/${name}`, field: `data["config.yaml"]: authorizer.${client}.forwardHeaders`, expected: `${header} among the headers`, found,
}] as const;

testRule(authorizerHeaderDropped, {
  fires: [
    ['a service hands on another header', [...authorizer(), ...forwarding('authorization')],
      ...at('executions', 'authorizerClient', 'flyte-authorization', 'authorization')],
    ['a service hands on nothing', [...authorizer(), ...forwarding()], ...at('executions', 'authorizerClient', 'flyte-authorization', 'no headers'),
      remedy(['forwardHeaders: []', 'forwardHeaders: [authorization, flyte-authorization, x-user-token]'])],
    ['the authorizer keeps it from the server', [...external('authorization'), ...asking()],
      ...at('authorizer', 'externalClient', 'flyte-authorization', 'authorization')],
    ['flyteadmin reads a header of its own', [...authorizer(), ...asking(), ...trusting(ISSUER, {}, { grpcAuthorizationHeader: 'X-Acme-Token' })],
      ...at('executions', 'authorizerClient', 'x-acme-token', HEADERS.join(', '))],
  ],
  passes: [
    ['the chart\'s list', [...authorizer(), ...asking()]],
    ['capitals, which gRPC does not know', [...authorizer(), ...forwarding('Flyte-Authorization')]],
    ['both hops of an external server', [...external('flyte-authorization'), ...asking()]],
  ],
  notApplicable: [
    ['nobody is refused', [...authorizer({ type: 'Noop' }), ...forwarding('authorization')]],
    ['the chart\'s list stands', [...authorizer(), ...asking({ authorizerClient: {} })]],
  ],
});
