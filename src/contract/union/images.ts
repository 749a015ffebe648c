/** Union publishes one image for each plane; every service of the plane is a binary in it. */
export const CONTROL_PLANE_IMAGE = 'services';
export const DATA_PLANE_IMAGE = 'unionoperator';
