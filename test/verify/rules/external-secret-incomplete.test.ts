import { externalSecretIncomplete } from '../../../src/verify/rules/external-secrets';
import { externalSecret, manifests } from '../_manifests';
import { testRule } from '../_rule-harness';

const name = 'union-secret-auth';
const object = `external-secrets.io/v1/ExternalSecret union/${name}`;
const withSpec = (spec: Record<string, unknown>) => manifests(externalSecret(name, { namespace: 'union', spec }));
const entry = (rest: object) => [{ secretKey: 'client_secret', remoteRef: { key: 'x' }, ...rest }];
const at = { object, field: 'spec', line: 'spec:' };
const first = { object, field: 'spec.data[0]' };
const ONE_WAY = 'one of extract, find and sourceRef.generatorRef';
const reason = 'No ExternalSecret in the input writes a Secret of Union.';

testRule(externalSecretIncomplete, {
  fires: [
    {
      when: 'target is a text',
      input: manifests(externalSecret('auth', { namespace: 'union', spec: { target: name } })),
      findings: [{
        object: object.replace(name, 'auth'), field: 'spec.target', line: `target: ${name}`, expected: 'a map', found: 'a text',
      }],
      remedy: [[`target: ${name}`, `target: {name: ${name}}`]],
    },
    {
      when: 'the store is a text, once',
      input: withSpec({ secretStoreRef: 'union' }),
      findings: [{
        object, field: 'spec.secretStoreRef', line: 'secretStoreRef: union', expected: 'a map', found: 'a text',
      }],
    },
    { when: 'it names no store', input: withSpec({ secretStoreRef: undefined }), findings: [{ ...at, expected: 'the name of a store', found: 'no secretStoreRef.name' }] },
    { when: 'the store has a kind and no name', input: withSpec({ secretStoreRef: { kind: 'ClusterSecretStore' } }), findings: [{ object, field: 'spec.secretStoreRef', line: 'secretStoreRef:', expected: 'the name of a store', found: 'no secretStoreRef.name' }] },
    { when: 'it has no entries', input: withSpec({ data: [] }), findings: [{ ...at, expected: 'entries of data or dataFrom', found: 'neither' }] },
    { when: 'an entry names no key of the store', input: withSpec({ data: entry({ remoteRef: { property: 'p' } }) }), findings: [{ ...first, line: 'secretKey: client_secret', expected: 'the entry of the store in remoteRef.key', found: 'none' }] },
    {
      when: 'the names of an entry have a line feed and a space at their ends',
      input: withSpec({ data: entry({ remoteRef: { key: 'x\n', property: ' p' } }) }),
      findings: [
        { object, field: 'spec.data[0].remoteRef.key', line: 'key: |', expected: 'x', found: 'x\\n, which no entry of the store is called' },
        { object, field: 'spec.data[0].remoteRef.property', line: 'property: " p"', expected: 'p', found: '" p, which no entry of the store is called"' },
      ],
    },
    {
      when: 'an entry writes no key, and another one with a slash',
      input: withSpec({ data: [{ remoteRef: { key: 'x' } }, { secretKey: 'a/b', remoteRef: { key: 'x' } }] }),
      findings: [
        { ...first, line: 'remoteRef:', expected: 'a secretKey of letters, digits, ".", "-" and "_"', found: 'none' },
        { object, field: 'spec.data[1]', line: 'secretKey: a/b', expected: 'a secretKey of letters, digits, ".", "-" and "_"', found: 'other characters' },
      ],
    },
    {
      when: 'its template takes a key that it does not read',
      input: withSpec({ target: { template: { data: { client_secret: '{{ .clientSecret | trim }}' } } } }),
      findings: [{ object, field: 'spec.target.template.data.client_secret', line: 'client_secret: "{{ .clientSecret | trim }}"', expected: 'one of the keys of data: client_secret', found: '.clientSecret' }],
    },
    {
      when: 'one of two entries has a store of its own',
      input: withSpec({ secretStoreRef: undefined, data: [...entry({ sourceRef: { storeRef: { name: 's' } } }), ...entry({ secretKey: 'app_secret' })] }),
      findings: [{ ...at, expected: 'the name of a store', found: 'no secretStoreRef.name' }],
    },
    {
      when: 'its template takes a key that it does not read, without blanks',
      input: withSpec({ data: [...entry({}), ...entry({ secretKey: 'app_secret' })], target: { template: { data: { client_secret: '{{.clientSecret}}' } } } }),
      findings: [{ object, field: 'spec.target.template.data.client_secret', line: 'client_secret: "{{.clientSecret}}"', expected: 'one of the keys of data: client_secret, app_secret', found: '.clientSecret' }],
    },
    {
      when: 'two entries write one key',
      input: withSpec({ data: [...entry({}), ...entry({ remoteRef: { key: 'y' } })] }),
      findings: [{ object, field: 'spec.data[1].secretKey', line: 'secretKey: client_secret', expected: 'each secretKey once', found: 'client_secret, which an entry above has, too' }],
    },
    {
      when: 'entries of dataFrom read in two ways, in none, and from a source without a name',
      input: withSpec({ data: undefined, dataFrom: [{ extract: { key: 'x' }, find: { path: 'x' } }, { rewrite: [] }, { extract: { key: 'x' }, sourceRef: {} }] }),
      findings: [
        { object, field: 'spec.dataFrom[0]', line: 'extract:', expected: ONE_WAY, found: 'extract and find' },
        { object, field: 'spec.dataFrom[1]', line: 'rewrite: []', expected: ONE_WAY, found: 'none' },
        { object, field: 'spec.dataFrom[2]', line: 'extract:', expected: 'generatorRef or storeRef in sourceRef', found: 'neither' },
      ],
    },
  ],
  passes: [
    { when: 'an entry of dataFrom has a store of its own', input: withSpec({ data: undefined, dataFrom: [{ extract: { key: 'x' }, sourceRef: { storeRef: { name: 's' } } }, { find: { path: 'x' } }] }) },
    { when: 'a generator makes an entry', input: withSpec({ secretStoreRef: undefined, data: undefined, dataFrom: [{ sourceRef: { generatorRef: { kind: 'Password', name: 'p' } } }] }) },
    { when: 'it says all', input: withSpec({}) },
    { when: 'it takes whatever the store holds', input: withSpec({ data: undefined, dataFrom: [{ extract: { key: 'x' } }], target: { template: { data: { a: '{{ .any }}' } } } }) },
    { when: 'each entry has a store of its own', input: withSpec({ secretStoreRef: undefined, data: entry({ sourceRef: { storeRef: { name: 's' } } }) }) },
    { when: 'its template takes the key that it reads', input: withSpec({ target: { template: { data: { client_secret: '{{ .client_secret }}' } } } }) },
  ],
  notApplicable: [{ when: 'it writes somebody else\'s Secret', input: manifests(externalSecret('app', { spec: { secretStoreRef: undefined } })), reason }],
});
