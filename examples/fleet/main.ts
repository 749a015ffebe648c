/** A control plane and twelve data planes in two regions, each in its own cluster; Argo CD updates them wave by wave. */
import { CLUSTERS } from './clusters';
import { fleet } from './fleet';

fleet(CLUSTERS).synth();
