/**
 * The fields of a message that are texts, by number, in their order. Whatever else is in it is passed over.
 *
 * @returns nothing where the bytes are no message
 */
export function textFields(message: Buffer): ReadonlyMap<number, readonly string[]> | undefined {
  const fields = new Map<number, string[]>();
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 1; at < message.length; shift *= 128) {
      const byte = message[at++];
      value += (byte % 128) * shift;
      if (byte < 128) {
        return value;
      }
    }
    return NaN;
  };
  while (at < message.length) {
    const tag = varint();
    const wireType = tag % 8;
    if (wireType === 0) {
      varint();
    } else if (wireType === 1 || wireType === 5) {
      at += wireType === 1 ? 8 : 4;
    } else if (wireType === 2) {
      const length = varint();
      if (!(at + length <= message.length)) {
        return undefined;
      }
      const number = Math.floor(tag / 8);
      fields.set(number, [...fields.get(number) ?? [], message.toString('utf8', at, at + length)]);
      at += length;
    } else {
      return undefined;
    }
  }
  return at === message.length ? fields : undefined;
}
