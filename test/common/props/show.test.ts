import { holdsSecret, show } from '../../../src/common/props/show';

const JWT = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl';
const ENTRA = `abc8Q~${'x'.repeat(34)}`;

test.each([
  [JWT, '"…"'],
  [`Bearer ${JWT}`, '"Bearer …"'],
  [ENTRA, '"…"'],
  [{ key: ENTRA, property: 'x' }, '{"key":"…","property":"x"}'],
  ['-----BEGIN RSA PRIVATE KEY-----\nMII', '"…"'],
  ['eyJ', '"eyJ"'],
  ['~/.kube/config', '"~/.kube/config"'],
])('shows %j as %s', (value, shown) => {
  expect(show(value)).toBe(shown);
});

test.each([[JWT, true], [ENTRA, true], ['0oa-web-1111', false], ['https://idp.example.com/~acme', false]])('%s holds a secret: %s', (text, holds) => {
  expect(holdsSecret(text)).toBe(holds);
});
