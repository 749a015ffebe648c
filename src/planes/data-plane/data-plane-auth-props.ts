import { Shape } from '../../_internal/kinds';
import { PLANE_AUTH_PROPS, PlaneAuthProps } from '../plane-props';
import { DATA_PLANE_IDENTITY_PROPS, DataPlaneIdentityProps } from './data-plane-identity';

/** The authentication of a data plane. */
export interface DataPlaneAuthProps extends PlaneAuthProps, DataPlaneIdentityProps {}

export const DATA_PLANE_AUTH_PROPS: Shape<DataPlaneAuthProps> = { ...PLANE_AUTH_PROPS, ...DATA_PLANE_IDENTITY_PROPS };
