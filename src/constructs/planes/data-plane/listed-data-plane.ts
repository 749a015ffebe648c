import { DataPlaneApplications, UnionAuth } from '../../identity';

interface Named {
  readonly auth: UnionAuth;
  readonly clusterName?: string;
}

/** The data plane of the identity that goes by this name; `undefined` where it lists none of it. */
export function listedDataPlane({ auth, clusterName }: Named): DataPlaneApplications | undefined {
  return auth.dataPlanes.find((listed) => listed.clusterName === clusterName);
}

/** The prop of `UnionAuth` in which that data plane stands. */
export function listedProp({ auth, clusterName }: Named): string {
  return `auth.dataPlanes[${auth.dataPlanes.findIndex((listed) => listed.clusterName === clusterName)}]`;
}
