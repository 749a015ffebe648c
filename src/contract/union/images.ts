/** Union publishes one image for each plane; every service of the plane is a binary in it. */
export const CONTROL_PLANE_IMAGE = 'services';
export const DATA_PLANE_IMAGE = 'unionoperator';

/**
 * The consoles have images of their own (controlplane: values.yaml, `flyte.flyteconsole.image`,
 * `console.image`).
 */
export const CONSOLE_IMAGES: Readonly<Record<string, string>> = {
  flyteconsole: 'flyteconsole',
  unionconsole: 'unionconsole',
};
