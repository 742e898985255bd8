import type { Exposure } from '../../intent/model.ts';

/** The gateway whose pods enforce an exposure's `auth`. */
export const enforcedAt = ({ auth, gateway }: Exposure): string | undefined => (auth?.enforceAt === 'Workload' ? undefined : gateway);
