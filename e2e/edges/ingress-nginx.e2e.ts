import { EdgeController } from '../../src';
import { startIngressNginx } from './_ingress-nginx';
import { describeEdge } from './_matrix';

describeEdge(EdgeController.ingressNginx(), startIngressNginx);
