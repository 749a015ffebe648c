import { DataPlaneApplications, UnionAuth } from '../../identity';

interface Named {
  readonly auth: UnionAuth;
  readonly clusterName?: string;
}

/** The data plane of the identity that goes by this name; `undefined` where it lists none of it. */
export function listedDataPlane({ auth, clusterName }: Named): DataPlaneApplications | undefined {
  return auth.dataPlanes.find((listed) => listed.clusterName === clusterName);
}
