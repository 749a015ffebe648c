import { valuesOverridden } from '../../../src/verify/rules/values';
import { testRule } from '../_rule-harness';
import { CONTROL_PLANE_VALUES } from '../_values';

/** What tells that a file is of the control plane. */
const OURS = 'flyte: {configmap: {adminServer: {auth: {idpQueryParameter: idp}}}}\n';
const SECRET = 'flyte: { secrets: { adminOauthClientCredentials: { clientSecret: ';
const LOCATION = 'flyte: { configmap: { adminServer: { admin: { clientSecretLocation: ';

testRule(valuesOverridden, {
  fires: [
    {
      when: 'the second file says something else',
      input: { 'a.yaml': CONTROL_PLANE_VALUES, 'b.yaml': `${OURS}ingress:\n  host: other.example.com\n` },
      findings: [
        {
          object: 'v2/Values controlplane',
          field: 'ingress.host',
          line: 'host: union.example.com',
          expected: '"other.example.com", as b.yaml:3 says, which wins',
          found: '"union.example.com"',
        },
      ],
    },
    {
      when: 'of three files the last wins over both',
      input: { 'a.yaml': CONTROL_PLANE_VALUES, 'b.yaml': `${OURS}ingress: {host: b.example.com}\n`, 'c.yaml': `${OURS}ingress: {host: c.example.com}\n` },
      findings: [
        { object: 'v2/Values controlplane', field: 'ingress.host', line: 'host: union.example.com', expected: '"c.example.com", as c.yaml:2 says, which wins', found: '"union.example.com"' },
        { object: 'v2/Values controlplane', field: 'ingress.host', line: 'ingress: {host: b.example.com}', expected: '"c.example.com", as c.yaml:2 says, which wins', found: '"b.example.com"' },
      ],
    },
    {
      when: 'two files have secrets, whose texts stay where they are',
      input: { 'a.yaml': CONTROL_PLANE_VALUES, 'b.yaml': `${SECRET}one } } }\n`, 'c.yaml': `${SECRET}two } } }\n` },
      findings: [{
        object: 'v2/Values controlplane',
        field: 'flyte.secrets.adminOauthClientCredentials.clientSecret',
        line: `${SECRET}one } } }`,
        expected: 'another text, as c.yaml:1 says, which wins',
        found: 'another text',
      }],
    },
    {
      when: 'two files name a secret, which is no secret',
      input: {
        'a.yaml': CONTROL_PLANE_VALUES,
        'b.yaml': `${LOCATION}/etc/one } } } }\n`,
        'c.yaml': `${LOCATION}/etc/two } } } }\n`,
      },
      findings: [{
        object: 'v2/Values controlplane',
        field: 'flyte.configmap.adminServer.admin.clientSecretLocation',
        line: `${LOCATION}/etc/one } } } }`,
        expected: '"/etc/two", as c.yaml:1 says, which wins',
        found: '"/etc/one"',
      }],
    },
  ],
  passes: [
    { when: 'a base leaves blanks to be filled', input: { 'a.yaml': `${OURS}ingress: {host: ""}\nglobal: {UNION_HOST: }\n`, 'b.yaml': CONTROL_PLANE_VALUES } },
    { when: 'two files agree', input: { 'a.yaml': CONTROL_PLANE_VALUES, 'b.yaml': `${OURS}ingress: {host: union.example.com}\n` } },
    { when: 'two files agree about a list', input: { 'a.yaml': `${CONTROL_PLANE_VALUES}  extraHosts: [eu.example.com]\n`, 'b.yaml': `${OURS}ingress: {extraHosts: [eu.example.com]}\n` } },
    { when: 'maps of two files are laid over each other', input: { 'a.yaml': `${CONTROL_PLANE_VALUES}  annotations: {a: b}\n`, 'b.yaml': `${OURS}ingress: {annotations: {c: d}}\n` } },
    { when: 'there is one file', input: CONTROL_PLANE_VALUES },
  ],
  notApplicable: [
    {
      when: 'the input has no values file',
      input: 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n',
      reason: 'No values of Union\'s charts in the input.',
    },
  ],
});
