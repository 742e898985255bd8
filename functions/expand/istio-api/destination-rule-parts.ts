import type { Backend, Exposure } from '../../intent/model.ts';
import type { OriginPart } from '../../krm/item.ts';

/** What an exposure says about a backend. */
interface Said {
  readonly exposure: Exposure;
  readonly backend: Backend;
}

/** Where a DestinationRule comes from: the policy of the first exposure that has one, and for each subset the backend that names it. */
export function ruleParts(all: readonly Said[], subsets: readonly string[]): OriginPart[] {
  const told = all.find(({ exposure }) => exposure.backendPolicy !== undefined)?.exposure.origin;
  const policy =
    told === undefined ? [] : [{ path: ['spec', 'trafficPolicy'], origin: { item: told.item, path: [...told.path, 'backendPolicy'] } }];
  return [
    ...policy,
    ...subsets.flatMap((name, index) => {
      const origin = all.find(({ backend }) => backend.subset === name)?.backend.origin;
      return origin === undefined ? [] : [{ path: ['spec', 'subsets', index], origin }];
    }),
  ];
}
