import { identityTypeUnresolved } from '../../../src/verify/rules/authorization';
import { authorizer, trusting } from '../_authorization';
import { manifests } from '../_manifests';
import { ENTRA, ISSUER } from '../_planes';
import { testRule } from '../_rule-harness';

const REASON = 'The input shows no authorizer in Union mode beside a flyteadmin whose provider is known to have a claim of its own.';
const idtyp = { identityTypeClaimsForApps: { idtyp: ['app'] } };
const FOUND = { object: 'v1/ConfigMap union-cp/flyte-admin-base-config', expected: 'idtyp: [app], the claim of Microsoft Entra ID' };

testRule(identityTypeUnresolved, {
  fires: [
    { when: 'the claim of the provider is not named', input: manifests(...authorizer(), ...trusting(ENTRA)), findings: [{ ...FOUND, field: 'data["server.yaml"]: auth.appAuth', line: 'appAuth:', found: 'none' }] },
    {
      when: 'another claim is',
      input: manifests(...authorizer(), ...trusting(ENTRA, { identityTypeClaimsForApps: { identitytype: ['app'] } })),
      findings: [{ ...FOUND, field: 'data["server.yaml"]: auth.appAuth.identityTypeClaimsForApps', line: 'identityTypeClaimsForApps:', found: 'other claims' }],
    },
    {
      when: 'nothing is said of external identities',
      input: manifests(...authorizer({ authorizer: { useExternalIdentity: undefined } }), ...trusting(ENTRA)),
      findings: [{ ...FOUND, field: 'data["server.yaml"]: auth.appAuth', line: 'appAuth:', found: 'none' }],
    },
  ],
  passes: [
    { when: 'the claim is named', input: manifests(...authorizer(), ...trusting(ENTRA, idtyp)) },
    { when: 'nobody needs the claim', input: manifests(...authorizer({ authorizer: { useExternalIdentity: 'true' } }), ...trusting(ENTRA)) },
  ],
  notApplicable: [
    { when: 'nobody knows the provider', input: manifests(...authorizer(), ...trusting('https://idp.example.com')), reason: REASON },
    { when: 'an administrator may have added a claim', input: manifests(...authorizer(), ...trusting(ISSUER)), reason: REASON },
    { when: 'nobody is refused', input: manifests(...authorizer({ type: 'Noop' }), ...trusting(ENTRA)), reason: REASON },
    { when: 'an external server decides, which reads the token itself', input: manifests(...authorizer({ type: 'External' }), ...trusting(ENTRA)), reason: REASON },
  ],
});
