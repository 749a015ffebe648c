import { columns, flyteadminSettings } from '../running/cluster-looks';
import { anonymousGrpc, certificate, providerMetadata } from '../running/edge-looks';
import { FOREIGN_CERTIFICATE } from './shared-causes';
import type { Symptom } from './symptom';

/** Of clients that get no further than the connection, or than what is published. */
export const BEFORE_A_TOKEN_COUNTS: readonly Symptom[] = [
  {
    id: 'x509',
    title: 'x509: certificate signed by unknown authority, or another TLS error',
    words: [
      'certificate', 'x509', 'tls', 'self-signed certificate', 'CERTIFICATE_VERIFY_FAILED',
      'handshake failure', '_U_INSECURE_SKIP_VERIFY', 'insecureSkipVerify', 'TLS secret',
      'authentication handshake failed', 'bad certificate', 'unrecognized name',
      'certificate verify failed',
      'corporate proxy intercepts TLS',
    ],
    see: [
      certificate('The subject must name the host, and "Verification: OK" must stand in it.'),
      columns(
        '-n $CP get ingress',
        { NAME: '.metadata.name', HOSTS: '.spec.tls[*].hosts', SECRET: '.spec.tls[*].secretName' },
        'The Secret of the public host.',
      ),
    ],
    causes: [
      {
        rule: 'live-certificate-of-controller',
        cause: 'The TLS Secret is missing, or is of another host, '
        + 'so the edge presents a certificate of its own ("Kubernetes Ingress Controller Fake '
        + 'Certificate").',
        words: ['Kubernetes Ingress Controller Fake Certificate', 'ingress.local', 'TRAEFIK DEFAULT CERT'],
      },
      {
        rule: 'certificate-unfit',
        cause: 'The Secret that the edge names holds no certificate, lies elsewhere, or the certificate '
          + 'was asked for another host.',
      },
      FOREIGN_CERTIFICATE,
      {
        rule: 'live-certificate-expired',
        cause: 'The certificate has expired.',
        words: ['certificate has expired', 'expired or is not yet valid', 'ERR_CERT_DATE_INVALID'],
      },
      {
        rule: 'endpoint-insecure',
        cause: 'One side speaks TLS and the other does not.',
        words: [
          'first record does not look like a TLS handshake', 'server gave HTTP response to HTTPS client',
          'wrong version number',
        ],
      },
      {
        rule: 'issuer-insecure',
        cause: "The issuer has no https, so nothing protects the client's secret at all.",
      },
      {
        rule: 'live-certificate-unissued',
        cause: 'cert-manager has not issued it: the Certificate is not Ready.',
      },
      {
        rule: 'live-certificate-foreign',
        cause: 'The certificate is for another name.',
        words: [
          'certificate is valid for', 'ERR_CERT_COMMON_NAME_INVALID', 'invalid ip for san',
          'subject alternative name', 'hostname mismatch', 'cannot validate certificate',
        ],
      },
      {
        rule: 'live-certificate-untrusted',
        cause: 'The chain of the certificate does not lead to an authority that clients know.',
        words: [
          'unable to get local issuer certificate', 'unable to verify the first certificate',
          'ERR_CERT_AUTHORITY_INVALID',
        ],
      },
      { rule: 'live-certificate-expires', cause: 'The certificate will soon expire.' },
      { rule: 'live-tls-missing', cause: 'The port does not speak TLS.' },
    ],
  },
  {
    id: 'cannot-decode-metadata',
    title: 'Clients cannot read what flyteadmin or the provider publishes',
    words: [
      'GetOAuth2Metadata', 'well-known', 'oauth-authorization-server', 'openid-configuration',
      'failed to fetch metadata', 'unexpected end of JSON input',
    ],
    see: [
      anonymousGrpc('flyteidl.service.AuthMetadataService/GetOAuth2Metadata', '200 is right.'),
      providerMetadata('A JSON document whose issuer is the one that flyteadmin has.'),
      flyteadminSettings(
        'baseUrl|metadataUrl|authServerType', 'External, and the issuer as the provider spells it.',
      ),
    ],
    causes: [
      {
        rule: 'auth-metadata-guarded',
        cause: 'A guard is before it, and what clients get is the page of a login.',
        words: [
          "invalid character '<'", 'invalid character < looking for beginning of value',
          'looking for beginning of value', 'html instead of json', 'Expecting value: line 1 column 1',
          'JSONDecodeError',
        ],
      },
      {
        rule: 'metadata-url-missing',
        cause: 'flyteadmin looks for the metadata where the provider has none.',
      },
      {
        rule: 'enum-invalid',
        cause:
          'flyteadmin acts as its own authorization server, because authServerType is not "External" '
            + 'letter by letter.',
      },
      {
        rule: 'live-issuer-mismatch',
        cause: "The issuer in the provider's metadata is spelled otherwise.",
      },
      {
        rule: 'live-provider-endpoints',
        cause: 'Endpoints are missing in the metadata, or no URLs that clients could use.',
      },
      { rule: 'auth-metadata-missing', cause: 'The metadata services have no route.' },
    ],
  },
];
