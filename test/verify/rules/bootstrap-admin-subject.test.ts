import { bootstrapAdminSubject } from '../../../src/verify/rules/accounts';
import { authorizer, trusting } from '../_authorization';
import { ENTRA, OKTA } from '../_planes';
import { remedy, testRule } from '../_rule-harness';

const PAIRWISE = 'AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ';

const admins = (...adminUsers: unknown[]) => authorizer({ bootstrap: { adminUsers } });
const ada = (subject: string, name = 'Ada') => ({ name, subject });
/** Entra ID, where the API is another registration, or the web application. */
const entra = (...allowedAudience: string[]) => trusting(ENTRA, { externalAuthServer: { baseUrl: ENTRA, allowedAudience } });
const at = (i: number, field = `authorizer.bootstrap.adminUsers[${i}].subject`) =>
  ({ object: 'v1/ConfigMap union-cp/authorizer', field: `data["config.yaml"]: ${field}` });

testRule(bootstrapAdminSubject, {
  fires: [
    ['Okta has an administrator by their login', [...admins(ada('ada@example.com')), ...trusting(OKTA)],
      { ...at(0), expected: 'the "sub" of their tokens at Okta', found: 'ada@example.com, which is a login, which Okta writes only into access tokens, and only until the claim sub is changed' },
      remedy(['ada@example.com', '00u1a2b3c4d5e6f7g8h9'])],
    ['Entra ID has one by their object ID', [...admins(ada('77777777-2222-3333-4444-555555555555')), ...entra('web')],
      { ...at(0), expected: 'the "sub" of their tokens at Microsoft Entra ID', found: '77777777-2222-3333-4444-555555555555, which is an object ID, but Entra ID writes another subject into tokens of people' }],
    ['the API is a registration of its own, and one of two is listed once',
      [...admins(ada(PAIRWISE), ada('x', 'Ada (CLI)'), ada('y', 'Bob')), ...entra('api://union')],
      { ...at(2), expected: 'a second entry: Microsoft Entra ID writes another subject for the API than for the web application', found: 'one subject' }],
  ],
  passes: [
    ['Okta has a user ID', [...admins(ada('00u-ada')), ...trusting(OKTA)]],
    ['the web application is the API', [...admins(ada(PAIRWISE)), ...entra('api://union', 'web')]],
    ['each is listed twice', [...admins(ada(PAIRWISE), ada('x')), ...entra('api://union')]],
    ['nobody knows the provider', [...admins(ada('ada@example.com')), ...trusting('https://idp.example.com')]],
    ['Entra ID\'s flyteadmin is not shown', admins(ada(PAIRWISE))],
  ],
  notApplicable: [['nobody decides', [...authorizer({ type: 'Noop' }), ...trusting(OKTA)]], ['nobody is listed', [...admins(), ...trusting(OKTA)]]],
});
