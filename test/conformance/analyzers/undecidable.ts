/** Codes that ask for something that files do not hold, with the reason. */
export const undecidable: ReadonlyMap<string, string> = new Map([
  ['IST0103', 'needs pods as they run: a Pod in a file has no injected proxy yet'],
  ['IST0126', 'needs the `meshNetworks` configuration with the registries of running clusters'],
  ['IST0136', 'istioctl itself leaves it out of its analyzers: most annotations of Istio are alpha'],
  ['IST0158', 'needs pods as they run'],
]);
