import { EdgeController } from '../../src';
import { egctl } from '../tools/egctl';
import { startEnvoyGateway } from './_envoy-gateway';
import { describeEdge } from './_matrix';

describeEdge(EdgeController.envoyGateway({ envoyGatewayVersion: egctl.version }), startEnvoyGateway);
