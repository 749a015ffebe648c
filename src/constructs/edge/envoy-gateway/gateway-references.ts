import { GATEWAY_API_GROUP } from '../../../contract/upstream/gateway-api';

/** A reference as the API server stores it. */
export type StoredReference = Readonly<Record<string, string | number | undefined>>;

/*
 * References stand in lists that are written as a whole. What the API server would fill in is spelled out:
 * else each client-side apply finds a change, server-side apply a conflict, and Argo CD drift.
 *
 * Source: defaults of the CRDs of Gateway API 1.4 and Envoy Gateway 1.8.
 */

/** Of a backend. */
export function serviceReference(name: string, port: number): StoredReference {
  return { group: '', kind: 'Service', name, port, weight: 1 };
}

/** Of a route's parent. */
export function parentReference(gateway: {
  readonly name: string;
  readonly namespace?: string;
  readonly sectionName?: string;
}): StoredReference {
  return { group: GATEWAY_API_GROUP, kind: 'Gateway', ...gateway };
}

/** Of a listener's certificate. */
export function certificateReference(secretName: string | undefined): StoredReference {
  return { group: '', kind: 'Secret', name: secretName };
}
