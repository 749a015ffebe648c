import type { Asker } from '../../../src/doctor/ask/asker';
import { askCertificate } from '../../../src/doctor/probes/certificate';
import { HOST, SILENT } from '../_facts';

const CERTIFICATE = {
  subject: { CN: HOST }, issuer: { CN: 'Acme CA' }, subjectaltname: `DNS:${HOST}, IP Address:192.0.2.1, DNS:b.example.com`, valid_from: 'Jan  1 00:00:00 2030 GMT', valid_to: 'Feb  1 00:00:00 2030 GMT',
};

async function seen(certificate: object = {}, socket: object = {}, host = HOST) {
  const asked: unknown[] = [];
  let destroyed = false;
  const open = {
    authorized: true, alpnProtocol: 'h2', authorizationError: undefined, getPeerCertificate: () => ({ ...CERTIFICATE, ...certificate }), destroy: () => (destroyed = true), ...socket,
  };
  const asker = { deployment: { host, port: 443 }, tls: (protocols: unknown) => Promise.resolve(asked.push(protocols) && open) };
  const facts = await askCertificate(asker as unknown as Asker);
  expect([asked, destroyed]).toEqual([[['h2', 'http/1.1']], true]);
  return facts;
}

test('what the edge shows of itself', async () => {
  expect(await seen()).toEqual({
    subject: HOST,
    issuer: 'Acme CA',
    names: `${HOST}, 192.0.2.1, b.example.com`,
    validFrom: new Date('2030-01-01T00:00:00Z'),
    validTo: new Date('2030-02-01T00:00:00Z'),
    untrusted: undefined,
    foreign: undefined,
    protocol: 'h2',
  });
});

test.each<readonly [object, object, object]>([
  [{ subject: { O: 'Acme' }, issuer: {} }, {}, { subject: 'Acme', issuer: 'no name' }],
  [{ subject: undefined, subjectaltname: undefined }, {}, { subject: 'no name', names: '' }],
  [{}, { alpnProtocol: false }, { protocol: undefined }],
  [{}, { authorized: false, authorizationError: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, { untrusted: 'DEPTH_ZERO_SELF_SIGNED_CERT' }],
  // Told by rules of their own.
  ...['ERR_TLS_CERT_ALTNAME_INVALID', 'CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'].map((authorizationError) => [{}, { authorized: false, authorizationError }, { untrusted: undefined }] as const),
  [{ subjectaltname: 'DNS:other.example.com' }, {}, { foreign: expect.stringContaining('other.example.com') as string }],
])('%j, %j', async (certificate, socket, facts) => {
  expect(await seen(certificate, socket)).toMatchObject(facts);
});

test('an address in brackets is that of the certificate', async () => {
  expect(await seen({ subjectaltname: 'IP Address:2001:DB8:0:0:0:0:0:1' }, {}, '[2001:db8::1]')).toMatchObject({ foreign: undefined });
});

test('without a connection there is no certificate', async () => {
  expect(await askCertificate({ tls: () => Promise.resolve(SILENT) } as unknown as Asker)).toBe(SILENT);
});
