import { Manifest } from '../../test/constructs/edge/support';
import { Backends } from './_backends';
import { EdgeTraits } from './_cases';
import { Certificate } from './_certificate';
import { Flyteadmin } from './_flyteadmin';
import { KubeObject } from './_kubernetes';

/** What an edge is put into. */
export interface Surroundings {
  /** What the library emits. */
  readonly manifests: readonly Manifest[];
  /** What somebody else brings. */
  readonly others?: readonly KubeObject[];
  readonly backends: Backends;
  readonly flyteadmin: Flyteadmin;
  /** The TLS Secret that the manifests name, for all hosts. */
  readonly certificate: Certificate;
}

/** A real edge that serves what was emitted. */
export interface RunningEdge {
  readonly traits: EdgeTraits;
  /** Its TLS port on the loopback. */
  readonly port: number;
  /** Its port without TLS, where it has one. */
  readonly plainPort?: number;
  /** Where it speaks HTTP/2 without TLS, if not there. */
  readonly plainHttp2Port?: number;
  /** Ends the auth gate, where the edge has one. */
  readonly endGate?: () => Promise<void>;
  stop(): Promise<void>;
}
