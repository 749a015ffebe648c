import { World } from '../api-server/_world';

/** What others keep beside ours. */
export const OTHERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'union-cp/flyte-admin-secrets': { cookie_hash_key: 'hash' },
  'union-cp/union-controlplane-secrets': { 'pass.txt': 'database' },
  'union/union-secret-auth': { tunnel_token: 'tunnel' },
};

/** What people have made before they install anything. */
export async function databasePassword({ clients }: World): Promise<void> {
  await clients.kubectl(
    'create',
    'secret',
    'generic',
    'union-controlplane-secrets',
    '--namespace',
    'union-cp',
    '--from-literal=pass.txt=database',
  );
}
