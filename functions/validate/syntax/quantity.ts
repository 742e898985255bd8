const form = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:(Ki|Mi|Gi|Ti|Pi|Ei|n|u|m|k|M|G|T|P|E)|[eE]([+-]?\d+))?$/;
const factors: Readonly<Record<string, number>> = {
  ...Object.fromEntries(['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].map((name, index) => [name, 1024 ** (index + 1)])),
  ...Object.fromEntries(['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'].map((name, index) => [name, 1000 ** (index - 3)])),
};

/** The amount of a quantity such as `100m` or `1Gi`, or `undefined` where it is none. */
export function parseQuantity(written: unknown): number | undefined {
  const found = form.exec(String(written));
  if (found === null) return undefined;
  const [, amount, suffix = '', exponent] = found;
  return Number(amount) * (exponent === undefined ? (factors[suffix] as number) : 10 ** Number(exponent));
}
