import { goProgram } from '../_support/go-program';

/** An extension point for configuration, empty as in Traefik's repository; Traefik's module does not contain it. */
const EXTENSIONS = `package ext

type HTTP struct{}

type Router struct{}
`;

export const traefik = goProgram({
  name: 'traefik',
  module: 'github.com/traefik/traefik/v3',
  version: '3.7.9',
  program: 'cmd/traefik',
  minutes: 15,
  folders: { 'github.com/traefik/traefik/dynamic/ext': { 'ext.go': EXTENSIONS } },
});
