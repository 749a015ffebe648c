import { Manifest } from '../../test/constructs/edge/support';
import { Backends } from './_backends';
import { EdgeTraits } from './_cases';
import { Certificate } from './_certificate';
import { Flyteadmin } from './_flyteadmin';
import { KubeObject } from './_kubernetes';

/** What an edge needs around it. */
export interface Surroundings {
  /** The objects of the library. */
  readonly manifests: readonly Manifest[];
  /** Objects that the library does not emit. */
  readonly others?: readonly KubeObject[];
  readonly backends: Backends;
  readonly flyteadmin: Flyteadmin;
  /** The TLS Secret that the manifests name, for all hosts. */
  readonly certificate: Certificate;
}

/** A real edge that serves the emitted objects. */
export interface RunningEdge {
  readonly traits: EdgeTraits;
  /** Its TLS port on the loopback. */
  readonly port: number;
  /** Its port without TLS, if any. */
  readonly plainPort?: number;
  /** Its port for HTTP/2 without TLS, if that is another one. */
  readonly plainHttp2Port?: number;
  /** Ends the auth gate, if the edge has one. */
  readonly endGate?: () => Promise<void>;
  stop(): Promise<void>;
}
