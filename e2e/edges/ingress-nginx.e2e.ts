import { Edge } from '../../src';
import { startIngressNginx } from './_ingress-nginx';
import { describeEdge } from './_matrix';

describeEdge(Edge.ingressNginx(), startIngressNginx);
