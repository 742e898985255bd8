import type { Case, Written } from './case.ts';
import { type Judged, judge } from './judge.ts';

/** Takes away from a differing case whatever can be taken away so that it still differs in the same way. */
export async function shrink(start: Judged): Promise<Judged> {
  let smallest = await withoutObjects(start);
  for (let rounds = 0; rounds < 40; rounds++) {
    const next = await firstDiffering(smallest, smallerOnes(smallest.one));
    if (!next) return smallest;
    smallest = next;
  }
  return smallest;
}

/** Drops all objects that do not matter, those that can go one by one at once. */
async function withoutObjects(start: Judged): Promise<Judged> {
  let smallest = start;
  for (let rounds = 0; rounds < 8; rounds++) {
    const { objects } = smallest.one;
    const passing = await allDiffering(
      smallest,
      objects.map((_, index) => objects.filter((__, other) => other !== index)),
    );
    const gone = passing.flatMap((judged, index) => (judged ? [index] : []));
    if (gone.length === 0) return smallest;
    const sets = [gone, gone.slice(0, Math.ceil(gone.length / 2)), gone.slice(Math.ceil(gone.length / 2)), gone.slice(0, 1)];
    const next = await firstDiffering(
      smallest,
      sets.map((set) => objects.filter((_, index) => !set.includes(index))),
    );
    if (!next) return smallest;
    smallest = next;
  }
  return smallest;
}

const together = 24;

async function firstDiffering(from: Judged, candidates: readonly (readonly Written[])[]): Promise<Judged | undefined> {
  for (let start = 0; start < candidates.length; start += together) {
    const found = (await allDiffering(from, candidates.slice(start, start + together))).find((judged) => judged !== undefined);
    if (found) return found;
  }
  return undefined;
}

/** Candidates share a run of the simulator: each gets a tag of its own in the place of the old one. */
async function allDiffering(from: Judged, candidates: readonly (readonly Written[])[]): Promise<readonly (Judged | undefined)[]> {
  const cases = candidates.map((objects, index) => retagged({ ...from.one, objects, probes: [from.probe] }, `s${index}k`));
  try {
    return (await judge(cases)).map((judged) => (signature(judged) === signature(from) ? judged : undefined));
  } catch {
    return candidates.map(() => undefined);
  }
}

/** What kind of difference it is: a smaller example of another one would mislead. */
function signature({ judgement }: Judged): string {
  if (judgement.kind !== 'differ') return judgement.kind;
  return JSON.stringify([judgement.model, judgement.simulator].map((outcome) => outcome.error ?? Object.keys(outcome)));
}

function retagged(one: Case, tag: string): Case {
  return JSON.parse(JSON.stringify({ ...one, tag }).replaceAll(one.tag, tag)) as Case;
}

function smallerOnes(one: Case): readonly (readonly Written[])[] {
  const candidates = one.objects.flatMap((object, index) =>
    reductions(object.spec).map((spec) => one.objects.map((other, at) => (at === index ? ({ ...object, spec } as Written) : other))),
  );
  const size = (objects: readonly Written[]) => JSON.stringify(objects).length;
  return candidates.sort((a, b) => size(a) - size(b));
}

/** Every way to take one entry out of a value. */
function reductions(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) {
    const shorter = value.length > 1 ? value.map((_, index) => value.filter((__, other) => other !== index)) : [];
    return [
      ...shorter,
      ...value.flatMap((entry, index) => reductions(entry).map((smaller) => value.map((other, at) => (at === index ? smaller : other)))),
    ];
  }
  if (value === null || typeof value !== 'object') return [];
  const entries = Object.entries(value);
  const fewer = entries.map(([key]) => Object.fromEntries(entries.filter(([other]) => other !== key)));
  const inside = entries.flatMap(([key, entry]) => reductions(entry).map((smaller) => ({ ...value, [key]: smaller })));
  return [...fewer, ...inside];
}
