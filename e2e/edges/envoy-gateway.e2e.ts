import { Edge } from '../../src';
import { startEnvoyGateway } from './_envoy-gateway';
import { describeEdge } from './_matrix';

describeEdge(Edge.envoyGateway(), startEnvoyGateway);
