import { bootstrapAdminSubject } from '../../../src/verify/rules/accounts';
import { authorizer, trusting } from '../_authorization';
import { manifests } from '../_manifests';
import { ENTRA, OKTA } from '../_planes';
import { testRule } from '../_rule-harness';

const REASON = 'The input shows no administrator of an authorizer in Union mode.';
const PAIRWISE = 'AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ';

const admins = (...adminUsers: unknown[]) => authorizer({ bootstrap: { adminUsers } });
const ada = (subject: string, name = 'Ada') => ({ name, subject });
/** Entra ID, where the API is another registration, or the web application. */
const entra = (...allowedAudience: string[]) => trusting(ENTRA, { externalAuthServer: { baseUrl: ENTRA, allowedAudience } });
const at = (i: number, subject: string, field = `authorizer.bootstrap.adminUsers[${i}].subject`) =>
  ({ object: 'v1/ConfigMap union-cp/authorizer', field: `data["config.yaml"]: ${field}`, line: `subject: ${subject}` });

testRule(bootstrapAdminSubject, {
  fires: [
    {
      when: 'Okta has an administrator by their login',
      input: manifests(...admins(ada('ada@example.com')), ...trusting(OKTA)),
      findings: [{
        ...at(0, 'ada@example.com'),
        expected: 'the "sub" of their tokens at Okta',
        found: 'ada@example.com, which is a login, which Okta writes only into access tokens, and only until the claim sub is changed',
      }],
    },
    {
      when: 'Entra ID has one by their object ID',
      input: manifests(...admins(ada('77777777-2222-3333-4444-555555555555')), ...entra('web')),
      findings: [{
        ...at(0, '77777777-2222-3333-4444-555555555555'),
        expected: 'the "sub" of their tokens at Microsoft Entra ID',
        found: '77777777-2222-3333-4444-555555555555, which is an object ID, and Entra ID writes another subject into tokens of people',
      }],
    },
    {
      when: 'the API is a registration of its own, and one of two is listed once',
      input: manifests(...admins(ada(PAIRWISE), ada('x', 'Ada (CLI)'), ada('y', 'Bob')), ...entra('api://union')),
      findings: [{ ...at(2, 'y'), expected: 'a second entry: Microsoft Entra ID writes another subject for the API than for the web application', found: 'one subject' }],
    },
  ],
  passes: [
    { when: 'Okta has a user ID', input: manifests(...admins(ada('00u-ada')), ...trusting(OKTA)) },
    { when: 'the web application is the API', input: manifests(...admins(ada(PAIRWISE)), ...entra('api://union', 'web')) },
    { when: 'each is listed twice', input: manifests(...admins(ada(PAIRWISE), ada('x')), ...entra('api://union')) },
    { when: 'nobody knows the provider', input: manifests(...admins(ada('ada@example.com')), ...trusting('https://idp.example.com')) },
    { when: 'Entra ID\'s flyteadmin is not shown', input: manifests(...admins(ada(PAIRWISE))) },
  ],
  notApplicable: [
    { when: 'nobody decides', input: manifests(...authorizer({ type: 'Noop' }), ...trusting(OKTA)), reason: REASON },
    { when: 'nobody is listed', input: manifests(...admins(), ...trusting(OKTA)), reason: REASON },
  ],
});
