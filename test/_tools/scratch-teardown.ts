import { rmSync } from 'node:fs';

export default function tearDown(): void {
  rmSync(process.env.TMPDIR!, { recursive: true });
}
