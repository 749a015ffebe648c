import { answered, Failure } from '../ask/failure';
import type { CertificateFacts } from '../probes/certificate';
import type { Facts } from '../probes/facts';
import { defineLiveRule, LiveRule } from './live-rule';

const NOT_REACHED = 'There is no connection to judge.';

const certificateOf = ({ certificate }: Facts): CertificateFacts | undefined =>
  answered(certificate) ? certificate : undefined;

const nameUnresolved = defineLiveRule('live-name-unresolved', {
  stops: true,
  notApplicable: NOT_REACHED,
  subject: ({ addresses }) => addresses,
  *check(addresses, { origin, host }) {
    if (addresses instanceof Failure) {
      yield { at: origin, field: 'name', expected: `an address of ${host}`, found: addresses.text };
    }
  },
});

const proxyRefuses = defineLiveRule('live-proxy-refuses', {
  stops: true,
  notApplicable: NOT_REACHED,
  subject: ({ certificate }) => certificate,
  *check(certificate, { origin }) {
    if (certificate instanceof Failure && certificate.kind === 'proxy') {
      yield {
        at: origin,
        field: 'connection',
        expected: 'a connection by the proxy',
        found: certificate.text,
      };
    }
  },
});

export const unreachable = defineLiveRule('live-unreachable', {
  stops: true,
  notApplicable: NOT_REACHED,
  subject: ({ certificate }) => certificate,
  *check(certificate, { origin }) {
    if (certificate instanceof Failure && certificate.kind === 'connection') {
      yield { at: origin, field: 'connection', expected: 'a connection', found: certificate.text };
    }
  },
});

const tlsMissing = defineLiveRule('live-tls-missing', {
  stops: true,
  notApplicable: NOT_REACHED,
  subject: ({ certificate }) => certificate,
  *check(certificate, { origin }) {
    if (certificate instanceof Failure && !['connection', 'proxy'].includes(certificate.kind)) {
      yield { at: origin, field: 'TLS', expected: 'a TLS handshake', found: certificate.text };
    }
  },
});

/** Certificates with which controllers answer where they have none for a host. */
const CONTROLLERS_OWN = /Kubernetes Ingress Controller Fake Certificate|TRAEFIK DEFAULT CERT/i;

const certificateOfController = defineLiveRule('live-certificate-of-controller', {
  notApplicable: NOT_REACHED,
  subject: certificateOf,
  *check({ subject }, { origin, host }) {
    if (CONTROLLERS_OWN.test(subject)) {
      yield { at: origin, field: 'certificate', expected: `a certificate for ${host}`, found: subject };
    }
  },
});

const certificateExpired = defineLiveRule('live-certificate-expired', {
  explainedBy: [certificateOfController],
  notApplicable: NOT_REACHED,
  subject: certificateOf,
  *check({ validFrom, validTo }, { origin, now }) {
    if (validTo < now) {
      yield { at: origin, field: 'certificate: notAfter', expected: 'a day to come', found: day(validTo) };
    } else if (validFrom > now) {
      yield {
        at: origin,
        field: 'certificate: notBefore',
        expected: 'a day that has come',
        found: day(validFrom),
      };
    }
  },
});

const DAYS_LEFT = 14;

const certificateExpires = defineLiveRule('live-certificate-expires', {
  explainedBy: [certificateOfController, certificateExpired],
  notApplicable: NOT_REACHED,
  subject: certificateOf,
  *check({ validTo }, { origin, now }) {
    const left = Math.floor((validTo.getTime() - now.getTime()) / 86_400_000);
    if (left < DAYS_LEFT) {
      yield {
        at: origin,
        field: 'certificate: notAfter',
        expected: `at least ${DAYS_LEFT} days from now`,
        found: day(validTo),
      };
    }
  },
});

const certificateForeign = defineLiveRule('live-certificate-foreign', {
  explainedBy: [certificateOfController],
  notApplicable: NOT_REACHED,
  subject: certificateOf,
  *check({ foreign, names, subject }, { origin, host }) {
    if (foreign !== undefined) {
      yield { at: origin, field: 'certificate: names', expected: host, found: names || subject };
    }
  },
});

const certificateUntrusted = defineLiveRule('live-certificate-untrusted', {
  explainedBy: [certificateOfController],
  notApplicable: NOT_REACHED,
  subject: certificateOf,
  *check({ untrusted, issuer }, { origin }) {
    if (untrusted !== undefined) {
      yield {
        at: origin,
        field: 'certificate: chain',
        expected: 'a trusted authority',
        found: `${untrusted}; issued by ${issuer}`,
      };
    }
  },
});

const http2Missing = defineLiveRule('live-http2-missing', {
  notApplicable: NOT_REACHED,
  subject: certificateOf,
  *check({ protocol }, { origin }) {
    if (protocol !== 'h2') {
      yield { at: origin, field: 'ALPN', expected: 'h2', found: protocol ?? 'no protocol' };
    }
  },
});

function day(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'no date' : date.toISOString().slice(0, 10);
}

/** In the order in which their questions come up. */
export const CERTIFICATE_RULES: readonly LiveRule[] = [
  nameUnresolved, proxyRefuses, unreachable, tlsMissing, certificateOfController, certificateExpired,
  certificateExpires, certificateForeign, certificateUntrusted, http2Missing,
];
