import { filledIn, objectName } from '../../common/props/checks';
import { list, number, struct, text } from '../../common/props/prop-types';

/** A Service that routes may lead to. */
export interface EdgeBackend {
  /** Name of the Service, in the namespace of the control plane. */
  readonly service: string;

  /** Numbers of its ports. */
  readonly ports: number[];
}

export const EDGE_BACKEND = struct<EdgeBackend>({ service: text(filledIn, objectName), ports: list(number()) });
