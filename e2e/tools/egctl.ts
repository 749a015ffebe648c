import { goProgram } from '../_support/go-program';

/** Envoy Gateway's command line tool, which holds its translator. */
export const egctl = goProgram({ name: 'egctl', module: 'github.com/envoyproxy/gateway', version: '1.9.1', program: 'cmd/egctl', minutes: 12 });
