import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { goBuild } from '../_support/go';
import { cached, fillCache, Tool } from '../_support/tool';

const NAME = 'flyte-go-client';
/** The newest flyteidl in the Go proxy, the library of flytectl, uctl and Flyte's services. */
const VERSION = '1.5.21';

const GO_MOD = `module example.com/${NAME}

go 1.24

require (
\tgithub.com/flyteorg/flyteidl v${VERSION}
\tgoogle.golang.org/grpc v1.76.0
)
`;

/** A program in place of flytectl, whose module replaces others by folders that the Go proxy lacks. */
export const flyteGoClient: Tool = {
  name: NAME,
  version: VERSION,
  needs: 'Go 1.24 or newer; a minute',
  locate: () => cached(NAME, VERSION, NAME),
  install: () => fillCache(NAME, VERSION, (cache, build) => {
    copyFileSync(join(__dirname, NAME, 'main.go'), join(build, 'main.go'));
    writeFileSync(join(build, 'go.mod'), GO_MOD);
    goBuild(build, join(cache, NAME));
  }),
};
