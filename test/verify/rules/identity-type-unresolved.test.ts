import { identityTypeUnresolved } from '../../../src/verify/rules/authorization';
import { authorizer, trusting } from '../_authorization';
import { ENTRA, ISSUER } from '../_planes';
import { remedy, testRule } from '../_rule-harness';

const idtyp = { identityTypeClaimsForApps: { idtyp: ['app'] } };
const FOUND = { object: 'v1/ConfigMap union-cp/flyte-admin-base-config', expected: 'idtyp: [app], the claim of Microsoft Entra ID' };

testRule(identityTypeUnresolved, {
  fires: [
    ['the claim of the provider is not named', [...authorizer(), ...trusting(ENTRA)],
      { ...FOUND, field: 'data["server.yaml"]: auth.appAuth', found: 'none' }],
    ['another claim is', [...authorizer(), ...trusting(ENTRA, { identityTypeClaimsForApps: { identitytype: ['app'] } })],
      { ...FOUND, field: 'data["server.yaml"]: auth.appAuth.identityTypeClaimsForApps', found: 'other claims' }],
    ['nothing is said of external identities', [...authorizer({ authorizer: { useExternalIdentity: undefined } }), ...trusting(ENTRA)],
      { ...FOUND, field: 'data["server.yaml"]: auth.appAuth', found: 'none' },
      remedy(['      appAuth:\n', '      appAuth:\n        identityTypeClaimsForApps: { idtyp: [app] }\n'])],
  ],
  passes: [
    ['the claim is named', [...authorizer(), ...trusting(ENTRA, idtyp)]],
    ['nobody needs the claim', [...authorizer({ authorizer: { useExternalIdentity: 'true' } }), ...trusting(ENTRA)]],
  ],
  notApplicable: [
    ['nobody knows the provider', [...authorizer(), ...trusting('https://idp.example.com')]],
    ['an administrator may have added a claim', [...authorizer(), ...trusting(ISSUER)]],
    ['nobody is refused', [...authorizer({ type: 'Noop' }), ...trusting(ENTRA)]],
    ['an external server decides, which reads the token itself', [...authorizer({ type: 'External' }), ...trusting(ENTRA)]],
  ],
});
