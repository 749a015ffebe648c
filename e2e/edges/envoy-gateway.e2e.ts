import { EdgeController } from '../../src';
import { TLS } from '../../test/init/_beside-chart';
import { egctl } from '../tools/egctl';
import { startEnvoyGateway } from './_envoy-gateway';
import { describeEdge } from './_matrix';

const THIS_VERSION = { envoyGatewayVersion: egctl.version };

describeEdge(EdgeController.envoyGateway(THIS_VERSION), startEnvoyGateway, { edge: { controller: { envoyGateway: THIS_VERSION }, ...TLS } });
