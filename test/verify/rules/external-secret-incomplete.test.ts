import { externalSecretIncomplete } from '../../../src/verify/rules/external-secrets';
import { externalSecret, manifests } from '../_manifests';
import { FiringRow, remedy, testRule } from '../_rule-harness';

const name = 'union-secret-auth';
const object = `external-secrets.io/v1/ExternalSecret union/${name}`;
const withSpec = (spec: Record<string, unknown>) => manifests(externalSecret(name, { namespace: 'union', spec }));
const entry = (rest: object) => [{ secretKey: 'client_secret', remoteRef: { key: 'x' }, ...rest }];
const at = { object, field: 'spec' };
const first = { object, field: 'spec.data[0]' };
const ONE_WAY = 'one of extract, find and sourceRef.generatorRef';

testRule(externalSecretIncomplete, {
  fires: [
    ['target is a text', [externalSecret('auth', { namespace: 'union', spec: { target: name } })],
      [object.replace(name, 'auth'), 'spec.target', 'a map', 'a text'],
      remedy([`target: ${name}`, `target: {name: ${name}}`])],
    ['the store is a text, once', withSpec({ secretStoreRef: 'union' }), [object, 'spec.secretStoreRef', 'a map', 'a text']],
    ['it names no store', withSpec({ secretStoreRef: undefined }), { ...at, expected: 'the name of a store', found: 'no secretStoreRef.name' }],
    ['the store has a kind and no name', withSpec({ secretStoreRef: { kind: 'ClusterSecretStore' } }),
      [object, 'spec.secretStoreRef', 'the name of a store', 'no secretStoreRef.name']],
    ['it has no entries', withSpec({ data: [] }), { ...at, expected: 'entries of data or dataFrom', found: 'neither' },
      remedy(['  data: []', '  data: [{ secretKey: client_secret, remoteRef: { key: union/service } }]'])],
    ['an entry names no key of the store', withSpec({ data: entry({ remoteRef: { property: 'p' } }) }),
      { ...first, expected: 'the entry of the store in remoteRef.key', found: 'none' }],
    ['the names of an entry have a line feed and a space at their ends', withSpec({ data: entry({ remoteRef: { key: 'x\n', property: ' p' } }) }),
      [object, 'spec.data[0].remoteRef.key', 'x', 'x\\n, which no entry of the store is called'],
      [object, 'spec.data[0].remoteRef.property', 'p', '" p, which no entry of the store is called"']],
    ['an entry writes no key, and another one with a slash',
      withSpec({ data: [{ remoteRef: { key: 'x' } }, { secretKey: 'a/b', remoteRef: { key: 'x' } }] }),
      { ...first, expected: 'a secretKey of letters, digits, ".", "-" and "_"', found: 'none' },
      [object, 'spec.data[1]', 'a secretKey of letters, digits, ".", "-" and "_"', 'other characters']],
    ...['b64enc', 'base64', 'quote', 'toJson', 'trim | quote'].map((encoding): FiringRow => [`its template has the value through ${encoding}`,
      withSpec({ target: { template: { data: { client_secret: `{{ .client_secret | ${encoding} }}` } } } }),
      [object, 'spec.target.template.data.client_secret', 'the value as it is: Kubernetes encodes it, and readers get it decoded', `{{ .client_secret | ${encoding} }}`]]),
    ['its template takes a key that it does not read', withSpec({ target: { template: { data: { client_secret: '{{ .clientSecret | trim }}' } } } }),
      [object, 'spec.target.template.data.client_secret', 'one of the keys of data: client_secret', '.clientSecret']],
    ['one of two entries has a store of its own',
      withSpec({ secretStoreRef: undefined, data: [...entry({ sourceRef: { storeRef: { name: 's' } } }), ...entry({ secretKey: 'app_secret' })] }),
      { ...at, expected: 'the name of a store', found: 'no secretStoreRef.name' }],
    ['its template takes a key that it does not read, without blanks',
      withSpec({ data: [...entry({}), ...entry({ secretKey: 'app_secret' })], target: { template: { data: { client_secret: '{{.clientSecret}}' } } } }),
      [object, 'spec.target.template.data.client_secret', 'one of the keys of data: client_secret, app_secret', '.clientSecret']],
    ['two entries write one key', withSpec({ data: [...entry({}), ...entry({ remoteRef: { key: 'y' } })] }),
      [object, 'spec.data[1].secretKey', 'each secretKey once', 'client_secret, which an entry above has, too']],
    ['entries of dataFrom read in two ways, in none, and from a source without a name',
      withSpec({ data: undefined, dataFrom: [{ extract: { key: 'x' }, find: { path: 'x' } }, { rewrite: [] }, { extract: { key: 'x' }, sourceRef: {} }] }),
      [object, 'spec.dataFrom[0]', ONE_WAY, 'extract and find'],
      [object, 'spec.dataFrom[1]', ONE_WAY, 'none'],
      [object, 'spec.dataFrom[2]', 'generatorRef or storeRef in sourceRef', 'neither']],
  ],
  passes: [
    ['an entry of dataFrom has a store of its own',
      withSpec({ data: undefined, dataFrom: [{ extract: { key: 'x' }, sourceRef: { storeRef: { name: 's' } } }, { find: { path: 'x' } }] })],
    ['a generator makes an entry',
      withSpec({ secretStoreRef: undefined, data: undefined, dataFrom: [{ sourceRef: { generatorRef: { kind: 'Password', name: 'p' } } }] })],
    ['it says all', withSpec({})],
    ['it takes whatever the store holds',
      withSpec({ data: undefined, dataFrom: [{ extract: { key: 'x' } }], target: { template: { data: { a: '{{ .any }}' } } } })],
    ['each entry has a store of its own', withSpec({ secretStoreRef: undefined, data: entry({ sourceRef: { storeRef: { name: 's' } } }) })],
    ['its template takes the key that it reads', withSpec({ target: { template: { data: { client_secret: '{{ .client_secret }}' } } } })],
  ],
  notApplicable: [['it writes somebody else\'s Secret', [externalSecret('app', { spec: { secretStoreRef: undefined } })]]],
});
