import { holdsReference } from '../../../src/verify/kube/placeholder';

test.each([' ref+vault://a\n', 'ENC[AES256_GCM,data:x,type:str]', 'ref+vault://a/b#c', 'ref+awssecrets://a', '<path:a/b#c>', 'https://${DOMAIN}/me', '${domain:-x}', 'vault:secret/data/a#b', '>>vault:a#b',
  '"ref+echo://x", as in global.UNION_HOST', 'https://ref+echo://x/me', 'a client of "vault:a#b"'])(
  '%s becomes something else later', (text) => expect(holdsReference(text)).toBe(true),
);

test.each(['', 'web-id', '$host', 'https://${host}/me', '${http_authorization}', '<issuer-uri>', '$5', 'a ref+x', 'http://vault:8200'])(
  '%s is what it is', (text) => expect(holdsReference(text)).toBe(false),
);
