/** A value that is worked out when it is first asked for, and then kept. */
export function lazy<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Answers to a few questions, each worked out alone. */
export interface Few<Key, Value> {
  /** `undefined` for who asks often: then it takes less to work out all answers at once. */
  find(key: Key): Value | undefined;
  /** Whether a new question would be answered. */
  readonly isOpen: boolean;
}

const most = 6;

export function few<Key, Value>(make: (key: Key) => Value): Few<Key, Value> {
  const made = new Map<Key, Value>();
  return {
    find(key) {
      const known = made.get(key);
      if (known !== undefined || made.size >= most) return known;
      const value = make(key);
      made.set(key, value);
      return value;
    },
    get isOpen() {
      return made.size < most;
    },
  };
}

/** A function of one key: `one` works out a few keys alone, `all` takes the others from what is worked out for all of them. Both say the same. */
export function fewOrAll<Key, Value>(one: (key: Key) => Value, all: (key: Key) => Value): (key: Key) => Value {
  const first = few(one);
  return (key) => first.find(key) ?? all(key);
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
