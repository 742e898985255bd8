/** A value that is worked out when it is first asked for, and then kept. */
export function lazy<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** So many keys are looked for one by one before all are worked out at once. */
const few = 8;

/** A function of one key of two kinds: `one` works a key out alone, `all` takes it from what is worked out for all of them, and both say the same. */
export function fewOrAll<Key, Value>(one: (key: Key) => Value, all: (key: Key) => Value): (key: Key) => Value {
  const made = new Map<Key, Value>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const value = made.size < few ? one(key) : all(key);
    if (made.size < few) made.set(key, value);
    return value;
  };
}

/** A function of one key that is worked out once for every key. */
export function memo<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new Map<Key, Value>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined || made.has(key)) return known as Value;
    const value = make(key);
    made.set(key, value);
    return value;
  };
}
