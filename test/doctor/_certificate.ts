import { isIP } from 'node:net';
import { generate } from 'selfsigned';

export interface Certificate {
  readonly cert: string;
  readonly private: string;
}

export interface CertificateOptions {
  readonly notBeforeDate?: Date;
  readonly notAfterDate?: Date;
  readonly commonName?: string;
}

export function certificateFor(host: string, options: CertificateOptions = {}): Promise<Certificate> {
  const { commonName = host, ...dates } = options;
  return generate([{ name: 'commonName', value: commonName }], {
    keyType: 'ec',
    algorithm: 'sha256',
    ...dates,
    extensions: [{ name: 'basicConstraints', cA: true }, { name: 'subjectAltName', altNames: [isIP(host) ? { type: 7, ip: host } : { type: 2, value: host }] }],
  });
}
