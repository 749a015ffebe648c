export { ControlPlaneConfigProps, DataPlaneConfigProps, PlaneConfig } from './plane-config';
export { ServiceConfig } from './service-config';
export { ServiceSecrets, ServiceSecretsProps } from './service-config';
