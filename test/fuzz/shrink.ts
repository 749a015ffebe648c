/** Makes an input smaller as long as it still does what it did: takes parts away, large ones first. */
export async function shrunk(input: Buffer, stillFails: (candidate: Buffer) => Promise<boolean>, tries = 300): Promise<Buffer> {
  let smallest = input;
  let left = tries;
  for (let size = Math.ceil(input.length / 2); size >= 1 && left > 0; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < smallest.length && left > 0;) {
      const candidate = Buffer.concat([smallest.subarray(0, at), smallest.subarray(at + size)]);
      left -= 1;
      if (await stillFails(candidate)) {
        smallest = candidate;
      } else {
        at += size;
      }
    }
  }
  return smallest;
}
