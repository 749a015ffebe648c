import { generate } from 'selfsigned';

/** A certificate and its key, as PEM. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

/** One certificate for all hosts, which clients also trust as their authority. */
export async function certificateFor(...hosts: string[]): Promise<Certificate> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: hosts[0] }], {
    // The default is SHA-1, which clients built on rustls refuse.
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames: hosts.map((value) => ({ type: 2, value })) }],
  });
  return { certificate: cert, key };
}
