import { goProgram } from '../_support/go-program';

/** Empty, as in Traefik's own repository: a place for others to add configuration. The module of Traefik leaves it out. */
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
