import { UnionAuth } from '../../identity';
import { DataPlaneApplications } from '../../identity/data-plane-applications';

interface Named {
  readonly auth: UnionAuth;
  readonly clusterName?: string;
}

/** The data plane of the identity that goes by this name; `undefined` where it lists none of it. */
export function listedDataPlane({ auth, clusterName }: Named): DataPlaneApplications | undefined {
  return auth._dataPlanes.find((listed) => listed.clusterName === clusterName);
}

/** The prop of `UnionAuth` in which that data plane stands. */
export function listedProp({ auth, clusterName }: Named): string {
  return `auth.dataPlanes[${auth._dataPlanes.findIndex((listed) => listed.clusterName === clusterName)}]`;
}
