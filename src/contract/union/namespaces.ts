/** The namespaces of the guide. */
export const CONTROL_PLANE_NAMESPACE = 'union-cp';
export const DATA_PLANE_NAMESPACE = 'union';
