/** A name that HTTP allows for a header. Istio's pattern for it has a range by mistake, which lets the comma in. */
export const isHeaderName = (name: string): boolean => /^[!#$%&'*+,\-.^_`|~A-Za-z0-9]+$/.test(name);
