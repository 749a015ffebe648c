import { Edge } from '../../src';
import { describeEdge } from './_matrix';
import { startTraefik } from './_traefik';

describeEdge(Edge.traefik(), startTraefik);
