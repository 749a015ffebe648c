/** A control plane and twelve data planes, each in a cluster of its own, in two regions, carried by Argo CD wave by wave. */
import { CLUSTERS } from './clusters';
import { fleet } from './fleet';

fleet(CLUSTERS).synth();
