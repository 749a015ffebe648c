import { Failure } from '../../../src/doctor/ask/failure';
import { NOW, day, rows } from '../_facts';

const refused = new Failure('connection', 'ECONNREFUSED');
const proxy = new Failure('proxy', '407');

rows('live-name-unresolved', [
  [{ addresses: new Failure('name', 'ENOTFOUND') }, '~ name: ENOTFOUND, not an address of union.example.com'],
  [{ addresses: [] }],
]);
rows('live-proxy-refuses', [
  [{ certificate: proxy }, '~ connection: 407, not a connection by the proxy'],
  [{ certificate: refused }],
]);
rows('live-unreachable', [
  [{ certificate: refused }, '~ connection: ECONNREFUSED, not a connection'],
  [{ certificate: proxy }],
]);
rows('live-tls-missing', [
  ...(['tls', 'silence', 'garbage', 'forbidden'] as const).map((kind) => [{ certificate: new Failure(kind, 'why') }, '~ TLS: why, not a TLS handshake'] as const),
  [{ certificate: refused }],
  [{ certificate: proxy }],
]);
rows('live-certificate-of-controller', [
  ...['Kubernetes Ingress Controller Fake Certificate', 'TRAEFIK DEFAULT CERT', 'Traefik Default Cert'].map((subject) =>
    [{ certificate: { subject } }, `~ certificate: ${subject}, not a certificate for union.example.com`] as const),
  [{ certificate: { subject: 'Fake Certificate' } }],
]);
rows('live-certificate-expired', [
  [{ certificate: { validTo: new Date(NOW.getTime() - 1) } }, '~ certificate: notAfter: 2030-01-09, not a later date'],
  [{ certificate: { validTo: NOW } }],
  [{ certificate: { validFrom: NOW } }],
  [{ certificate: { validFrom: day(1) } }, '~ certificate: notBefore: 2030-01-11, not a day that has come'],
  [{ certificate: { validFrom: new Date(NaN) } }],
]);
rows('live-certificate-expires', [
  [{ certificate: { validTo: day(14) } }],
  [{ certificate: { validTo: new Date(day(14).getTime() - 1) } }, '~ certificate: notAfter: 2030-01-23, not at least 14 days from now'],
  [{ certificate: { validTo: new Date(NaN) } }],
  [{ certificate: { validTo: day(-1) } }, '~ certificate: notAfter: 2030-01-09, not at least 14 days from now'],
]);
rows('live-certificate-foreign', [
  [{ certificate: { foreign: 'not in the names', names: 'a.example.com, b.example.com', subject: 'a' } }, '~ certificate: names: a.example.com, b.example.com, not union.example.com'],
  [{ certificate: { foreign: 'not in the names', names: '', subject: 'a' } }, '~ certificate: names: a, not union.example.com'],
]);
rows('live-certificate-untrusted', [
  [{ certificate: { untrusted: 'DEPTH_ZERO_SELF_SIGNED_CERT' } }, '~ certificate: chain: DEPTH_ZERO_SELF_SIGNED_CERT; issued by Acme CA, not a trusted authority'],
]);
rows('live-http2-missing', [
  [{ certificate: { protocol: 'http/1.1' } }, '~ ALPN: http/1.1, not h2'],
  [{ certificate: { protocol: undefined } }, '~ ALPN: no protocol, not h2'],
]);
