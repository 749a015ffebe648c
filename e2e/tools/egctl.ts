import { goProgram } from '../_support/go-program';

/** The Go proxy has few releases; others need a checkout. */
const { ENVOY_GATEWAY_VERSION = '1.9.1', ENVOY_GATEWAY_SOURCE } = process.env;

/** Envoy Gateway's command line tool, which contains its translator. */
export const egctl = goProgram({
  name: 'egctl',
  module: 'github.com/envoyproxy/gateway',
  version: ENVOY_GATEWAY_VERSION,
  program: 'cmd/egctl',
  checkout: ENVOY_GATEWAY_SOURCE,
  minutes: 12,
});
