import { EdgeController } from '../../src';
import { describeEdge } from './_matrix';
import { startTraefik } from './_traefik';

describeEdge(EdgeController.traefik(), startTraefik);
